"""The open booking: what it holds, and what may be done with it."""

from typing import Any

import reflex as rx

from careops.booking.state import BookingForm, BookingState, Moment, Part
from careops.booking.state.recipe import TakenLine
from careops.booking.state.series import SeriesDialog
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.forms.components.sending import send_form_button
from careops.frame.state import Frame
from careops.ui import kit

CANCEL = "cancel-booking"

# Reflex turns these into Vars; to a type checker they are plain classes.
FRAME: Any = Frame
SHOWN: Any = BookingState.shown
ONE: Any = BookingState
FORM: Any = BookingForm
SERIES: Any = SeriesDialog


def may_manage(component: rx.Component) -> rx.Component:
    """Shown to members who may change bookings; the action checks again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.bookings_manage.value), component, rx.fragment())


def _can(move: str, component: rx.Component) -> rx.Component:
    return may_manage(rx.cond(SHOWN.moves.contains(move), component, rx.fragment()))


def booking_actions() -> list[rx.Component]:
    """What may be done with the open booking now; the first is the next step."""
    return [
        _can("confirmed", kit.button(_("Confirm booking"), ONE.confirm, look="primary", icon_name="check")),
        _can("completed", kit.button(_("Mark as completed"), ONE.complete, icon_name="check")),
        _can("no_show", kit.button(_("Did not come"), ONE.no_show, look="quiet")),
        _can("cancelled", kit.button(_("Move"), FORM.move, icon_name="calendar-clock")),
        rx.cond(
            SHOWN.state == "pending",
            _can("cancelled", kit.button(_("Decline"), ONE.decline, look="danger")),
            _can("cancelled", kit.button(_("Cancel booking"), look="danger", opens=CANCEL)),
        ),
    ]


def cancel_dialog() -> rx.Component:
    """Asks once, with the name of the thing, and says who will hear of it."""
    return kit.dialog(
        _("Cancel this booking?"),
        rx.el.p(SHOWN.contact, ", ", SHOWN.type_name, ", ", SHOWN.when, class_name="strong"),
        rx.el.p(_("The customer is told, and the time is free again."), class_name="t2"),
        kit.field(
            _("Reason, for the customer"),
            "reason",
            value=ONE.reason,
            on_change=ONE.type_reason.debounce(250),
            optional=True,
        ),
        id=CANCEL,
        foot=(
            kit.closing_button(_("Keep it")),
            kit.button(_("Cancel booking"), ONE.cancel, look="danger-fill", data_closes="true"),
        ),
    )


def booking_title() -> rx.Component:
    """Service, state, time and person: the head of a booking."""
    return rx.el.div(
        rx.el.div(rx.el.h2(SHOWN.type_name, class_name="h2"), kit.booking_status(SHOWN.state, SHOWN.state_label), class_name="row between"),
        rx.el.p(SHOWN.time_range, class_name="m num"),
        rx.el.p(_("With"), " ", SHOWN.provider, ", ", SHOWN.duration, class_name="t2"),
        kit.shown(SHOWN.belongs, rx.el.p(SHOWN.belongs, class_name="t2")),
        class_name="stack",
    )


def booking_details() -> list[rx.Component]:
    """Everything a booking holds, in the order people ask for it."""
    return [
        booking_title(),
        rx.cond(SHOWN.repeats, rx.el.div(kit.button(_("Look at the series"), SERIES.start, icon_name="repeat", small=True)), rx.fragment()),
        kit.rows(
            kit.list_row(
                SHOWN.contact,
                SHOWN.contact_href,
                detail=SHOWN.contact_about,
                start=kit.avatar(SHOWN.contact_initials, SHOWN.contact_tint),
            )
        ),
        rx.el.div(send_form_button(SHOWN.contact_id, SHOWN.id, small=True), class_name="row"),
        kit.shown(SHOWN.cancel_reason, kit.note(_("Cancelled: "), SHOWN.cancel_reason)),
        kit.section(_("What is booked"), rx.el.ol(rx.foreach(SHOWN.parts, _part), class_name="bd-parts"), id="parts"),
        kit.facts(
            (_("Price"), SHOWN.price),
            (_("Deposit"), rx.cond(SHOWN.deposit, SHOWN.deposit, _("None"))),
            (_("Booked"), SHOWN.booked),
            (_("Where"), rx.cond(SHOWN.location, SHOWN.location, _("As agreed"))),
            (_("Time zone"), SHOWN.zone),
        ),
        rx.cond(
            SHOWN.stock.length() > 0, kit.section(_("From the shelf"), kit.rows(rx.foreach(SHOWN.stock, _taken)), id="stock"), rx.fragment()
        ),
        kit.shown(SHOWN.notes, kit.section(_("From the customer"), rx.el.p(SHOWN.notes, class_name="t2"), id="notes")),
        kit.section(
            _("Note for the team"),
            rx.el.textarea(
                default_value=SHOWN.staff_notes,
                key=SHOWN.id,
                on_blur=ONE.save_note,
                class_name="input",
                aria_label=_("Note for the team"),
                id="staff-notes",
            ),
            id="team-note",
        ),
        kit.shown(SHOWN.policy, kit.section(_("What was agreed"), rx.el.p(SHOWN.policy, class_name="t2"), id="policy")),
        kit.section(_("What happened"), rx.el.ol(rx.foreach(SHOWN.history, _moment), class_name="stack"), id="history"),
    ]


def _taken(line: TakenLine) -> rx.Component:
    """What it takes of an item, to be corrected by who was there."""
    amount = rx.el.input(
        default_value=line.amount,
        on_blur=lambda typed: ONE.correct_stock(line.item_id, typed),
        key=SHOWN.id + line.item_id + line.amount,
        class_name="input num st-typed",
        input_mode="numeric",
        auto_complete="off",
        aria_label=line.name,
    )
    said = rx.cond(line.taken, _("used"), _("kept for it"))
    words = rx.el.span(rx.el.span(line.name, class_name="block"), rx.el.span(said, class_name="t3 xs"), class_name="grow")
    fixed = rx.el.span(line.amount, class_name="num")
    may = rx.cond(FRAME.shown.allowed.contains(Permission.bookings_manage.value), amount, fixed)
    return kit.plain_row(words, may, rx.el.span(line.unit, class_name="t3"))


def _part(part: Part) -> rx.Component:
    """One service: when, with whom and why, what is added."""
    head = rx.el.span(
        rx.el.span(part.name, class_name="strong grow"), rx.el.span(part.price, class_name="num t2"), class_name="row between"
    )
    return rx.el.li(
        head,
        rx.el.span(part.time, ", ", part.who, class_name="t2 num"),
        kit.shown(part.added, rx.el.span(_("With "), part.added, class_name="t2")),
        kit.shown(part.because, rx.el.span(_("Assigned: "), part.because, class_name="t3 xs")),
    )


def _moment(moment: Moment) -> rx.Component:
    return rx.el.li(
        rx.el.span(moment.what, kit.shown(moment.who, rx.el.span(", ", moment.who, class_name="t3"))),
        rx.el.span(moment.at, class_name="t3 num"),
        class_name="row between",
    )
