"""Money is a whole number of minor units and a currency; it is formatted only for eyes."""

from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from babel.core import Locale, UnknownLocaleError
from babel.numbers import get_currency_precision, list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

CURRENCIES: frozenset[str] = frozenset(list_currencies("en"))


def _known(currency: str) -> str:
    if currency not in CURRENCIES:
        raise ValueError("unknown currency")
    return currency


Currency = Annotated[str, AfterValidator(_known)]
Amount = Annotated[int, Field(ge=0, le=10**12)]


class Money(BaseModel):
    """An amount in minor units (cents, paise, whole yen) of an ISO 4217 currency."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    amount: Amount
    currency: Currency


def format_money(amount: int, currency: str, locale: str = "en") -> str:
    """The amount as people write it there: "€45", "€45.50", "₹1,20,000"; whole amounts lose their zeros."""
    digits = get_currency_precision(currency)
    value = Decimal(amount).scaleb(-digits)
    shown = 0 if value == value.to_integral_value() else digits
    there = _locale(locale)
    return there.currency_formats["standard"].apply(value, there, currency=currency, force_frac=(shown, shown))


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
