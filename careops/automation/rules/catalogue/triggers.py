"""Every trigger, with its typed facts. A list."""

from careops.automation.rules.catalogue.facts import BOOKING, CANCELLED, DELIVERY, FORM, ITEM, MESSAGE, ORIGINS, PERSON, TALK, WISH
from careops.automation.rules.catalogue.terms import About, Anchor, Kind, Known, Trigger
from careops.core.i18n import text as _

AROUND, PEOPLE, TALKS, FORMS, STOCK = _("Around a booking"), _("People"), _("Conversations"), _("Forms"), _("Stock")
GROUPS = (AROUND, PEOPLE, TALKS, FORMS, STOCK)


LIVING = frozenset({"pending", "confirmed", "completed"})
MADE = frozenset({"booking.created", "booking.confirmed"})
ARMS = frozenset({*MADE, "booking.rescheduled"})
OPEN_FORM = frozenset({"pending", "in_progress", "overdue"})
DAY = 24 * 60


def _booking(
    name: str,
    title: str,
    kinds: frozenset[str],
    *,
    anchor: Anchor = Anchor.event,
    stands: frozenset[str] = frozenset(),
    ends: frozenset[str] = frozenset(),
    facts: tuple[Known, ...] = (*BOOKING, *PERSON, *TALK),
    usual: int = 0,
) -> Trigger:
    return Trigger(name, title, AROUND, About.booking, kinds, anchor, stands, ends, facts, usual=usual)


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
        frozenset({"form.requested", "form.resent"}),
        stands=OPEN_FORM,
        facts=(*FORM, *PERSON, *TALK),
    ),
    Trigger(
        "form.reminded",
        _("a form is to be reminded of"),
        FORMS,
        About.form,
        frozenset({"form.reminded"}),
        stands=OPEN_FORM,
        facts=(*FORM, *PERSON, *TALK),
    ),
    Trigger(
        "form.overdue",
        _("a form was due"),
        FORMS,
        About.form,
        frozenset({"form.requested", "form.due_moved"}),
        anchor=Anchor.due,
        stands=OPEN_FORM,
        facts=(*FORM, *PERSON, *TALK),
    ),
    Trigger(
        "form.completed",
        _("a form is filled in"),
        FORMS,
        About.form,
        frozenset({"form.completed"}),
        stands=frozenset({"completed"}),
        facts=(*FORM, *PERSON, *TALK),
    ),
    Trigger("inventory.low", _("an item runs low"), STOCK, About.item, frozenset({"inventory.low"}), facts=ITEM, reaches=False),
    Trigger(
        "inventory.lot_expiring",
        _("a lot expires in two weeks"),
        STOCK,
        About.item,
        frozenset({"inventory.lot_expiring"}),
        facts=ITEM[:2],
        reaches=False,
    ),
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
