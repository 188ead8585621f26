"""What a trade starts with, what a country usually uses and celebrates, and when a business may close."""

from careops.business.rules.closures import NoHolidays, check_span
from careops.business.rules.country import country_of, usual_in
from careops.business.rules.holidays import Holiday, ahead, is_holiday, public_holidays, regions
from careops.business.rules.preset import Extra, Form, Item, Length, Preset, Question, Service, price_in
from careops.business.rules.trades.clinic import CLINIC
from careops.business.rules.trades.repair import REPAIR
from careops.business.rules.trades.retail import RETAIL
from careops.business.rules.trades.salon import SALON
from careops.business.rules.trades.school import SCHOOL
from careops.business.rules.trades.tutor import TUTOR

PRESETS: dict[str, Preset] = {preset.trade: preset for preset in (SALON, CLINIC, TUTOR, SCHOOL, REPAIR, RETAIL)}

__all__ = [
    "PRESETS",
    "Extra",
    "Form",
    "Holiday",
    "Item",
    "Length",
    "NoHolidays",
    "Preset",
    "Question",
    "Service",
    "ahead",
    "check_span",
    "country_of",
    "is_holiday",
    "price_in",
    "public_holidays",
    "regions",
    "usual_in",
]
