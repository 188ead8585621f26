"""What the waitlist's screen is made of: a line for each who waits, and giving one of them a time."""

from typing import Any

import reflex as rx

from careops.booking.state.waitlist import Choice, WaitLine, Waitlist
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.state import Frame
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
LIST: Any = Waitlist
GIVING: Any = Waitlist.giving
FRAME: Any = Frame


def wait_row(line: WaitLine) -> rx.Component:
    """Who waits for what, since when, and what may be done."""
    state = rx.el.span(
        kit.status(line.state_label, line.tone, line.icon, plain=True),
        kit.shown(line.place, rx.el.span(line.place, class_name="t2 num block")),
    )
    what = rx.el.span(
        line.what, " ", rx.el.span(line.whom, class_name="t3"), kit.shown(line.note, rx.el.span(line.note, class_name="t3 block"))
    )
    act = rx.cond(
        FRAME.shown.allowed.contains(Permission.bookings_manage.value) & line.open,
        kit.button(_("Give a time"), LIST.give(line.id), small=True, aria_label=line.to_give),
        rx.fragment(),
    )
    return kit.table_row(
        rx.el.span(kit.avatar(line.initials, line.tint, size="s"), kit.link(line.who, line.href, strong=True), class_name="row"),
        what,
        rx.el.span(line.when, class_name="num"),
        rx.el.span(line.since, class_name="num"),
        state,
        (act, "r"),
    )


def give_dialog() -> rx.Component:
    """What would suit the one who waits: offered, booked at once, or nothing and they leave the list."""

    def time(choice: Choice) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name="opening",
                value=choice.value,
                checked=LIST.chosen == choice.value,
                on_change=LIST.choose(choice.value),
                class_name="vh",
            ),
            rx.el.span(choice.label, class_name="num"),
            class_name=kit.classes("btn", kit.when(LIST.chosen == choice.value, "btn-on")),
        )

    times = rx.cond(
        LIST.times.length() > 0,
        rx.el.fieldset(
            rx.el.legend(_("Free now and suits them"), class_name="strong"),
            rx.el.div(rx.foreach(LIST.times, time), class_name="grid grid-cols-2 gap-2"),
            class_name="stack",
        ),
        kit.note(_("Nothing that suits them is free at the moment. They are told as soon as something frees up.")),
    )
    chosen = LIST.times.length() > 0
    return kit.dialog(
        _("Give a time"),
        rx.el.p(rx.el.span(GIVING.who, class_name="strong"), ", ", GIVING.what, ", ", GIVING.whom),
        rx.el.p(GIVING.when, class_name="t2 num"),
        kit.shown(GIVING.place, rx.el.p(GIVING.place, class_name="t2 num")),
        times,
        id="give",
        shown=GIVING.id != "",
        on_close=LIST.close,
        foot=(
            kit.button(_("Take off the list"), LIST.withdraw, look="danger"),
            rx.cond(chosen, kit.button(_("Book now"), LIST.book), rx.fragment()),
            rx.cond(chosen, kit.button(_("Offer it"), LIST.offer, look="primary"), rx.fragment()),
        ),
    )
