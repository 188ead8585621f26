"""The signed-in screens' side of booking: the day, the lists, one booking, the form."""

from careops.booking.state.calendar import Calendar
from careops.booking.state.drawing import STATUS_WORDS, DayPage, day_page, state_of
from careops.booking.state.form import BookingForm, Choice, Found
from careops.booking.state.lists import BookingPage, Bookings, Line
from careops.booking.state.one import BookingState, BookingView, Moment

__all__ = [
    "STATUS_WORDS",
    "BookingForm",
    "BookingPage",
    "BookingState",
    "BookingView",
    "Bookings",
    "Calendar",
    "Choice",
    "DayPage",
    "Found",
    "Line",
    "Moment",
    "day_page",
    "state_of",
]
