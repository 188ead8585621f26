"""Days and times as other programs write them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from careops.core.clock import zone
from careops.core.i18n import text as _

NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(NAMES, 1)}
FIRST, LAST = 2000, 2200

_DAY = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})", re.ASCII),
    re.compile(r"(?:[a-z]{3,9},? )?(?P<w>[a-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})", re.ASCII),
    re.compile(r"(?:[a-z]{3,9},? )?(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<w>[a-z]{3,9})\.?,? (?P<y>\d{4})", re.ASCII),
)
_TIME = re.compile(r"(?P<h>\d{1,2})(?:[:.h](?P<min>\d{2}))?(?::(?P<s>\d{2})(?:\.\d{1,9})?)? ?(?P<half>[ap]\.?m\.?)?", re.ASCII)
_OFFSET = re.compile(r" ?(?P<z>z|utc|gmt)?(?P<sign>[+-])?(?(sign)(?P<oh>\d{2}):?(?P<om>\d{2})?)", re.ASCII)
_LENGTH = re.compile(r"(?:(?P<h>\d{1,3}) ?(?:h|hr|hrs|hour|hours))? ?(?:(?P<m>\d{1,4}) ?(?:m|min|mins|minute|minutes)?)?", re.ASCII)


def read_moment(said: str, timezone: str, *, month_first: bool = False) -> datetime:
    """The moment in UTC, by the clock of that zone unless it says its own; ValueError in words an owner understands."""
    said = " ".join(said.casefold().split())
    day, rest = _day(said, month_first=month_first)
    rest = rest.removeprefix(",").strip().removeprefix("at ").removeprefix("t").strip()
    clock = _TIME.match(rest)
    if not clock:
        raise ValueError(_("“{said}” says no time of day", said=said[:40]))
    offset = _OFFSET.fullmatch(rest[clock.end() :])
    if not offset:
        raise ValueError(_("“{said}” is no date and time", said=said[:40]))
    return _at(day, _minutes(clock), timezone, _shift(offset))


def read_day_and_time(day: str, at: str, timezone: str, *, month_first: bool = False) -> datetime:
    """The same where the day and the time stand in two columns; the day may say a time as well, which does not count then."""
    found, _rest = _day(" ".join(day.casefold().split()), month_first=month_first)
    return read_moment(f"{found.isoformat()} {at}", timezone)


def read_minutes(said: str) -> int:
    """A length: "45", "45 min", "1 h 15 min", "1:15"; ValueError when it is none, or beyond a day."""
    plain = " ".join(said.casefold().split())
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", plain):
        minutes = int(clock[1]) * 60 + int(clock[2])
    elif (told := _LENGTH.fullmatch(plain)) and (told["h"] or told["m"]):
        minutes = int(told["h"] or 0) * 60 + int(told["m"] or 0)
    else:
        raise ValueError(_("“{said}” is no length of time", said=said[:40]))
    return checked(minutes)


def between(starts: datetime, ends: datetime) -> int:
    """The minutes from one to the other; ValueError when that is nothing, or beyond a day."""
    return checked(round((ends - starts).total_seconds() / 60))


def checked(minutes: int) -> int:
    """A length a booking may have."""
    if not 5 <= minutes <= 1440:
        raise ValueError(_("A booking takes from five minutes to a day"))
    return minutes


def at_wall(naive: datetime, timezone: str) -> datetime:
    """The moment at which a clock of that zone shows this; ValueError when it never does, since it was put forward then."""
    there: ZoneInfo = zone(timezone)
    if not FIRST <= naive.year <= LAST:
        raise ValueError(_("The year {year} is out of reach", year=naive.year))
    moment = naive.replace(tzinfo=there).astimezone(UTC)
    if moment.astimezone(there).replace(tzinfo=None) != naive:
        raise ValueError(_("{time} does not exist on that day: clocks are put forward then", time=naive.strftime("%H:%M")))
    return moment


def _day(said: str, *, month_first: bool) -> tuple[date, str]:
    for shape in _DAY:
        if told := shape.match(said):
            return _date(told, said, month_first=month_first), said[told.end() :].strip()
    raise ValueError(_("“{said}” is no date", said=said[:40]))


def _date(told: re.Match[str], said: str, *, month_first: bool) -> date:
    parts = told.groupdict()
    if "a" in parts:
        a, b = int(parts["a"]), int(parts["b"])
        day, month = (b, a) if (month_first and a <= 12) or b > 12 else (a, b)
    else:
        day, month = int(parts["d"]), MONTHS.get(parts["w"][:3], 0) if "w" in parts else int(parts["m"])
    year = int(parts["y"])
    if not FIRST <= year <= LAST:
        raise ValueError(_("The year {year} is out of reach", year=year))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no such day: “{said}”", said=said[:40])) from None


def _minutes(told: re.Match[str]) -> int:
    hour, minute, half = int(told["h"]), int(told["min"] or 0), (told["half"] or "")[:1]
    if not half and told["min"] is None:
        raise ValueError(_("“{said}” is no time of day", said=told[0][:40]))
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise ValueError(_("“{said}” is no time of day", said=told[0][:40]))
    return hour * 60 + minute


def _shift(offset: re.Match[str]) -> timedelta | None:
    if offset["sign"]:
        ahead = timedelta(hours=int(offset["oh"]), minutes=int(offset["om"] or 0))
        if ahead > timedelta(hours=14):
            raise ValueError(_("“{said}” is no date and time", said=offset[0]))
        return ahead if offset["sign"] == "+" else -ahead
    return timedelta() if offset["z"] else None


def _at(day: date, minutes: int, timezone: str, shift: timedelta | None) -> datetime:
    naive = datetime.combine(day, time(minutes // 60, minutes % 60))
    return at_wall(naive, timezone) if shift is None else naive.replace(tzinfo=UTC) - shift
