"""What may be said about a business and the days it is closed, and what its readers get."""

from careops.business.schemas.closures import ClosureChange, ClosureIn, ClosureRow, HolidayRow, HolidaysIn, HolidaysRow, RegionRow
from careops.business.schemas.profile import COUNTRIES, MONTH_FIRST, BusinessIn, BusinessRow, RestRow, Vocabulary, phone_number

__all__ = [
    "COUNTRIES",
    "MONTH_FIRST",
    "BusinessIn",
    "BusinessRow",
    "ClosureChange",
    "ClosureIn",
    "ClosureRow",
    "HolidayRow",
    "HolidaysIn",
    "HolidaysRow",
    "RegionRow",
    "RestRow",
    "Vocabulary",
    "phone_number",
]
