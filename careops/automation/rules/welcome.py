"""The first words somebody gets."""

from careops.automation.schemas.rules import Told, Written
from careops.contacts.rules import first_name
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.ui.public.mail import Button, Mail, Paragraph


def welcome(told: Told) -> Written:
    """A short hello with the way to book; to somebody who wrote, that their words have arrived."""
    here, locale, name = told.business, told.locale, first_name(told.contact.name)
    if told.fact("origin") == "contact_form":
        subject = _("We have your message, {name}", locale, name=name)
        body = _("Thank you for writing to {business}. A person reads it and answers here.", locale, business=here.name)
        why = _("You get this because you wrote to {business}.", locale, business=here.name)
    else:
        subject = _("Welcome to {business}, {name}", locale, business=here.name, name=name)
        body = _("We are glad to have you. Whenever you need us, just answer this email.", locale)
        why = _("You get this because {business} added you as a contact.", locale, business=here.name)
    book = [Button(_("Book a time", locale), here.booking_url)] if here.status == "active" else []
    return Written(Mail(brand(here), subject, body, subject, [Paragraph(body), *book], why, locale=locale), line=body)
