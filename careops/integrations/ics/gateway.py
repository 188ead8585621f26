"""Writes one appointment as iCalendar text (RFC 5545), the same bytes each time it is asked for the same revision."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from icalendar import Calendar, Event, vCalAddress, vText

MIME = "text/calendar; charset=utf-8"

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Standing = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One revision of one calendar entry: `uid` stays for life, `sequence` rises with each change, `revised_at` is that change."""

    uid: str
    sequence: int
    revised_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    details: str = ""
    location: str = ""
    url: str = ""
    organizer: tuple[str, str] = ("", "")
    standing: Standing = "CONFIRMED"


def write(appointment: Appointment, method: Method = "PUBLISH") -> bytes:
    """The .ics file. Times are written in UTC, which every client understands; a naive time is refused."""
    if any(moment.utcoffset() is None for moment in (appointment.starts_at, appointment.ends_at, appointment.revised_at)):
        raise ValueError("a calendar file needs times with an offset")
    calendar = Calendar()
    calendar.add("prodid", "-//CareOps//Booking//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_event(appointment))
    return calendar.to_ical()


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    for name, moment in (
        ("dtstamp", appointment.revised_at),
        ("last-modified", appointment.revised_at),
        ("dtstart", appointment.starts_at),
        ("dtend", appointment.ends_at),
    ):
        event.add(name, moment.astimezone(UTC))
    event.add("summary", appointment.title)
    event.add("status", appointment.standing)
    for name, text in (("description", appointment.details), ("location", appointment.location), ("url", appointment.url)):
        if text:
            event.add(name, text)
    if appointment.organizer[1]:
        event["organizer"] = _address(*appointment.organizer)
    return event


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["cn"] = vText(name)
    return address


def google_link(appointment: Appointment) -> str:
    """The address that offers the appointment to Google Calendar."""
    span = "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (appointment.starts_at, appointment.ends_at))
    query = {
        "action": "TEMPLATE",
        "text": appointment.title,
        "dates": span,
        "details": appointment.details,
        "location": appointment.location,
    }
    return "https://calendar.google.com/calendar/render?" + urlencode(query)


def outlook_link(appointment: Appointment) -> str:
    """The address that offers the appointment to Outlook on the web."""
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": appointment.title,
        "startdt": appointment.starts_at.astimezone(UTC).isoformat(),
        "enddt": appointment.ends_at.astimezone(UTC).isoformat(),
        "body": appointment.details,
        "location": appointment.location,
    }
    return "https://outlook.live.com/calendar/0/deeplink/compose?" + urlencode(query)
