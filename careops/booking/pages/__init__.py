"""The signed-in screens of booking."""

from careops.booking.pages import bookings, calendar, calendars, providers, services, sharing, slots, waitlist

PAGES = (
    *calendar.PAGES,
    *bookings.PAGES,
    *calendars.PAGES,
    *sharing.PAGES,
    *waitlist.PAGES,
    *services.PAGES,
    *providers.PAGES,
    *slots.PAGES,
)
