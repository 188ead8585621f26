"""How what happened with a person is told on their page: which words, under which topic, and who may read it."""

from collections.abc import Collection
from typing import Literal, NamedTuple, get_args

from careops.core.actor import Actor, Permission
from careops.core.i18n import text as _

Topic = Literal["", "bookings", "messages", "forms", "stock", "consents", "notes", "rules"]
TOPICS: tuple[Topic, ...] = get_args(Topic)[1:]
LABELS: dict[Topic, str] = {
    "": _("All"),
    "bookings": _("Bookings"),
    "messages": _("Messages"),
    "forms": _("Forms"),
    "stock": _("Stock used"),
    "consents": _("Consents"),
    "notes": _("Notes"),
    "rules": _("Automations"),
}
NEEDS: dict[Topic, Permission] = {
    "bookings": Permission.bookings_view,
    "messages": Permission.inbox,
    "forms": Permission.forms_view,
    "stock": Permission.inventory_view,
    "notes": Permission.inbox,
}
COPYING = (Permission.contacts_manage, *dict.fromkeys(NEEDS.values()))  # to take a copy of everything one may read everything
WAYS = {"email": _("Email"), "sms": _("Text")}
PURPOSES = {"service": _("bookings"), "marketing": _("offers"), "all": _("everything")}


class Told(NamedTuple):
    """One kind of fact: its topic, its icon, and its words; `{who}` is the member or the person."""

    topic: Topic
    icon: str
    words: str


# Anything not listed is not told to people.
TOLD: dict[str, Told] = {
    "contact.created": Told("", "user-plus", _("Became a contact")),
    "contact.changed": Told("", "pencil", _("{who} changed their details")),
    "contact.number_offered": Told("", "smartphone", _("Somebody wrote with this address and gave a number that nobody has proven")),
    "contact.archived": Told("", "archive", _("{who} archived the contact")),
    "contact.restored": Told("", "archive-restore", _("{who} brought the contact back")),
    "contact.merged": Told("", "users", _("{who} merged {merged_name} into this contact")),
    "contact.unmerged": Told("", "redo-2", _("{who} took {merged_name} out again")),
    "contact.exported": Told("", "file-text", _("{who} took a copy of everything")),
    "contact.opted_in": Told("consents", "check", _("May be written to: {way}, {purpose}")),
    "contact.opted_out": Told("consents", "ban", _("Is not to be written to: {way}, {purpose}")),
    "contact.opt_out_suspected": Told("consents", "circle-help", _("Wrote what sounds like “leave me be”")),
    "contact.opt_out_settled": Told("consents", "check", _("{who} dealt with what sounded like “leave me be”")),
    "contact.address_blocked": Told("consents", "ban", _("Nothing goes to their address any more: {way}")),
    "contact.address_unblocked": Told("consents", "check", _("{who} let their address be written to again: {way}")),
    "booking.created": Told("bookings", "calendar", _("Booked {service} with {provider}")),
    "booking.imported": Told("bookings", "file-text", _("{service} with {provider} was brought in from a file")),
    "booking.confirmed": Told("bookings", "calendar-check", _("{service} with {provider} was confirmed")),
    "booking.rescheduled": Told("bookings", "calendar-clock", _("Moved {service} with {provider}")),
    "booking.cancelled": Told("bookings", "calendar-x", _("Cancelled {service} with {provider}")),
    "booking.completed": Told("bookings", "check", _("Visited: {service} with {provider}")),
    "booking.no_show": Told("bookings", "ban", _("Did not come to {service} with {provider}")),
    "waitlist.wished": Told("bookings", "clock", _("Waits for {service}")),
    "waitlist.offered": Told("bookings", "clock", _("Was offered a time for {service}")),
    "waitlist.notified": Told("bookings", "clock", _("Was told of a free time for {service}")),
    "waitlist.accepted": Told("bookings", "check", _("Took the time offered for {service}")),
    "waitlist.declined": Told("bookings", "x", _("Did not want the time offered for {service}")),
    "waitlist.withdrawn": Told("bookings", "x", _("No longer waits for {service}")),
    "message.received": Told("messages", "message-square", _("Wrote to you")),
    "message.replied": Told("messages", "reply", _("{who} replied")),
    "conversation.closed": Told("messages", "check", _("{who} closed the conversation")),
    "conversation.reopened": Told("messages", "redo-2", _("{who} reopened the conversation")),
    "delivery.failed": Told("messages", "triangle-alert", _("A message did not arrive")),
    "form.requested": Told("forms", "clipboard-list", _("Was sent the form “{form}”")),
    "form.resent": Told("forms", "clipboard-list", _("Was sent the form “{form}” again")),
    "form.reminded": Told("forms", "bell", _("Was reminded of the form “{form}”")),
    "form.overdue": Told("forms", "triangle-alert", _("The form “{form}” is overdue")),
    "form.completed": Told("forms", "check", _("Filled in the form “{form}”")),
    "form.waived": Told("forms", "x", _("{who} waived the form “{form}”")),
    "form.kept": Told("forms", "pencil", _("Answers of the form “{form}” became their details")),
}
STOCK = {
    "use": _("Used: {quantity} {unit} {item}"),
    "sale": _("Bought: {quantity} {unit} {item}"),
    "return": _("Given back: {quantity} {unit} {item}"),
}
OTHER_STOCK = _("Moved: {quantity} {unit} {item}")


def open_to(actor: Actor) -> list[Topic]:
    """The topics somebody may read about people, in their order."""
    return [topic for topic in TOPICS if topic not in NEEDS or actor.can(NEEDS[topic])]


def kinds(topics: Collection[Topic]) -> list[str]:
    """The facts of those topics; with every topic those without one too."""
    return [kind for kind, told in TOLD.items() if told.topic in topics]
