"""Which times can be offered: opening hours, minus what is taken, on a grid, within notice and window.

Everything is a whole number. A start is free when the service fits into one stretch of opening hours and the service with
its buffers touches nothing that is taken; the buffers themselves may lie outside opening hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from careops.booking.rules.walls import at_wall, day_bounds, day_of, segments

T = TypeVar("T")
NEVER = (1 << 62, 1 << 62)  # a busy stretch after everything


class Stretch(NamedTuple):
    """Minutes of work [start, end) on a wall clock."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What a booking type asks of a free time, in seconds but for the grid and the window."""

    duration: int
    before: int
    after: int
    grid_minutes: int
    min_notice: int
    window_days: int


@dataclass(slots=True)
class Plan:
    """One provider's hours: the week, the dates that differ from it, and their zone."""

    timezone: str
    week: dict[int, list[Stretch]] = field(default_factory=dict[int, list[Stretch]])
    dates: dict[int, list[Stretch]] = field(default_factory=dict[int, list[Stretch]])

    def stretches(self, day: int) -> Sequence[Stretch]:
        """The day's hours: its own if it has any (a closed day has none to show), else the week's."""
        own = self.dates.get(day)
        return own if own is not None else self.week.get((day - 1) % 7, ())


def free_starts(plan: Plan, offer: Offer, busy: Sequence[tuple[int, int]], now: int, low: int, high: int) -> list[int]:
    """Every start in [low, high) that can be offered now, in order; `busy` is sorted by where it begins."""
    first = max(low, now + offer.min_notice)
    last_day = day_of(plan.timezone, now) + offer.window_days
    end = min(high, day_bounds(plan.timezone, last_day)[1])
    return _sweep(_runs(plan, offer, first, end), busy, offer) if first < end else []


def _runs(plan: Plan, offer: Offer, first: int, end: int) -> list[tuple[int, int]]:
    """The grid as [start, stop) moments, in order: in each stretch it counts wall minutes from the stretch's own beginning."""
    found: list[tuple[int, int]] = []
    step, grid, duration = 60 * offer.grid_minutes, offer.grid_minutes, offer.duration
    for day in range(day_of(plan.timezone, first), day_of(plan.timezone, end - 1) + 1):
        stretches = plan.stretches(day)
        if not stretches:
            continue
        shape = segments(plan.timezone, day)
        for opens, closes in stretches:
            last = (shape[0].base + 60 * closes if len(shape) == 1 else at_wall(plan.timezone, day, closes)) - duration
            stop = min(last + 1, end)
            for begins, ends, base in shape:
                late = begins - opens  # where the clocks changed the grid goes on, on the wall
                start = base + 60 * (opens if late <= 0 else opens + -(-late // grid) * grid)
                if start < first:
                    start += -(-(first - start) // step) * step
                here = min(stop, base + 60 * min(ends, closes))
                if start < here:
                    found.append((start, here))
    return found


def _sweep(runs: Iterable[tuple[int, int]], busy: Sequence[tuple[int, int]], offer: Offer) -> list[int]:
    """The starts of the grid that touch nothing busy: one pass over both, since both are in order."""
    found: list[int] = []
    step, before, tail = 60 * offer.grid_minutes, offer.before, offer.duration + offer.after
    taken = iter(busy)
    busy_from, busy_to = next(taken, NEVER)
    for start, stop in runs:
        while start < stop:
            while busy_to + before <= start:
                busy_from, busy_to = next(taken, NEVER)
            clash = busy_from - tail
            if start > clash:
                start -= (start - busy_to - before) // step * step
            elif clash >= stop:
                found.extend(range(start, stop, step))
                break
            else:
                found.extend(range(start, clash + 1, step))
                start = found[-1] + step
    return found


def offers(plan: Plan, offer: Offer, start: int, now: int) -> bool:
    """Whether that start lies on the grid of the opening hours, after the notice and inside the window; taken or not."""
    return free_starts(plan, offer, (), now, start, start + 1) == [start]


def assign(candidates: Iterable[T], today: Mapping[T, int], lately: Mapping[T, int]) -> T | None:
    """Who takes the next customer: the one with least to do that day, then that week; ties keep the providers' own order."""
    return min(candidates, key=lambda one: (today.get(one, 0), lately.get(one, 0)), default=None)
