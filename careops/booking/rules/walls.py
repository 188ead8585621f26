"""Wall clocks and seconds: each local day is resolved once, then everything is arithmetic on whole numbers.

A wall time that a change of clocks skips does not exist; one that happens twice means the first. Days are ordinals
(`date.toordinal`), wall times minutes after local midnight, moments whole seconds since 1970 in UTC.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from careops.core.clock import zone

DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()


class Segment(NamedTuple):
    """Wall minutes [first, end) of a day that share one offset: a wall minute's moment is `base + 60 * minute`."""

    first: int
    end: int
    base: int


def _offset(timezone: str, day: int, minute: int = 0) -> int:
    wall = datetime.combine(date.fromordinal(day), datetime.min.time()) + timedelta(minutes=minute)
    offset = wall.replace(tzinfo=zone(timezone)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _offset_at(timezone: str, moment: int) -> int:
    offset = datetime.fromtimestamp(moment, zone(timezone)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


@lru_cache(maxsize=8192)
def segments(timezone: str, day: int) -> tuple[Segment, ...]:
    """The day's stretches of constant offset: one on almost every day, two where the clocks change."""
    midnight = (day - EPOCH) * DAY
    before, after = _offset(timezone, day), _offset(timezone, day + 1)
    if before == after:
        return (Segment(0, 1440, midnight - before),)
    change = _change(timezone, midnight - before, midnight + DAY - after, before)
    leaves, lands = (change + before - midnight) // 60, (change + after - midnight) // 60
    found = (Segment(0, min(leaves, 1440), midnight - before), Segment(max(leaves, lands), 1440, midnight - after))
    return tuple(segment for segment in found if segment.first < segment.end)


def _change(timezone: str, low: int, high: int, before: int) -> int:
    """The moment between low and high at which the offset stops being `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(timezone, middle) == before:
            low = middle
        else:
            high = middle
    return high if _offset_at(timezone, low) == before else low


@lru_cache(maxsize=8192)
def day_bounds(timezone: str, day: int) -> tuple[int, int]:
    """The moments at which the local day begins and ends; 23 to 25 hours apart."""
    return _begin(timezone, day), _begin(timezone, day + 1)


def _begin(timezone: str, day: int) -> int:
    first = segments(timezone, day)[0]
    return first.base + 60 * first.first


def at_wall(timezone: str, day: int, minute: int) -> int:
    """The moment a stretch of work begins or ends: a skipped wall time means the change itself, 1440 the day's end."""
    for segment in segments(timezone, day):
        if minute < segment.end:
            return segment.base + 60 * max(minute, segment.first)
    return day_bounds(timezone, day)[1]


def day_of(timezone: str, moment: int) -> int:
    """The local day a moment belongs to."""
    return datetime.fromtimestamp(moment, zone(timezone)).toordinal()


def wall_text(timezone: str, moment: int) -> str:
    """What the wall clock says at that moment: "2026-11-20T14:30"."""
    return datetime.fromtimestamp(moment, zone(timezone)).strftime("%Y-%m-%dT%H:%M")


def seconds(moment: datetime) -> int:
    """A moment as whole seconds since 1970."""
    return int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """The moment of so many seconds since 1970, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
