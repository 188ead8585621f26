"""Writes one appointment as iCalendar text (RFC 5545), the same bytes each time it is asked for the same revision.

With an organizer and an attendee it is an invitation (RFC 5546): REQUEST makes or moves the entry in the customer's
calendar, CANCEL takes it out again, by the same uid and a higher sequence. Without them it can only be published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

from careops.integrations.ics import lines

MIME = "text/calendar; charset=utf-8"

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Standing = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One revision of one calendar entry: `uid` stays for life, `sequence` rises with each change, `revised_at` is that change.

    `services` are ready lines, one for each service of the visit, in order; they stand above the details. `organizer` and
    `attendee` are (name, address).
    """

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
    attendee: tuple[str, str] = ("", "")
    services: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What is done in this visit, one service a line, then everything else."""
        return "\n\n".join(part for part in ("\n".join(self.services), self.details) if part)

    @property
    def method(self) -> Method:
        """The strongest that fits: CANCEL once cancelled, REQUEST when both sides have an address, else PUBLISH."""
        if self.standing == "CANCELLED":
            return "CANCEL"
        return "REQUEST" if self.organizer[1] and self.attendee[1] else "PUBLISH"


def write(appointment: Appointment, method: Method = "PUBLISH") -> bytes:
    """The .ics file. Times are written in UTC, which every client understands; a naive time is refused.

    An invitation that names nobody is refused: mail programs would not show it. A CANCEL always says CANCELLED.
    """
    if method == "REQUEST" and not (appointment.organizer[1] and appointment.attendee[1]):
        raise ValueError("an invitation needs an organizer and an attendee")
    return lines.file(_calendar([appointment], method))


def write_all(appointments: Sequence[Appointment]) -> bytes:
    """Several entries in one file, each as it stands; only publishing may tell of more than one (RFC 5546, 3.2.1)."""
    return lines.file(_calendar(appointments, "PUBLISH"))


def _calendar(appointments: Sequence[Appointment], method: Method) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//CareOps//Booking//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"METHOD:{method}"
    for appointment in appointments:
        yield from _event(appointment, "CANCELLED" if method == "CANCEL" else appointment.standing, method)
    yield "END:VCALENDAR"


def _event(appointment: Appointment, standing: Standing, method: Method) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield lines.plain("UID", appointment.uid)
    yield f"SEQUENCE:{appointment.sequence}"
    yield lines.moment("DTSTAMP", appointment.revised_at)
    yield lines.moment("LAST-MODIFIED", appointment.revised_at)
    yield lines.moment("DTSTART", appointment.starts_at)
    yield lines.moment("DTEND", appointment.ends_at)
    yield lines.text("SUMMARY", appointment.title)
    yield f"STATUS:{standing}"
    if appointment.description:
        yield lines.text("DESCRIPTION", appointment.description)
    if appointment.location:
        yield lines.text("LOCATION", appointment.location)
    if appointment.url:
        yield lines.plain("URL", appointment.url)
    if appointment.organizer[1]:
        yield lines.person("ORGANIZER", appointment.organizer)
    if appointment.organizer[1] and appointment.attendee[1] and method != "PUBLISH":  # what is published names nobody (RFC 5546, 3.2.1)
        answer = {"partstat": "NEEDS-ACTION", "rsvp": "TRUE"} if method == "REQUEST" else {}
        yield lines.person("ATTENDEE", appointment.attendee, role="REQ-PARTICIPANT", **answer)
    yield "END:VEVENT"


def google_link(appointment: Appointment) -> str:
    """The address that offers the appointment to Google Calendar."""
    span = "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (appointment.starts_at, appointment.ends_at))
    query = {
        "action": "TEMPLATE",
        "text": appointment.title,
        "dates": span,
        "details": appointment.description,
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
        "body": appointment.description,
        "location": appointment.location,
    }
    return "https://outlook.live.com/calendar/0/deeplink/compose?" + urlencode(query)
