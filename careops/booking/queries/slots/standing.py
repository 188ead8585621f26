"""Published times and sessions, and who sits in them."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import (
    SEATS,
    Booking,
    BookingLine,
    BookingType,
    Occupancy,
    OccupancyKind,
    Provider,
    Slot,
    SlotStatus,
)
from careops.booking.queries.ask import ask
from careops.booking.queries.rows import Words, booking_row, words
from careops.booking.rules import day_bounds, moment, seconds
from careops.booking.schemas.slots import SeatRow, SlotRow
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid, NotFound


def slots(
    db: Session,
    actor: Actor,
    *,
    from_: date,
    to: date,
    booking_type_id: UUID | None = None,
    provider_id: UUID | None = None,
    pattern_id: UUID | None = None,
    cancelled: bool = False,
) -> list[SlotRow]:
    """Published times and open sessions on the business's days from `from_` to `to`, in order; two statements however many."""
    actor.require(Permission.bookings_view)
    if not 0 <= (to - from_).days <= 92:
        raise Invalid.field("to", "Ask for 1 to 93 days at a time")
    zone = business.profile(db, actor).timezone
    low, high = day_bounds(zone, from_.toordinal())[0], day_bounds(zone, to.toordinal())[1]
    where: list[Any] = [col(Slot.starts) >= low, col(Slot.starts) < high]
    if not cancelled:
        where.append(col(Slot.status) != SlotStatus.cancelled)
    for column, value in ((Slot.booking_type_id, booking_type_id), (Slot.provider_id, provider_id), (Slot.pattern_id, pattern_id)):
        if value is not None:
            where.append(col(column) == value)
    return _rows(db, actor, *where)


def slot(db: Session, actor: Actor, *, slot_id: UUID) -> SlotRow:
    """One of them; NotFound for strangers."""
    actor.require(Permission.bookings_view)
    found = _rows(db, actor, col(Slot.id) == slot_id)
    if not found:
        raise NotFound
    return found[0]


def _rows(db: Session, actor: Actor, *where: Any) -> list[SlotRow]:
    said = words(db, actor)
    at = seconds(said.now)
    alive = sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > at)
    seats = sa.select(sa.func.count(col(Occupancy.id))).where(col(Occupancy.slot_id) == col(Slot.id), col(Occupancy.lane) >= SEATS, alive)
    question = (
        sa.select(
            Slot,
            col(BookingType.name),
            col(Provider.name),
            col(Provider.timezone),
            seats.where(col(Occupancy.kind) == OccupancyKind.booking).scalar_subquery(),
            seats.where(col(Occupancy.kind) == OccupancyKind.hold).scalar_subquery(),
        )
        .join(BookingType, col(BookingType.id) == col(Slot.booking_type_id))
        .join(Provider, col(Provider.id) == col(Slot.provider_id))
        .where(*where)
        .order_by(col(Slot.starts), col(Slot.id))
    )
    return [_row(one, type_, who, zone, taken, held, said) for one, type_, who, zone, taken, held in ask(db, question)]


def _row(found: Slot, type_name: str, provider_name: str, zone: str, taken: int, held: int, said: Words) -> SlotRow:
    begin, end = moment(found.starts), moment(found.ends)
    here = clock.local(begin, zone).date()
    return SlotRow(
        id=found.id,
        version=found.version,
        booking_type_id=found.booking_type_id,
        type_name=type_name,
        provider_id=found.provider_id,
        provider_name=provider_name,
        starts_at=begin,
        ends_at=end,
        timezone=zone,
        day=here,
        day_text=when.day_text(clock.local(said.now, zone).date(), here, said.locale),
        time_range=when.range_text(begin, end, zone, said.locale, said.hour_cycle),
        capacity=found.capacity,
        taken=taken,
        held=held,
        free=max(0, found.capacity - taken - held),
        status="over" if found.status == SlotStatus.open and end <= said.now else found.status,
        published=found.published,
        pattern_id=found.pattern_id,
        note=found.note,
    )


def seats(db: Session, actor: Actor, *, slot_id: UUID) -> list[SeatRow]:
    """Who sits in it, seat by seat; then who had a seat and cancelled."""
    actor.require(Permission.bookings_view)
    slot(db, actor, slot_id=slot_id)
    said = words(db, actor)
    lane = (
        sa.select(sa.func.min(col(Occupancy.lane)))
        .where(col(Occupancy.booking_id) == col(Booking.id), col(Occupancy.slot_id) == slot_id, col(Occupancy.lane) >= SEATS)
        .scalar_subquery()
    )
    mine = sa.select(col(BookingLine.booking_id)).where(col(BookingLine.slot_id) == slot_id)
    question = sa.select(Booking, lane).where(col(Booking.id).in_(mine)).order_by(col(Booking.created_at), col(Booking.id))
    found = [SeatRow(seat=seat - SEATS + 1 if seat else None, booking=booking_row(one, said)) for one, seat in ask(db, question)]
    return sorted(found, key=lambda one: (one.seat is None, one.seat or 0))
