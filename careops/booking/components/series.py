"""Visits that repeat: the part of the booking form that says how often, and what is done with several visits at once."""

from typing import Any

import reflex as rx

from careops.booking.state import BookingForm
from careops.booking.state.series import Dated, Repeat, SeriesDialog, Visit
from careops.core.i18n import text as _
from careops.core.when import weekday_name
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
FORM: Any = BookingForm
REPEAT: Any = Repeat
ONE: Any = SeriesDialog

CONFLICTS = [
    ("refuse", _("Book nothing while a visit clashes")),
    ("skip", _("Leave these visits out")),
    ("move", _("Move them to the nearest free time")),
]


# ── in the form ──────────────────────────────────────────


def repeat_part() -> rx.Component:
    """Whether it repeats, how often, and every visit that would come of it."""
    how = rx.el.div(_how_often(), _dates(), class_name="stack stack-3")
    return rx.el.div(
        kit.toggle(_("Repeat"), checked=REPEAT.on, on_change=REPEAT.turn),
        rx.cond(REPEAT.on, how, rx.fragment()),
        class_name="stack stack-3",
        on_mount=REPEAT.begin,
    )


def _how_often() -> rx.Component:
    said = REPEAT.said
    units = [("daily", _("Every day")), ("weekly", _("Every week")), ("monthly", _("Every month"))]
    days = rx.el.fieldset(
        rx.el.legend(_("On these days"), class_name="strong"),
        rx.el.div(*[_day(day) for day in range(7)], class_name="row flex-wrap"),
        rx.el.p(_("None chosen: the first visit's day"), class_name="t3"),
        class_name="stack",
    )
    monthly = kit.select(
        _("In the month"),
        "repeat_monthly",
        [("day", _("On the same day of the month")), ("weekday", _("On the same weekday of it")), ("last", _("On the last such weekday"))],
        value=said["monthly"],
        on_change=lambda value: REPEAT.choose("monthly", value),
        help_text=rx.cond(said["monthly"] == "day", _("A month that is too short has it on its last day."), ""),
    )
    ends = kit.select(
        _("Ends"),
        "repeat_ends",
        [("count", _("After so many visits")), ("until", _("On a day"))],
        value=said["ends"],
        on_change=lambda value: REPEAT.choose("ends", value),
    )
    last = rx.cond(
        said["ends"] == "count",
        kit.field(_("Visits"), "repeat_count", type="number", value=said["count"], on_change=lambda value: REPEAT.choose("count", value)),
        kit.field(_("Last day"), "repeat_until", type="date", value=said["until"], on_change=lambda value: REPEAT.choose("until", value)),
    )
    return rx.fragment(
        kit.form_row(
            kit.select(
                _("How often"),
                "repeat_frequency",
                units,
                value=said["frequency"],
                on_change=lambda value: REPEAT.choose("frequency", value),
            ),
            kit.field(
                _("Only every so many"),
                "repeat_every",
                type="number",
                value=said["every"],
                on_change=lambda value: REPEAT.choose("every", value),
            ),
        ),
        rx.cond(said["frequency"] == "weekly", days, rx.fragment()),
        rx.cond(said["frequency"] == "monthly", monthly, rx.fragment()),
        kit.form_row(ends, last),
    )


def _day(day: int) -> rx.Component:
    on = REPEAT.weekdays[day]
    return rx.el.button(
        weekday_name(day, short=True),
        type="button",
        on_click=REPEAT.turn_day(day),
        aria_pressed=kit.when(on, "true", "false"),
        class_name=kit.classes("btn btn-s", kit.when(on, "btn-on")),
    )


def _dates() -> rx.Component:
    listed = rx.el.div(
        rx.el.p(REPEAT.sentence, class_name="strong"),
        rx.el.p(REPEAT.summary, role="status"),
        visits(REPEAT.visits),
        rx.cond(REPEAT.clashes, _conflicts(REPEAT), rx.fragment()),
        class_name="stack stack-3",
    )
    return rx.fragment(
        rx.el.div(kit.button(_("Show the dates"), FORM.look_ahead, small=True, icon_name="calendar-clock")),
        kit.shown(REPEAT.error, kit.note(REPEAT.error, tone="danger", live=True)),
        rx.cond(REPEAT.visits.length() > 0, listed, rx.fragment()),
    )


def visits(planned: Any) -> rx.Component:
    """Every visit with whether it can be had."""
    return rx.el.ol(rx.foreach(planned, _visit), class_name="stack", aria_label=_("Visits"))


def _visit(visit: Visit) -> rx.Component:
    mark = rx.cond(visit.free, kit.icon("check"), kit.icon("ban"))
    return rx.el.li(
        rx.el.span(mark, class_name=rx.cond(visit.free, "c-ok", "c-danger")),
        rx.el.span(
            rx.el.span(visit.when, class_name="num"),
            kit.shown(visit.says, rx.el.span(" · ", visit.says, class_name="t3")),
            kit.shown(visit.instead, rx.el.span(" · ", visit.instead, class_name="t3 num")),
        ),
        class_name="row",
    )


def _conflicts(state: Any) -> rx.Component:
    return kit.select(_("What clashes"), "on_conflict", CONFLICTS, value=state.on_conflict, on_change=state.choose_conflict)


# ── a series that is open ────────────────────────────────


def series_dialog() -> rx.Component:
    """The visits of a series, and one change for this one, this and the following, or all."""
    scopes = kit.segmented(
        _("Which visits"),
        [("this", _("This one")), ("following", _("This and following")), ("all", _("All"))],
        value=ONE.scope,
        on_choose=ONE.choose_scope,
    )
    move = kit.form(
        kit.form_row(
            kit.field(_("This visit's day"), "day", type="date", default_value=ONE.day),
            kit.field(_("Time"), "time", type="time", default_value=ONE.clock_time),
        ),
        kit.form_foot(kit.button(_("Show where they would go"), submit=True)),
        on_submit=ONE.look_at,
    )
    moved = rx.el.div(
        rx.el.p(ONE.summary, class_name="strong", role="status"),
        visits(ONE.visits),
        rx.cond(ONE.clashes, _conflicts(ONE), rx.fragment()),
        rx.el.div(kit.button(_("Move these visits"), ONE.move, look="primary")),
        class_name="stack stack-3",
    )
    gone = rx.el.div(
        kit.field(_("Reason, for the customer"), "reason", value=ONE.reason, on_change=ONE.type_reason.debounce(250), optional=True),
        rx.el.div(kit.button(_("Cancel these visits"), ONE.cancel, look="danger")),
        class_name="stack stack-3",
    )
    content = rx.el.div(
        rx.el.p(ONE.sentence, class_name="strong"),
        kit.rows(rx.foreach(ONE.dates, _dated), boxed=True, label=_("Visits")),
        rx.cond(ONE.waits, rx.el.div(kit.button(_("Confirm all"), ONE.confirm, look="primary", icon_name="check")), rx.fragment()),
        scopes,
        kit.shown(ONE.error, kit.note(ONE.error, tone="danger", live=True)),
        move,
        rx.cond(ONE.visits.length() > 0, moved, rx.fragment()),
        gone,
        class_name="stack stack-4",
    )
    body = rx.cond(ONE.open, content, rx.fragment())
    dialog = kit.dialog(_("Series"), body, id="series", shown=ONE.open, on_close=ONE.close, foot=(kit.button(_("Close"), ONE.close),))
    return rx.el.div(dialog, on_mount=ONE.close)  # one left open belongs to the page before


def _dated(one: Dated) -> rx.Component:
    return kit.list_row(
        rx.el.span(one.when, class_name="num"), one.href, end=kit.booking_status(one.state, one.state_label), current=one.current
    )
