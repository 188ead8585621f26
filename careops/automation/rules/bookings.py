"""What a customer is told about their booking: everything in the message, one button, the calendar file."""

from collections.abc import Sequence
from datetime import datetime

from careops.automation.schemas.rules import Told, Written
from careops.booking.rules.calendars import entry_uid
from careops.booking.rules.links import manage_url, private_part
from careops.contacts.rules import first_name
from careops.core.clock import local
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.core.when import clock_text, long_date, moment_text, zone_text
from careops.inbox.rules.letters import brand
from careops.integrations.ics.gateway import MIME, Appointment, Standing, write
from careops.integrations.ports import Attachment
from careops.ui.public.mail import Button, Details, Mail, Paragraph, Strong, Words

Block = Paragraph | Details | Button


def confirmed(told: Told) -> Written:
    """It is booked; or, when the business approves each, the request has arrived."""
    if told.fact("status") == "pending":
        return _requested(told)
    subject = _("Booked: {when} with {provider}", told.locale, when=when_short(told), provider=told.fact("provider_name"))
    title = _("You’re booked, {name}", told.locale, name=first_name(told.contact.name))
    lead = _("The calendar file is attached.", told.locale)
    return _written(told, subject, title, [*_waited(told), details(told), manage(told), Paragraph(lead)], file="CONFIRMED")


def _requested(told: Told) -> Written:
    subject = _("Request received: {when} with {provider}", told.locale, when=when_short(told), provider=told.fact("provider_name"))
    title = _("We have your request, {name}", told.locale, name=first_name(told.contact.name))
    lead = _("{business} confirms each booking. You hear from us as soon as it is decided.", told.locale, business=told.business.name)
    return _written(told, subject, title, [*_waited(told), Paragraph(lead), details(told), manage(told)])


def rescheduled(told: Told) -> Written:
    """The new time first, the old one beside it."""
    subject = _("New time: {when} with {provider}", told.locale, when=when_short(told), provider=told.fact("provider_name"))
    title = _("Your booking has moved, {name}", told.locale, name=first_name(told.contact.name))
    lead = _("It was {when} before.", told.locale, when=_when(told, told.fact("old_starts_at"), told.fact("old_ends_at")))
    waits = _("{business} still has to confirm it.", told.locale, business=told.business.name)
    blocks: list[Block] = [*_waited(told), details(told), Paragraph(lead, quiet=True), manage(told)]
    if told.fact("status") == "pending":
        return _written(told, subject, title, [Paragraph(waits), *blocks])
    return _written(told, subject, title, blocks, file="CONFIRMED")


def cancelled(told: Told) -> Written:
    """It will not take place; who said so, why, and the way to another time."""
    locale, here = told.locale, told.business
    when = when_short(told)
    if told.event.data.get("declined"):
        subject = _("Not possible: {when}", locale, when=when)
        title = _("We could not confirm your request, {name}", locale, name=first_name(told.contact.name))
    else:
        subject = _("Cancelled: {when}", locale, when=when)
        title = _("Your booking is cancelled", locale)
    said = {
        "customer": _("You cancelled it; nothing else is needed.", locale),
        "staff": _("{business} had to cancel it.", locale, business=here.name),
    }.get("declined" if told.event.data.get("declined") else told.fact("by"), "")
    reason = told.fact("reason") if told.fact("by") != "customer" else ""
    blocks: list[Block] = [Paragraph(words) for words in (said, reason) if words]
    blocks.append(details(told, policy=False))
    blocks.append(Button(_("Find another time", locale), here.booking_url))
    return _written(told, subject, title, blocks, file="CANCELLED")


# ── parts ────────────────────────────────────────────────


def _waited(told: Told) -> list[Block]:
    """Why they hear of it: a time they had waited for was free, and nobody asked them first."""
    if not told.event.data.get("waitlisted"):
        return []
    said = _(
        "You were on our waitlist and this time became free, so we took it for you. If it does not suit you any more, let us know.",
        told.locale,
    )
    return [Paragraph(said)]


def _written(
    told: Told,
    subject: str,
    title: str,
    blocks: Sequence[Block],
    *,
    file: Standing | None = None,
) -> Written:
    here, locale = told.business, told.locale
    line = f"{told.fact('type_name')}: {_when(told, told.fact('starts_at'), told.fact('ends_at'))}"
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
    files = (_calendar(told, file),) if file else ()
    return Written(mail, line, files)


def details(told: Told, *, policy: bool = True) -> Details:
    """When, what, with whom, where, how much, until when it may be changed."""
    locale, price = told.locale, int(told.event.data.get("price") or 0)
    place = told.fact("location") or (told.business.address if told.fact("location_kind") == "place" else "")
    lines: list[tuple[str, Words]] = [
        (_("When", locale), [Strong(_when(told, told.fact("starts_at"), told.fact("ends_at"))), f"\n{_zones(told)}"]),
        (_("What", locale), told.fact("type_name")),
        (_("With", locale), told.fact("provider_name")),
    ]
    if place:
        lines.append((_("Where", locale), place))
    if price:
        lines.append((_("Price", locale), format_money(price, told.fact("currency"), locale)))
    if policy and (rule := _policy(told)):
        lines.append((_("Change", locale), rule))
    return Details(lines)


def _policy(told: Told) -> str:
    until = _moment(told, "cancel_until")
    if until is None or until <= told.now:
        return told.fact("policy")
    when = moment_text(told.now, until, told.fact("timezone"), told.locale, told.business.hour_cycle)
    free = _("You can cancel until {when}.", told.locale, when=when)
    return " ".join(part for part in (free, told.fact("policy")) if part)


def manage(told: Told) -> Button:
    """The way to the booking's own page."""
    return Button(_("View or change booking", told.locale), manage_link(told))


def manage_link(told: Told) -> str:
    """The booking's private address."""
    return manage_url(private_part(told.event.subject, told.fact("link_salt")))


def _calendar(told: Told, standing: Standing) -> Attachment:
    """The booking as it stood when this happened, even if the message is written later; an invitation where both have an address."""
    here, locale, link = told.business, told.locale, manage_link(told)
    entry = Appointment(
        uid=entry_uid(told.event.subject),
        sequence=int(told.event.data.get("sequence") or 0),
        revised_at=told.event.occurred_at,
        starts_at=datetime.fromisoformat(told.fact("starts_at")),
        ends_at=datetime.fromisoformat(told.fact("ends_at")),
        title=_("{service} · {business}", locale, service=told.fact("type_name"), business=here.name),
        details=_("With {provider}. Move or cancel: {link}", locale, provider=told.fact("provider_name"), link=link),
        location=told.fact("location") or (here.address if told.fact("location_kind") == "place" else ""),
        url=link,
        organizer=(here.name, here.email),
        standing=standing,
        attendee=(told.contact.name, told.contact.email),
    )
    return Attachment("booking.ics", MIME, write(entry, entry.method))


# ── times ────────────────────────────────────────────────


def _moment(told: Told, name: str) -> datetime | None:
    return datetime.fromisoformat(told.fact(name)) if told.fact(name) else None


def _when(told: Told, starts: str, ends: str) -> str:
    """The whole time in words: "Wednesday, November 18, 2026, 14:00–15:15"."""
    begin, end = (local(datetime.fromisoformat(moment), told.fact("timezone")) for moment in (starts, ends))
    cycle = told.business.hour_cycle
    return _(
        "{day}, {begin}–{end}",
        told.locale,
        day=long_date(begin.date(), told.locale, year=True),
        begin=clock_text(begin, told.locale, cycle),
        end=clock_text(end, told.locale, cycle),
    )


def when_short(told: Told) -> str:
    """Day and time, in a few words: "Wednesday 18 November 14:00"."""
    begin = datetime.fromisoformat(told.fact("starts_at"))
    zone = told.fact("timezone")
    here = local(begin, zone)
    return _(
        "{day} {time}", told.locale, day=long_date(here.date(), told.locale), time=clock_text(here, told.locale, told.business.hour_cycle)
    )


def _zones(told: Told) -> str:
    """Whose clock that is; and what the business's own shows, when it shows something else."""
    theirs, ours = told.fact("timezone"), told.business.timezone
    begin = datetime.fromisoformat(told.fact("starts_at"))
    said = _("{place} time", told.locale, place=zone_text(theirs, told.locale))
    if local(begin, theirs).utcoffset() == local(begin, ours).utcoffset():
        return said
    here = clock_text(local(begin, ours), told.locale, told.business.hour_cycle)
    return _("{said}; {time} in {place}", told.locale, said=said, time=here, place=zone_text(ours, told.locale))
