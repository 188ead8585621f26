"""Writes a calendar that programs subscribe to: the same entries give the same bytes, whenever they are asked for.

Written line by line, not through a library: a subscribed calendar holds thousands of entries and is asked for every hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from careops.integrations.ics import lines
from careops.integrations.ics.gateway import Standing

WRITTEN = "1"  # raise it when this file writes the same entries differently: subscribers then fetch anew
EVERY = "PT1H"  # how often programs are asked to look; the big ones decide for themselves


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking as it stands: `uid` stays for life, `sequence` rises with each move, `changed` is the last change."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    summary: str
    description: str
    location: str
    status: Standing
    changed: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar's name, the zone its readers live in, and its entries in order; `version` is whatever else should make it new."""

    name: str
    timezone: str
    entries: tuple[Entry, ...]
    version: str = ""

    @property
    def changed(self) -> datetime | None:
        """The latest change of an entry it still carries, for Last-Modified."""
        return max((entry.changed for entry in self.entries), default=None)


def etag(feed: Feed) -> str:
    """A strong ETag, known before anything is written: other content, other tag."""
    return f'"{sha256(repr((WRITTEN, feed)).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def unchanged(tag: str, if_none_match: str | None) -> bool:
    """Whether a program that sends this If-None-Match already has it."""
    known = {one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")}
    return tag in known or "*" in known


def render(feed: Feed) -> bytes:
    """The calendar file. Cancelled entries stay in it, marked, so that programs take them out; DTSTAMP is the last change."""
    return lines.file(_calendar(feed))


def _calendar(feed: Feed) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//CareOps//Calendar//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield lines.text("NAME", feed.name)
    yield lines.text("X-WR-CALNAME", feed.name)
    yield lines.text("X-WR-TIMEZONE", feed.timezone)
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{EVERY}"
    yield f"X-PUBLISHED-TTL:{EVERY}"
    for entry in feed.entries:
        yield from _event(entry)
    yield "END:VCALENDAR"


def _event(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield lines.plain("UID", entry.uid)
    yield f"SEQUENCE:{entry.sequence}"
    yield lines.moment("DTSTAMP", entry.changed)
    yield lines.moment("LAST-MODIFIED", entry.changed)
    yield lines.moment("DTSTART", entry.starts)
    yield lines.moment("DTEND", entry.ends)
    yield lines.text("SUMMARY", entry.summary)
    if entry.description:
        yield lines.text("DESCRIPTION", entry.description)
    if entry.location:
        yield lines.text("LOCATION", entry.location)
    yield f"STATUS:{entry.status}"
    if entry.status == "CANCELLED":
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
