"""One calendar day by provider: hours, bookings, and the buffers around them."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, Status
from careops.booking.queries.catalogue import providers
from careops.booking.queries.ground import read_hours
from careops.booking.queries.hours import hour_blocks
from careops.booking.queries.rows import Words, booking_row
from careops.booking.rules import Plan, at_wall, day_bounds, moment, seconds
from careops.booking.schemas import DayColumn, DayView, ProviderRow
from careops.booking.schemas.rows import DayBooking
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor, Permission

NINE, FIVE = 9 * 60, 17 * 60


def day_view(db: Session, actor: Actor, *, day: date) -> DayView:
    """The day on the business's calendar: who works when, and what is booked; a fixed number of statements."""
    actor.require(Permission.bookings_view)
    host = business.profile(db, actor)
    said = Words(clock.now(), host.spoken(), host.hour_cycle)
    begin, end = day_bounds(host.timezone, day.toordinal())
    people = providers(db, actor)
    plans = {person.id: Plan(person.timezone) for person in people}
    read_hours(db, plans, begin, end)
    booked = _booked(db, begin, end)
    columns = [_column(person, plans[person.id], booked[person.id], day, host.timezone, said) for person in people]
    shown = [column for column in columns if column.provider.active or column.bookings]
    spans = [(block.start, block.end) for column in shown for block in (*column.hours, *column.bookings)]
    return DayView(
        date=day,
        day=when.day_text(clock.today(host.timezone), day, said.locale),
        locale=said.locale,
        timezone=host.timezone,
        opens=min((start for start, _ in spans), default=NINE),
        closes=max((end for _, end in spans), default=FIVE),
        columns=shown,
    )


def _booked(db: Session, begin: int, end: int) -> defaultdict[UUID, list[Booking]]:
    """The day's bookings by provider, cancelled ones left out; none is longer than a day."""
    found: defaultdict[UUID, list[Booking]] = defaultdict(list)
    starts = col(Booking.starts_at)
    question = sa.select(Booking).where(
        starts > moment(begin - 86_400),
        starts < moment(end),
        col(Booking.ends_at) > moment(begin),
        col(Booking.status) != Status.cancelled,
    )
    for booking in db.scalars(question.order_by(starts, col(Booking.id))):
        found[booking.provider_id].append(booking)
    return found


def _column(person: ProviderRow, plan: Plan, booked: list[Booking], day: date, timezone: str, said: Words) -> DayColumn:
    def minute(at: int) -> int:
        """The place on the day's wall clock; what lies before or after the day is cut off."""
        here = clock.local(moment(at), timezone)
        return here.hour * 60 + here.minute if here.date() == day else 0 if here.date() < day else 1440

    spans = [
        (minute(at_wall(plan.timezone, local, opens)), minute(at_wall(plan.timezone, local, closes)))
        for local in range(day.toordinal() - 1, day.toordinal() + 2)  # a provider elsewhere begins on another of our days
        for opens, closes in plan.stretches(local)
    ]
    blocks = [
        DayBooking(
            booking=booking_row(one, said),
            start=minute(seconds(one.starts_at)),
            end=minute(seconds(one.ends_at)),
            blocked_start=minute(seconds(one.starts_at) - 60 * one.buffer_before),
            blocked_end=minute(seconds(one.ends_at) + 60 * one.buffer_after),
        )
        for one in booked
    ]
    return DayColumn(provider=person, hours=hour_blocks(spans, said.hour_cycle), bookings=blocks)
