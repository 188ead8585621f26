"""What may be asked, of whatever an event is about. A list."""

from careops.automation.rules.catalogue.terms import Kind, Known, Options
from careops.core.i18n import text as _
from careops.core.when import weekday_name

STATUSES = (
    ("pending", _("to confirm")),
    ("confirmed", _("confirmed")),
    ("completed", _("completed")),
    ("no_show", _("no-show")),
    ("cancelled", _("cancelled")),
)
SOURCES = (("public", _("the booking page")), ("staff", _("the team")), ("api", _("the API")))
LANGUAGES = (("en", "English"), ("es", "Español"), ("de", "Deutsch"), ("fr", "Français"), ("hi", "हिन्दी"))
ORIGINS = (
    ("contact_form", _("the contact page")),
    ("booking", _("a booking")),
    ("staff", _("the team")),
    ("api", _("the API")),
    ("import", _("a list")),
)
CHANNELS = (("email", _("email")), ("sms", _("text message")), ("form", _("the contact page")))
WEEKDAYS = tuple((str(day), weekday_name(day)) for day in range(7))


PERSON = (
    Known("contact.email", _("they have an email address"), Kind.yes_no, live=True, denied=_("they have no email address")),
    Known("contact.phone", _("they have a phone number"), Kind.yes_no, live=True, denied=_("they have no phone number")),
    Known("contact.language", _("their language"), Kind.choice, live=True, choices=LANGUAGES),
    Known("contact.source", _("where they came from"), Kind.choice, live=True, choices=ORIGINS),
    Known("contact.visits", _("their visits so far"), Kind.number, live=True),
    Known("contact.upcoming", _("they have a booking ahead"), Kind.yes_no, live=True, denied=_("they have no booking ahead")),
)
TALK = (
    Known("conversation.wrote_since", _("they wrote since"), Kind.yes_no, live=True, denied=_("they have not written since")),
    Known("conversation.answered_since", _("the team answered since"), Kind.yes_no, live=True, denied=_("the team has not answered since")),
    Known("conversation.open", _("their conversation is open"), Kind.yes_no, live=True, denied=_("their conversation is not open")),
    Known(
        "conversation.assigned", _("their conversation is somebody’s"), Kind.yes_no, live=True, denied=_("their conversation is nobody’s")
    ),
    Known("conversation.paused", _("a person has taken over"), Kind.yes_no, live=True, denied=_("no person has taken over")),
    Known("conversation.label", _("their conversation’s label"), Kind.several, live=True, options=Options.labels),
)
BOOKING = (
    Known("booking.service", _("the service"), Kind.choice, options=Options.services),
    Known("booking.provider", _("the provider"), Kind.choice, live=True, options=Options.providers),
    Known("booking.status", _("the booking’s state"), Kind.choice, live=True, choices=STATUSES),
    Known("booking.price", _("the price"), Kind.number),
    Known("booking.minutes", _("the length"), Kind.number, unit=_("min")),
    Known("booking.hours_ahead", _("the time until it begins"), Kind.number, unit=_("h")),
    Known("booking.weekday", _("the weekday"), Kind.choice, choices=WEEKDAYS),
    Known("booking.source", _("where it was booked"), Kind.choice, choices=SOURCES),
    Known("booking.series", _("it is one of several visits"), Kind.yes_no, denied=_("it is a single visit")),
)
CANCELLED = (
    Known("booking.by", _("who cancelled"), Kind.choice, choices=(("customer", _("the client")), ("staff", _("the team")))),
    Known("booking.declined", _("it was a request that was declined"), Kind.yes_no, denied=_("it was not a request that was declined")),
)
MESSAGE = (
    Known("message.channel", _("the channel"), Kind.choice, choices=CHANNELS),
    Known("message.text", _("the message"), Kind.text),
)
WISH = (
    Known("wish.service", _("the service"), Kind.choice, options=Options.services),
    Known("wish.party", _("the seats"), Kind.number),
)
FORM = (Known("form.template", _("the form"), Kind.choice, options=Options.forms),)
ITEM = (
    Known("item.name", _("the item"), Kind.text),
    Known("item.quantity", _("how many are left"), Kind.number),
    Known("item.state", _("how short it is"), Kind.choice, choices=(("low", _("low")), ("critical", _("critical")))),
)
DELIVERY = (
    Known(
        "delivery.state",
        _("what became of it"),
        Kind.choice,
        choices=(("failed", _("refused")), ("dead", _("given up")), ("unknown", _("unknown"))),
    ),
    Known("delivery.reason", _("the reason"), Kind.text),
)
