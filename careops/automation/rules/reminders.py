"""What a customer hears before a visit and after it: short, with everything they need, one button."""

from datetime import datetime

from careops.automation.rules.bookings import Block, details, manage, manage_link, when_short
from careops.automation.schemas.rules import Told, Written
from careops.contacts.rules import first_name
from careops.core.i18n import text as _
from careops.core.when import moment_text
from careops.inbox.rules.letters import brand
from careops.ui.public.mail import Button, Mail, Paragraph


def reminder(told: Told) -> Written:
    """When, where, with whom; and that it can still be changed."""
    locale = told.locale
    name, provider = first_name(told.contact.name), told.fact("provider_name")
    when = _moment(told)
    subject = _("Reminder: {when} with {provider}", locale, when=when_short(told), provider=provider)
    title = _("See you soon, {name}", locale, name=name)
    lead = _("This is a reminder of your booking with {business}.", locale, business=told.business.name)
    short = _(
        "{business}: {service} with {provider}, {when}. Change or cancel: {link}",
        locale,
        business=told.business.name,
        service=told.fact("type_name"),
        provider=provider,
        when=when,
        link=manage_link(told),
    )
    line = _("{service}: {when}", locale, service=told.fact("type_name"), when=when)
    return _written(told, subject, title, [Paragraph(lead), details(told), manage(told)], line, short)


def follow_up(told: Told) -> Written:
    """Thanks, and the way back; nothing is asked."""
    locale, here = told.locale, told.business
    subject = _("Thank you for your visit, {name}", locale, name=first_name(told.contact.name))
    lead = _(
        "We hope you are happy with {service}. If anything was not as it should be, just answer.", locale, service=told.fact("type_name")
    )
    short = _("{business}: thank you for your visit. Book again: {link}", locale, business=here.name, link=here.booking_url)
    blocks: list[Block] = [Paragraph(lead), Button(_("Book again", locale), here.booking_url)]
    return _written(told, subject, subject, blocks, lead, short)


def missed(told: Told) -> Written:
    """Without reproach: another time can be found."""
    locale, here = told.locale, told.business
    subject = _("We missed you, {name}", locale, name=first_name(told.contact.name))
    lead = _("You had a booking on {when} and could not make it. Shall we find another time?", locale, when=when_short(told))
    short = _("{business}: we missed you. Find another time: {link}", locale, business=here.name, link=here.booking_url)
    blocks: list[Block] = [Paragraph(lead), Button(_("Find another time", locale), here.booking_url)]
    return _written(told, subject, subject, blocks, lead, short)


def _moment(told: Told) -> str:
    """ "Tomorrow 14:30", on the clock the booking was made on."""
    starts = datetime.fromisoformat(told.fact("starts_at"))
    return moment_text(told.now, starts, told.fact("timezone"), told.locale, told.business.hour_cycle)


def _written(told: Told, subject: str, title: str, blocks: list[Block], line: str, short: str) -> Written:
    here, locale = told.business, told.locale
    why = _("You get this because you booked with {business}.", locale, business=here.name)
    return Written(Mail(brand(here), subject, line, title, blocks, why, locale=locale), line, sms=short)
