"""What is told of a booking after each change."""

from typing import Any, TypeVar

from sqlmodel import Session

from careops.activity.actions import record
from careops.booking.events import BookingFact
from careops.booking.models import Booking
from careops.booking.rules import free_until
from careops.core.actor import Actor

F = TypeVar("F", bound=BookingFact)


def tell(db: Session, actor: Actor, fact: type[F], booking: Booking, **more: Any) -> None:
    """Records the fact with all that a message about it needs."""
    record(
        db,
        actor,
        fact(
            subject=booking.id,
            contact=booking.contact_id,
            status=str(booking.status),
            type_id=booking.booking_type_id,
            type_name=booking.type_name,
            provider_id=booking.provider_id,
            provider_name=booking.provider_name,
            contact_name=booking.contact_name,
            starts_at=booking.starts_at.isoformat(),
            ends_at=booking.ends_at.isoformat(),
            timezone=booking.timezone,
            duration=booking.duration,
            price=booking.price,
            currency=booking.currency,
            location_kind=str(booking.location_kind),
            location=booking.location,
            policy=booking.policy,
            cancel_until=free_until(booking.starts_at, booking.cancel_hours).isoformat(),
            reschedule_until=free_until(booking.starts_at, booking.reschedule_hours).isoformat(),
            notes=booking.notes,
            booking_source=booking.source,
            link_salt=booking.link_salt,
            sequence=booking.sequence,
            series_id=booking.series_id,
            **more,
        ),
    )
