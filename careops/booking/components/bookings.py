"""What booking's screens are made of: the open booking, the form, the rows of a list."""

from typing import Any

import reflex as rx

from careops.booking.state import BookingForm, Bookings, BookingState, Choice, Found, Line, Moment
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.state import Frame
from careops.ui import kit

CANCEL = "cancel-booking"

# Reflex turns these into Vars; to a type checker they are plain classes.
FRAME: Any = Frame
SHOWN: Any = BookingState.shown
ONE: Any = BookingState
FORM: Any = BookingForm
LIST: Any = Bookings


def may_manage(component: rx.Component) -> rx.Component:
    """Shown to members who may change bookings; the action checks again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.bookings_manage.value), component, rx.fragment())


def _can(move: str, component: rx.Component) -> rx.Component:
    return may_manage(rx.cond(SHOWN.moves.contains(move), component, rx.fragment()))


# ── the open booking ─────────────────────────────────────


def booking_actions() -> list[rx.Component]:
    """What may be done with the open booking now; the first is the next step."""
    return [
        _can("confirmed", kit.button(_("Confirm booking"), ONE.confirm, look="primary", icon_name="check")),
        _can("completed", kit.button(_("Mark as completed"), ONE.complete, icon_name="check")),
        _can("no_show", kit.button(_("Did not come"), ONE.no_show, look="quiet")),
        _can("cancelled", kit.button(_("Move"), FORM.move, icon_name="calendar-clock")),
        _can("declined", kit.button(_("Decline"), ONE.decline, look="danger")),
        _can("cancelled", kit.button(_("Cancel booking"), look="danger", opens=CANCEL)),
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
        class_name="stack",
    )


def booking_details() -> list[rx.Component]:
    """Everything a booking holds, in the order people ask for it."""
    return [
        booking_title(),
        kit.rows(
            kit.list_row(
                SHOWN.contact, SHOWN.contact_href, detail=_("Open contact"), start=kit.avatar(SHOWN.contact_initials, SHOWN.contact_tint)
            )
        ),
        kit.shown(SHOWN.cancel_reason, kit.note(_("Cancelled: "), SHOWN.cancel_reason)),
        kit.facts(
            (_("Price"), SHOWN.price),
            (_("Booked"), SHOWN.booked),
            (_("Where"), rx.cond(SHOWN.location, SHOWN.location, _("As agreed"))),
            (_("Time zone"), SHOWN.zone),
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
        kit.section(_("What happened"), rx.el.ol(rx.foreach(SHOWN.history, _moment), class_name="stack"), id="history"),
    ]


def _moment(moment: Moment) -> rx.Component:
    return rx.el.li(
        rx.el.span(moment.what, kit.shown(moment.who, rx.el.span(", ", moment.who, class_name="t3"))),
        rx.el.span(moment.at, class_name="t3 num"),
        class_name="row between",
    )


# ── the form ─────────────────────────────────────────────


def booking_form() -> rx.Component:
    """The drawer that books, or moves what is open."""
    return kit.drawer(
        rx.el.h2(rx.cond(FORM.moving, _("Move booking"), _("New booking")), class_name="h2"),
        rx.el.form(
            rx.cond(FORM.moving, booking_title(), rx.fragment(_customer(), _service())),
            kit.form_row(
                kit.select(_("With"), "provider", FORM.providers, value=FORM.provider_id, on_change=FORM.choose_provider),
                kit.field(_("Day"), "day", type="date", value=FORM.day, on_change=FORM.choose_day, error=FORM.errors.get("day", "")),
            ),
            _times(),
            rx.cond(FORM.moving, rx.fragment(), kit.textarea(_("Note from the customer"), "notes", optional=True)),
            id="booking-form",
            on_submit=FORM.submit,
            no_validate=True,  # what is wrong is said at its field, in our words
            class_name="stack stack-4",
        ),
        label=_("Booking form"),
        on_close=FORM.close,
        foot=(
            kit.button(rx.cond(FORM.moving, _("Move booking"), _("Book")), look="primary", submit=True, form="booking-form"),
            kit.button(_("Discard"), FORM.close, look="quiet"),
        ),
    )


def _service() -> rx.Component:
    return rx.cond(
        FORM.types.length() > 0,
        kit.select(_("Service"), "type", FORM.types, value=FORM.type_id, on_change=FORM.choose_type),
        kit.note(_("Nothing can be booked yet. "), kit.link(_("Add a service"), "/app/onboarding"), tone="warn"),
    )


def _customer() -> rx.Component:
    return rx.cond(
        FORM.contact,
        rx.el.div(
            rx.el.span(_("Customer"), class_name="strong"),
            rx.el.div(
                kit.avatar(FORM.contact.initials, FORM.contact.tint),
                rx.el.span(FORM.contact.name, rx.el.br(), rx.el.span(FORM.contact.detail, class_name="t3"), class_name="grow"),
                kit.icon_button("x", _("Choose somebody else"), FORM.choose_contact("")),
                class_name="row card",
            ),
            class_name="stack",
        ),
        rx.el.div(
            kit.field(
                _("Customer's name"),
                "name",
                on_change=FORM.find.debounce(250),
                error=FORM.errors.get("name", ""),
                help_text=_("Type to find somebody you know"),
                autocomplete="off",
            ),
            rx.cond(
                FORM.found.length() > 0, rx.el.ul(rx.foreach(FORM.found, _known), class_name="rows", aria_label=_("Contacts that fit"))
            ),
            kit.form_row(
                kit.field(_("Email"), "email", type="email", error=FORM.errors.get("email", ""), optional=True, autocomplete="off"),
                kit.field(_("Phone"), "phone", type="tel", error=FORM.errors.get("phone", ""), optional=True, autocomplete="off"),
            ),
            class_name="stack stack-3",
        ),
    )


def _known(found: Found) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            kit.avatar(found.initials, found.tint),
            rx.el.span(found.name, " ", rx.el.span(found.detail, class_name="t3"), class_name="grow"),
            type="button",
            on_click=FORM.choose_contact(found.id),
            class_name="row",
        )
    )


def _times() -> rx.Component:

    def time(choice: Choice) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name="time",
                value=choice.value,
                checked=FORM.chosen == choice.value,
                on_change=FORM.choose_time(choice.value),
                class_name="vh",
            ),
            rx.el.span(choice.label, class_name="num"),
            class_name=kit.classes("btn", kit.when(FORM.chosen == choice.value, "btn-on")),
        )

    return rx.el.fieldset(
        rx.el.legend(_("Time"), class_name="strong"),
        kit.shown(FORM.errors.get("time", ""), kit.note(FORM.errors.get("time", ""), tone="danger")),
        rx.cond(
            FORM.free.length() > 0,
            rx.el.div(rx.foreach(FORM.free, time), class_name="grid grid-cols-3 gap-2"),
            rx.fragment(
                rx.el.p(_("No free time on this day. Choose another day, or anyone who is free."), class_name="t2"),
                kit.shown(FORM.next_words, rx.el.p(kit.button(FORM.next_words, FORM.choose_day(FORM.next_day), small=True))),
            ),
        ),
        class_name="stack",
    )


# ── lists ────────────────────────────────────────────────


def booking_line(line: Line) -> rx.Component:
    """One booking as a row of the table."""
    return kit.table_row(
        rx.el.span(kit.avatar(line.initials, line.tint, size="s"), kit.row_link(line.who, line.href), class_name="row"),
        line.what,
        rx.el.span(line.when, class_name="num"),
        line.provider,
        kit.booking_status(line.state, line.state_label, plain=True),
        rx.el.span(line.price, class_name="num"),
    )


def filters(*choices: Any) -> rx.Component:
    """The line of filters above a list."""
    return rx.el.div(*choices, class_name="grid grid-cols-2 sm:flex sm:flex-wrap gap-2 items-end")


def list_filter(label: str, name: str, choices: Any, value: Any) -> rx.Component:
    """One filter; it answers as soon as it is changed."""
    return kit.select(label, name, choices, value=value, on_change=lambda given: LIST.filter(name, given))
