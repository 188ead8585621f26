"""The tables of booking: what is sold by whom and when (catalogue, slots), who is taken (occupancy), what was agreed (booking),
who waits for a time (waitlist), and the calendars of other programs."""

from careops.booking.models.booking import Booking, BookingLine, BookingSeries, Frequency, Hold, Status
from careops.booking.models.calendars import CalendarFeed, CalendarImport, FeedScope
from careops.booking.models.catalogue import (
    AddOn,
    Assignment,
    BookingType,
    HoursOverride,
    LocationKind,
    Offered,
    Provider,
    ProviderKind,
    ProviderService,
    ProviderTerms,
    StockUse,
    TimeOff,
    Variant,
    WaitlistMode,
    WeeklyHours,
)
from careops.booking.models.occupancy import SEATS, Occupancy, OccupancyKind
from careops.booking.models.slots import Slot, SlotPattern, SlotStatus
from careops.booking.models.waitlist import WaitlistWish, WishStatus

__all__ = [
    "SEATS",
    "AddOn",
    "Assignment",
    "Booking",
    "BookingLine",
    "BookingSeries",
    "BookingType",
    "CalendarFeed",
    "CalendarImport",
    "FeedScope",
    "Frequency",
    "Hold",
    "HoursOverride",
    "LocationKind",
    "Occupancy",
    "OccupancyKind",
    "Offered",
    "Provider",
    "ProviderKind",
    "ProviderService",
    "ProviderTerms",
    "Slot",
    "SlotPattern",
    "SlotStatus",
    "Status",
    "StockUse",
    "TimeOff",
    "Variant",
    "WaitlistMode",
    "WaitlistWish",
    "WeeklyHours",
    "WishStatus",
]
