"""When everybody works, and when they do not; what is booked already stays booked."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking import queries
from careops.booking.actions.changing import own
from careops.booking.events import HoursChanged
from careops.booking.models import HoursOverride, Provider, TimeOff, WeeklyHours
from careops.booking.queries.ask import ask
from careops.booking.queries.hours import time_off_rows
from careops.booking.queries.whose import kept_provider
from careops.booking.rules import ImportedTimeOff, check_nights, seconds
from careops.booking.schemas import OverrideIn, ScheduleIn, ScheduleRow, TimeOffIn, TimeOffRow
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid, NotFound

# ── hours ────────────────────────────────────────────────


def set_week(db: Session, actor: Actor, *, provider_id: UUID, given: ScheduleIn) -> ScheduleRow:
    """Replaces the provider's week; bookings outside the new hours stay."""
    actor.require(Permission.settings)
    found = own(db, Provider, provider_id)
    db.exec(sa.delete(WeeklyHours).where(col(WeeklyHours.provider_id) == found.id))
    for day in given.week:
        for span in day.hours:
            db.add(WeeklyHours(provider_id=found.id, weekday=day.weekday, start_minute=span.start, end_minute=span.end))
    if given.timezone:
        found.timezone = given.timezone
    return _changed(db, actor, found, "week", "week")


def set_override(db: Session, actor: Actor, *, provider_id: UUID, given: OverrideIn) -> ScheduleRow:
    """Gives one date hours of its own, or closes it."""
    actor.require(Permission.settings)
    found = own(db, Provider, provider_id)
    _forget_day(db, found.id, given.day)
    for start, end in [(span.start, span.end) for span in given.hours] or [(0, 0)]:
        db.add(HoursOverride(provider_id=found.id, day=given.day, start_minute=start, end_minute=end))
    return _changed(db, actor, found, given.day.isoformat(), "hours")


def clear_override(db: Session, actor: Actor, *, provider_id: UUID, day: date) -> ScheduleRow:
    """Lets the week's hours apply on that date again."""
    actor.require(Permission.settings)
    found = own(db, Provider, provider_id)
    _forget_day(db, found.id, day)
    return _changed(db, actor, found, day.isoformat(), "day")


def _forget_day(db: Session, provider_id: UUID, day: date) -> None:
    db.exec(sa.delete(HoursOverride).where(col(HoursOverride.provider_id) == provider_id, col(HoursOverride.day) == day))


def _changed(db: Session, actor: Actor, found: Provider, what: str, field: str) -> ScheduleRow:
    """Notes the change, unless a night now runs into the morning after it."""
    week: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    dates: defaultdict[date, list[tuple[int, int]]] = defaultdict(list)
    hours = sa.select(col(WeeklyHours.weekday), col(WeeklyHours.start_minute), col(WeeklyHours.end_minute))
    for weekday, start, end in ask(db, hours.where(col(WeeklyHours.provider_id) == found.id)):
        week[weekday].append((start, end))
    single = sa.select(col(HoursOverride.day), col(HoursOverride.start_minute), col(HoursOverride.end_minute))
    ahead = col(HoursOverride.day) >= clock.today(found.timezone) - timedelta(days=1)
    for day, start, end in ask(db, single.where(col(HoursOverride.provider_id) == found.id, ahead)):
        dates[day].append((start, end))
    check_nights(field, week, dates)
    record(db, actor, HoursChanged(subject=found.id, name=found.name, changed=[what]))
    return queries.schedule(db, actor, provider_id=found.id)


# ── time off ─────────────────────────────────────────────


def add_time_off(db: Session, actor: Actor, *, provider_id: UUID, given: TimeOffIn) -> TimeOffRow:
    """Nobody is offered the provider in that stretch; the answer says what is booked in it all the same.

    Said by the provider themself, or by whoever keeps the settings.
    """
    found = kept_provider(db, actor, provider_id)
    if given.ends_at <= given.starts_at:
        raise Invalid.field("ends_at", "The end must come after the start")
    made = TimeOff(provider_id=found.id, starts=seconds(given.starts_at), ends=seconds(given.ends_at), reason=given.reason)
    db.add(made)
    record(db, actor, HoursChanged(subject=found.id, name=found.name, changed=["time_off"]))
    db.flush()
    return time_off_rows(db, actor, found, [made])[0]


def remove_time_off(db: Session, actor: Actor, *, provider_id: UUID, time_off_id: UUID) -> None:
    """Offers the provider in that stretch again; said by the same."""
    found = kept_provider(db, actor, provider_id)
    mine = sa.select(TimeOff).where(col(TimeOff.id) == time_off_id, col(TimeOff.provider_id) == found.id)
    stretch = db.scalars(mine.with_for_update()).one_or_none()
    if stretch is None:
        raise NotFound
    if stretch.calendar_import_id is not None:
        raise ImportedTimeOff
    db.delete(stretch)
    record(db, actor, HoursChanged(subject=found.id, name=found.name, changed=["time_off"]))
