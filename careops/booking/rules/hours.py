"""Who works when: the week, the dates that differ from it, closed days, and the stretches that follow from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from careops.booking.rules.intervals import Span, Spans, complement, merged
from careops.booking.rules.walls import DAY, at_wall, day_bounds, day_of, segments

WHOLE = (0, 1440)  # the wall minutes of a day on which no clock is changed


class Stretch(NamedTuple):
    """Minutes of work [start, end) on a wall clock; an end after 1440 is on the next day."""

    start: int
    end: int


class Closed(NamedTuple):
    """Days from first to last (ordinals) on which the business is closed, and why."""

    first: int
    last: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Somebody's hours: the week, the dates that differ from it, the business's closed days, and the zone they are meant in.

    A plan never changes, and all who keep the same hours share one: what follows from it is worked out once and remembered by it.
    """

    timezone: str
    week: Mapping[int, Sequence[Stretch]] = field(default_factory=dict[int, Sequence[Stretch]])
    dates: Mapping[int, Sequence[Stretch]] = field(default_factory=dict[int, Sequence[Stretch]])
    closed: Sequence[Closed] = ()

    def stretches(self, day: int) -> Sequence[Stretch]:
        """The hours that begin that day: none when the business is closed, else the day's own if it has any, else the week's."""
        if self.closed and self.closure(day) is not None:
            return ()
        own = self.dates.get(day)
        return own if own is not None else self.week.get((day - 1) % 7, ())

    def closure(self, day: int) -> Closed | None:
        """Why the business is closed on that day, if it is."""
        return next((one for one in self.closed if one.first <= day <= one.last), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """Where the starts of a service may lie: every so many wall minutes of a stretch, after the notice, inside the window of days."""

    grid_minutes: int
    min_notice: int  # seconds
    window_days: int
    offset: int = 0  # minutes
    window: tuple[int | None, int | None] = (None, None)  # ordinals of a fixed window's days
    tidy: bool = False

    def reach(self, timezone: str, now: int) -> Span:
        """The moments [from, to) between which a start may be offered now."""
        today = day_of(timezone, now)
        opens, closes = self.window
        fixed = opens is not None or closes is not None
        begin = max(now + self.min_notice, day_bounds(timezone, opens)[0] if opens is not None else now)
        last = closes if closes is not None else today + (730 if fixed else self.window_days)
        return begin, day_bounds(timezone, last)[1]


def windows(plan: Plan, low: int, high: int) -> Spans:
    """The moments between low and high at which they work."""
    return merged(_windows(plan, low, high))


def _windows(plan: Plan, low: int, high: int) -> Iterator[Span]:
    for day in range(day_of(plan.timezone, low) - 1, day_of(plan.timezone, high) + 1):
        for opens, closes in plan.stretches(day):
            begin, end = wall(plan.timezone, day, opens), wall(plan.timezone, day, closes)
            if begin < high and low < end:
                yield begin, end


def wall(timezone: str, day: int, minute: int) -> int:
    """The moment of a wall minute that may lie on the next day."""
    return at_wall(timezone, day, minute) if minute <= 1440 else at_wall(timezone, day + 1, minute - 1440)


@lru_cache(maxsize=1024)
def outside(plan: Plan, duration: int, low: int, high: int) -> Sequence[Span]:
    """The starts at which a service of that length would not lie within the hours."""
    lasting = [(begin, end - duration + 1) for begin, end in windows(plan, low, high + duration) if end - duration >= begin]
    return tuple(complement(lasting, (low, high)))


def grid(plan: Plan, offer: Offer, duration: int, first: int, end: int) -> Spans:
    """Where the starts in [first, end) lie, as stretches to be stepped through: the grid counts wall minutes from a stretch's beginning."""
    found: Spans = []
    if first >= end:
        return found
    zone, step = plan.timezone, 60 * offer.grid_minutes
    early = day_of(zone, first) - 1  # a night's work began the day before
    for day in range(early, day_of(zone, end - 1) + 1):
        stretches = plan.stretches(day)
        if not stretches or (day == early and all(closes <= 1440 for _, closes in stretches)):
            continue
        shape = segments(zone, day)
        for opens, closes in stretches:
            if shape[0][:2] == WHOLE and closes <= 1440:  # as on almost every day
                base = shape[0].base
                start, stop = base + 60 * (opens + offer.offset), min(base + 60 * closes - duration + 1, end)
                if start < first:
                    start += -(-(first - start) // step) * step
                if start < stop:
                    found.append((start, stop))
            else:
                found.extend(_bent(plan, offer, duration, first, end, day, Stretch(opens, closes)))
    return found


@lru_cache(maxsize=1024)
def whole_grid(plan: Plan, offer: Offer, duration: int, first: int, end: int) -> Sequence[Span]:
    """The same for whole days, remembered: it is asked for again and again, and by all who keep the same hours alike."""
    return tuple(grid(plan, offer, duration, first, end))


def _bent(plan: Plan, offer: Offer, duration: int, first: int, end: int, day: int, work: Stretch) -> Iterator[Span]:
    """The same where the clocks change or midnight passes: the grid goes on, on the wall."""
    zone, step, minutes = plan.timezone, 60 * offer.grid_minutes, offer.grid_minutes
    stop = min(wall(zone, day, work.end) - duration + 1, end)
    pieces = [*segments(zone, day), *((s.first + 1440, s.end + 1440, s.base - DAY) for s in segments(zone, day + 1))]
    for begins, ends, base in pieces:
        late = begins - work.start - offer.offset
        start = base + 60 * (work.start + offer.offset + max(0, -(-late // minutes) * minutes))
        if start < first:
            start += -(-(first - start) // step) * step
        here = min(stop, base + 60 * min(ends, work.end))
        if start < here:
            yield start, here
