"""Bookings in tables: the columns of each program's CSV export, and a row of them as a booking.

No real account was at hand to try any of these. Calendly's columns were read from headers that people published. Those of Acuity, Square
and Fresha are assumed: no published header was found to check them by. All are suggestions: the owner sees the mapping and changes it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from careops.contacts.rules.importing import plain_header
from careops.contacts.schemas import Target
from careops.core.i18n import text as _
from careops.core.sheets import Sheet
from careops.importers.rules.moments import between, read_day_and_time, read_minutes, read_moment
from careops.importers.schemas import Found, Person, Reading, Visit

TARGETS = (
    Target("starts", _("Begins"), "start time|start date & time|start|scheduled date|appt date|appointment date|date|date time", True),
    Target("time", _("Begins at (where the time has a column of its own)"), "time|appt time|appointment time"),
    Target("ends", _("Ends"), "end time|end date & time|end"),
    Target("length", _("Length"), "duration|duration mins|duration (min)|minutes|length"),
    Target("service", _("Service"), "service|type|event type name|appointment type|services|item", True),
    Target("provider", _("With"), "team member|staff|calendar|user name|staff member|provider|employee|with"),
    Target("name", _("Customer's name"), "client|customer|client name|customer name|invitee name|name|full name"),
    Target("first_name", _("First name"), "first name|invitee first name"),
    Target("last_name", _("Last name"), "last name|surname|invitee last name"),
    Target("email", _("Email"), "email|email address|client email|customer email|invitee email|e mail"),
    Target("phone", _("Phone"), "phone|phone number|mobile|mobile number|client phone|customer phone|text reminder number"),
    Target("status", _("Status, or whether it was cancelled"), "status|canceled|cancelled|appointment status"),
    Target("notes", _("Note"), "notes|note|appointment notes|comments"),
    Target("id", _("Number of the booking there"), "appointment id|event uuid|invitee uuid|ref #|ref|booking id|reference|id"),
)


@dataclass(frozen=True, slots=True)
class Export:
    """A program's table: by which columns it is known, and what its columns are."""

    origin: str
    title: str
    how: str
    known_by: tuple[str, ...]
    columns: dict[str, str]


ACUITY = Export(
    "acuity",
    _("Bookings from Acuity Scheduling"),
    _("Appointments → Reports → Export"),
    ("Start Time", "End Time", "Type", "Calendar"),
    {
        "starts": "Start Time",
        "ends": "End Time",
        "first_name": "First Name",
        "last_name": "Last Name",
        "phone": "Phone",
        "email": "Email",
        "service": "Type",
        "provider": "Calendar",
        "notes": "Notes",
        "id": "Appointment ID",
    },
)
CALENDLY = Export(
    "calendly",
    _("Bookings from Calendly"),
    "",
    ("Invitee Email", "Event Type Name", "Start Date & Time"),
    {
        "starts": "Start Date & Time",
        "ends": "End Date & Time",
        "name": "Invitee Name",
        "email": "Invitee Email",
        "phone": "Text Reminder Number",
        "service": "Event Type Name",
        "provider": "User Name",
        "status": "Canceled",
        "notes": "Meeting Notes",
        "id": "Invitee UUID",
    },
)
SQUARE = Export(
    "square",
    _("Bookings from Square Appointments"),
    "",
    ("Start Date", "Start Time", "Staff", "Service"),
    {
        "starts": "Start Date",
        "time": "Start Time",
        "length": "Duration",
        "name": "Customer Name",
        "email": "Customer Email",
        "phone": "Customer Phone",
        "service": "Service",
        "provider": "Staff",
        "status": "Status",
        "notes": "Notes",
        "id": "Appointment ID",
    },
)
FRESHA = Export(
    "fresha",
    _("Bookings from Fresha"),
    "",
    ("Ref #", "Client", "Service", "Team member"),
    {
        "starts": "Scheduled date",
        "time": "Time",
        "length": "Duration",
        "name": "Client",
        "service": "Service",
        "provider": "Team member",
        "status": "Status",
        "id": "Ref #",
    },
)
ANY = Export("csv", _("Bookings from another CSV file"), "", (), {})
EXPORTS = (ACUITY, CALENDLY, SQUARE, FRESHA, ANY)

GONE = ("cancel", "declin", "reject", "no show", "no_show", "no-show", "noshow", "delet", "true", "yes", "rescheduled")
OPEN = ("pending", "awaiting", "unconfirmed", "requested")


def recognised(columns: Sequence[str]) -> str:
    """Whose export has such columns; "" when nobody's we know."""
    here = {plain_header(column) for column in columns}
    return next((one.origin for one in EXPORTS if one.known_by and {plain_header(name) for name in one.known_by} <= here), "")


def own_mapping(export: Export, columns: Sequence[str]) -> dict[str, str]:
    """What the program calls its columns, so far as the file has them, whatever their case."""
    here = {plain_header(column): column for column in reversed(columns) if column}
    return {target: here[plain] for target, name in export.columns.items() if (plain := plain_header(name)) in here}


def rows(sheet: Sheet, reading: Reading, origin: str) -> Iterator[Found]:
    """Each row as a booking, or with what is wrong with it."""
    names = [name[:200] for name in sheet.columns]
    places = {target: names.index(column) for target, column in reading.mapping.items() if column in names}
    for number, cells in sheet.rows():
        said = {target: cells[place] for target, place in places.items() if place < len(cells) and cells[place]}
        try:
            visit = _visit(said, reading)
        except ValueError as wrong:
            yield Found(number, problem=str(wrong))
        else:
            yield Found(number, visit, key=f"{origin}:{_key(said, visit)}")


def _visit(said: dict[str, str], reading: Reading) -> Visit:
    if not said.get("starts"):
        raise ValueError(_("It does not say when it begins"))
    if not said.get("service"):
        raise ValueError(_("It does not say which service it is"))
    person = _person(said)
    if "time" in said:
        starts = read_day_and_time(said["starts"], said["time"], reading.timezone, month_first=reading.month_first)
    else:
        starts = read_moment(said["starts"], reading.timezone, month_first=reading.month_first)
    status = said.get("status", "").casefold()
    if status.startswith(OPEN):
        raise ValueError(_("It is not agreed yet there"))
    return Visit(
        person,
        said["service"],
        said.get("provider", ""),
        starts,
        _minutes(said, reading, starts),
        said.get("notes", "")[:2000],
        _("It was cancelled there") if status.startswith(GONE) else "",
    )


def _person(said: dict[str, str]) -> Person:
    name = said.get("name") or " ".join(part for part in (said.get("first_name"), said.get("last_name")) if part)
    email, phone = said.get("email", ""), said.get("phone", "")
    if not (name or email or phone):
        raise ValueError(_("It does not say for whom it is"))
    return Person(name or email or phone, email, phone)


def _minutes(said: dict[str, str], reading: Reading, starts: datetime) -> int:
    """What the file says; 0 where it says nothing, and the service's own length counts."""
    if said.get("length"):
        return read_minutes(said["length"])
    if not said.get("ends"):
        return 0
    try:
        ends = read_moment(said["ends"], reading.timezone, month_first=reading.month_first)
    except ValueError:
        ends = read_day_and_time(said["starts"], said["ends"], reading.timezone, month_first=reading.month_first)
    return between(starts, ends)


def _key(said: dict[str, str], visit: Visit) -> str:
    """Its number there; where there is none, who, what and when. One number may stand for several services of a visit."""
    whole = [said.get("id", ""), visit.service]
    if not said.get("id"):
        whole += [visit.starts.isoformat(), visit.person.email or visit.person.phone or visit.person.name, visit.provider]
    return hashlib.sha256("\x1f".join(whole).encode()).hexdigest()[:40]
