"""The calendar's day, the lists of bookings, and one booking."""

from typing import Any

import reflex as rx

from careops.booking.components.bookings import (
    booking_actions,
    booking_details,
    booking_form,
    booking_line,
    cancel_dialog,
    filters,
    list_filter,
    may_manage,
)
from careops.booking.state import STATUS_WORDS, BookingForm, BookingPage, Bookings, BookingState, Calendar
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
DAY: Any = Calendar.day
LIST: Any = Bookings
ONE: Any = BookingState
FORM: Any = BookingForm

ANY = [("", _("Any state")), *((key, words) for key, words in STATUS_WORDS.items() if key != "started")]
COLUMNS = (_("Customer"), _("Service"), _("When"), _("With"), _("State"), _("Price"))


def calendar() -> rx.Component:
    """A day by provider, with the open booking or the form beside it."""
    bar = kit.top_bar(
        rx.fragment(rx.el.span(DAY.title, class_name="only-l"), rx.el.span(DAY.short_title, class_name="only-s")),
        kit.link_button(_("Today"), "/app/calendar", look="quiet", class_name="only-l"),
        kit.link_button(_("List"), "/app/bookings", look="quiet", class_name="only-l"),
        may_manage(_new_booking()),
        before=(_step(DAY.before, "chevron-left", _("Previous day")), _step(DAY.after, "chevron-right", _("Next day"))),
        class_name="cal-top",
    )
    drawn = rx.cond(
        DAY.lanes.length() > 0,
        rx.fragment(
            kit.week_strip(DAY.week),
            kit.who_strip(_("Provider"), DAY.lanes),
            kit.calendar_day(DAY.title, DAY.hours, DAY.lanes, hour_count=DAY.hour_count, now=DAY.now, now_at=DAY.now_at),
        ),
        kit.empty(
            _("Nobody can be booked yet"),
            _("The day appears here once somebody has working hours."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
            action=kit.link_button(_("Set up services and hours"), "/app/onboarding", look="primary"),
        ),
    )
    main = rx.el.div(bar, rx.cond(Calendar.loaded, drawn, kit.skeleton_rows(6)), class_name="cal-side")
    beside = rx.cond(FORM.open, booking_form(), rx.cond(ONE.shown.id, _drawer(), rx.fragment()))
    return frame(
        rx.fragment(rx.el.div(main, beside, class_name="cal-wrap"), cancel_dialog()),
        title=_("Calendar"),
        active="calendar",
        fixed=True,
        phone_top=False,
    )


def _new_booking() -> rx.Component:
    """The page's primary action, until a drawer beside it has one of its own."""
    start = {"on_click": FORM.start(DAY.iso), "icon_name": "plus", "key": "n"}
    return rx.cond(
        FORM.open | (ONE.shown.id != ""), kit.button(_("New booking"), **start), kit.button(_("New booking"), look="primary", **start)
    )


def _step(href: Any, icon: str, label: str) -> rx.Component:
    return rx.el.a(kit.icon(icon), href=href, class_name="btn btn-quiet btn-icon", aria_label=label)


def _drawer() -> rx.Component:
    return kit.drawer(
        rx.el.span(_("Booking"), class_name="t2"),
        *booking_details(),
        label=_("Booking"),
        close_href="/app/calendar?date=" + DAY.iso,
        foot=booking_actions(),
    )


def bookings() -> rx.Component:
    """Today's, upcoming and past bookings."""
    head = kit.page_header(
        _("Bookings"),
        kit.link_button(_("Calendar"), "/app/calendar"),
    )
    views = kit.tabs(
        _("Which bookings"),
        kit.tab(_("Today"), "/app/bookings?view=today", current=LIST.view == "today"),
        kit.tab(_("Upcoming"), "/app/bookings?view=upcoming", current=LIST.view == "upcoming"),
        kit.tab(_("Past"), "/app/bookings?view=past", current=LIST.view == "past"),
    )
    narrowed = filters(
        kit.select(_("State"), "status", ANY, value=LIST.status, on_change=lambda given: LIST.filter("status", given)),
        list_filter(_("With"), "provider", LIST.providers, LIST.provider),
        list_filter(_("Service"), "type", LIST.types, LIST.type),
        kit.field(_("From"), "from_day", type="date", value=LIST.from_day, on_change=lambda given: LIST.filter("from_day", given)),
        kit.field(_("To"), "to_day", type="date", value=LIST.to_day, on_change=lambda given: LIST.filter("to_day", given)),
    )
    table = rx.cond(
        LIST.lines.length() > 0,
        kit.table(_("Bookings"), [kit.Column(words) for words in COLUMNS], rx.foreach(LIST.lines, booking_line)),
        kit.empty(
            _("No bookings here"),
            _("Bookings appear as soon as a customer books online or you add one."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
            action=kit.link_button(_("Open the calendar"), "/app/calendar"),
        ),
    )
    more = rx.cond(LIST.more, kit.button(_("Show more"), LIST.show_more), rx.fragment())
    return frame(
        kit.page(
            head,
            rx.el.div(views, narrowed, rx.cond(LIST.loaded, rx.fragment(table, more), kit.skeleton_rows(6)), class_name="stack stack-4"),
        ),
        title=_("Bookings"),
        active="bookings",
    )


def booking() -> rx.Component:
    """One booking on its own page."""
    found = rx.el.article(
        *booking_details(),
        rx.el.div(
            *booking_actions(), kit.raw_link(_("Customer's link"), href=ONE.shown.manage_path, new_tab=True), class_name="row flex-wrap"
        ),
        class_name="stack stack-5",
    )
    missing = kit.note(_("This booking does not exist, or it belongs to another workspace."), tone="warn")
    body = rx.cond(BookingPage.missing, missing, rx.cond(ONE.shown.id, found, kit.skeleton_rows(6)))
    form = rx.cond(FORM.open, booking_form(), rx.fragment())
    crumbs = kit.crumbs(_("Bookings"), "/app/bookings", ONE.shown.contact)
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True), form, cancel_dialog()), title=_("Booking"), active="bookings")


PAGES = (
    Page("/app/calendar", _("Calendar"), calendar, (Calendar.live,), Permission.bookings_view),
    Page("/app/bookings", _("Bookings"), bookings, (Bookings.live,), Permission.bookings_view),
    Page("/app/bookings/[booking_id]", _("Booking"), booking, (BookingPage.live,), Permission.bookings_view),
)
