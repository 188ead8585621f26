"""What a form that is asked for after a booking may be filled in with."""

from uuid import UUID

from sqlmodel import Session, select

from careops.booking.models import Booking
from careops.core.actor import Actor, Permission
from careops.core.clock import local


def facts(db: Session, actor: Actor, booking_id: UUID) -> dict[str, str]:
    """The booking in words, by the names that forms have for them; nothing where there is no such booking."""
    actor.require(Permission.bookings_view)
    found = db.exec(select(Booking).where(Booking.id == booking_id)).one_or_none()
    if found is None:
        return {}
    wall = local(found.starts_at, found.timezone)
    return {
        "booking.service": found.type_name,
        "booking.provider": found.provider_name,
        "booking.date": wall.date().isoformat(),
        "booking.time": f"{wall:%H:%M}",
        "booking.place": found.location,
    }
