"""The only clock. Times are aware UTC everywhere; a zone appears at the edges only."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from careops.core.settings import settings

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def telling(moment: datetime) -> Generator[None]:
    """Tells a story: inside, for this thread or task alone, it is that moment. For the demo and tests; production has no stories."""
    if settings.production:
        raise RuntimeError("in production the clock tells the time only")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; ValueError when there is none."""
    if name not in _names():
        raise ValueError("unknown time zone")
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError as missing:
        raise ValueError("unknown time zone") from missing


def today(timezone: str) -> date:
    """The calendar day it is now in that zone."""
    return now().astimezone(zone(timezone)).date()


def local(moment: datetime, timezone: str) -> datetime:
    """The same moment on the wall clock of that zone."""
    return moment.astimezone(zone(timezone))
