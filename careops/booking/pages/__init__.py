"""The signed-in screens of booking."""

from careops.booking.pages import bookings

PAGES = (*bookings.PAGES,)
