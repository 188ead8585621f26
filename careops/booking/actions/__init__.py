"""What is done with services, hours and bookings."""

from careops.booking.actions.book import book, book_public
from careops.booking.actions.catalogue import (
    add_provider,
    clear_override,
    create_booking_type,
    edit_booking_type,
    edit_provider,
    remove_booking_type,
    remove_provider,
    set_override,
    set_week,
)
from careops.booking.actions.change import cancel, complete, confirm, decline, edit, mark_no_show, reschedule
from careops.booking.actions.holds import hold, release, sweep

__all__ = [
    "add_provider",
    "book",
    "book_public",
    "cancel",
    "clear_override",
    "complete",
    "confirm",
    "create_booking_type",
    "decline",
    "edit",
    "edit_booking_type",
    "edit_provider",
    "hold",
    "mark_no_show",
    "release",
    "remove_booking_type",
    "remove_provider",
    "reschedule",
    "set_override",
    "set_week",
    "sweep",
]
