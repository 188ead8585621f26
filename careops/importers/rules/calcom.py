"""Cal.com's and Cal.diy's bookings: from a plain Postgres dump, or from the JSON that version 2 of the API answers.

The tables (users, EventType, Booking, Attendee, Schedule, Availability, with times in UTC) are as they are known, not checked against its
schema. Tried with made-up files in that shape, never with a real one. Of several attendees the first is the customer.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.importers.rules import postgres
from careops.importers.rules.easyappointments import minute
from careops.importers.rules.moments import between, checked, read_moment
from careops.importers.rules.postgres import Row
from careops.importers.schemas import Found, Person, Provider, Service, Visit

NAMES = ("users", "EventType", "Booking", "Attendee", "Schedule", "Availability")
GONE = {"cancelled", "rejected", "canceled"}
MOST = 400_000
MOST_PARTS = 1_500_000  # objects and lists in an answer; each costs memory before anybody can look at it
WEEKDAYS = frozenset("0123456")
MOST_SPANS = 200  # of one week


@dataclass(slots=True)
class Export:
    """What is kept of a dump by table, or the bookings of an API's answer."""

    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict[str, list[Row]](list))
    answered: list[dict[str, Any]] | None = None


def opened(content: bytes) -> Export:
    """The file by what it is; Invalid when it is neither."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return Export(answered=_answered(content))
    export = Export()
    for table, row in postgres.tables(content, NAMES):
        export.rows[table].append(row)
    if not export.rows["users"] or not export.rows["EventType"]:
        raise Invalid.field("file", "This is no plain dump of a Cal.com database, and no answer of its API")
    return export


def _answered(content: bytes) -> list[dict[str, Any]]:
    if content.count(b"{") + content.count(b"[") > MOST_PARTS:
        raise Invalid.field("file", "There are more than {most} bookings in this JSON", most=MOST)
    try:
        told: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise Invalid.field("file", "This JSON cannot be read; export it again") from None
    for name in ("data", "bookings"):
        if isinstance(told, dict):
            told = cast("dict[str, Any]", told).get(name, told)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in cast("list[Any]", told)):
        raise Invalid.field("file", "There is no list of bookings in this JSON")
    if len(cast("list[Any]", told)) > MOST:
        raise Invalid.field("file", "There are more than {most} bookings in this JSON", most=MOST)
    return cast("list[dict[str, Any]]", told)


def found(export: Export) -> Iterator[Found]:
    """Services, providers and bookings, in this order; what an API's answer names only by the way is made of the bookings."""
    makers = _of_answer(export.answered) if export.answered is not None else _of_dump(export)
    for number, (where, key, make) in enumerate(makers, 1):
        try:
            thing = make()
        except ValueError as wrong:
            yield Found(number, problem=f"{where}: {wrong}"[:300])
        else:
            yield Found(number, thing, key=f"calcom:{key}" if isinstance(thing, Visit) else "")


# ── an API's answer ──────────────────────────────────────


def _of_answer(bookings: list[dict[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    for place, one in enumerate(bookings, 1):
        uid = _text(one, "uid") or _text(one, "id")
        yield f"{place} {uid[:40]}", uid, partial(_answer, one)


def _answer(one: dict[str, Any]) -> Visit:
    attendee = _first(one, "attendees")
    host = _first(one, "hosts") or _inner(one, "user")
    kind = _inner(one, "eventType")
    service = _text(kind, "title") or _text(kind, "slug").replace("-", " ").capitalize() or _text(one, "title")
    starts = read_moment(_text(one, "start") or _text(one, "startTime"), "UTC")
    ends = read_moment(_text(one, "end") or _text(one, "endTime"), "UTC")
    person = _person(_text(attendee, "name"), _text(attendee, "email"), _text(attendee, "phoneNumber"))
    notes = (_text(one, "description") or _text(_inner(one, "bookingFieldsResponses"), "notes"))[:2000]
    return Visit(person, _named(service), _text(host, "name"), starts, between(starts, ends), notes, _over(_text(one, "status")))


def _first(one: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    told = one.get(name)
    first: Any = cast("list[Any]", told)[0] if isinstance(told, list) and told else {}
    return cast("Mapping[str, Any]", first) if isinstance(first, dict) else {}


def _inner(one: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    told = one.get(name)
    return cast("Mapping[str, Any]", told) if isinstance(told, dict) else {}


def _text(one: Mapping[str, Any], name: str) -> str:
    told = one.get(name)
    return " ".join(str(told).split()) if isinstance(told, str | int) and not isinstance(told, bool) else ""


# ── a dump ───────────────────────────────────────────────


def _of_dump(export: Export) -> Iterator[tuple[str, str, Any]]:
    users = {row.get("id") or "": row for row in export.rows["users"]}
    kinds = {row.get("id") or "": row for row in export.rows["EventType"]}
    booked = {row.get("eventTypeId") for row in export.rows["Booking"]}
    attendees: dict[str, Row] = {}
    for row in export.rows["Attendee"]:
        attendees.setdefault(row.get("bookingId") or "", row)
    weeks = _weeks(export)
    given: defaultdict[str, list[str]] = defaultdict(list)
    for row in kinds.values():
        given[row.get("userId") or ""].append(_text(row, "title"))
    for id, row in kinds.items():
        if id in booked:
            yield f"EventType {id}", "", partial(_service, row)
    hosts = {row.get("userId") for row in export.rows["Booking"]}
    for id, row in users.items():
        if id in hosts:
            yield f"users {id}", "", partial(_provider, row, weeks.get(id, ("", ())), tuple(given[id][:50]))
    for row in export.rows["Booking"]:
        where = f"Booking {row.get('id')}"
        yield where, row.get("uid") or where, partial(_booking, row, users, kinds, attendees)


def _service(row: Row) -> Service:
    length = _text(row, "length")
    if not (length.isascii() and length.isdigit() and len(length) < 6):
        raise ValueError(_("“{said}” is no length of time", said=length[:40]))
    return Service(_named(_text(row, "title")), checked(int(length)))


def _provider(row: Row, week: tuple[str, tuple[tuple[int, int, int], ...]], given: tuple[str, ...]) -> Provider:
    name = _text(row, "name") or _text(row, "username")
    return Provider(_named(name), week[0] or _text(row, "timeZone"), week[1], given)


def _booking(row: Row, users: Mapping[str, Row], kinds: Mapping[str, Row], attendees: Mapping[str, Row]) -> Visit:
    host, kind, who = (known.get(row.get(name) or "") for known, name in ((users, "userId"), (kinds, "eventTypeId"), (attendees, "id")))
    if host is None or kind is None or who is None:
        raise ValueError(_("Its customer, provider or service is not in the dump"))
    starts, ends = (read_moment(_text(row, name), "UTC") for name in ("startTime", "endTime"))
    person = _person(_text(who, "name"), _text(who, "email"), _text(who, "phoneNumber"))
    provider = _text(host, "name") or _text(host, "username")
    notes = _text(row, "description")[:2000]
    return Visit(person, _text(kind, "title"), provider, starts, between(starts, ends), notes, _over(_text(row, "status")))


def _weeks(export: Export) -> dict[str, tuple[str, tuple[tuple[int, int, int], ...]]]:
    """Whose week is what: the first schedule of each counts."""
    zones = {row.get("id") or "": (row.get("userId") or "", row.get("timeZone") or "") for row in export.rows["Schedule"]}
    first: dict[str, str] = {}
    for id, (user, _zone) in zones.items():
        first.setdefault(user, id)
    spans: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for row in export.rows["Availability"]:
        begin, end = minute(row.get("startTime")), minute(row.get("endTime"))
        if row.get("date") is None and begin is not None and end is not None and begin < end:
            week = spans[row.get("scheduleId") or ""]
            days = [int(day) for day in (row.get("days") or "")[:40].strip("{}").split(",") if day.strip() in WEEKDAYS]
            week += [((day - 1) % 7, begin, end) for day in days[: MOST_SPANS - len(week)]]
    return {user: (zones[id][1], tuple(spans[id])) for user, id in first.items()}


# ── both ─────────────────────────────────────────────────


def _person(name: str, email: str, phone: str) -> Person:
    if not (name or email or phone):
        raise ValueError(_("It does not say for whom it is"))
    return Person(name or email or phone, email, phone)


def _named(name: str) -> str:
    if not name:
        raise ValueError(_("It has no name"))
    return name


def _over(status: str) -> str:
    plain = status.casefold()
    if plain in ("pending", "awaiting_host"):
        raise ValueError(_("It is not agreed yet there"))
    return _("It was cancelled there") if plain in GONE else ""
