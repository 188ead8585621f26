"""Stretches of local days, as reports count them: what happened at half past midnight belongs to the day it was there.

The database groups by day itself, on both engines alike: moments are shifted by the zone's offset, which changes at most a few
times in a stretch, and counted in whole days from the first one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from careops.core.clock import zone

DAY = 86_400
EPOCH = date(1970, 1, 1)


class Seconds(FunctionElement[int]):
    """A moment's whole seconds since 1970, never rounded up into the next day."""

    name = "seconds"
    type: Any = sa.BigInteger()
    inherit_cache = True


@compiles(Seconds, "sqlite")
def _on_sqlite(element: Seconds, compiler: Any, **more: Any) -> str:
    # Cut to seconds first: SQLite rounds to thousandths, and the last instant of a day would be tomorrow.
    return f"CAST(strftime('%s', substr({compiler.process(element.clauses, **more)}, 1, 19)) AS INTEGER)"


@compiles(Seconds, "postgresql")
def _on_postgres(element: Seconds, compiler: Any, **more: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **more)})) AS BIGINT)"


@dataclass(frozen=True, slots=True)
class Days:
    """The days from first to last, both included, on the calendar of a zone; counted in steps of so many days."""

    first: date
    last: date
    timezone: str
    step: int = 1

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def steps(self) -> int:
        """How many steps; the last may be shorter."""
        return -(-self.count // self.step)

    @property
    def begin(self) -> datetime:
        """The moment at which the first day begins."""
        return _midnight(self.first, self.timezone)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over."""
        return _midnight(self.last + timedelta(days=1), self.timezone)

    def begins(self, number: int) -> date:
        """The first day of that step."""
        return self.first + timedelta(days=number * self.step)

    def before(self) -> "Days":
        """As many days, just before."""
        return Days(self.first - timedelta(days=self.count), self.first - timedelta(days=1), self.timezone, self.step)

    def holds(self, column: Any) -> sa.ColumnElement[bool]:
        """Whether a moment lies in them, as an index on it can tell."""
        return sa.and_(column >= self.begin, column < self.end)

    def number(self, column: Any) -> sa.ColumnElement[int]:
        """In which step a moment of them lies, the first being 0."""
        offsets = _offsets(self.first, self.last, self.timezone)
        shift: Any = sa.literal(offsets[-1][1])
        if len(offsets) > 1:
            shift = sa.case(*((column < until, offset) for until, offset in offsets[:-1]), else_=offsets[-1][1])
        passed = Seconds(column) + shift - (self.first - EPOCH).days * DAY
        return sa.cast(passed, sa.BigInteger) // (DAY * self.step)


def _midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(), zone(timezone)).astimezone(UTC)


@lru_cache(maxsize=256)
def _offsets(first: date, last: date, timezone: str) -> tuple[tuple[datetime, int], ...]:
    """The zone's offsets from first to last, each with the moment at which it ends."""
    at, end, place = _midnight(first, timezone), _midnight(last + timedelta(days=1), timezone), zone(timezone)
    found: list[tuple[datetime, int]] = []
    while at < end:
        offset, known, ahead = _offset(at, place), at, at
        while ahead < end and _offset(ahead, place) == offset:
            known, ahead = ahead, min(ahead + timedelta(days=1), end)
        at = end if _offset(ahead, place) == offset else _change(known, ahead, place)
        found.append((at, offset))
    return tuple(found)


def _offset(at: datetime, place: Any) -> int:
    offset = at.astimezone(place).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _change(low: datetime, high: datetime, place: Any) -> datetime:
    """The first moment after `low` that has the offset of `high`."""
    before = _offset(low, place)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(middle, place) == before:
            low = middle
        else:
            high = middle
    return high
