"""What is done with services, hours and bookings."""

from careops.booking.actions.book import book, book_public
from careops.booking.actions.brought import bring_booking, could_bring, take_back_bookings
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
from careops.booking.actions.patterns import add_pattern, clean_up, edit_pattern, generate, remove_pattern
from careops.booking.actions.providers import (
    add_provider,
    add_resource,
    edit_provider,
    edit_resource,
    order_providers,
    remove_provider,
    remove_resource,
)
from careops.booking.actions.recipes import correct_stock, set_recipe
from careops.booking.actions.series import book_series, book_series_public
from careops.booking.actions.series_change import cancel_series, confirm_series
from careops.booking.actions.series_move import plan_move, reschedule_series
from careops.booking.actions.slots import cancel_slot, edit_slot, move_slot, publish, publish_many, remove_slot, seat
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
    "add_pattern",
    "add_provider",
    "add_resource",
    "add_time_off",
    "anybody_due",
    "book",
    "book_public",
    "book_series",
    "book_series_public",
    "book_wish",
    "bring_booking",
    "cancel",
    "cancel_series",
    "cancel_slot",
    "claim_refresh",
    "clean_up",
    "clear_override",
    "come_earlier",
    "complete",
    "complete_past",
    "confirm",
    "confirm_series",
    "correct_stock",
    "could_bring",
    "create_booking_type",
    "decline",
    "decline_offer",
    "edit",
    "edit_booking_type",
    "edit_import",
    "edit_pattern",
    "edit_provider",
    "edit_resource",
    "edit_slot",
    "finish_refresh",
    "generate",
    "hold",
    "look_again",
    "make_feed",
    "mark_no_show",
    "move_slot",
    "note_read",
    "offer_to",
    "order_booking_types",
    "order_providers",
    "plan_move",
    "publish",
    "publish_many",
    "release",
    "remove_booking_type",
    "remove_import",
    "remove_pattern",
    "remove_provider",
    "remove_resource",
    "remove_slot",
    "remove_time_off",
    "renew_feed",
    "reschedule",
    "reschedule_series",
    "revoke_feed",
    "seat",
    "serve_waitlist",
    "set_override",
    "set_recipe",
    "set_week",
    "start_refresh",
    "sweep",
    "take_back_bookings",
    "time_may_have_freed",
    "wish",
    "wish_public",
    "withdraw_wish",
]
