"""What is done with services, hours and bookings."""

from careops.booking.actions.book import book, book_public
from careops.booking.actions.catalogue import create_booking_type, edit_booking_type, order_booking_types, remove_booking_type
from careops.booking.actions.change import cancel, complete, confirm, decline, edit, mark_no_show, reschedule
from careops.booking.actions.feeds import make_feed, note_read, renew_feed, revoke_feed
from careops.booking.actions.holds import hold, release, sweep
from careops.booking.actions.hours import add_time_off, clear_override, remove_time_off, set_override, set_week
from careops.booking.actions.imports import (
    add_import,
    claim_refresh,
    edit_import,
    finish_refresh,
    remove_import,
    start_refresh,
)
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
    "add_import",
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
    "claim_refresh",
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
    "edit_import",
    "edit_provider",
    "edit_resource",
    "finish_refresh",
    "hold",
    "look_again",
    "make_feed",
    "mark_no_show",
    "note_read",
    "offer_to",
    "order_booking_types",
    "order_providers",
    "plan_move",
    "release",
    "remove_booking_type",
    "remove_import",
    "remove_provider",
    "remove_resource",
    "remove_time_off",
    "renew_feed",
    "reschedule",
    "reschedule_series",
    "revoke_feed",
    "serve_waitlist",
    "set_override",
    "set_week",
    "start_refresh",
    "sweep",
    "time_may_have_freed",
    "wish",
    "wish_public",
    "withdraw_wish",
]
