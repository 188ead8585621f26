"""Easy!Appointments' tables as they are known: people and their roles, services, working plans, appointments.

Not checked against its migrations; tried with made-up dumps in that shape, never with a real one. Unavailabilities are left out.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.importers.rules import mysql
from careops.importers.rules.moments import at_wall, between, checked
from careops.importers.rules.mysql import Row
from careops.importers.schemas import Found, Person, Provider, Reading, Service, Thing, Visit

NAMES = ("users", "roles", "services", "services_providers", "user_settings", "appointments")
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_GIVEN = 500  # services of one provider
GONE = ("cancel", "declin", "reject", "no show", "no-show", "no_show")


@dataclass(slots=True)
class Dump:
    """What is kept of a dump: its rows by table, and which of the users are providers, which customers."""

    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict[str, list[Row]](list))

    def by_id(self, table: str) -> dict[str, Row]:
        """The rows of a table by their id."""
        return {id: row for row in self.rows[table] if (id := row.get("id"))}


def opened(content: bytes) -> Dump:
    """The tables, whatever stands before their names; Invalid when this is no dump of Easy!Appointments."""
    dump = Dump()
    for table, row in mysql.tables(content, [*NAMES, *(f"ea_{name}" for name in NAMES)]):
        dump.rows[table.removeprefix("ea_")].append(row)
    if not dump.rows["users"] or not dump.rows["services"]:
        raise Invalid.field("file", "This is no dump of an Easy!Appointments database: its users and services are not in it")
    return dump


@dataclass(frozen=True, slots=True)
class Known:
    """What one row says of another by its id, found at once: a dump may have as many of each as it likes."""

    users: dict[str, Row]
    services: dict[str, Row]
    roles: dict[str, str]  # of the users, by their ids
    given: dict[str, list[str]]  # the services by whoever gives them
    plans: dict[str, str]  # the working plans by whose they are


def _known(dump: Dump) -> Known:
    slugs = {id: row.get("slug") or "" for id, row in dump.by_id("roles").items()}
    users = dump.by_id("users")
    given: defaultdict[str, list[str]] = defaultdict(list)
    for row in dump.rows["services_providers"]:
        given[row.get("id_users") or ""].append(row.get("id_services") or "")
    plans: dict[str, str] = {}
    for row in dump.rows["user_settings"]:
        plans.setdefault(row.get("id_users") or "", row.get("working_plan") or "")
    roles = {id: slugs.get(row.get("id_roles") or "", "") for id, row in users.items()}
    return Known(users, dump.by_id("services"), roles, given, plans)


def found(dump: Dump, reading: Reading) -> Iterator[Found]:
    """Its services, providers, customers and appointments, in this order."""
    known = _known(dump)
    number = 0
    makers: tuple[tuple[str, Callable[[Row], Thing | None]], ...] = (
        ("services", _service),
        ("users", lambda row: _user(row, known)),
        ("appointments", lambda row: _appointment(row, known, reading)),
    )
    for table, maker in makers:
        for row in dump.rows[table]:
            if not row:
                number += 1
                yield Found(number, problem=_("A row of {table} cannot be read", table=f"ea_{table}"))
                continue
            try:
                thing = maker(row)
            except ValueError as wrong:
                number += 1
                yield Found(number, problem=f"ea_{table} {row.get('id')}: {wrong}"[:300])
                continue
            if thing is not None:
                number += 1
                yield Found(number, thing, key=_key(row) if isinstance(thing, Visit) else "")


def _key(row: Row) -> str:
    return f"easyappointments:{row.get('hash') or ''}:{row.get('id')}"


def _service(row: Row) -> Service:
    if not row.get("name"):
        raise ValueError(_("It has no name"))
    return Service(_said(row, "name"), checked(_whole(row, "duration")), _said(row, "price"), _said(row, "description")[:2000])


def _user(row: Row, known: Known) -> Provider | Person | None:
    id = row.get("id") or ""
    role = known.roles.get(id, "")
    if role == "provider":
        names = tuple(_said(known.services[one], "name") for one in known.given.get(id, ())[:MOST_GIVEN] if one in known.services)
        return Provider(_full_name(row), _said(row, "timezone"), _week(known.plans.get(id, "")), names)
    return _person(row) if role == "customer" else None


def _person(row: Row) -> Person:
    phone = _said(row, "mobile_number") or _said(row, "phone_number")
    name = _full_name(row) or _said(row, "email") or phone
    if not name:
        raise ValueError(_("There is neither a name nor an address nor a number"))
    return Person(name, _said(row, "email"), phone, _said(row, "notes")[:2000])


def _appointment(row: Row, known: Known, reading: Reading) -> Visit | None:
    if row.get("is_unavailability") == "1" or row.get("is_unavailable") == "1":
        return None
    provider, customer = known.users.get(_said(row, "id_users_provider")), known.users.get(_said(row, "id_users_customer"))
    service = known.services.get(row.get("id_services") or "")
    if provider is None or customer is None or service is None:
        raise ValueError(_("Its customer, provider or service is not in the dump"))
    zone = _said(provider, "timezone") or reading.timezone
    starts, ends = (at_wall(_naive(row, name), zone) for name in ("start_datetime", "end_datetime"))
    gone = _said(row, "status").casefold().startswith(GONE)
    over = _("It was cancelled there") if gone else ""
    notes = _said(row, "notes")[:2000]
    return Visit(_person(customer), _said(service, "name"), _full_name(provider), starts, between(starts, ends), notes, over)


def _naive(row: Row, name: str) -> datetime:
    said = _said(row, name)
    try:
        return datetime.strptime(said[:16], "%Y-%m-%d %H:%M")  # noqa: DTZ007  (a wall clock's; whose is known by the provider)
    except ValueError:
        raise ValueError(_("“{said}” is no date and time", said=said[:40])) from None


def _said(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()


def _whole(row: Row, name: str) -> int:
    said = _said(row, name)
    if not (said.isascii() and said.isdigit() and len(said) < 6):
        raise ValueError(_("“{said}” is no length of time", said=said[:40]))
    return int(said)


def _full_name(row: Row) -> str:
    return " ".join(part for part in (_said(row, "first_name"), _said(row, "last_name")) if part)


def _week(plan: str) -> tuple[tuple[int, int, int], ...]:
    """The working plan without its breaks; what cannot be read of it is no work."""
    try:
        told: Any = json.loads(plan) if plan else {}
    except (ValueError, RecursionError):
        return ()
    days = cast("dict[str, Any]", told) if isinstance(told, dict) else {}
    return tuple(span for weekday, name in enumerate(WEEK) for span in _spans(weekday, days.get(name)))


def _spans(weekday: int, day: Any) -> Iterator[tuple[int, int, int]]:
    if not isinstance(day, dict):
        return
    hours = cast("dict[str, Any]", day)
    begin, end = minute(hours.get("start")), minute(hours.get("end"))
    if begin is None or end is None:
        return
    told = cast("list[Any]", hours.get("breaks")) if isinstance(hours.get("breaks"), list) else []
    plain = [cast("dict[str, Any]", one) for one in told[:10] if isinstance(one, dict)]
    read = [(minute(one.get("start")), minute(one.get("end"))) for one in plain]
    for low, high in sorted((low, high) for low, high in read if low is not None and high is not None):
        if begin < low < end:
            yield weekday, begin, low
        begin = max(begin, high)
    if begin < end:
        yield weekday, begin, end


def minute(said: Any) -> int | None:
    """ "09:30" as minutes after midnight."""
    parts = said.split(":")[:2] if isinstance(said, str) else []
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return None
    found = int(parts[0]) * 60 + int(parts[1])
    return found if found <= 1440 else None
