"""The calendar's bar and its filters, and the days in each view."""

from typing import Any

import reflex as rx

from careops.booking.components.one import FRAME, may_manage
from careops.booking.state import BookingForm, BookingState, Calendar, Explained, Person
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
CAL: Any = Calendar
HEAD: Any = Calendar.head
FILTERS: Any = Calendar.filters
FORM: Any = BookingForm
ONE: Any = BookingState
WHY: Any = Explained

KEYS = (
    (("t",), _("Today")),
    (("n",), _("New booking")),
    (("w",), _("Walk-in")),
    (("d",), _("Explain this day")),
    (("←", "↑", "↓", "→"), _("Walk through times and bookings")),
    (("c",), _("Book the free time")),
    (("m",), _("Move the booking")),
    (("[", "]"), _("End earlier, end later")),
)


# ── the line over the days ───────────────────────────────


def bar() -> rx.Component:
    """Where one is, where one can go, and what can be begun."""
    views = kit.segmented(
        _("View"),
        [("day", _("Day")), ("week", _("Week")), ("month", _("Month")), ("list", _("List"))],
        value=HEAD.view,
        hrefs=[HEAD.day, HEAD.week, HEAD.month, HEAD.list],
    )
    explain = kit.icon_button("info", _("Explain this day"), WHY.start(HEAD.iso), key="d", class_name="only-l", title=_("Explain this day"))
    return kit.top_bar(
        rx.fragment(rx.el.span(HEAD.title, class_name="only-l"), rx.el.span(HEAD.short_title, class_name="only-s")),
        kit.link_button(_("Today"), HEAD.today, look="quiet", class_name="only-l", data_key="t", aria_keyshortcuts="t"),
        rx.el.span(views, class_name="only-l"),
        _narrowing(),
        explain,
        may_manage(_new_booking()),
        before=(
            rx.el.span(
                _step(HEAD.before, "chevron-left", HEAD.before_words),
                _step(HEAD.after, "chevron-right", HEAD.after_words),
                class_name="row cal-steps",
            ),
        ),
        class_name="cal-top",
    )


def _step(href: Any, icon: str, label: Any) -> rx.Component:
    return rx.el.a(kit.icon(icon), href=href, class_name="btn btn-quiet btn-icon", aria_label=label)


def _new_booking() -> rx.Component:
    """The page's primary action, until a drawer beside it has one of its own."""
    start = {"on_click": FORM.start(HEAD.iso), "icon_name": "plus", "data_key": "n", "aria_keyshortcuts": "n"}
    beside = FORM.open | WHY.open | (ONE.shown.id != "")
    return rx.fragment(
        kit.icon_button("user-plus", _("Walk-in"), FORM.start_walk_in, key="w", class_name="only-l", title=_("Walk-in")),
        rx.cond(beside, kit.button(_("New booking"), **start), kit.button(_("New booking"), look="primary", **start)),
    )


def _narrowing() -> rx.Component:
    """Everything else one may ask of the view: whose, which, from when, on paper; on a phone also which view."""
    mark = rx.cond(FILTERS.count > 0, rx.el.span(FILTERS.count, class_name="badge"), rx.fragment())
    views = rx.el.div(
        *[
            kit.button(words, CAL.narrow("view", key), small=True, aria_pressed=kit.when(HEAD.view == key, "true", "false"))
            for key, words in (("day", _("Day")), ("week", _("Week")), ("month", _("Month")), ("list", _("List")))
        ],
        class_name="cal-views only-s",
    )
    rooms = kit.toggle(_("Rooms and resources"), checked=FILTERS.rooms, on_change=CAL.turn_rooms)
    return kit.menu(
        [kit.icon("sliders-horizontal"), kit.hidden(FILTERS.words), mark],
        rx.el.div(
            views,
            kit.field(_("Go to day"), "cal-day", type="date", value=HEAD.iso, on_change=CAL.go),
            rx.el.fieldset(
                rx.el.legend(_("Whose"), class_name="strong"),
                rx.el.div(rx.foreach(FILTERS.people, _person), class_name="picks"),
                class_name="stack",
            ),
            rx.cond(FILTERS.has_rooms, rooms, rx.fragment()),
            kit.select(
                _("Service"),
                "cal-service",
                FILTERS.services,
                value=FILTERS.service,
                on_change=lambda given: CAL.narrow("service", given),
            ),
            kit.select(
                _("State"), "cal-status", FILTERS.statuses, value=FILTERS.status, on_change=lambda given: CAL.narrow("status", given)
            ),
            rx.cond(FILTERS.count > 0, kit.link_button(_("Show everything"), FILTERS.clear, small=True), rx.fragment()),
            class_name="cal-filter",
        ),
        kit.menu_line(),
        rx.cond(HEAD.view == "day", kit.menu_item(_("Print day sheet"), icon_name="printer", data_prints="true"), rx.fragment()),
        kit.menu_item(_("Explain this day"), WHY.start(HEAD.iso), icon_name="info"),
        may_manage(kit.menu_item(_("Walk-in"), FORM.start_walk_in, icon_name="user-plus")),
        label=_("View and filters"),
    )


def _person(person: Person) -> rx.Component:
    return kit.pick(
        person.name,
        "who",
        avatar=kit.avatar(person.initials, person.tint, size="s"),
        checked=person.on,
        on_change=CAL.turn(person.id),
        value=person.id,
    )


# ── the days ─────────────────────────────────────────────


def days() -> rx.Component:
    """The view that is asked for, or what is missing for it."""
    views = rx.match(
        HEAD.view,
        ("month", kit.calendar.month(HEAD.title, CAL.weekdays, CAL.month)),
        ("list", kit.calendar.agenda(CAL.agenda)),
        rx.fragment(kit.week_strip(CAL.strip), _board()),
    )
    nobody = kit.empty(
        _("Nobody can be booked yet"),
        _("The day appears here once somebody has working hours."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.link_button(_("Set up services and hours"), "/app/onboarding", look="primary"),
    )
    nothing = kit.empty(
        _("Nothing is booked here"),
        rx.cond(FILTERS.count > 0, _("Perhaps there is something behind the filters."), _("Bookings appear as soon as somebody books.")),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=rx.cond(FILTERS.count > 0, kit.link_button(_("Show everything"), FILTERS.clear), rx.fragment()),
    )
    return rx.fragment(rx.match(HEAD.empty, ("nobody", nobody), ("none", rx.fragment(kit.week_strip(CAL.strip), nothing)), views))


def _board() -> rx.Component:
    axis = CAL.axis
    return kit.calendar.board(
        HEAD.title,
        CAL.columns,
        axis.marks,
        opens=axis.opens,
        closes=axis.closes,
        now=axis.now,
        now_at=axis.now_at,
        scroll_to=axis.scroll_to,
        may_change=FRAME.shown.allowed.contains(Permission.bookings_manage.value),
        verdict=CAL.verdict,
        settled=CAL.settled,
        on_ask=CAL.ask,
        on_move=CAL.move,
        on_create=CAL.create,
    )


def on_paper() -> rx.Component:
    """The day as it is printed."""
    return kit.calendar.day_sheet(CAL.sheet.title, CAL.sheet.about, CAL.sheet.parts)
