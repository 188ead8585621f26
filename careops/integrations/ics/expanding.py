"""Reads a foreign calendar's busy times; runs as a program of its own, because nobody can say how long a foreign calendar takes.

It is started by its path with nothing of ours around it: no settings, no secrets, no database. What to read comes in on
standard input (a line of JSON, then the file), what was found goes out on standard output.
"""

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component

if sys.platform != "win32":  # it has no such limits; whoever started this still watches the time
    import resource

MEMORY = 512 << 20  # bytes; ten thousand events in 1.8 megabytes took 91 megabytes
DAY = timedelta(days=1)
FOLD = re.compile(r"\r?\n[ \t]")
RULE = re.compile(r"^(?:RRULE|EXRULE)\b[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
MOST_A_DAY = 24
TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")


class Refused(Exception):
    """Why a calendar is not read, by the name `busy` knows it by."""


def main() -> None:
    """One calendar in, its busy times out."""
    asked = json.loads(sys.stdin.buffer.readline())
    _limit(asked["seconds"])
    try:
        answer = expand(sys.stdin.buffer.read(), **{name: asked[name] for name in ("since", "until", "zone", "events", "times")})
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_large"}
    sys.stdout.write(json.dumps(answer))


def _limit(seconds: float) -> None:
    """Memory, and a clock of its own in case whoever started this is gone before it ends."""
    if sys.platform != "win32":
        with contextlib.suppress(ValueError, OSError):  # a lower limit is set already
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))


def expand(content: bytes, *, since: int, until: int, zone: str, events: int, times: int) -> dict[str, Any]:
    """The busy stretches between the two moments, merged and in order, and how many events could not be understood."""
    text = content.decode("utf-8-sig", "replace").lstrip()
    if not text.upper().startswith("BEGIN:VCALENDAR"):
        raise Refused("not_a_calendar")
    if text.upper().count("BEGIN:VEVENT") > events:
        raise Refused("too_many_events")
    _check_rules(FOLD.sub("", text))
    found: list[tuple[int, int]] = []
    unread = 0
    for calendar in _calendars(text):
        home = _zone(str(calendar.pop("X-WR-TIMEZONE", ""))) or ZoneInfo(zone)
        calendar.pop("CALSCALE", None)
        unread += _settle(calendar, home)
        for stretch in _occurrences(calendar, home, since, until):
            if stretch is None:
                unread += 1
                continue
            found.append(stretch)
            if len(found) > times:
                raise Refused("too_many_times")
    return {"busy": merged(found), "unread": unread}


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same time in as few stretches as it takes, in order."""
    out: list[tuple[int, int]] = []
    for begin, end in sorted(stretches):
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return out


# ── before anything is unfolded ──────────────────────────


def _check_rules(text: str) -> None:
    """No rule may mean more than a time an hour; those of time zones are looked at as well, the parser unfolds them itself."""
    for rule in RULE.findall(text):
        parts = dict(part.strip().partition("=")[::2] for part in rule.upper().split(";"))
        a_day = 24 if parts.get("FREQ") == "HOURLY" else 1
        for name in WITHIN_A_DAY:
            a_day *= parts[name].count(",") + 1 if parts.get(name) and not (name == "BYHOUR" and a_day == 24) else 1
        if parts.get("FREQ") in ("SECONDLY", "MINUTELY") or a_day > MOST_A_DAY:
            raise Refused("too_often")


def _calendars(text: str) -> list[Calendar]:
    try:
        found = Calendar.from_ical(text, multiple=True)
    except (ValueError, LookupError, TypeError, OverflowError):
        raise Refused("broken") from None
    calendars = [one for one in found if one.name == "VCALENDAR"]
    if not calendars:
        raise Refused("broken")  # it begins like a calendar and never ends like one
    return calendars


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):  # what a missing zone, a path outside and a folder's name raise
        return None


def _settle(calendar: Component, home: tzinfo) -> int:
    """Gives every time without a zone (floating, or of a zone nobody knows) the calendar's; events without a start are dropped."""
    kept: list[Component] = []
    for part in calendar.subcomponents:
        try:
            if part.name == "VEVENT":
                _settle_event(part, home)
            kept.append(part)
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
    dropped = len(calendar.subcomponents) - len(kept)
    calendar.subcomponents = kept
    return dropped


def _settle_event(event: Component, home: tzinfo) -> None:
    if "DTSTART" not in event:
        raise ValueError("an event needs a start")
    for name in TIMES:
        values = event.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            for one in getattr(value, "dts", [value]):
                one.dt = _at_home(one.dt, home)


def _at_home(value: Any, home: tzinfo) -> Any:
    if isinstance(value, tuple):  # an RDATE with its own end
        return tuple(_at_home(part, home) for part in value)
    return value.replace(tzinfo=home) if isinstance(value, datetime) and value.tzinfo is None else value


# ── what takes time ──────────────────────────────────────


def _occurrences(calendar: Component, home: tzinfo, since: int, until: int) -> Iterator[tuple[int, int] | None]:
    """Each stretch within the two moments as it is found; None for each series the library could not make sense of."""
    # A day more on both sides: a whole day begins at another moment in each zone.
    first, last = (datetime.fromtimestamp(moment, UTC) + more for moment, more in ((since, -DAY), (until, DAY)))
    for series in recurring_ical_events.of(calendar, skip_bad_series=True).series:
        try:
            for occurrence in series.between(first, last):
                begin, end = _moments(occurrence.start, occurrence.end, home)
                if max(begin, since) < min(end, until) and _takes_time(occurrence.as_component(False)):
                    yield max(begin, since), min(end, until)
        except MemoryError:
            raise
        except Exception:  # whatever a foreign text does to the library: one bad event must not hide the others
            yield None
    for answer in calendar.walk("VFREEBUSY"):
        for period in _periods(answer):
            begin, end = _moments(period.start, period.end, home)
            if max(begin, since) < min(end, until):
                yield max(begin, since), min(end, until)


def _takes_time(event: Component) -> bool:
    """Neither cancelled nor marked as free."""
    said = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    return said["STATUS"] != "CANCELLED" and said["TRANSP"] != "TRANSPARENT" and said["X-MICROSOFT-CDO-BUSYSTATUS"] != "FREE"


def _periods(answer: Component) -> list[Any]:
    """The busy periods of a free/busy answer, which some servers send instead of events."""
    values = answer.get("FREEBUSY", [])
    periods = values if isinstance(values, list) else [values]
    return [period for period in periods if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE"]


def _moments(begin: date, end: date | timedelta, home: tzinfo) -> tuple[int, int]:
    """In seconds; a whole day lasts from midnight to midnight of the calendar's zone, and never less than one day."""
    end = begin + end if isinstance(end, timedelta) else end
    if not isinstance(begin, datetime) and not isinstance(end, datetime):
        end = max(end, begin + DAY)
    return _seconds(begin, home), _seconds(end, home)


def _seconds(value: date, home: tzinfo) -> int:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time(), home)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=home)).timestamp())


if __name__ == "__main__":
    main()
