"""Reports: what a stretch of days came to, in a fixed number of statements, each on the index of its time."""

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import SEATS, Booking, Occupancy, OccupancyKind, TimeOff
from careops.booking.queries.ask import ask
from careops.booking.queries.catalogue import providers
from careops.booking.queries.ground import read_hours
from careops.booking.rules import seconds
from careops.booking.rules.hours import windows
from careops.booking.rules.intervals import Span, intersect, merged, subtract
from careops.booking.schemas.reports import BookingTally, ProviderUse
from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.days import Days


def tallies(db: Session, actor: Actor, *, days: Days) -> list[BookingTally]:
    """The bookings that begin in these days by step, status and source; one statement beside the business's."""
    actor.require(Permission.reports)
    starts, step = col(Booking.starts_at), days.number(col(Booking.starts_at)).label("step")
    here = col(Booking.currency) == business.profile(db, actor).currency
    worth = sa.func.coalesce(sa.func.sum(sa.case((here, col(Booking.price)), else_=0)), 0)
    alike = (step, col(Booking.status), col(Booking.source))
    question = sa.select(*alike, sa.func.count(), worth).where(days.holds(starts)).group_by(*alike)
    return [
        BookingTally(step=number, status=status, source=source, count=count, worth=int(worth))
        for number, status, source, count, worth in ask(db, question)
    ]


def utilisation(db: Session, actor: Actor, *, days: Days) -> list[ProviderUse]:
    """How much of everybody's hours was given away, by name; those who had no hours and nothing to do are left out."""
    actor.require(Permission.reports)
    people = providers(db, actor)
    low, high = seconds(days.begin), seconds(days.end)
    plans = read_hours(db, {one.id: one.timezone for one in people}, low, high)
    booked, off = _booked(db, low, high), _off(db, low, high)
    found: list[ProviderUse] = []
    for one in people:
        work = subtract(intersect(windows(plans[one.id], low, high), [(low, high)]), merged(off[one.id]))
        open_minutes = sum(end - begin for begin, end in work) // 60
        if open_minutes or booked[one.id]:
            found.append(ProviderUse(provider_id=one.id, name=one.name, open_minutes=open_minutes, booked_minutes=booked[one.id]))
    return found


def _booked(db: Session, low: int, high: int) -> defaultdict[UUID, int]:
    """Minutes that are taken of each: by bookings, and by sessions that at least one seat is booked of."""
    begin, end = col(Occupancy.blocked_from), col(Occupancy.blocked_to)
    within = sa.case((end < high, end), else_=high) - sa.case((begin > low, begin), else_=low)
    seat = sa.alias(sa.inspect(Occupancy).local_table)
    attended = sa.exists().where(
        seat.c.workspace_id == col(Occupancy.workspace_id), seat.c.slot_id == col(Occupancy.slot_id), seat.c.booking_id.is_not(None)
    )
    given = sa.or_(col(Occupancy.kind) == OccupancyKind.booking, sa.and_(col(Occupancy.kind) == OccupancyKind.slot, attended))
    question = (
        sa.select(col(Occupancy.provider_id), sa.func.sum(within))
        .where(end > low, begin < high, col(Occupancy.lane) < SEATS, given)
        .group_by(col(Occupancy.provider_id))
    )
    return defaultdict(int, {id: int(taken) // 60 for id, taken in ask(db, question)})


def _off(db: Session, low: int, high: int) -> defaultdict[UUID, list[Span]]:
    """The time off people took; what is busy in another calendar is no time off."""
    question = sa.select(col(TimeOff.provider_id), col(TimeOff.starts), col(TimeOff.ends)).where(
        col(TimeOff.ends) > low, col(TimeOff.starts) < high, col(TimeOff.calendar_import_id).is_(None)
    )
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    for who, begin, end in ask(db, question):
        found[who].append((begin, end))
    return found
