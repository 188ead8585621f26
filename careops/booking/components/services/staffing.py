"""Who gives a service, on which terms, and what it needs."""

from typing import Any

import reflex as rx

from careops.booking.components.parts import fold
from careops.booking.components.services.fields import ERRORS, HERE, SAID, cell, line_buttons, switch
from careops.booking.state.service_form import NeedLine, PersonLine, Pick, TermLine
from careops.core.i18n import text as _
from careops.ui import kit

ASSIGNMENTS = [
    ("balanced", _("Whoever has least to do"), _("Counted by that day's bookings.")),
    ("round_robin", _("In turns"), _("By weight: somebody with weight 2 gets two turns for everybody else's one.")),
    ("collective", _("All of them together"), _("Offered only when everybody is free.")),
]


def _terms(line: TermLine) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.label, class_name="t2 grow"),
        cell(
            rx.fragment(kit.hidden(line.about, " "), _("Minutes")),
            line.name + "-duration",
            line.duration,
            input_mode="numeric",
            max_length=6,
            placeholder="—",
        ),
        cell(
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
    weight = cell(_("Weight in turns"), "weight-" + one.id, one.weight, input_mode="numeric", max_length=3)
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
        switch(_("Customers may choose who"), "customer_chooses"),
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
        line_buttons("need", line.key, _("Remove this need")),
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
