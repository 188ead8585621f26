"""Money is a whole number of minor units and a currency; it is formatted only for eyes."""

from copy import copy
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated

from babel.core import Locale, UnknownLocaleError
from babel.numbers import NumberPattern, get_currency_precision, list_currencies
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careops.core.i18n import text as _

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
    return _pattern(locale, shown).apply(value, _locale(locale), currency=currency, currency_digits=False)


@lru_cache
def _pattern(locale: str, decimals: int) -> NumberPattern:
    """How an amount stands there, with so many decimals."""
    pattern = copy(_locale(locale).currency_formats["standard"])
    pattern.frac_prec = (decimals, decimals)
    return pattern


def amount_text(amount: int, currency: str) -> str:
    """The amount as it stands in a field: "45", "45.50"."""
    digits = get_currency_precision(currency)
    value = Decimal(amount).scaleb(-digits)
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.{digits}f}"


def read_amount(typed: str, currency: str) -> int:
    """Minor units of an amount as people type it: "95", "95.00", "95,00", nothing for 0; ValueError says what to do."""
    try:
        minor = Decimal(typed.strip().replace(",", ".") or "0").scaleb(get_currency_precision(currency))
    except InvalidOperation:
        raise ValueError(_("Give an amount like 45 or 45.50")) from None
    if not minor.is_finite() or minor.adjusted() > 12:  # before it becomes a whole number: "9e99999999" would never end
        raise ValueError(_("Give an amount like 45 or 45.50"))
    if minor != minor.to_integral_value():
        raise ValueError(_("This has too many decimals"))
    return int(minor)


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
