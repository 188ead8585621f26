"""What somebody who waits is told: that they are in line, that a time is kept for them, or that one has become free for all."""

from datetime import datetime

from careops.activity.schemas import EventRow
from careops.automation.schemas.rules import Told, Written
from careops.contacts.rules import first_name
from careops.core.clock import local
from careops.core.crypto import link_token
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.core.when import clock_text, long_date, moment_text, zone_text
from careops.inbox.rules.letters import brand
from careops.ui.public.mail import Button, Details, Mail, Paragraph, Strong, Words


def over(event: EventRow, now: datetime) -> str:
    """An offer is told while it can be taken."""
    until = str(event.data.get("until") or "")
    return "The offer has ended" if until and datetime.fromisoformat(until) <= now else ""


def joined(told: Told) -> Written:
    """They are in line; what happens next, and the way out."""
    locale, service = told.locale, told.fact("type_name")
    subject = _("You’re on the waitlist: {service}", locale, service=service)
    title = _("You’re on the waitlist, {name}", locale, name=first_name(told.contact.name))
    lead = {
        "notify": _(
            "As soon as a time that suits you frees up we tell you and everybody else who waits for it. Whoever comes first has it.", locale
        ),
        "auto": _("As soon as a time that suits you frees up we book it for you and tell you.", locale),
        "staff": _("As soon as a time that suits you frees up we get in touch.", locale),
    }.get(told.fact("mode"), _("As soon as a time that suits you frees up we keep it for you and tell you.", locale))
    if told.event.data.get("moves"):
        lead = f"{lead} {_('Until then your booking stays as it is.', locale)}"
    return _written(told, subject, title, lead, Button(_("View your place in line", locale), _link(told)))


def offered(told: Told) -> Written:
    """A time is kept for them alone, until then."""
    locale = told.locale
    until = moment_text(told.now, datetime.fromisoformat(told.fact("until")), told.fact("timezone"), locale, told.business.hour_cycle)
    subject = _("A time is free for you: {when}", locale, when=_when(told))
    title = _("A time is free, {name}", locale, name=first_name(told.contact.name))
    lead = _("We keep it for you until {when}. After that it goes to the next in line.", locale, when=until)
    if told.event.data.get("moves"):
        lead = f"{lead} {_('If you take it your booking moves there.', locale)}"
    return _written(told, subject, title, lead, Button(_("Take it or leave it", locale), _link(told)))


def notified(told: Told) -> Written:
    """A time is free for whoever comes first."""
    locale = told.locale
    subject = _("Just freed up: {when}", locale, when=_when(told))
    title = _("A time has freed up, {name}", locale, name=first_name(told.contact.name))
    lead = _("We told everybody who waits for it. Whoever takes it first has it.", locale)
    return _written(told, subject, title, lead, Button(_("Take this time", locale), _link(told)))


# ── parts ────────────────────────────────────────────────


def _written(told: Told, subject: str, title: str, lead: str, button: Button) -> Written:
    here, locale = told.business, told.locale
    what = told.fact("type_name")
    mail = Mail(
        brand=brand(here),
        subject=subject,
        preheader=lead,
        title=title,
        blocks=[Paragraph(lead), _details(told), button],
        why=_("You get this because you are on the waitlist of {business}.", locale, business=here.name),
        locale=locale,
    )
    line = _("{service}: {when}", locale, service=what, when=_when(told)) if told.fact("starts_at") else f"{subject}"
    return Written(mail, line)


def _details(told: Told) -> Details:
    """When, what, with whom, for how many."""
    locale = told.locale
    lines: list[tuple[str, Words]] = []
    if told.fact("starts_at"):
        zone = _("{place} time", locale, place=zone_text(told.fact("timezone"), locale))
        lines.append((_("When", locale), [Strong(_when(told)), f"\n{zone}"]))
    lines.append((_("What", locale), told.fact("type_name")))
    if told.fact("provider_name"):
        lines.append((_("With", locale), told.fact("provider_name")))
    if int(told.event.data.get("party") or 1) > 1:
        lines.append((_("Seats", locale), str(told.event.data["party"])))
    return Details(lines)


def _when(told: Told) -> str:
    """ "Wednesday 18 November 14:00"."""
    here = local(datetime.fromisoformat(told.fact("starts_at")), told.fact("timezone"))
    time = clock_text(here, told.locale, told.business.hour_cycle)
    return _("{day} {time}", told.locale, day=long_date(here.date(), told.locale), time=time)


def _link(told: Told) -> str:
    return f"{settings.base_url}/waitlist/{link_token('waitlist', told.event.subject, told.fact('link_salt'))}"
