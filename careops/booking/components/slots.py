"""Lines of published times and patterns, the form that publishes, and what a session's page is made of."""

from typing import Any

import reflex as rx

from careops.booking.components.one import may_manage
from careops.booking.state.session import Guest, SessionPage
from careops.booking.state.slot_lines import DraftLine, PatternLine, SlotLine
from careops.booking.state.slots import Slots
from careops.core.i18n import text as _
from careops.core.when import weekday_name
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
PAGE: Any = Slots
ONE: Any = SessionPage
SHOWN: Any = SessionPage.shown


def slot_line(slot: SlotLine) -> rx.Component:
    """A published time, below its day's name where the day begins."""
    row = kit.list_row(
        rx.el.span(slot.time, class_name="num"),
        slot.href,
        detail=rx.el.span(slot.service, ", ", slot.provider, kit.shown(slot.note, rx.el.span(" · ", slot.note))),
        end=rx.el.span(
            rx.el.span(slot.seats, class_name="t2 num"), kit.status(slot.state, slot.tone, "circle", plain=True), class_name="row"
        ),
    )
    return rx.fragment(kit.shown(slot.head, rx.el.li(rx.el.h2(slot.head, class_name="strong p-3"))), row)


def pattern_line(pattern: PatternLine) -> rx.Component:
    """A weekly pattern, with the way to stop it."""
    return kit.plain_row(
        rx.el.span(
            rx.el.b(pattern.title, class_name="block"),
            rx.el.span(pattern.sentence, class_name="t2 num block"),
            rx.el.span(pattern.about, class_name="t3 block"),
            class_name="grow",
        ),
        end=may_manage(kit.icon_button("trash-2", pattern.to_remove, PAGE.remove_pattern(pattern.id))),
    )


# ── publishing ───────────────────────────────────────────


def publish_form() -> rx.Component:
    """What is published, by whom, when; then what would come of it, and only then it is done."""
    ways = kit.segmented(
        _("How often"),
        [("weekly", _("Every week")), ("once", _("Once"))],
        value=rx.cond(PAGE.weekly, "weekly", "once"),
        on_choose=PAGE.choose_way,
    )
    who = kit.form_row(
        kit.select(_("Service"), "type", PAGE.shown.types, value=PAGE.type_id, on_change=PAGE.choose_type),
        kit.select(_("With"), "provider", PAGE.providers, error=PAGE.errors.get("provider_id", "")),
    )
    form = kit.form(
        who,
        rx.cond(PAGE.weekly, _weekly(), _once()),
        kit.shown(PAGE.errors.get("form", ""), kit.note(PAGE.errors.get("form", ""), tone="danger", live=True)),
        kit.form_foot(kit.button(_("Show what would be published"), submit=True), kit.button(_("Cancel"), PAGE.close, look="quiet")),
        on_submit=PAGE.preview,
    )
    preview = rx.cond(
        PAGE.drafts.length() > 0,
        rx.el.div(
            rx.el.p(PAGE.summary, class_name="strong", role="status"),
            rx.el.ol(rx.foreach(PAGE.drafts, draft_line), class_name="stack", aria_label=_("Times")),
            kit.form_foot(
                kit.shown(PAGE.publish_words, kit.button(PAGE.publish_words, PAGE.publish, look="primary")),
                kit.button(_("Change it"), PAGE.change),
            ),
            class_name="stack stack-3",
        ),
        rx.fragment(),
    )
    asked = rx.el.div(ways, form, class_name=rx.cond(PAGE.drafts.length() > 0, "hidden", "stack stack-4"))  # what was typed stays
    nothing = kit.note(
        _("Times are published for services with seats, or sold by published times only. "),
        kit.link(_("Set up a service"), "/app/settings/services"),
    )
    body = rx.cond(PAGE.shown.types.length() > 0, rx.el.div(asked, preview, class_name="stack stack-4"), nothing)
    return kit.dialog(_("Publish times"), body, id="publish", shown=PAGE.publishing, on_close=PAGE.close)


def _weekly() -> rx.Component:
    errors = PAGE.errors
    weekdays = rx.el.fieldset(
        rx.el.legend(_("On"), class_name="strong"),
        rx.el.div(
            *[kit.checkbox(weekday_name(day, short=True), f"weekday{day}", default_checked=day < 5) for day in range(7)],
            class_name="row flex-wrap",
        ),
        kit.shown(errors.get("weekdays", ""), kit.note(errors.get("weekdays", ""), tone="danger")),
        class_name="stack",
    )
    return rx.fragment(
        weekdays,
        kit.form_row(
            kit.field(_("From"), "from", type="time", default_value="09:00", error=errors.get("from", "")),
            kit.field(_("To"), "to", type="time", default_value="17:00", error=errors.get("to", "")),
        ),
        kit.form_row(
            kit.field(_("Pause between"), "pause", type="number", default_value="0", after=_("minutes"), error=errors.get("pause", "")),
            kit.field(_("Seats"), "capacity", type="number", optional=True, error=errors.get("capacity", "")),
        ),
        kit.field(_("Breaks"), "breaks", placeholder="12:00-13:00", optional=True, error=errors.get("breaks", "")),
        kit.form_row(
            kit.field(_("First day"), "first_day", type="date", default_value=PAGE.shown.today, error=errors.get("first_day", "")),
            kit.field(_("Last day"), "last_day", type="date", optional=True, error=errors.get("last_day", "")),
        ),
        kit.field(
            _("Not on these dates"), "excluded", placeholder="2026-12-24, 2026-12-25", optional=True, error=errors.get("excluded", "")
        ),
        kit.field(
            _("Published ahead"),
            "weeks_ahead",
            type="number",
            default_value="4",
            after=_("weeks"),
            help_text=_("Every Sunday one week more"),
            error=errors.get("weeks_ahead", ""),
        ),
    )


def _once() -> rx.Component:
    errors = PAGE.errors
    return rx.fragment(
        kit.form_row(
            kit.field(_("Day"), "day", type="date", default_value=PAGE.shown.today, error=errors.get("day", "")),
            kit.field(_("Time"), "time", type="time", default_value="09:00", error=errors.get("time", "")),
        ),
        kit.form_row(
            kit.field(_("Length"), "minutes", type="number", after=_("minutes"), optional=True, error=errors.get("minutes", "")),
            kit.field(_("Seats"), "capacity", type="number", optional=True, error=errors.get("capacity", "")),
        ),
        kit.field(_("Note for the team"), "note", optional=True, error=errors.get("note", "")),
    )


def draft_line(draft: DraftLine) -> rx.Component:
    """A time that would be published, or what is in its way."""
    mark = rx.cond(draft.free, kit.icon("check"), kit.icon("ban"))
    return rx.el.li(
        rx.el.span(mark, class_name=rx.cond(draft.free, "c-ok", "c-danger")),
        rx.el.span(draft.when, kit.shown(draft.says, rx.el.span(" · ", draft.says, class_name="t3")), class_name="num"),
        class_name="row",
    )


# ── a session ────────────────────────────────────────────


def guest_line(guest: Guest) -> rx.Component:
    """Somebody in the session."""
    return kit.list_row(
        guest.name,
        guest.href,
        start=rx.el.span(rx.el.span(guest.seat, class_name="t3 num"), kit.avatar(guest.initials, guest.tint), class_name="row"),
        end=kit.booking_status(guest.state, guest.state_label),
    )


def session_actions() -> rx.Component:
    """What may be done with the whole session now."""
    living = (SHOWN.status == "open") | (SHOWN.status == "closed")
    buttons = rx.el.div(
        rx.cond(
            SHOWN.full | (SHOWN.status != "open"),
            rx.fragment(),
            kit.button(_("Add somebody"), ONE.turn("add"), look="primary", icon_name="plus"),
        ),
        kit.button(_("Move"), ONE.turn("move"), icon_name="calendar-clock"),
        kit.button(rx.cond(SHOWN.status == "open", _("Take no more bookings"), _("Take bookings again")), ONE.open_or_close),
        rx.cond(
            SHOWN.empty,
            kit.button(_("Delete"), ONE.remove, look="danger"),
            kit.button(_("Cancel session"), look="danger", opens="cancel-session"),
        ),
        class_name="row flex-wrap",
    )
    return may_manage(rx.cond(living, buttons, rx.fragment()))


def session_seats() -> rx.Component:
    """How many seats there are, to be changed one by one."""
    stepper = kit.stepper(SHOWN.capacity, less=ONE.add_seats(-1), more=ONE.add_seats(1), label=_("Seats"))
    return rx.el.div(rx.el.span(SHOWN.seats, class_name="num"), may_manage(stepper), class_name="row between")


def cancel_session_dialog() -> rx.Component:
    """Asks once, and says who will hear of it."""
    return kit.dialog(
        _("Cancel this session?"),
        rx.el.p(SHOWN.service, ", ", SHOWN.day, " ", SHOWN.time, class_name="strong"),
        rx.el.p(_("Everybody in it is cancelled and told, and the time is free again."), class_name="t2"),
        kit.field(_("Reason, for the guests"), "reason", value=ONE.reason, on_change=ONE.type_reason.debounce(250), optional=True),
        id="cancel-session",
        foot=(
            kit.closing_button(_("Keep it")),
            kit.button(_("Cancel session"), ONE.cancel, look="danger-fill", data_closes="true"),
        ),
    )


def session_forms() -> rx.Component:
    """Somebody more, or another time for all."""
    errors = ONE.errors
    wrong = kit.shown(errors.get("form", ""), kit.note(errors.get("form", ""), tone="danger", live=True))
    foot = kit.button(_("Cancel"), ONE.turn(""), look="quiet")
    add = kit.form(
        kit.field(_("Name"), "name", error=errors.get("name", ""), auto_complete="off"),
        kit.form_row(
            kit.field(_("Email"), "email", type="email", error=errors.get("email", ""), optional=True, auto_complete="off"),
            kit.field(_("Phone"), "phone", type="tel", error=errors.get("phone", ""), optional=True, auto_complete="off"),
        ),
        wrong,
        kit.form_foot(kit.button(_("Give a seat"), submit=True, look="primary"), foot),
        on_submit=ONE.add,
    )
    move = kit.form(
        kit.form_row(
            kit.field(_("Day"), "day", type="date", default_value=SHOWN.iso_day, error=errors.get("day", "")),
            kit.field(_("Time"), "time", type="time", default_value=SHOWN.clock_time, error=errors.get("time", "")),
        ),
        kit.select(_("With"), "provider", SHOWN.providers, default_value=SHOWN.provider_id),
        kit.note(_("Everybody in it moves along and is told.")),
        wrong,
        kit.form_foot(kit.button(_("Move session"), submit=True, look="primary"), foot),
        on_submit=ONE.move,
    )
    return rx.fragment(
        kit.dialog(_("Add somebody"), rx.cond(ONE.adding, add, rx.fragment()), id="add-guest", shown=ONE.adding, on_close=ONE.turn("")),
        kit.dialog(_("Move session"), rx.cond(ONE.moving, move, rx.fragment()), id="move-session", shown=ONE.moving, on_close=ONE.turn("")),
        cancel_session_dialog(),
    )
