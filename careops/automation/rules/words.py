"""The owner's own words in a rule, with {variables}: filled as plain text, never run, never markup."""

from careops.activity.schemas import EventRow
from careops.automation.rules.bookings import manage_link, when_short
from careops.automation.schemas.defining import Definition, Write
from careops.automation.schemas.rules import Told, Written
from careops.business.schemas import BusinessRow
from careops.contacts.rules import first_name
from careops.contacts.schemas import ContactRow
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.inbox.rules.noting import filled, unknown_variables
from careops.ui.public.mail import Mail, Paragraph

ALWAYS = ("name", "first_name", "business", "phone", "booking_link")
OF_BOOKING = ("service", "provider", "when", "manage_link")
VARIABLES = (*ALWAYS, *OF_BOOKING)


def own(action: Write, told: Told, title: str) -> Written:
    """The owner's words as mail and as text message."""
    here, locale = told.business, told.locale
    values = values_of(told.event, told.contact, here) | _of_booking(told)
    text = filled(action.text, values)
    subject = filled(action.subject, values) or _("A message from {business}", locale, business=here.name)
    why = _("You get this because you are a client of {business}.", locale, business=here.name)
    blocks = [Paragraph(part.strip()) for part in text.split("\n\n") if part.strip()]
    return Written(Mail(brand(here), subject, text[:100], title, list(blocks), why, locale=locale), text, sms=text)


def said(text: str, event: EventRow, contact: ContactRow | None, here: BusinessRow) -> str:
    """Words for the team, about whom or what it is."""
    return filled(text, values_of(event, contact, here))


def values_of(event: EventRow, contact: ContactRow | None, here: BusinessRow) -> dict[str, str]:
    """What can always be said."""
    name = contact.name if contact else str(event.data.get("name") or event.data.get("contact_name") or "")
    return {
        "name": name,
        "first_name": first_name(name),
        "business": here.name,
        "phone": here.phone,
        "booking_link": here.booking_url,
    } | {word: str(event.data.get(key) or "") for word, key in (("service", "type_name"), ("provider", "provider_name"))}


def _of_booking(told: Told) -> dict[str, str]:
    if not told.fact("starts_at") or not told.fact("link_salt"):
        return {"when": "", "manage_link": ""}
    return {"when": when_short(told), "manage_link": manage_link(told)}


def problem(definition: Definition) -> tuple[int, str] | None:
    """The first action whose words want something nobody fills, and what to say about it."""
    for at, action in enumerate(definition.actions):
        words = f"{getattr(action, 'subject', '')} {getattr(action, 'text', '')}"
        if unknown := unknown_variables(words, VARIABLES):
            known = ", ".join(f"{{{name}}}" for name in VARIABLES)
            return at, _("Nothing fills {variable}. You can use {known}", variable=f"{{{unknown[0]}}}", known=known)
    return None
