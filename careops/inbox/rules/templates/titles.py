"""What owners call each automatic message, and when it goes; the screen's words, which no customer reads."""

from dataclasses import dataclass

from careops.core.i18n import text as _

CONTACTS, BOOKINGS, SERIES, WAITLIST = _("Contacts"), _("Bookings"), _("Repeating visits"), _("Waitlist")


@dataclass(frozen=True, slots=True)
class Title:
    """The group it stands in, its name, and when it is sent."""

    about: str
    title: str
    sentence: str


TITLES = {
    "welcome": Title(CONTACTS, _("Welcome"), _("To somebody you added as a contact.")),
    "welcome_written": Title(CONTACTS, _("Message received"), _("To somebody new who wrote to you.")),
    "booking_confirmation": Title(BOOKINGS, _("Confirmation"), _("When a booking is made or confirmed. The mail has the calendar file.")),
    "booking_requested": Title(BOOKINGS, _("Request received"), _("When a booking waits for your approval.")),
    "booking_rescheduled": Title(BOOKINGS, _("New time"), _("When a booking is moved. The mail has the new calendar file.")),
    "booking_cancelled": Title(
        BOOKINGS,
        _("Cancellation"),
        _("When a booking is cancelled; booking.cancelled_by says “customer” or “staff”."),
    ),
    "booking_declined": Title(BOOKINGS, _("Request declined"), _("When you decline a request.")),
    "booking_reminder": Title(BOOKINGS, _("Reminder"), _("Before a visit.")),
    "visit_follow_up": Title(BOOKINGS, _("Thank you for your visit"), _("After a visit, to those who want offers.")),
    "no_show_follow_up": Title(BOOKINGS, _("We missed you"), _("When somebody did not come.")),
    "series_confirmation": Title(SERIES, _("Confirmation of a series"), _("When repeating visits are booked: one message with all dates.")),
    "series_rescheduled": Title(SERIES, _("New times of a series"), _("When several visits of a series are moved.")),
    "series_cancelled": Title(SERIES, _("Cancellation of a series"), _("When several visits of a series are cancelled.")),
    "waitlist_joined": Title(WAITLIST, _("On the waitlist"), _("When somebody joins the waitlist.")),
    "waitlist_offered": Title(WAITLIST, _("A time is kept for you"), _("When a time is kept for somebody who waits.")),
    "waitlist_notified": Title(WAITLIST, _("A time has freed up"), _("When a time frees up that whoever comes first can have.")),
}
