"""What is inside a booking, for staff: its services, who was given them and why."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingLine
from careops.booking.queries.agreed import own
from careops.booking.queries.ask import ask
from careops.booking.queries.rows import Words, money_text, words
from careops.booking.schemas.lines import StaffLineRow, StaffVisitRow
from careops.core import when
from careops.core.actor import Actor, Permission


def inside(db: Session, actor: Actor, *, booking_id: UUID) -> StaffVisitRow:
    """The services of a visit in order, with what staff need to know of each."""
    actor.require(Permission.bookings_view)
    found, said = own(db, actor, booking_id), words(db, actor)
    lines = db.scalars(sa.select(BookingLine).where(col(BookingLine.booking_id) == found.id).order_by(col(BookingLine.position))).all()
    party = 0
    if found.party_id:
        party = ask(db, sa.select(sa.func.count(col(Booking.id))).where(col(Booking.party_id) == found.party_id))[0][0]
    return StaffVisitRow(
        lines=[_line(line, found, said) for line in lines],
        deposit_text=money_text(found.deposit, found.currency, said.locale),
        series=found.series_id is not None,
        party=party,
        session=str(next((line.slot_id for line in lines if line.slot_id), "") or ""),
    )


def _line(line: BookingLine, head: Booking, said: Words) -> StaffLineRow:
    return StaffLineRow(
        name=f"{line.type_name}, {line.variant_name}" if line.variant_name else line.type_name,
        provider_name=line.provider_name,
        with_names=line.with_names,
        starts_at=line.starts_at,
        time_range=when.range_text(line.starts_at, line.ends_at, head.timezone, said.locale, said.hour_cycle),
        duration_text=when.minutes_text(line.duration, said.locale),
        price_text=money_text(line.price, head.currency, said.locale),
        add_ons=[one["name"] for one in line.add_ons],
        because=line.assigned_because,
    )
