"""What search engines are told: the business, its services with their prices, and which pages there are."""

from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import get_currency_precision

from careops.booking.schemas import BookingTypeRow
from careops.business.schemas import BusinessRow
from careops.core.money import Money


def service_url(host: BusinessRow, row: BookingTypeRow) -> str:
    """The address of a service's own page."""
    return f"{host.booking_url}/{row.slug}"


def business(host: BusinessRow, offered: Sequence[BookingTypeRow]) -> dict[str, object]:
    """The business with what it offers, in the words of schema.org."""
    return {"@context": "https://schema.org", **_business(host), "makesOffer": [offer(host, row) for row in offered]}


def service(host: BusinessRow, row: BookingTypeRow) -> dict[str, object]:
    """One service, who provides it, and what it costs."""
    return {"@context": "https://schema.org", **_service(row), "provider": _business(host), "offers": _priced(host, row)}


def offer(host: BusinessRow, row: BookingTypeRow) -> dict[str, object]:
    """One service as the business offers it."""
    return {**_priced(host, row), "itemOffered": _service(row)}


def _business(host: BusinessRow) -> dict[str, object]:
    known = {"telephone": host.phone, "email": host.email, "address": host.address, "description": host.description}
    told = {name: value for name, value in known.items() if value}
    return {"@type": "LocalBusiness", "@id": host.booking_url, "name": host.name, "url": host.booking_url, **told}


def _service(row: BookingTypeRow) -> dict[str, object]:
    told: dict[str, object] = {"@type": "Service", "name": row.name}
    return told | ({"description": row.description} if row.description else {})


def _priced(host: BusinessRow, row: BookingTypeRow) -> dict[str, object]:
    prices = sorted({one.price.amount for one in row.variants} or {row.price.amount})
    told: dict[str, object] = {"url": service_url(host, row), "priceCurrency": row.price.currency}
    if len(prices) == 1:
        return {"@type": "Offer", "price": decimal(row.price.model_copy(update={"amount": prices[0]})), **told}
    low, high = (decimal(row.price.model_copy(update={"amount": amount})) for amount in (prices[0], prices[-1]))
    return {"@type": "AggregateOffer", "lowPrice": low, "highPrice": high, "offerCount": len(row.variants), **told}


def decimal(money: Money) -> str:
    """The amount as programs read it: "45.00"."""
    digits = get_currency_precision(money.currency)
    return f"{Decimal(money.amount).scaleb(-digits):.{digits}f}"
