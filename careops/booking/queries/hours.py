"""When everybody works, and when they do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.booking.models import Booking, HoursOverride, Occupancy, Provider, TimeOff, WeeklyHours
from careops.booking.queries.ask import ask
from careops.booking.rules import moment, seconds
from careops.booking.schemas import ClashRow, HourBlock, OverrideRow, ScheduleRow, TimeOffRow, WeekdayRow
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.core.i18n import text as _

DAY_MINUTES = 1440

# ── hours ────────────────────────────────────────────────


def hour_blocks(spans: Iterable[tuple[int, int]], hour_cycle: int = 24, locale: str = "en") -> list[HourBlock]:
    """Stretches of a day with the words for them; a closed day's empty one is left out."""
    return [HourBlock(start=start, end=end, text=_hours(start, end, hour_cycle, locale)) for start, end in sorted(spans) if start < end]


def _hours(start: int, end: int, hour_cycle: int, locale: str) -> str:
    said = f"{_clock(start, hour_cycle, locale)}–{_clock(end, hour_cycle, locale)}"
    return said if end <= DAY_MINUTES else _("{hours} (+1)", locale, hours=said)


def _clock(minute: int, hour_cycle: int, locale: str) -> str:
    if minute == DAY_MINUTES and hour_cycle == 24:
        return "24:00"
    return when.clock_text(time(minute // 60 % 24, minute % 60), locale, hour_cycle)


def schedule(db: Session, actor: Actor, *, provider_id: UUID) -> ScheduleRow:
    """A provider's week and the dates ahead that differ from it."""
    actor.require_member()
    found = _provider(db, provider_id)
    cycle = business.profile(db, actor).hour_cycle
    week: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for hours in db.exec(select(WeeklyHours).where(WeeklyHours.provider_id == provider_id)):
        week[hours.weekday].append((hours.start_minute, hours.end_minute))
    return ScheduleRow(
        provider_id=found.id,
        timezone=found.timezone,
        week=[WeekdayRow(weekday=day, name=when.weekday_name(day), hours=hour_blocks(week[day], cycle)) for day in range(7)],
        overrides=_overrides(db, found, cycle),
    )


def _provider(db: Session, provider_id: UUID) -> Provider:
    found = db.exec(select(Provider).where(Provider.id == provider_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _overrides(db: Session, found: Provider, cycle: int) -> list[OverrideRow]:
    here = clock.today(found.timezone)
    question = select(HoursOverride).where(HoursOverride.provider_id == found.id, HoursOverride.day >= here)
    dates: defaultdict[date, list[tuple[int, int]]] = defaultdict(list)
    for row in db.exec(question.order_by(col(HoursOverride.day), col(HoursOverride.start_minute))):
        dates[row.day].append((row.start_minute, row.end_minute))
    return [
        OverrideRow(day=day, day_text=when.day_text(here, day), closed=not hour_blocks(spans), hours=hour_blocks(spans, cycle))
        for day, spans in dates.items()
    ]


# ── time off ─────────────────────────────────────────────


def time_off(db: Session, actor: Actor, *, provider_id: UUID, imported: bool = False) -> list[TimeOffRow]:
    """The stretches from now on in which nobody is offered this provider: those set by hand, or those of their calendars."""
    actor.require_member()
    found = _provider(db, provider_id)
    theirs = col(TimeOff.calendar_import_id)
    question = select(TimeOff).where(TimeOff.provider_id == found.id, TimeOff.ends > seconds(clock.now()))
    question = question.where(theirs.is_not(None) if imported else theirs.is_(None))
    return time_off_rows(db, actor, found, list(db.exec(question.order_by(col(TimeOff.starts), col(TimeOff.id)).limit(500))))


def time_off_rows(db: Session, actor: Actor, provider: Provider, stretches: Sequence[TimeOff]) -> list[TimeOffRow]:
    """The same with the words and with what is booked in them; two statements however many there are."""
    host = business.profile(db, actor)
    booked = _booked(db, provider.id, stretches)
    clashes = [(low, high, _clash(one, host.hour_cycle)) for one, low, high in booked]
    return [
        TimeOffRow(
            id=one.id,
            provider_id=one.provider_id,
            starts_at=moment(one.starts),
            ends_at=moment(one.ends),
            timezone=provider.timezone,
            when=_stretch(one, provider.timezone, host.hour_cycle),
            reason=one.reason,
            imported=one.calendar_import_id is not None,
            bookings=list({row.id: row for low, high, row in clashes if low < one.ends and one.starts < high}.values()),
        )
        for one in stretches
    ]


def _booked(db: Session, provider_id: UUID, stretches: Sequence[TimeOff]) -> "Sequence[sa.Row[Booking, int, int]]":
    """What takes the provider between the first stretch and the last: bookings they give, rooms they are, seats they lead."""
    if not stretches:
        return []
    low, high = min(one.starts for one in stretches), max(one.ends for one in stretches)
    question = (
        sa.select(Booking, col(Occupancy.blocked_from), col(Occupancy.blocked_to))
        .join(Occupancy, col(Occupancy.booking_id) == col(Booking.id))
        .where(col(Occupancy.provider_id) == provider_id, col(Occupancy.blocked_to) > low, col(Occupancy.blocked_from) < high)
        .order_by(col(Booking.starts_at), col(Booking.id))
    )
    return ask(db, question)


def _clash(found: Booking, hour_cycle: int) -> ClashRow:
    told = when.moment_text(clock.now(), found.starts_at, found.timezone, hour_cycle=hour_cycle)
    return ClashRow(id=found.id, contact_name=found.contact_name, type_name=found.type_name, starts_at=found.starts_at, when=told)


def _stretch(one: TimeOff, timezone: str, hour_cycle: int) -> str:
    """Whole days as days, anything else with its times, as read on the provider's own clock."""
    today = clock.today(timezone)
    start, end = clock.local(moment(one.starts), timezone), clock.local(moment(one.ends), timezone)
    if start.time() == end.time() == time():
        last = clock.local(moment(one.ends - 1), timezone).date()
        return when.day_text(today, start.date()) if last == start.date() else when.days_text(today, start.date(), last)
    if start.date() == end.date():
        hours = f"{when.clock_text(start, hour_cycle=hour_cycle)}–{when.clock_text(end, hour_cycle=hour_cycle)}"
        return _("{day} {time}", day=when.day_text(today, start.date()), time=hours)
    ends = (_moment(one.starts, timezone, hour_cycle), _moment(one.ends, timezone, hour_cycle))
    return f"{ends[0]} – {ends[1]}"


def _moment(at: int, timezone: str, hour_cycle: int) -> str:
    return when.moment_text(clock.now(), moment(at), timezone, hour_cycle=hour_cycle)


__all__ = ["hour_blocks", "schedule", "time_off", "time_off_rows"]
