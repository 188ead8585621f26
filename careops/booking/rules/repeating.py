"""On which days something repeats, on the wall clock's same time.

A month that is too short for the day of the month has it on its last day: who comes on the 31st comes on the 30th in June. The fifth
of a weekday means the last. A wall time that a change of clocks skips does not exist on that day; one that happens twice means the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, takewhile

from careops.booking.rules.walls import day_of, segments

MOST = 104  # visits in one series
FARTHEST = 3 * 366  # days from the first to the last


@dataclass(frozen=True, slots=True)
class Repeat:
    """So often from the first day on: so many times, or until a day. Days are ordinals, Monday is 0.

    `monthly` says what a month keeps of the first day: its number (`day`), which of its weekdays it is (`weekday`), or that it is
    the last such weekday (`last`).
    """

    frequency: str
    first_day: int
    every: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: int | None = None
    monthly: str = "day"


def days(repeat: Repeat) -> list[int]:
    """Every day of it, in order; at most one more than MOST, so that a caller can tell that it is too long."""
    found: list[int] = []
    last = repeat.first_day + FARTHEST if repeat.until is None else min(repeat.until, repeat.first_day + FARTHEST + 1)
    most = min(repeat.count or MOST + 1, MOST + 1)
    for day in takewhile(lambda day: day <= last, _endless(repeat)):
        found.append(day)
        if len(found) == most:
            break
    return found


def _endless(repeat: Repeat) -> Iterator[int]:
    first = repeat.first_day
    match repeat.frequency:
        case "daily":
            yield from count(first, repeat.every)
        case "weekly":
            wanted = sorted(set(repeat.weekdays)) or [(first - 1) % 7]
            for monday in count(first - (first - 1) % 7, 7 * repeat.every):
                yield from (monday + weekday for weekday in wanted if monday + weekday >= first)
        case _:
            begin = date.fromordinal(first)
            for month in count(12 * begin.year + begin.month - 1, repeat.every):
                yield _in_month(repeat, begin, *divmod(month, 12))


def _in_month(repeat: Repeat, begin: date, year: int, month: int) -> int:
    """The series' day of that month (January is 0)."""
    first = date(year, month + 1, 1).toordinal()
    length = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal() - first
    if repeat.monthly == "day":
        return first + min(begin.day, length) - 1
    weekday = begin.weekday()
    earliest = first + (weekday - (first - 1)) % 7
    which = 4 if repeat.monthly == "last" else (begin.day - 1) // 7
    day = earliest + 7 * which
    return day if day < first + length else day - 7


# ── on the wall ──────────────────────────────────────────


def exactly(timezone: str, day: int, minute: int) -> int | None:
    """The moment the wall clock says that minute of that day; None when a change of clocks skips it."""
    for first, end, base in segments(timezone, day):
        if minute < end:
            return base + 60 * minute if minute >= first else None
    return None


def wall_of(timezone: str, moment: int) -> tuple[int, int]:
    """The day, and the minute after midnight, that the wall clock shows."""
    day = day_of(timezone, moment)
    for first, end, base in segments(timezone, day):
        minute = (moment - base) // 60
        if first <= minute < end:
            return day, minute
    minute = (moment - segments(timezone, day)[-1].base) // 60  # the second time of an hour that happens twice
    return day, minute


def later(timezone: str, moment: int, days: int, minutes: int) -> tuple[int, int | None]:
    """So many days and minutes later on the wall: the day, and the moment if there is one."""
    day, minute = wall_of(timezone, moment)
    more, minute = divmod(minute + minutes, 1440)
    return day + days + more, exactly(timezone, day + days + more, minute)


def apart(timezone: str, one: int, other: int) -> tuple[int, int]:
    """How many days, and minutes of the day, lie from one to the other on the wall."""
    day, minute = wall_of(timezone, one)
    other_day, other_minute = wall_of(timezone, other)
    return other_day - day, other_minute - minute


__all__ = ["FARTHEST", "MOST", "Repeat", "apart", "days", "exactly", "later", "wall_of"]
