"""The lists of bookings, and one booking on a page of its own."""

from typing import Any

import reflex as rx

from careops.booking.components.bookings import booking_line, filters, list_filter
from careops.booking.components.form import booking_form
from careops.booking.components.one import booking_actions, booking_details, cancel_dialog
from careops.booking.components.series import series_dialog
from careops.booking.state import STATUS_WORDS, BookingForm, BookingPage, Bookings, BookingState
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.forms.components.sending import send_form_dialog
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
LIST: Any = Bookings
ONE: Any = BookingState
FORM: Any = BookingForm

ANY = [("", _("Any state")), *((key, words) for key, words in STATUS_WORDS.items() if key not in ("started", "held"))]
COLUMNS = (_("Customer"), _("Service"), _("When"), _("With"), _("State"), _("Price"))


def bookings() -> rx.Component:
    """Today's, upcoming and past bookings."""
    head = kit.page_header(
        _("Bookings"),
        kit.link_button(_("Published times"), "/app/slots", look="quiet"),
        kit.link_button(_("Calendar"), "/app/calendar"),
    )
    views = kit.tabs(
        _("Which bookings"),
        kit.tab(_("Today"), "/app/bookings?view=today", current=LIST.view == "today"),
        kit.tab(_("Upcoming"), "/app/bookings?view=upcoming", current=LIST.view == "upcoming"),
        kit.tab(_("Past"), "/app/bookings?view=past", current=LIST.view == "past"),
        kit.tab(_("Waitlist"), "/app/bookings/waitlist"),
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
    return frame(
        rx.fragment(crumbs, kit.page(body, narrow=True), form, cancel_dialog(), series_dialog(), send_form_dialog()),
        title=_("Booking"),
        active="bookings",
    )


PAGES = (
    Page("/app/bookings", _("Bookings"), bookings, (Bookings.live,), Permission.bookings_view),
    Page("/app/bookings/[booking_id]", _("Booking"), booking, (BookingPage.live,), Permission.bookings_view),
)
