"""The signed-in screens of booking."""

from careops.booking.pages import bookings, calendar, providers, services, sharing, waitlist

PAGES = (*calendar.PAGES, *bookings.PAGES, *sharing.PAGES, *waitlist.PAGES, *services.PAGES, *providers.PAGES)
