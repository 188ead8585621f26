"""A time kept for somebody, found by its private name."""

from datetime import timedelta

from sqlmodel import Session, col, select

from careops.booking.models import BookingType, Occupancy, OccupancyKind, Provider
from careops.booking.rules import moment
from careops.booking.schemas import HoldRow
from careops.core import clock
from careops.core.actor import Actor
from careops.core.crypto import token_hash


def held(db: Session, actor: Actor, *, token: str) -> HoldRow | None:
    """The hold of that name while it lasts; None once it has ended or was never there."""
    question = (
        select(Occupancy, Provider, BookingType.duration)
        .join(Provider, col(Provider.id) == col(Occupancy.provider_id))
        .join(BookingType, col(BookingType.id) == col(Occupancy.booking_type_id))
        .where(Occupancy.hold_hash == token_hash(token), Occupancy.kind == OccupancyKind.hold)
    )
    found = db.exec(question).one_or_none()
    if found is None or (found[0].expires or 0) <= clock.now().timestamp():
        return None
    return hold_row(token, found[0], found[1], found[2])


def hold_row(token: str, taken: Occupancy, provider: Provider, minutes: int) -> HoldRow:
    """The hold as its owner sees it."""
    starts = moment(taken.starts)
    return HoldRow(
        token=token,
        booking_type_id=taken.booking_type_id,
        provider_id=taken.provider_id,
        provider_name=provider.name,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        expires_at=moment(taken.expires or 0),
        timezone=provider.timezone,
    )
