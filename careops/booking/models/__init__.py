"""The tables of booking: what is sold by whom and when (catalogue), who is taken (occupancy), and what was agreed (booking)."""

from careops.booking.models.booking import Booking, Status
from careops.booking.models.catalogue import BookingType, HoursOverride, LocationKind, Provider, ProviderService, WeeklyHours
from careops.booking.models.occupancy import Occupancy, OccupancyKind

__all__ = [
    "Booking",
    "BookingType",
    "HoursOverride",
    "LocationKind",
    "Occupancy",
    "OccupancyKind",
    "Provider",
    "ProviderService",
    "Status",
    "WeeklyHours",
]
