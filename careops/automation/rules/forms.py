"""What somebody is told who is asked to fill in a form: what it is, until when, and the private link to it."""

from datetime import datetime

from careops.activity.schemas import EventRow
from careops.automation.schemas.rules import Told, Written
from careops.contacts.rules import first_name
from careops.core.crypto import link_token
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.core.when import moment_text
from careops.inbox.rules.letters import brand
from careops.ui.public.mail import Button, Mail, Paragraph


def late(event: EventRow, now: datetime) -> str:
    """Nobody is asked for what has been due for days."""
    due = str(event.data.get("due_at") or "")
    return "The form was due long ago" if due and (now - datetime.fromisoformat(due)).days >= 30 else ""


def requested(told: Told) -> Written:
    """Please fill this in; on any device, and not all at once."""
    form = told.fact("name")
    subject = _("Please fill in: {form}", told.locale, form=form)
    title = _("A form for you, {name}", told.locale, name=first_name(told.contact.name))
    lead = _("{business} asks you to fill in “{form}”.", told.locale, business=told.business.name, form=form)
    sms = _("{business}: please fill in “{form}”: {link}", told.locale, business=told.business.name, form=form, link=link(told))
    return _written(told, subject, title, lead, sms)


def reminded(told: Told) -> Written:
    """It is still awaited."""
    form = told.fact("name")
    subject = _("Still to fill in: {form}", told.locale, form=form)
    title = _("One form is still open, {name}", told.locale, name=first_name(told.contact.name))
    lead = _("“{form}” is not filled in yet. What you have answered so far is kept.", told.locale, form=form)
    sms = _("{business}: “{form}” is still to fill in: {link}", told.locale, business=told.business.name, form=form, link=link(told))
    return _written(told, subject, title, lead, sms)


def link(told: Told) -> str:
    """The private link to the copy, as it was good when the fact happened."""
    return f"{settings.base_url}/form/{link_token('form', told.event.subject, told.fact('link_salt'))}"


def _written(told: Told, subject: str, title: str, lead: str, sms: str) -> Written:
    here, locale = told.business, told.locale
    until = _("Please do it by {when}.", locale, when=_due(told)) if told.fact("due_at") else ""
    mail = Mail(
        brand=brand(here),
        subject=subject,
        preheader=lead,
        title=title,
        blocks=[
            Paragraph(" ".join(part for part in (lead, until) if part)),
            Button(_("Fill in the form", locale), link(told)),
            Paragraph(_("Answers save as you go. You can go on later, on any device, from the same link.", locale), quiet=True),
        ],
        why=_("You get this because {business} needs this form from you.", locale, business=here.name),
        locale=locale,
    )
    return Written(mail, lead, sms=sms)


def _due(told: Told) -> str:
    due = datetime.fromisoformat(told.fact("due_at"))
    return moment_text(told.now, due, told.business.timezone, told.locale, told.business.hour_cycle)
