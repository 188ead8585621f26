"""What can set a rule off, and what may be asked about it: every trigger with its typed facts. Pure data."""

from dataclasses import dataclass
from enum import StrEnum

from careops.core.i18n import text as _
from careops.core.when import weekday_name


class Kind(StrEnum):
    """What sort of answer a fact gives, and so which questions may be asked."""

    text = "text"
    number = "number"
    choice = "choice"
    several = "several"
    yes_no = "yes_no"


class Options(StrEnum):
    """What a choice is made of where it differs between businesses."""

    services = "services"
    providers = "providers"
    forms = "forms"
    labels = "labels"


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that may be asked about. One that is `live` may change between the event and the moment the rule acts.

    One of yes or no tells in `denied` what is said when it is not so.
    """

    name: str
    title: str
    kind: Kind
    live: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    options: Options | None = None
    unit: str = ""
    denied: str = ""


class About(StrEnum):
    """What an event is about."""

    booking = "booking"
    series = "series"
    wish = "wish"
    contact = "contact"
    conversation = "conversation"
    delivery = "delivery"
    form = "form"
    item = "item"


class Anchor(StrEnum):
    """The moment a rule's delay is counted from, and how: `begins` is the only one counted backwards."""

    event = "event"
    begins = "begins"
    ends = "ends"
    waiting = "waiting"
    answered = "answered"
    due = "due"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A "when". `kinds` are the events that set it off, or arm it; `ends` those that end what it was armed for.

    `stands`: the states its subject must be in when the rule acts; empty where any will do. `usual` is the delay a new rule begins with.
    """

    name: str
    title: str
    group: str
    about: About
    kinds: frozenset[str]
    anchor: Anchor = Anchor.event
    stands: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    facts: tuple[Known, ...] = ()
    reaches: bool = True  # there is a contact to write to
    usual: int = 0

    @property
    def timed(self) -> bool:
        """Whether it is about a time, and not about the event itself."""
        return self.anchor is not Anchor.event


# ── facts ────────────────────────────────────────────────

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

# ── triggers ─────────────────────────────────────────────

AROUND, PEOPLE, TALKS, FORMS, STOCK = _("Around a booking"), _("People"), _("Conversations"), _("Forms"), _("Stock")
GROUPS = (AROUND, PEOPLE, TALKS, FORMS, STOCK)

LIVING = frozenset({"pending", "confirmed", "completed"})
MADE = frozenset({"booking.created", "booking.confirmed"})
ARMS = frozenset({*MADE, "booking.rescheduled"})
OPEN_FORM = frozenset({"pending", "in_progress", "overdue"})
DAY = 24 * 60


def _booking(name: str, title: str, kinds: frozenset[str], **more: object) -> Trigger:
    told: dict[str, object] = {"facts": (*BOOKING, *PERSON, *TALK), **more}
    return Trigger(name, title, AROUND, About.booking, kinds, **told)  # type: ignore[arg-type]


TRIGGERS = (
    _booking("booking.booked", _("a booking is made or confirmed"), MADE, stands=LIVING),
    _booking("booking.created", _("a booking is made"), frozenset({"booking.created"}), stands=LIVING),
    _booking("booking.confirmed", _("a booking is confirmed"), frozenset({"booking.confirmed"}), stands=LIVING),
    _booking("booking.rescheduled", _("a booking is moved"), frozenset({"booking.rescheduled"}), stands=LIVING),
    _booking(
        "booking.cancelled",
        _("a booking is cancelled"),
        frozenset({"booking.cancelled"}),
        stands=frozenset({"cancelled"}),
        facts=(*BOOKING, *CANCELLED, *PERSON, *TALK),
    ),
    _booking("booking.completed", _("a visit is completed"), frozenset({"booking.completed"}), stands=frozenset({"completed"})),
    _booking("booking.no_show", _("a client does not come"), frozenset({"booking.no_show"}), stands=frozenset({"no_show"})),
    _booking(
        "booking.before",
        _("a booking"),
        ARMS,
        anchor=Anchor.begins,
        stands=frozenset({"confirmed"}),
        ends=frozenset({"booking.rescheduled", "booking.cancelled", "booking.completed", "booking.no_show"}),
        usual=DAY,
    ),
    _booking(
        "booking.after",
        _("a visit"),
        ARMS,
        anchor=Anchor.ends,
        stands=frozenset({"confirmed", "completed"}),
        ends=frozenset({"booking.rescheduled", "booking.cancelled", "booking.no_show"}),
        usual=DAY,
    ),
    Trigger(
        "booking_series.booked",
        _("repeating visits are booked or confirmed"),
        AROUND,
        About.series,
        frozenset({"booking_series.created", "booking_series.confirmed"}),
        facts=(*PERSON, *TALK),
    ),
    Trigger(
        "booking_series.rescheduled",
        _("several visits of a series are moved"),
        AROUND,
        About.series,
        frozenset({"booking_series.rescheduled"}),
        facts=(*PERSON, *TALK),
    ),
    Trigger(
        "booking_series.cancelled",
        _("several visits of a series are cancelled"),
        AROUND,
        About.series,
        frozenset({"booking_series.cancelled"}),
        facts=(*PERSON, *TALK),
    ),
    *(
        Trigger(f"waitlist.{word}", title, AROUND, About.wish, frozenset({f"waitlist.{word}"}), facts=(*WISH, *PERSON, *TALK))
        for word, title in (
            ("wished", _("somebody joins the waitlist")),
            ("offered", _("a time is kept for somebody who waits")),
            ("notified", _("a time frees up that whoever comes first can have")),
        )
    ),
    Trigger(
        "contact.created",
        _("somebody new writes or is added"),
        PEOPLE,
        About.contact,
        frozenset({"contact.created"}),
        facts=(Known("contact.origin", _("through which door they came"), Kind.choice, choices=ORIGINS), *PERSON, *TALK),
    ),
    Trigger(
        "message.received",
        _("a client writes"),
        TALKS,
        About.conversation,
        frozenset({"message.received"}),
        facts=(*MESSAGE, *PERSON, *TALK),
    ),
    Trigger(
        "message.replied",
        _("somebody on the team replies"),
        TALKS,
        About.conversation,
        frozenset({"message.replied"}),
        facts=(*MESSAGE, *PERSON, *TALK),
    ),
    Trigger(
        "message.unanswered",
        _("nobody has answered a client"),
        TALKS,
        About.conversation,
        frozenset({"message.received"}),
        anchor=Anchor.waiting,
        ends=frozenset({"message.replied", "conversation.closed"}),
        facts=(*MESSAGE, *PERSON, *TALK),
        usual=4 * 60,
    ),
    Trigger(
        "message.unreturned",
        _("a client has not answered you"),
        TALKS,
        About.conversation,
        frozenset({"message.replied"}),
        anchor=Anchor.answered,
        ends=frozenset({"message.replied", "message.received", "conversation.closed"}),
        facts=(*MESSAGE, *PERSON, *TALK),
        usual=3 * DAY,
    ),
    Trigger(
        "conversation.closed",
        _("a conversation is closed"),
        TALKS,
        About.conversation,
        frozenset({"conversation.closed"}),
        facts=(*PERSON, *TALK),
    ),
    Trigger(
        "delivery.failed", _("a message does not arrive"), TALKS, About.delivery, frozenset({"delivery.failed"}), facts=(*DELIVERY, *PERSON)
    ),
    Trigger(
        "form.requested",
        _("a form is asked for"),
        FORMS,
        About.form,
        frozenset({"form.requested"}),
        stands=OPEN_FORM,
        facts=(*FORM, *PERSON, *TALK),
    ),
    Trigger(
        "form.overdue",
        _("a form was due"),
        FORMS,
        About.form,
        frozenset({"form.requested"}),
        anchor=Anchor.due,
        stands=OPEN_FORM,
        facts=(*FORM, *PERSON, *TALK),
    ),
    Trigger("inventory.low", _("an item runs low"), STOCK, About.item, frozenset({"inventory.low"}), facts=ITEM, reaches=False),
    Trigger(
        "inventory.recovered",
        _("there is enough of an item again"),
        STOCK,
        About.item,
        frozenset({"inventory.recovered"}),
        facts=ITEM[:2],
        reaches=False,
    ),
)
BY_NAME = {trigger.name: trigger for trigger in TRIGGERS}
KINDS = frozenset(kind for trigger in TRIGGERS for kind in trigger.kinds)


def trigger_of(name: str) -> Trigger | None:
    """The trigger called that."""
    return BY_NAME.get(name)


def fact_of(trigger: Trigger, name: str) -> Known | None:
    """What may be asked under that name, there."""
    return next((fact for fact in trigger.facts if fact.name == name), None)
