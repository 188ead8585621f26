"""The drawer that books, or moves what is open."""

from typing import Any

import reflex as rx

from careops.booking.components.one import booking_title
from careops.booking.components.series import repeat_part
from careops.booking.components.whom import customer
from careops.booking.state import BookingForm, Choice, Extra, Picked, Soonest
from careops.core.i18n import text as _
from careops.ui import kit

FORM: Any = BookingForm  # a Var to Reflex; to a type checker a plain class


def booking_form() -> rx.Component:
    """Whom for, what, with whom, when; where a time was pointed at, what first."""
    title = rx.cond(FORM.moving, _("Move booking"), rx.cond(FORM.walking, _("Walk-in"), _("New booking")))
    usual = rx.fragment(customer(), _services(), _when(), repeat_part())
    quick = rx.fragment(_chosen(), _quick_services(), _soonest(), customer())
    moved = rx.fragment(booking_title(), rx.foreach(FORM.lines, lambda line, at: _with(line, at)), _when())
    notes = kit.textarea(_("Note from the customer"), "notes", optional=True)
    return kit.drawer(
        rx.el.h2(title, class_name="h2"),
        rx.el.form(
            rx.cond(FORM.moving, moved, rx.fragment(rx.cond(FORM.quick, quick, usual), notes)),
            id="booking-form",
            on_submit=FORM.submit,
            no_validate=True,  # what is wrong is said at its field, in our words
            class_name="stack stack-4",
        ),
        label=_("Booking form"),
        on_close=FORM.close,
        foot=(
            kit.button(rx.cond(FORM.moving, _("Move booking"), _("Book")), look="primary", submit=True, form="booking-form"),
            rx.cond(FORM.quick, kit.button(_("Walk-in, no name"), FORM.walk_in), rx.fragment()),
            kit.button(_("Discard"), FORM.close, look="quiet"),
        ),
    )


# ── what ─────────────────────────────────────────────────


def _services() -> rx.Component:
    more = kit.button(_("Add another service"), FORM.add_line, look="quiet", icon_name="plus", small=True)
    return rx.cond(
        FORM.types.length() > 0,
        rx.el.div(
            rx.foreach(FORM.lines, _service),
            rx.cond(FORM.more_lines, rx.el.div(more), rx.fragment()),
            rx.cond(FORM.most_seats > 1, _seats(), rx.fragment()),
            class_name="stack stack-4",
        ),
        kit.note(_("Nothing can be booked yet. "), kit.link(_("Add a service"), "/app/onboarding"), tone="warn"),
    )


def _service(line: Picked, at: Any) -> rx.Component:
    """One service of the visit: which, in which length, with what added, by whom."""
    drop = kit.icon_button("x", _("Leave this service out"), FORM.drop_line(at))
    which = _select(_("Service"), "type", at, FORM.types, line.type_id, "type")
    return rx.el.fieldset(
        rx.el.legend(_("Service"), class_name="vh"),
        rx.el.div(rx.el.div(which, class_name="grow"), rx.cond(at > 0, drop, rx.fragment()), class_name="row items-end"),
        _parts(line, at),
        _with(line, at),
        class_name=kit.classes("stack stack-3", rx.cond(at > 0, "nb-next", "")),
    )


def _parts(line: Picked, at: Any) -> rx.Component:
    """The lengths a service is sold in, and what may be added."""
    extras = rx.el.fieldset(
        rx.el.legend(_("Added to it"), class_name="strong"),
        rx.foreach(line.extras, lambda extra: _extra(extra, at)),
        class_name="stack",
    )
    return rx.fragment(
        rx.cond(
            kit.how_many(line.variants) > 0, _select(_("Length"), "variant", at, line.variants, line.variant_id, "variant"), rx.fragment()
        ),
        rx.cond(kit.how_many(line.extras) > 0, extras, rx.fragment()),
    )


def _extra(extra: Extra, at: Any) -> rx.Component:
    ticked = rx.el.input(type="checkbox", checked=extra.on, on_change=FORM.turn_extra(at, extra.id))
    return rx.el.label(ticked, rx.el.span(extra.label), class_name="check")


def _with(line: Picked, at: Any) -> rx.Component:
    return rx.cond(line.type_id, _select(_("With"), "provider", at, line.providers, line.provider_id, "provider"), rx.fragment())


def _select(label: str, name: str, at: Any, choices: Any, value: Any, what: str) -> rx.Component:
    """A select of one of the visit's services; its label and its control share a name made of both."""
    id = f"{name}-" + at.to_string()
    control = rx.el.select(
        *kit.options(choices), id=id, value=value, on_change=lambda given: FORM.choose(at, what, given), class_name="input"
    )
    return rx.el.div(rx.el.label(label, html_for=id), rx.el.div(control, kit.icon("chevron-down"), class_name="select"), class_name="field")


def _seats() -> rx.Component:
    return rx.el.div(
        rx.el.span(_("Seats"), class_name="strong"),
        kit.stepper(FORM.seats, less=FORM.add_seats(-1), more=FORM.add_seats(1), label=_("Seats")),
        class_name="row between",
    )


def _quick_services() -> rx.Component:
    """Every service as one press; what was pressed stands out, its lengths and extras below."""

    def one(choice: Choice) -> rx.Component:
        chosen = FORM.lines[0].type_id == choice.value
        return rx.el.button(
            choice.label,
            type="button",
            on_click=FORM.choose(0, "type", choice.value),
            aria_pressed=kit.when(chosen, "true", "false"),
            class_name=kit.classes("btn nb-pick", kit.when(chosen, "btn-on")),
        )

    error = kit.shown(FORM.errors.get("type", ""), kit.note(FORM.errors.get("type", ""), tone="danger"))
    return rx.el.fieldset(
        rx.el.legend(_("Service"), class_name="strong"),
        error,
        rx.el.div(rx.foreach(FORM.types, one), class_name="nb-picks"),
        rx.foreach(FORM.lines, lambda line, at: rx.fragment(_parts(line, at), _with(line, at))),
        class_name="stack stack-3",
    )


# ── when ─────────────────────────────────────────────────


def _chosen() -> rx.Component:
    """The time that was pointed at, with what would come of it."""
    return kit.shown(
        FORM.chosen_words, rx.el.div(rx.el.p(FORM.chosen_words, class_name="m strong num"), _verdict(), _error("time"), class_name="stack")
    )


def _error(name: str) -> rx.Component:
    return kit.shown(FORM.errors.get(name, ""), kit.note(FORM.errors.get(name, ""), tone="danger"))


def _verdict() -> rx.Component:
    """Free, possible with a reason to think twice, or taken; and who would do it."""
    mark = rx.match(
        FORM.level, ("free", kit.icon("check")), ("warn", kit.icon("triangle-alert")), ("taken", kit.icon("ban")), rx.fragment()
    )
    colour = rx.match(FORM.level, ("free", "c-ok"), ("warn", "c-warn"), ("taken", "c-danger"), "")
    said = rx.el.p(
        rx.el.span(mark, class_name=colour),
        rx.el.span(FORM.verdict, kit.shown(FORM.who, rx.el.span(" · ", FORM.who, class_name="t3"))),
        class_name="row nb-verdict",
        role="status",
    )
    return rx.cond(FORM.level, said, rx.fragment())


def _when() -> rx.Component:
    """A day, its free times, and any other time with what would come of it."""
    return rx.fragment(
        kit.form_row(
            kit.field(_("Day"), "day", type="date", value=FORM.day, on_change=FORM.choose_day, error=FORM.errors.get("day", "")),
            kit.field(
                _("Any other time"),
                "clock",
                type="time",
                value=FORM.clock_time,
                on_change=FORM.choose_clock.debounce(400),
                step=300,
            ),
        ),
        _times(),
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

    none = rx.fragment(
        rx.el.p(_("No free time on this day. Choose another day, or anyone who is free."), class_name="t2"),
        kit.shown(FORM.next_words, rx.el.p(kit.button(FORM.next_words, FORM.choose_day(FORM.next_day), small=True))),
    )
    return rx.el.fieldset(
        rx.el.legend(_("Time"), class_name="strong"),
        _error("time"),
        rx.cond(
            FORM.chosen_words, rx.el.div(rx.el.p(FORM.chosen_words, class_name="num"), _verdict(), class_name="nb-chosen"), rx.fragment()
        ),
        rx.cond(FORM.free.length() > 0, rx.el.div(rx.foreach(FORM.free, time), class_name="grid grid-cols-3 gap-2"), none),
        class_name="stack",
    )


def _soonest() -> rx.Component:
    """Who has room for a walk-in, the soonest first."""

    def one(row: Soonest) -> rx.Component:
        chosen = (FORM.lines[0].provider_id == row.provider_id) & (FORM.chosen == row.at)
        return rx.el.button(
            kit.avatar(row.initials, row.tint, size="s"),
            rx.el.span(row.name, class_name="grow clip"),
            rx.el.span(row.words, class_name="t3 num"),
            type="button",
            on_click=FORM.choose_soonest(row.provider_id),
            aria_pressed=kit.when(chosen, "true", "false"),
            class_name=kit.classes("btn nb-pick", kit.when(chosen, "btn-on")),
        )

    return rx.cond(
        FORM.soonest.length() > 0,
        rx.el.fieldset(
            rx.el.legend(_("With"), class_name="strong"),
            rx.el.div(rx.foreach(FORM.soonest, one), class_name="nb-picks"),
            class_name="stack",
        ),
        rx.cond(FORM.walking, _nobody(), rx.fragment()),
    )


def _nobody() -> rx.Component:
    """Nobody has room today any more: the free times of the service, once it is chosen."""
    none = rx.el.p(_("Nobody has room for long enough today."), class_name="t2")
    return rx.fragment(none, rx.cond(FORM.lines[0].type_id, _times(), rx.fragment()))
