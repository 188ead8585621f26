"""The shape of a preset: what a trade usually books, asks, keeps in stock and calls things. Examples to change, never limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Hours = tuple[tuple[int, str, str], ...]  # weekday (Monday is 0), from, to; two entries a day make a break

# How many of a currency's units stand for one euro in a price list, roughly: a preset's prices should be believable at once.
SCALE: Mapping[str, int] = {
    "BRL": 3, "CNY": 4, "CZK": 20, "DKK": 7, "HUF": 300, "IDR": 8000, "INR": 20, "JPY": 150, "KES": 60, "KRW": 1300, "MXN": 10,
    "NGN": 800, "NOK": 10, "PHP": 25, "PKR": 100, "PLN": 3, "SEK": 10, "THB": 20, "TRY": 30, "VND": 15000, "ZAR": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question of a form; the key stays the same for ever, the label may be reworded."""

    key: str
    kind: str
    label: str
    required: bool = False
    help: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Length:
    """One of the lengths a service is sold in."""

    name: str
    minutes: int
    price: int


@dataclass(frozen=True)
class Extra:
    """What can be added to a service."""

    name: str
    minutes: int
    price: int


@dataclass(frozen=True)
class Service:
    """Something that can be booked; `price` in whole units of a euro-sized currency.

    `gap` says after how many minutes the provider is free for how many; `repeats` is how many visits a customer may book in one
    series. More than one seat makes it a group, whose times are published one by one.
    """

    name: str
    minutes: int
    price: int
    buffer: int = 0
    description: str = ""
    form: str = ""  # the key of the form sent after booking it
    offered: bool = True
    lengths: tuple[Length, ...] = ()
    extras: tuple[Extra, ...] = ()
    gap: tuple[int, int] = (0, 0)
    repeats: int = 0
    seats: int = 1
    place: str = "place"  # or phone, video, customer: at an address they give


@dataclass(frozen=True)
class Form:
    """A form sent after booking."""

    key: str
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Item:
    """A stocked thing; `cost` in whole units of a euro-sized currency."""

    name: str
    sku: str
    unit: str
    quantity: int
    threshold: int
    reorder: int
    cost: int = 0


@dataclass(frozen=True)
class Preset:
    """Everything a trade starts with."""

    trade: str
    title: str
    sentence: str
    vocabulary: Mapping[str, str]
    hours: Hours
    services: tuple[Service, ...]
    contact_intro: str
    contact_questions: tuple[Question, ...]
    forms: tuple[Form, ...]
    items: tuple[Item, ...]
    welcome: str
    policy: str
    description: str = ""
    notice_hours: int = 2


def every_day(days: str, *spans: tuple[str, str]) -> Hours:
    """The same spans on several weekdays, given by their numbers: every_day("01234", ("09:00", "17:00"))."""
    return tuple((int(day), start, end) for day in days for start, end in spans)


def price_in(currency: str, price: int, digits: int) -> int:
    """A preset's price in minor units of the workspace's currency."""
    return int(Decimal(price * SCALE.get(currency, 1)).scaleb(digits))


NAME = Question("name", "text", "Your name", required=True)
EMAIL = Question("email", "email", "Email", help="We answer here.")
PHONE = Question("phone", "phone", "Phone")
MESSAGE = Question("message", "long_text", "How can we help?", required=True)
