"""The settings' screens: the profile, and the days that are closed."""

from careops.business.state.closures import ClosedDays, ClosureLine, HolidayLine
from careops.business.state.profile import BusinessSettings

__all__ = ["BusinessSettings", "ClosedDays", "ClosureLine", "HolidayLine"]
