"""What is done with services, hours and bookings."""

from careops.booking.actions.book import book, book_public
from careops.booking.actions.catalogue import create_booking_type, edit_booking_type, order_booking_types, remove_booking_type
from careops.booking.actions.change import cancel, complete, confirm, decline, edit, mark_no_show, reschedule
from careops.booking.actions.holds import hold, release, sweep
from careops.booking.actions.hours import add_time_off, clear_override, remove_time_off, set_override, set_week
from careops.booking.actions.nightly import complete_past
from careops.booking.actions.providers import (
    add_provider,
    add_resource,
    edit_provider,
    edit_resource,
    order_providers,
    remove_provider,
    remove_resource,
)
from careops.booking.actions.series import book_series, book_series_public
from careops.booking.actions.series_change import cancel_series, confirm_series, plan_move, reschedule_series
from careops.booking.actions.waitlist import (
    WAITLIST,
    accept_offer,
    anybody_due,
    book_wish,
    come_earlier,
    decline_offer,
    look_again,
    offer_to,
    serve_waitlist,
    time_may_have_freed,
    wish,
    wish_public,
    withdraw_wish,
)

__all__ = [
    "WAITLIST",
    "accept_offer",
    "add_provider",
    "add_resource",
    "add_time_off",
    "anybody_due",
    "book",
    "book_public",
    "book_series",
    "book_series_public",
    "book_wish",
    "cancel",
    "cancel_series",
    "clear_override",
    "come_earlier",
    "complete",
    "complete_past",
    "confirm",
    "confirm_series",
    "create_booking_type",
    "decline",
    "decline_offer",
    "edit",
    "edit_booking_type",
    "edit_provider",
    "edit_resource",
    "hold",
    "look_again",
    "mark_no_show",
    "offer_to",
    "order_booking_types",
    "order_providers",
    "plan_move",
    "release",
    "remove_booking_type",
    "remove_provider",
    "remove_resource",
    "remove_time_off",
    "reschedule",
    "reschedule_series",
    "serve_waitlist",
    "set_override",
    "set_week",
    "sweep",
    "time_may_have_freed",
    "wish",
    "wish_public",
    "withdraw_wish",
]
