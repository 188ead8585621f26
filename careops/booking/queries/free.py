"""The free times of a visit, in a fixed number of statements however many providers and days there are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session

from careops.booking.queries.ground import Ground, ground, know_hours, look, survey
from careops.booking.rules import Closed, Shape, day_bounds, day_of, free_starts, moment, place, seconds, soonest
from careops.booking.rules.walls import DAY, EPOCH
from careops.booking.schemas import Availability, AvailableDay, FreeTime
from careops.booking.schemas.rows import NextFree
from careops.booking.schemas.wanted import Visit, Wanted
from careops.core.actor import Actor
from careops.core.clock import now, zone
from careops.core.errors import Invalid

LONGEST = 62  # days in one question
MONTH = 31 * DAY


@dataclass(slots=True)
class Found:
    """The answer in whole numbers: for each local day (an ordinal) whether it is open, and the free starts with how many have them.

    Open is a day on which somebody works; of what is sold by published times, a day that has one. `more` may come after the days.
    """

    booking_type_id: UUID
    timezone: str
    duration: int
    days: list[tuple[int, bool, list[tuple[int, int]]]]
    next: tuple[int, UUID, str] | None
    closed: Sequence[Closed] = ()  # the business's closed days among them, with their names
    more: bool = False


# ── the answer, in three shapes ──────────────────────────


def free_times(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    from_: date,
    to: date,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    timezone: str = "",
    but: UUID | None = None,
    promised: Sequence[Shape] = (),
) -> Found:
    """The free starts of a visit on the days from `from_` to `to`, as the clock of `timezone` counts days.

    `also` are the services that follow in the same visit. `but` is a booking whose own time is not in the way: it is to be moved,
    with the lengths that were `promised` for its services.
    """
    _check(from_, to)
    at = seconds(now())
    asked = ground(db, actor, [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also])
    for sold, shape in zip(asked.sold, promised, strict=False):
        for serving in sold.stage.servings:
            serving.shape = shape
    where = _zone(timezone) if timezone else asked.timezone
    low, high = day_bounds(where, from_.toordinal())[0], day_bounds(where, to.toordinal())[1]
    reach = max((asked.offer.reach(one.subject.plan.timezone, at)[1] for one in asked.stages[0].servings), default=at)
    know_hours(db, asked, low, max(high, reach))
    tally: Mapping[int, int] = {}
    following = None
    if high > at:
        look(db, asked, at, max(low, day_bounds(where, day_of(where, at))[0]), high, but)  # whole days, that words repeat themselves
        tally = free_starts(asked.stages, asked.offer, at, max(low, at), high, seats)
        following = _first(tally, asked, at, max(low, at), high, seats)
    days = _by_day(tally, asked, where, from_, to, at)
    closed = next((one.plan.closed for one in asked.subjects.values() if one.plan.closed), ())
    following = following or _later(db, asked, at, max(high, at), reach, seats, but)
    more = any(works for _day, works, _starts in days[-7:]) or (high < reach and not asked.stages[0].opens)
    return Found(booking_type_id, where, asked.longest // 60, days, following, closed, more)


def _later(db: Session, asked: Ground, at: int, low: int, reach: int, seats: int, but: UUID | None) -> tuple[int, UUID, str] | None:
    """The first free start after the days asked about, when nothing is in them: read at once, looked through month by month."""
    if low < reach:
        look(db, asked, at, low, reach, but)
    for begin in range(low, reach, MONTH):
        end = min(begin + MONTH, reach)
        if tally := free_starts(asked.stages, asked.offer, at, begin, end, seats):
            return _first(tally, asked, at, begin, end, seats)
    return None


def available(db: Session, actor: Actor, **asked: object) -> Availability:
    """The same as rows: the free times day by day, and the first of all."""
    found = free_times(db, actor, **asked)  # pyright: ignore[reportArgumentType]  (passed on as they came)
    following = None
    if found.next:
        start, provider, name = found.next
        following = NextFree(starts_at=moment(start), provider_id=provider, provider_name=name)
    days = [
        AvailableDay(date=date.fromordinal(day), open=open_, times=[FreeTime(starts_at=moment(start), free=free) for start, free in times])
        for day, open_, times in found.days
    ]
    return Availability(
        booking_type_id=found.booking_type_id, timezone=found.timezone, duration=found.duration, next_available=following, days=days
    )


def available_json(db: Session, actor: Actor, **asked: object) -> bytes:
    """The same as the bytes an API sends: hot enough that building it through models would cost more than finding it."""
    found = free_times(db, actor, **asked)  # pyright: ignore[reportArgumentType]  (passed on as they came)
    following = None
    if found.next:
        following = {"starts_at": _iso(found.next[0]), "provider_id": str(found.next[1]), "provider_name": found.next[2]}
    days = ",".join([_day_json(*day) for day in found.days])
    head = {
        "booking_type_id": str(found.booking_type_id),
        "timezone": found.timezone,
        "duration": found.duration,
        "next_available": following,
    }
    return f'{json.dumps(head, ensure_ascii=False)[:-1]},"days":[{days}]}}'.encode()


def _day_json(day: int, works: bool, times: list[tuple[int, int]]) -> str:
    starts = ",".join([f'{{"starts_at":"{_iso(start)}","free":{free}}}' for start, free in times])
    return f'{{"date":"{date.fromordinal(day).isoformat()}","open":{"true" if works else "false"},"times":[{starts}]}}'


@lru_cache(maxsize=65_536)
def _iso(start: int) -> str:
    return f"{date.fromordinal(start // DAY + EPOCH).isoformat()}T{start % DAY // 3600:02}:{start % 3600 // 60:02}:00Z"


# ── suggestions ──────────────────────────────────────────


def suggestions(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    around: datetime | None = None,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    limit: int = 5,
) -> list[NextFree]:
    """The next best times: the free starts nearest to the wished one (or the soonest), at most two of one day, in order of time."""
    at = seconds(now())
    asked = ground(db, actor, [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also])
    wish = max(at, seconds(around)) if around else at
    low, high = max(at, wish - 14 * DAY), wish + 45 * DAY
    survey(db, asked, at, low, high)
    free = free_starts(asked.stages, asked.offer, at, low, high, seats)
    chosen: list[int] = []
    per_day: dict[int, int] = {}
    for start in sorted(free, key=lambda start: (abs(start - wish), start)):
        day = day_of(asked.timezone, start)
        if per_day.get(day, 0) < 2:
            per_day[day] = per_day.get(day, 0) + 1
            chosen.append(start)
        if len(chosen) == limit:
            break
    placed = [(start, place(asked.stages, asked.offer, start, at, seats)) for start in sorted(chosen)]
    return [
        NextFree(starts_at=moment(start), provider_id=how[0].serving.subject.id, provider_name=how[0].serving.subject.name)
        for start, how in placed
        if how
    ]


# ── parts ────────────────────────────────────────────────


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


def _first(tally: Mapping[int, int], asked: Ground, at: int, low: int, high: int, seats: int) -> tuple[int, UUID, str] | None:
    """The first free start of those found between the moments, and who would take it."""
    if not tally:
        return None
    start = min(tally)
    who = soonest(asked.stages, asked.offer, start, at, low, high, seats)
    return (start, who.id, who.name) if who else None


def _by_day(
    tally: Mapping[int, int], asked: Ground, where: str, from_: date, to: date, at: int
) -> list[tuple[int, bool, list[tuple[int, int]]]]:
    ordered = sorted(tally.items())
    stage = asked.stages[0]
    plans = [one.subject.plan for one in stage.servings] if stage.opens else []
    published = {day_of(where, one.start) for one in stage.sessions}
    begin, last = asked.offer.reach(where, at)
    first_day, last_day = day_of(where, begin), day_of(where, last - 1)
    days: list[tuple[int, bool, list[tuple[int, int]]]] = []
    at_index = 0
    for day in range(from_.toordinal(), to.toordinal() + 1):
        end = day_bounds(where, day)[1]
        first = at_index
        while at_index < len(ordered) and ordered[at_index][0] < end:
            at_index += 1
        works = first < at_index or (first_day <= day <= last_day and (day in published or any(plan.stretches(day) for plan in plans)))
        days.append((day, works, ordered[first:at_index]))
    return days
