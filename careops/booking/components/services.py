"""The parts of a service's editor."""

from typing import Any

import reflex as rx

from careops.booking.components.parts import fold
from careops.booking.state.service import ServiceEditor
from careops.booking.state.service_form import AddOnLine, NeedLine, PersonLine, Pick, TermLine, VariantLine
from careops.booking.state.services import ServiceLine, ServiceList
from careops.core.i18n import text as _
from careops.ui import kit

LIST: Any = ServiceList  # a Var to Reflex; to a type checker a plain class
HERE: Any = ServiceEditor
SAID: Any = ServiceEditor.said
ERRORS: Any = ServiceEditor.errors
SHAPE: Any = ServiceEditor.shape

# ── the list ─────────────────────────────────────────────


def service_line(line: ServiceLine) -> rx.Component:
    """One service: what it is and costs, its switch, and its place in the order."""
    return kit.plain_row(
        rx.el.span(
            kit.link(line.name, line.href, strong=True),
            rx.el.span(line.lasts, " · ", line.price, class_name="t2 num block"),
            rx.el.span(line.who, class_name=kit.classes("block xs", rx.cond(line.troubled, "c-warn", "t3"))),
            class_name="grow",
        ),
        end=rx.el.span(
            kit.icon_button("chevron-up", line.up, LIST.move(line.id, -1), disabled=line.first),
            kit.icon_button("chevron-down", line.down, LIST.move(line.id, 1), disabled=line.last),
            kit.toggle(line.offer, checked=line.active, on_change=lambda on: LIST.offer(line.id, on), bare=True),
            class_name="row",
        ),
    )


# ── fields ───────────────────────────────────────────────


def _field(label: str, name: str, **more: Any) -> rx.Component:
    return kit.field(label, name, default_value=SAID[name], error=ERRORS[name], **more)


def _number(label: str, name: str, unit: str = "", **more: Any) -> rx.Component:
    return _field(label, name, after=unit, input_mode="numeric", max_length=6, **more)


def _length(label: str, name: str, **more: Any) -> rx.Component:
    """Minutes that are drawn in the bar while they are typed."""
    return _number(label, name, _("min"), on_change=HERE.draw(name).debounce(200), **more)


def _switch(label: str, name: str) -> rx.Component:
    return kit.toggle(label, name=name, default_checked=SAID[name] == "on")


def _choice(label: str, name: str, choices: list[tuple[str, str]], **more: Any) -> rx.Component:
    return kit.select(label, name, choices, default_value=SAID[name], error=ERRORS[name], **more)


def _cell(label: Any, name: Any, value: Any, **more: Any) -> rx.Component:
    """A field of a line in a list; its name is known only when the line is."""
    wrong = ERRORS[name]
    return rx.el.label(
        rx.el.span(label, class_name="label"),
        rx.el.input(name=name, id=name, default_value=value, class_name="input", aria_invalid=rx.cond(wrong, "true", "false"), **more),
        rx.cond(wrong, rx.el.span(kit.icon("triangle-alert"), rx.el.span(wrong), class_name="error"), rx.fragment()),
        class_name="field",
    )


# ── basics, time ─────────────────────────────────────────


def basics() -> rx.Component:
    """What it is called, how long it takes, what it costs."""
    return fold(
        _("Basics"),
        _("Name, length, price"),
        _field(_("Name"), "name", max_length=120, auto_complete="off", placeholder=_("Cut and finish")),
        kit.form_row(
            _length(_("Length"), "duration"),
            _field(_("Price"), "price", input_mode="decimal", help_text=HERE.currency, max_length=16),
        ),
        kit.textarea(_("Description"), "description", default_value=SAID["description"], error=ERRORS["description"], rows=3),
        _field(_("Word in its address"), "slug", optional=True, help_text=_("Made from the name when empty"), max_length=80),
        _switch(_("Customers can book it"), "active"),
        id="basics",
        wrong=HERE.wrong,
        opened=True,
    )


def _stretch(minutes: Any, kind: str) -> rx.Component:
    return rx.cond(
        minutes > 0,
        rx.el.span(rx.el.span(minutes), class_name=f"bar-{kind}", custom_attrs=kit.inline({"--len": minutes})),
        rx.fragment(),
    )


def time() -> rx.Component:
    """How it lies in the day."""
    bar = rx.el.div(
        _stretch(SHAPE.before, "buffer"),
        _stretch(SHAPE.first, "work"),
        _stretch(SHAPE.gap, "gap"),
        _stretch(SHAPE.rest, "work"),
        _stretch(SHAPE.after, "buffer"),
        class_name="service-bar num",
        role="img",
        aria_label=SHAPE.words,
    )
    return fold(
        _("Time around and inside"),
        _("Buffers, processing gap, grid"),
        bar,
        kit.form_row(_length(_("Keep free before"), "buffer_before"), _length(_("Keep free after"), "buffer_after")),
        kit.form_row(
            _length(_("Processing begins after"), "gap_after"),
            _length(_("Processing takes"), "gap_minutes", help_text=_("The person is free then, the room is not. 0: none")),
        ),
        kit.form_row(
            _number(_("A start every"), "slot_interval", _("min")),
            _number(_("The first one after"), "slot_offset", _("min"), help_text=_("Counted from when the hours begin")),
        ),
        _switch(_("Offer no start that leaves a hole too short to sell"), "tidy"),
        id="time",
        wrong=HERE.wrong,
    )


# ── variants and add-ons ─────────────────────────────────


def _line_buttons(kind: str, key: Any, named: str) -> rx.Component:
    moves = (
        []
        if kind == "need"
        else [
            kit.icon_button("chevron-up", _("Move up"), HERE.move(kind, key, -1), small=True),
            kit.icon_button("chevron-down", _("Move down"), HERE.move(kind, key, 1), small=True),
        ]
    )
    return rx.el.span(*moves, kit.icon_button("trash-2", named, HERE.remove(kind, key), small=True), class_name="row part-do")


def _variant(line: VariantLine) -> rx.Component:
    start = "variant-" + line.key
    return rx.el.li(
        rx.el.div(
            _cell(_("Name"), start + "-name", line.name, on_blur=lambda typed: HERE.rename(line.key, typed), max_length=120),
            _cell(_("Minutes"), start + "-duration", line.duration, input_mode="numeric", max_length=6),
            _cell(_("Price"), start + "-price", line.price, input_mode="decimal", max_length=16),
            _cell(_("Gap after"), start + "-gap_after", line.gap_after, input_mode="numeric", max_length=6),
            _cell(_("Gap takes"), start + "-gap_minutes", line.gap_minutes, input_mode="numeric", max_length=6),
            class_name="part-fields part-5",
        ),
        _line_buttons("variant", line.key, _("Remove this variant")),
        class_name="part-line",
        hidden=line.removed,
        key=line.key,
    )


def variants() -> rx.Component:
    """The lengths it is sold in."""
    return fold(
        _("Variants"),
        _("Lengths with their own price"),
        rx.el.p(_("With variants, customers choose one: short or long hair, 30 or 60 minutes."), class_name="t2"),
        rx.el.ul(rx.foreach(HERE.variants, _variant), class_name="parts"),
        rx.el.div(kit.button(_("Add a variant"), HERE.add("variant"), icon_name="plus", small=True)),
        id="variants",
        wrong=HERE.wrong,
    )


def _add_on(line: AddOnLine) -> rx.Component:
    start = "addon-" + line.key
    return rx.el.li(
        rx.el.div(
            _cell(_("Name"), start + "-name", line.name, max_length=120),
            _cell(_("Minutes"), start + "-minutes", line.minutes, input_mode="numeric", max_length=6),
            _cell(_("Price"), start + "-price", line.price, input_mode="decimal", max_length=16),
            _cell(_("Description"), start + "-description", line.description, max_length=500),
            class_name="part-fields part-4",
        ),
        _line_buttons("addon", line.key, _("Remove this add-on")),
        class_name="part-line",
        hidden=line.removed,
        key=line.key,
    )


def add_ons() -> rx.Component:
    """What can be added."""
    return fold(
        _("Add-ons"),
        _("Extras that take time and cost more"),
        rx.el.ul(rx.foreach(HERE.add_ons, _add_on), class_name="parts"),
        rx.el.div(kit.button(_("Add an add-on"), HERE.add("addon"), icon_name="plus", small=True)),
        id="add_ons",
        wrong=HERE.wrong,
    )


# ── who and what ─────────────────────────────────────────

ASSIGNMENTS = [
    ("balanced", _("Whoever has least to do"), _("Counted by that day's bookings.")),
    ("round_robin", _("In turns"), _("By weight: somebody with weight 2 gets two turns for everybody else's one.")),
    ("collective", _("All of them together"), _("Offered only when everybody is free.")),
]


def _terms(line: TermLine) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.label, class_name="t2 grow"),
        _cell(
            rx.fragment(kit.hidden(line.about, " "), _("Minutes")),
            line.name + "-duration",
            line.duration,
            input_mode="numeric",
            max_length=6,
            placeholder="—",
        ),
        _cell(
            rx.fragment(kit.hidden(line.about, " "), _("Price")),
            line.name + "-price",
            line.price,
            input_mode="decimal",
            max_length=16,
            placeholder="—",
        ),
        class_name="part-terms",
        hidden=line.removed,
        key=line.name,
    )


def _person(one: PersonLine) -> rx.Component:
    does: Any = one.does
    in_turns = SAID["assignment"] == "round_robin"
    weight = _cell(_("Weight in turns"), "weight-" + one.id, one.weight, input_mode="numeric", max_length=3)
    own = rx.el.div(
        rx.el.ul(rx.foreach(one.terms, _terms), class_name="parts", aria_label=one.own),
        rx.el.div(weight, class_name="part-weight", hidden=~in_turns),
        class_name="part-own",
        hidden=~does,
    )
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox", name="does-" + one.id, default_checked=does, on_change=lambda on: HERE.turn(one.id, on), class_name="box"
            ),
            kit.avatar(one.initials, one.tint, size="s"),
            one.name,
            class_name="check",
        ),
        own,
        class_name="part-who",
        key=one.id,
    )


def who() -> rx.Component:
    """Who does it, on which terms, and how it is decided who."""
    nobody = kit.note(
        _("Nobody can be booked yet."), action=kit.link_button(_("Add somebody"), "/app/settings/providers/new-person", small=True)
    )
    return fold(
        _("Who does it"),
        _("People, their own price and length, whose turn it is"),
        kit.error_line(ERRORS["provider_ids"]),
        rx.cond(HERE.people.length() > 0, rx.el.ul(rx.foreach(HERE.people, _person), class_name="parts"), nobody),
        rx.el.p(_("Where nothing stands, the service's own length and price hold."), class_name="hint"),
        kit.radio_cards(
            _("When nobody in particular is wanted"), "assignment", ASSIGNMENTS, value=HERE.said["assignment"], on_change=HERE.assign
        ),
        _switch(_("Customers may choose who"), "customer_chooses"),
        id="who",
        wrong=HERE.wrong,
    )


def _pick(pick: Pick) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=pick.name, default_checked=pick.checked, class_name="box"), pick.label, class_name="check"
    )


def _need(line: NeedLine) -> rx.Component:
    return rx.el.li(
        rx.el.fieldset(
            rx.el.legend(_("One of"), class_name="label"),
            rx.el.div(rx.foreach(line.picks, _pick), class_name="row flex-wrap"),
            class_name="field grow",
        ),
        _line_buttons("need", line.key, _("Remove this need")),
        class_name="part-line",
        hidden=line.removed,
        key=line.key,
    )


def needs() -> rx.Component:
    """The rooms and things it takes."""
    none = kit.note(
        _("Rooms and equipment are booked along with the service, so that two never need the same one."),
        action=kit.link_button(_("Add a room or thing"), "/app/settings/providers/new-resource", small=True),
    )
    listed = rx.fragment(
        rx.el.ul(rx.foreach(HERE.needs, _need), class_name="parts"),
        rx.el.div(kit.button(_("It needs one of these"), HERE.add("need"), icon_name="plus", small=True)),
    )
    return fold(_("What it needs"), _("Rooms and equipment"), rx.cond(HERE.has_rooms, listed, none), id="needs", wrong=HERE.wrong)


# ── rules ────────────────────────────────────────────────


def group() -> rx.Component:
    """How many come at once, and where its times come from."""
    return fold(
        _("Groups and published times"),
        _("Seats, classes"),
        kit.form_row(
            _number(_("Seats"), "capacity", help_text=_("More than one makes it a group: each seat is a booking of its own")),
            _choice(
                _("Times come from"),
                "offered",
                [("hours", _("Opening hours")), ("slots", _("Times you publish one by one"))],
            ),
        ),
        id="group",
        wrong=HERE.wrong,
    )


def rules() -> rx.Component:
    """When it may be booked."""
    return fold(
        _("When it may be booked"),
        _("Notice, window, limits"),
        kit.form_row(
            _number(_("At least this long before"), "notice"),
            _choice(_("Counted in"), "notice_unit", [("min", _("minutes")), ("h", _("hours")), ("days", _("days"))]),
        ),
        kit.form_row(
            _number(_("At most this far ahead"), "window_days", _("days")),
            _field(_("Not before"), "window_from", type="date", optional=True),
            _field(_("Not after"), "window_to", type="date", optional=True, help_text=_("A fixed last day takes the place of days ahead")),
        ),
        kit.form_row(
            _number(_("A customer a day"), "customer_max_per_day", optional=True, help_text=_("Empty: as often as they like")),
            _number(_("A customer a week"), "customer_max_per_week", optional=True),
        ),
        id="rules",
        wrong=HERE.wrong,
    )


def policy() -> rx.Component:
    """What is agreed with a booking."""
    return fold(
        _("What is agreed"),
        _("Confirming, cancelling, deposit"),
        _switch(_("Confirm bookings at once; else each waits for your yes"), "auto_confirm"),
        kit.form_row(
            _number(_("Cancelling is free until"), "cancel_hours", _("h before")),
            _number(_("Moving is possible until"), "reschedule_hours", _("h before")),
            _field(_("Deposit"), "deposit", input_mode="decimal", max_length=16, optional=True),
        ),
        kit.textarea(
            _("Policy"),
            "policy",
            default_value=SAID["policy"],
            error=ERRORS["policy"],
            help_text=_("Shown before booking, kept on each booking as it was. Empty: your general one"),
            rows=3,
        ),
        id="policy",
        wrong=HERE.wrong,
    )


def again() -> rx.Component:
    """What happens when it is full, and whether customers may repeat it."""
    return fold(
        _("Waitlist and repeating"),
        _("When it is full, and series"),
        kit.form_row(
            _choice(
                _("When a time frees"),
                "waitlist",
                [
                    ("off", _("No waitlist")),
                    ("offer", _("Keep it for the next in line")),
                    ("notify", _("Tell everybody who waits")),
                    ("auto", _("Book the next in line")),
                    ("staff", _("Let staff choose")),
                ],
            ),
            _number(_("Keep an offer for"), "offer_minutes", _("min")),
        ),
        _number(_("Visits in one series"), "recurring_max", help_text=_("How many a customer may book in one go. 0: they book one by one")),
        id="again",
        wrong=HERE.wrong,
    )


def place() -> rx.Component:
    """Where it happens."""
    kinds = [
        ("place", _("At your place")),
        ("phone", _("By phone")),
        ("video", _("By video")),
        ("customer", _("At the customer's")),
    ]
    return fold(
        _("Where"),
        _("Place, phone, video, their address"),
        kit.form_row(
            _choice(_("It happens"), "location_kind", kinds),
            _field(_("Address, number or link"), "location", optional=True, help_text=_("Empty: your address"), max_length=500),
        ),
        id="place",
        wrong=HERE.wrong,
    )
