"""What a country usually uses: the first guess about a business that has only told its time zone."""

from typing import Any

from babel.core import Locale, UnknownLocaleError, get_global
from babel.numbers import get_territory_currencies

from careops.business.schemas import MONTH_FIRST

TWELVE_HOURS = MONTH_FIRST | {"AU", "NZ", "IN", "PK", "BD", "LK", "EG", "SA", "JO", "CO", "MY"}


def country_of(timezone: str) -> str:
    """The country a time zone lies in; empty when it is nobody's, like UTC."""
    name = get_global("zone_aliases").get(timezone, timezone)
    found = get_global("zone_territories").get(timezone) or get_global("zone_territories").get(name, "")
    return found if len(found) == 2 and found.isalpha() else ""


def usual_in(country: str) -> dict[str, Any]:
    """Money, clock and week of a country, by the names of the business's fields; nothing for a country nobody knows."""
    try:
        week = Locale.parse(f"und_{country}").first_week_day
    except (UnknownLocaleError, ValueError):
        return {}
    money = get_territory_currencies(country)
    return {
        "country": country,
        "hour_cycle": 12 if country in TWELVE_HOURS else 24,
        "first_weekday": week,
        **({"currency": money[0]} if money else {}),
    }
