"""The calendar: the days, and beside them the form, the reasons, or the booking that is open."""

from typing import Any

import reflex as rx

from careops.booking.components.days import KEYS, bar, days, on_paper
from careops.booking.components.explained import explanation
from careops.booking.components.form import booking_form
from careops.booking.components.one import booking_actions, booking_details, cancel_dialog
from careops.booking.components.series import series_dialog
from careops.booking.state import BookingForm, BookingState, Calendar, Explained
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.forms.components.sending import send_form_dialog
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
CAL: Any = Calendar
ONE: Any = BookingState
FORM: Any = BookingForm
WHY: Any = Explained


def calendar() -> rx.Component:
    """Days by provider, weeks, months and lists, live."""
    main = rx.el.div(bar(), rx.cond(CAL.loaded, days(), kit.skeleton_rows(6)), class_name="cal-side")
    beside = rx.cond(WHY.open, explanation(), rx.cond(FORM.open, booking_form(), rx.cond(ONE.shown.id, _drawer(), rx.fragment())))
    return frame(
        rx.fragment(rx.el.div(main, beside, class_name="cal-wrap"), cancel_dialog(), series_dialog(), send_form_dialog(), on_paper()),
        title=_("Calendar"),
        active="calendar",
        fixed=True,
        phone_top=False,
        keys=KEYS,
    )


def _drawer() -> rx.Component:
    return kit.drawer(
        rx.el.span(_("Booking"), class_name="t2"),
        *booking_details(),
        label=_("Booking"),
        close_href=CAL.head.plain,
        foot=booking_actions(),
    )


PAGES = (Page("/app/calendar", _("Calendar"), calendar, (Calendar.live,), Permission.bookings_view),)
