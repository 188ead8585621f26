"""The only clock. Times are aware UTC everywhere; a zone appears at the edges only."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


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
