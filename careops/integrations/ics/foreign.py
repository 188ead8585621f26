"""A foreign calendar by its private link: fetched when it is new, reduced to its times, and read.

No database and no transaction: it may take half a minute. What is kept of the file are times only; nobody here needs to know what
somebody does in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from careops.integrations.ics.busy import NotACalendar, Unreadable, busy
from careops.integrations.web.fetching import Fetched, Fetcher, NotModified

FETCHER = Fetcher(accept="text/calendar, */*;q=0.1")

FOLD = re.compile(r"\r?\n[ \t]")
PARTS = {"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
KEPT = {
    "X-WR-TIMEZONE", "UID", "RECURRENCE-ID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE",
    "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
}  # fmt: skip

Stretches = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """What to look at: the link, the days that matter in epoch seconds, the zone of times that name none, and entries to leave out.

    `copy` is the last good copy, given where its times have to be worked out anew whether or not the calendar has changed.
    """

    url: str = field(repr=False)  # a secret: no log may show it
    since: int
    until: int
    zone: str
    ours: frozenset[str] = field(default=frozenset(), repr=False)
    etag: str = ""
    last_modified: str = ""
    copy: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `copy` is a new good copy, `busy` its stretches or the old one's, each empty or None where there is none.

    `problem` says why the calendar could not be had, in words for whoever imports it; `retry` when nobody has to do anything.
    """

    copy: str = field(default="", repr=False)
    busy: Stretches | None = None
    etag: str = ""
    last_modified: str = ""
    problem: str = ""
    retry: bool = True


def look(errand: Errand, fetcher: Fetcher | None = None) -> Look:
    """Looks once, and never raises for what an address or a file may do. Blocks for up to half a minute."""
    if not errand.url:
        return _again(errand, "Its link cannot be opened any more; remove this calendar and add it again", retry=False)
    outcome = (fetcher or FETCHER).get(errand.url, etag=errand.etag, last_modified=errand.last_modified)
    if isinstance(outcome, NotModified):
        return _again(errand)
    if not isinstance(outcome, Fetched):
        return _again(errand, outcome.reason, retry=getattr(outcome, "retry", False))
    try:
        copy = times_only(outcome.body, errand.ours)
        return Look(copy, _stretches(errand, copy), outcome.etag, outcome.last_modified)
    except Unreadable as refusal:
        return _again(errand, refusal.message, retry=False)


def _again(errand: Errand, problem: str = "", *, retry: bool = True) -> Look:
    """The last good copy's times for the days that matter now, where they are asked for."""
    kept = Look(problem=problem, retry=retry)
    try:
        return replace(kept, busy=_stretches(errand, errand.copy)) if errand.copy else kept
    except Unreadable as refusal:
        return replace(kept, problem=problem or refusal.message, retry=False)


def _stretches(errand: Errand, copy: str) -> Stretches:
    return tuple(busy(copy.encode(), since=errand.since, until=errand.until, zone=errand.zone))


# ── what is kept of a file ───────────────────────────────


def times_only(content: bytes, ours: frozenset[str] = frozenset()) -> str:
    """The calendar without names, places and people, and without the events whose UID is in `ours`. Raises NotACalendar."""
    text = FOLD.sub("", content.decode("utf-8-sig", "replace").lstrip())
    if not text[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise NotACalendar
    return "".join(f"{line}\r\n" for line in _others(text.replace("\r\n", "\n").split("\n"), ours))


def _others(lines: list[str], ours: frozenset[str]) -> Iterator[str]:
    """The kept lines, event by event, but for those that are ours."""
    event: list[str] = []
    for name, value, line in _kept(lines):
        if not event and (name, value.upper()) != ("BEGIN", "VEVENT"):
            yield line
            continue
        event.append(line)
        if (name, value.upper()) == ("END", "VEVENT"):
            if not any(one.upper().startswith("UID") and one.partition(":")[2].strip() in ours for one in event):
                yield from event
            event = []
    yield from event  # a file that was cut off stays recognisable as one


def _kept(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Name, value and line of everything that says when; alarms, tasks and other parts are left out with all that is in them."""
    around: list[str] = []
    for line in lines:
        word, _, value = line.partition(":")
        name, value = word.partition(";")[0].strip().upper(), value.strip()
        if name == "BEGIN":
            around.append(value.upper())
        if (name in KEPT or name in ("BEGIN", "END")) and PARTS.issuperset(around):
            yield name, value, line
        if name == "END" and around and around[-1] == value.upper():
            around.pop()
