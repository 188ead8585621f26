"""What a customer is told about visits that repeat: one message with all the dates, each leading to its own page."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from careops.automation.schemas.rules import Told, Written
from careops.booking.rules.links import manage_url, private_part
from careops.contacts.rules import first_name
from careops.core.clock import local
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.core.when import clock_text, long_date, zone_text
from careops.inbox.rules.letters import brand
from careops.integrations.ics.gateway import MIME, Appointment, Standing, write_all
from careops.integrations.ports import Attachment
from careops.ui.public.mail import Button, Details, Link, Mail, Paragraph, Strong, Words

Block = Paragraph | Details | Button


class Visit(NamedTuple):
    """One visit as the fact tells of it."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    status: str
    salt: str
    sequence: int
    before: str


def visits(told: Told) -> list[Visit]:
    """The visits it happened to, in order of time."""
    return [
        Visit(UUID(id), datetime.fromisoformat(starts), datetime.fromisoformat(ends), status, salt, int(sequence), before)
        for id, starts, ends, status, salt, sequence, before in told.event.data.get("visits") or ()
    ]


def booked(told: Told) -> Written:
    """All of them are booked; or, when the business approves each, asked for."""
    here, count = told.business, len(visits(told))
    if told.fact("status") == "pending":
        subject = plural("Request received: {count} visit", "Request received: {count} visits", count, told.locale)
        title = _("We have your request, {name}", told.locale, name=first_name(told.contact.name))
        lead = _("{business} confirms each booking. You hear from us as soon as it is decided.", told.locale, business=here.name)
        return _written(told, subject, title, [Paragraph(lead), *_details(told)], file=False)
    subject = plural(
        "Booked: {count} visit with {provider}",
        "Booked: {count} visits with {provider}",
        count,
        told.locale,
        provider=told.fact("provider_name"),
    )
    title = _("You’re booked, {name}", told.locale, name=first_name(told.contact.name))
    lead = _("The calendar file with all dates is attached.", told.locale)
    return _written(told, subject, title, [*_details(told), Paragraph(lead)])


def moved(told: Told) -> Written:
    """Their new times, each with the one before."""
    count = len(visits(told))
    subject = plural("New time for {count} visit", "New times for {count} visits", count, told.locale)
    title = _("Your bookings have moved, {name}", told.locale, name=first_name(told.contact.name))
    return _written(told, subject, title, _details(told))


def called_off(told: Told) -> Written:
    """They will not take place; who said so, why, and the way to another time."""
    here, locale, count = told.business, told.locale, len(visits(told))
    subject = plural("Cancelled: {count} visit", "Cancelled: {count} visits", count, locale)
    by_them = told.fact("by") == "customer"
    said = (
        _("You cancelled them; nothing else is needed.", locale)
        if by_them
        else _("{business} had to cancel them.", locale, business=here.name)
    )
    reason = "" if by_them else told.fact("reason")
    blocks: list[Block] = [Paragraph(words) for words in (said, reason) if words]
    again = Button(_("Find another time", locale), here.booking_url)
    return _written(told, subject, _("Your bookings are cancelled", locale), [*blocks, *_details(told, living=False), again])


# ── parts ────────────────────────────────────────────────


def _written(told: Told, subject: str, title: str, blocks: Sequence[Block], *, file: bool = True) -> Written:
    here, locale = told.business, told.locale
    line = f"{told.fact('type_name')}: " + "; ".join(_when(told, visit.starts_at) for visit in visits(told))
    questions = Paragraph(_("Questions? Just answer this email.", locale), quiet=True)
    mail = Mail(
        brand=brand(here),
        subject=subject,
        preheader=_("{service} with {provider}", locale, service=told.fact("type_name"), provider=told.fact("provider_name")),
        title=title,
        blocks=[*blocks, questions] if here.email else list(blocks),
        why=_("You get this because you booked with {business}.", locale, business=here.name),
        locale=locale,
    )
    return Written(mail, line, (_calendar(told),) if file else ())


def _details(told: Told, *, living: bool = True) -> list[Block]:
    """Every date with the way to its page, then what they have in common."""
    locale, price = told.locale, int(told.event.data.get("price") or 0)
    place = told.fact("location") or (told.business.address if told.fact("location_kind") == "place" else "")
    common: list[tuple[str, Words]] = [
        (_("What", locale), told.fact("type_name")),
        (_("With", locale), told.fact("provider_name")),
        (_("Clock", locale), _("{place} time", locale, place=zone_text(told.fact("timezone"), locale))),
    ]
    if place:
        common.append((_("Where", locale), place))
    if price and living:
        common.append((_("Price in all", locale), format_money(price, told.fact("currency"), locale)))
    hours = int(told.event.data.get("cancel_hours") or 0)
    if living:
        free = plural(
            "Each can be cancelled until {count} hour before.", "Each can be cancelled until {count} hours before.", hours, locale
        )
        common.append((_("Change", locale), " ".join(part for part in (free, told.fact("policy")) if part)))
    dates = [(str(number), _date(told, visit, living)) for number, visit in enumerate(visits(told), start=1)]
    return [Details(dates), Details(common)]


def _date(told: Told, visit: Visit, living: bool) -> Words:
    words: list[str | Strong | Link] = [Strong(_when(told, visit.starts_at))]
    if visit.before:
        words.append("\n" + _("It was {when} before.", told.locale, when=_when(told, datetime.fromisoformat(visit.before))))
    if living:
        href = manage_url(private_part(visit.id, visit.salt))
        words += ["\n", Link(_("View or change booking", told.locale), href)]
    return words


def _when(told: Told, moment: datetime) -> str:
    here = local(moment, told.fact("timezone"))
    return _(
        "{day}, {time}",
        told.locale,
        day=long_date(here.date(), told.locale, year=here.year != told.now.year),
        time=clock_text(here, told.locale, told.business.hour_cycle),
    )


STANDING: dict[str, Standing] = {"pending": "TENTATIVE", "cancelled": "CANCELLED"}


def _calendar(told: Told) -> Attachment:
    """All visits as they stood when this happened."""
    here = told.business
    entries = [
        Appointment(
            uid=f"booking-{visit.id}@careops",
            sequence=visit.sequence,
            revised_at=told.event.occurred_at,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            title=_("{service} · {business}", told.locale, service=told.fact("type_name"), business=here.name),
            details=_("With {provider}", told.locale, provider=told.fact("provider_name")),
            location=told.fact("location") or here.address,
            organizer=(here.name, here.email),
            standing=STANDING.get(visit.status, "CONFIRMED"),
        )
        for visit in visits(told)
    ]
    return Attachment("bookings.ics", MIME, write_all(entries))
