"""Free times: a fixed number of statements whatever the number of providers or days, then arithmetic.

One statement asks for the service and who does it, one for their week, one for the dates that differ, one for what is taken;
one more looks on, only when the asked days have nothing.
"""

import json
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import BookingType, HoursOverride, Occupancy, Provider, ProviderService, WeeklyHours
from careops.booking.queries.ask import Gathered
from careops.booking.rules import Offer, Plan, Stretch, assign, day_bounds, day_of, free_starts, moment, seconds
from careops.booking.rules.walls import DAY, EPOCH
from careops.booking.schemas import Availability, AvailableDay, FreeTime
from careops.booking.schemas.rows import NextFree
from careops.core.actor import Actor, Permission
from careops.core.clock import now, zone
from careops.core.db import Prepared
from careops.core.errors import Invalid, NotFound

LONGEST = 62  # days in one question


@dataclass(slots=True)
class Worker:
    """A provider of the asked service, while the question is being answered."""

    id: UUID
    name: str
    plan: Plan
    busy: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass(slots=True)
class Found:
    """The answer in whole numbers: for each local day (an ordinal) whether somebody works, and the free starts with how many have them."""

    booking_type_id: UUID
    timezone: str
    duration: int
    days: list[tuple[int, bool, list[tuple[int, int]]]]
    next: tuple[int, UUID, str] | None


# ── the answer, in three shapes ──────────────────────────


def free_times(
    db: Session, actor: Actor, *, booking_type_id: UUID, from_: date, to: date, provider_id: UUID | None = None, timezone: str = ""
) -> Found:
    """The free starts of a service on the days from `from_` to `to`, as the clock of `timezone` counts days."""
    _check(from_, to)
    at = seconds(now())
    offer, workers = _offer(db, actor, booking_type_id, provider_id)
    where = _zone(timezone) if timezone else workers[0].plan.timezone if workers else "UTC"
    low, high = day_bounds(where, from_.toordinal())[0], day_bounds(where, to.toordinal())[1]
    _read_hours(db, workers, low, at + (offer.window_days + 2) * DAY)
    tally = _free(db, workers, offer, at, low, high)
    following = tally or (_free(db, workers, offer, at, max(high, at), at + (offer.window_days + 2) * DAY) if workers else {})
    ahead = _first(following, workers, offer, at)
    days = _by_day(tally, workers, where, from_, to, at, offer.window_days)
    return Found(booking_type_id, where, offer.duration // 60, days, ahead)


def available(
    db: Session, actor: Actor, *, booking_type_id: UUID, from_: date, to: date, provider_id: UUID | None = None, timezone: str = ""
) -> Availability:
    """The free times of a service, day by day, and the first of all."""
    found = free_times(db, actor, booking_type_id=booking_type_id, from_=from_, to=to, provider_id=provider_id, timezone=timezone)
    following = None
    if found.next:
        start, provider, name = found.next
        following = NextFree(starts_at=moment(start), provider_id=provider, provider_name=name)
    days = [
        AvailableDay(date=date.fromordinal(day), open=open_, times=[FreeTime(starts_at=moment(start), free=free) for start, free in times])
        for day, open_, times in found.days
    ]
    return Availability(
        booking_type_id=booking_type_id, timezone=found.timezone, duration=found.duration, next_available=following, days=days
    )


def available_json(
    db: Session, actor: Actor, *, booking_type_id: UUID, from_: date, to: date, provider_id: UUID | None = None, timezone: str = ""
) -> bytes:
    """The same answer as the bytes an API sends: hot enough that building it through models would cost more than finding it."""
    found = free_times(db, actor, booking_type_id=booking_type_id, from_=from_, to=to, provider_id=provider_id, timezone=timezone)
    following = None
    if found.next:
        following = {"starts_at": _iso(found.next[0]), "provider_id": str(found.next[1]), "provider_name": found.next[2]}
    days = ",".join([_day_json(*day) for day in found.days])
    head = {"booking_type_id": str(booking_type_id), "timezone": found.timezone, "duration": found.duration, "next_available": following}
    return f'{json.dumps(head, ensure_ascii=False)[:-1]},"days":[{days}]}}'.encode()


def _day_json(day: int, works: bool, times: list[tuple[int, int]]) -> str:
    starts = ",".join([f'{{"starts_at":"{_iso(start)}","free":{free}}}' for start, free in times])
    return f'{{"date":"{date.fromordinal(day).isoformat()}","open":{"true" if works else "false"},"times":[{starts}]}}'


@lru_cache(maxsize=65_536)
def _iso(start: int) -> str:
    return f"{date.fromordinal(start // DAY + EPOCH).isoformat()}T{start % DAY // 3600:02}:{start % 3600 // 60:02}:00Z"


# ── the questions: built once, filled in each time ───────

_IDS: sa.BindParameter[Any] = sa.bindparam("provider_ids", expanding=True)

OFFERED = Prepared(
    sa.select(
        col(BookingType.duration),
        col(BookingType.buffer_before),
        col(BookingType.buffer_after),
        col(BookingType.slot_interval),
        col(BookingType.min_notice),
        col(BookingType.window_days),
        col(BookingType.active),
        col(Provider.id),
        col(Provider.name),
        col(Provider.timezone),
    )
    .select_from(BookingType)
    .outerjoin(ProviderService, col(ProviderService.booking_type_id) == col(BookingType.id))
    .outerjoin(Provider, sa.and_(col(Provider.id) == col(ProviderService.provider_id), col(Provider.active)))
    .where(col(BookingType.id) == sa.bindparam("booking_type_id"))
    .order_by(col(Provider.position), col(Provider.name), col(Provider.id))
)
WEEKLY = Prepared(
    sa.select(
        col(WeeklyHours.provider_id),
        Gathered(col(WeeklyHours.weekday)),
        Gathered(col(WeeklyHours.start_minute)),
        Gathered(col(WeeklyHours.end_minute)),
    )
    .where(col(WeeklyHours.provider_id).in_(_IDS))
    .group_by(col(WeeklyHours.provider_id))
)
DATED = Prepared(
    sa.select(col(HoursOverride.provider_id), col(HoursOverride.day), col(HoursOverride.start_minute), col(HoursOverride.end_minute)).where(
        col(HoursOverride.provider_id).in_(_IDS), col(HoursOverride.day).between(sa.bindparam("first"), sa.bindparam("last"))
    )
)
TAKEN = Prepared(
    sa.select(col(Occupancy.provider_id), Gathered(col(Occupancy.blocked_from)), Gathered(col(Occupancy.blocked_to)))
    .where(
        col(Occupancy.provider_id).in_(_IDS),
        col(Occupancy.blocked_to) > sa.bindparam("low"),
        col(Occupancy.blocked_from) < sa.bindparam("high"),
        sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > sa.bindparam("at")),
    )
    .group_by(col(Occupancy.provider_id))
)

# ── reading ──────────────────────────────────────────────


def _check(from_: date, to: date) -> None:
    if not 2000 <= from_.year <= 2200:
        raise Invalid.field("from", "Give a day within reach")
    if not 0 <= (to - from_).days < LONGEST:
        raise Invalid.field("to", f"Ask for 1 to {LONGEST} days at a time")


def _zone(name: str) -> str:
    try:
        return zone(name).key
    except ValueError:
        raise Invalid.field("timezone", "Give a time zone like Europe/Lisbon") from None


def _offer(db: Session, actor: Actor, booking_type_id: UUID, provider_id: UUID | None) -> tuple[Offer, list[Worker]]:
    rows = OFFERED.ask(db, booking_type_id=booking_type_id)
    if not rows or not (rows[0].active or actor.can(Permission.bookings_view)):
        raise NotFound
    first = rows[0]
    workers = [Worker(row.id, row.name, Plan(row.timezone)) for row in rows if row.id and provider_id in (None, row.id)]
    if provider_id is not None and not workers:
        raise NotFound
    return offer_of(first), workers


def offer_of(found: Any) -> Offer:
    """What a booking type asks of a free time, in the units the rules calculate with."""
    return Offer(
        duration=found.duration * 60,
        before=found.buffer_before * 60,
        after=found.buffer_after * 60,
        grid_minutes=found.slot_interval,
        min_notice=found.min_notice * 60,
        window_days=found.window_days,
    )


def _read_hours(db: Session, workers: list[Worker], low: int, high: int) -> None:
    read_plans(db, {worker.id: worker.plan for worker in workers}, low // DAY + EPOCH - 1, high // DAY + EPOCH + 1)


def read_plans(db: Session, plans: dict[UUID, Plan], first: int, last: int) -> None:
    """Fills in the week of each plan, and the dates from first to last (ordinals) that differ from it; two statements."""
    if not plans:
        return
    ids = list(plans)
    for id, weekdays, starts, ends in WEEKLY.ask(db, provider_ids=ids):
        for weekday, start, end in zip(weekdays, starts, ends, strict=True):
            plans[id].week.setdefault(weekday, []).append(Stretch(start, end))
    for id, day, start, end in DATED.ask(db, provider_ids=ids, first=date.fromordinal(first), last=date.fromordinal(last)):
        stretches = plans[id].dates.setdefault(day.toordinal(), [])
        if start < end:
            stretches.append(Stretch(start, end))
    for plan in plans.values():
        for stretches in (*plan.week.values(), *plan.dates.values()):
            stretches.sort()


def _read_busy(db: Session, workers: list[Worker], at: int, low: int, high: int) -> None:
    """What is taken, in one statement."""
    taken = {id: (begins, ends) for id, begins, ends in TAKEN.ask(db, provider_ids=[w.id for w in workers], low=low, high=high, at=at)}
    for worker in workers:
        worker.busy = sorted(zip(*taken.get(worker.id, ((), ())), strict=True))


# ── calculating ──────────────────────────────────────────


def _free(db: Session, workers: list[Worker], offer: Offer, at: int, low: int, high: int) -> dict[int, int]:
    """Every free start in [low, high) and how many providers have it."""
    tally: Counter[int] = Counter()
    if not workers or high <= at:
        return tally
    _read_busy(db, workers, at, max(low, at) - offer.before, high + offer.duration + offer.after)
    for worker in workers:
        tally.update(free_starts(worker.plan, offer, worker.busy, at, low, high))
    return tally


def _first(tally: dict[int, int], workers: list[Worker], offer: Offer, at: int) -> tuple[int, UUID, str] | None:
    """The first free start, and who would take it."""
    if not tally:
        return None
    start = min(tally)
    having = [w for w in workers if free_starts(w.plan, offer, w.busy, at, start, start + 1)]
    load = {w.id: _load(w, start) for w in having}
    chosen = assign([w.id for w in having], load, {})
    return next(((start, w.id, w.name) for w in having if w.id == chosen), None)


def _load(worker: Worker, start: int) -> int:
    begin, end = day_bounds(worker.plan.timezone, day_of(worker.plan.timezone, start))
    return bisect_left(worker.busy, (end,)) - bisect_left(worker.busy, (begin,))


def _by_day(
    tally: dict[int, int], workers: list[Worker], where: str, from_: date, to: date, at: int, window: int
) -> list[tuple[int, bool, list[tuple[int, int]]]]:
    ordered = sorted(tally.items())
    today = day_of(where, at)
    days: list[tuple[int, bool, list[tuple[int, int]]]] = []
    place = 0
    for day in range(from_.toordinal(), to.toordinal() + 1):
        end = day_bounds(where, day)[1]
        begin = place
        while place < len(ordered) and ordered[place][0] < end:
            place += 1
        works = begin < place or (today <= day <= today + window and any(worker.plan.stretches(day) for worker in workers))
        days.append((day, works, ordered[begin:place]))
    return days
