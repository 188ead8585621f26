"""Times as people say them: "Tomorrow 14:30", "Fri 20 Nov", "9:00–10:30 AM". Moments are aware; the zone is said beside them."""

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton, get_timezone_location

from careops.core.clock import zone
from careops.core.i18n import plural
from careops.core.i18n import text as _

TRAILING_YEAR = re.compile(r"(?:[\s,،]|'[^']*')*y+$")  # Babel's full dates end with it in every language here


@lru_cache(maxsize=256)
def babel_locale(name: str) -> Locale:
    """The locale dates are written in: the asked one, else its language, else English."""
    for wanted in (name.replace("-", "_"), name.replace("_", "-").split("-", 1)[0], "en"):
        try:
            return Locale.parse(wanted)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _date_locale(name: str) -> Locale:
    """English of no country writes the day before the month, as most of the world does; "en-US" writes it behind."""
    found = babel_locale(name)
    return Locale("en", "GB") if str(found) == "en" else found


def clock_text(wall: time | datetime, locale: str = "en", hour_cycle: int = 24) -> str:
    """A time on the wall: "14:30", or "2:30 PM"."""
    if hour_cycle == 24:
        return f"{wall:%H:%M}"
    return format_skeleton("hm", wall if isinstance(wall, datetime) else datetime.combine(date.min, wall), locale=babel_locale(locale))


def time_text(moment: datetime, timezone: str, locale: str = "en", hour_cycle: int = 24) -> str:
    """The moment's time of day in that zone."""
    return clock_text(moment.astimezone(zone(timezone)), locale, hour_cycle)


def date_text(day: date, locale: str = "en", *, year: bool = False) -> str:
    """A calendar day with its weekday: "Fri 20 Nov"; with its year where that is not plain."""
    return format_skeleton("yMMMEd" if year else "MMMEd", datetime.combine(day, time()), locale=_date_locale(locale))


def long_date(day: date, locale: str = "en", *, year: bool = False) -> str:
    """A calendar day in full: "Friday 20 November"."""
    written = _date_locale(locale)
    pattern = str(written.date_formats["full"].pattern)
    if written.language == "en":  # no comma before the day of the month any more; browsers agree, Babel does not yet
        pattern = pattern.replace("EEEE, d ", "EEEE d ")
    return format_date(day, pattern if year else TRAILING_YEAR.sub("", pattern), locale=written)


def month_text(day: date, locale: str = "en") -> str:
    """The month of a calendar day: "November 2026"."""
    name = format_skeleton("yMMMM", datetime.combine(day, time()), locale=_date_locale(locale))
    return name[:1].upper() + name[1:]


def day_text(today: date, day: date, locale: str = "en") -> str:
    """A calendar day as seen from today: "Today", "Tomorrow", "Yesterday", "Fri 20 Nov", with the year when it is another one."""
    match (day - today).days:
        case 0:
            return _("Today", locale)
        case 1:
            return _("Tomorrow", locale)
        case -1:
            return _("Yesterday", locale)
        case _other:
            return date_text(day, locale, year=day.year != today.year)


def days_text(today: date, first: date, last: date, locale: str = "en") -> str:
    """Calendar days from the first to the last, with the year where it is not this one: "Sun, 15 Aug – Sun, 29 Aug 2027"."""
    skeleton = "MMMEd" if first.year == last.year == today.year else "yMMMEd"
    return format_interval(first, last, skeleton, locale=_date_locale(locale))


def short_days(first: date, last: date, locale: str = "en") -> str:
    """The same where there is little room: "23 – 29 Nov"."""
    return format_interval(first, last, "MMMd", locale=_date_locale(locale))


def moment_text(now: datetime, moment: datetime, timezone: str, locale: str = "en", hour_cycle: int = 24) -> str:
    """A moment as people say it now: "Tomorrow 14:30"."""
    where = zone(timezone)
    here = moment.astimezone(where)
    day = day_text(now.astimezone(where).date(), here.date(), locale)
    return _("{day} {time}", locale, day=day, time=clock_text(here, locale, hour_cycle))


def range_text(start: datetime, end: datetime, timezone: str, locale: str = "en", hour_cycle: int = 24) -> str:
    """From when until when, on one day: "14:30–15:15"."""
    return f"{time_text(start, timezone, locale, hour_cycle)}–{time_text(end, timezone, locale, hour_cycle)}"


def weekday_name(weekday: int, locale: str = "en", *, short: bool = False, inside: bool = False) -> str:
    """Monday is 0; as a heading says it ("Lundi", "Mon"), or as it stands inside a sentence ("lundi")."""
    name = babel_locale(locale).days["format" if inside else "stand-alone"]["abbreviated" if short else "wide"][weekday]
    return name if inside else name[:1].upper() + name[1:]


def weekdays(first_weekday: int = 0) -> list[int]:
    """The seven weekdays in the order that workspace's week has; Monday is 0."""
    return [(first_weekday + i) % 7 for i in range(7)]


def minutes_text(minutes: int, locale: str = "en") -> str:
    """How long: "45 min", "2 h", "2 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min", locale, minutes=rest)
    if not rest:
        return _("{hours} h", locale, hours=hours)
    return _("{hours} h {minutes} min", locale, hours=hours, minutes=rest)


def waited_text(now: datetime, since: datetime, locale: str = "en") -> str:
    """How long ago, in one unit: "46 min", "3 h", "2 days"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return minutes_text(minutes, locale)
    if minutes < 48 * 60:
        return minutes_text(minutes // 60 * 60, locale)
    return plural("{count} day", "{count} days", minutes // 1440, locale)


def zone_text(timezone: str, locale: str = "en") -> str:
    """The place a zone is named after: "Lisbon"."""
    if "/" not in timezone:
        return timezone
    return str(get_timezone_location(zone(timezone), locale=babel_locale(locale), return_city=True))
