"""The signed-in screens' side of booking: the calendar, the lists, one booking, the form, why a time is offered."""

from careops.booking.state.calendar import Calendar
from careops.booking.state.explained import Explained, TimeLine
from careops.booking.state.form import BookingForm
from careops.booking.state.lists import BookingPage, Bookings, Line
from careops.booking.state.offer import Extra, Picked, Soonest
from careops.booking.state.one import BookingState
from careops.booking.state.one_view import BookingView, Moment, Part
from careops.booking.state.ribbon import Ribbon, ribbon
from careops.booking.state.views import Person
from careops.booking.state.whom import Found, Whom
from careops.booking.state.words import STATUS_WORDS, Choice, state_of

__all__ = [
    "STATUS_WORDS",
    "BookingForm",
    "BookingPage",
    "BookingState",
    "BookingView",
    "Bookings",
    "Calendar",
    "Choice",
    "Explained",
    "Extra",
    "Found",
    "Line",
    "Moment",
    "Part",
    "Person",
    "Picked",
    "Ribbon",
    "Soonest",
    "TimeLine",
    "Whom",
    "ribbon",
    "state_of",
]
