"""What may be said about a business, and what its readers get."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import phonenumbers
from babel.core import get_global
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, computed_field

from careops.core.clock import now, zone
from careops.core.i18n import is_locale
from careops.core.money import Currency
from careops.core.settings import settings
from careops.core.typed import Line, Lines
from careops.core.when import moment_text
from careops.ui.colours import NotAColour, read_hex, write_hex

COUNTRIES: frozenset[str] = frozenset(c for c in get_global("territory_currencies") if len(c) == 2)
MONTH_FIRST = frozenset({"US", "CA", "PH", "PR", "GU", "VI", "AS", "MP", "UM"})  # "November 20" in English
GREEN = "#0e7a66"  # the look of a business that has not chosen a colour


# ── one field each ───────────────────────────────────────


def _timezone(name: str) -> str:
    try:
        zone(name)
    except ValueError:
        raise ValueError("Choose a time zone from the list, for example Europe/Lisbon") from None
    return name


def _country(code: str) -> str:
    if code and code.upper() not in COUNTRIES:
        raise ValueError("Choose a country from the list")
    return code.upper()


def _locale(name: str) -> str:
    if not is_locale(name):
        raise ValueError("Choose a language from the list")
    return name.replace("_", "-")


def _email(address: str) -> str:
    if not address:
        return ""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("Give an address like hello@example.com") from None


def _accent(colour: str) -> str:
    try:
        return write_hex(read_hex(colour)) if colour else ""
    except NotAColour:
        raise ValueError("Give a colour like #0e7a66") from None


Timezone = Annotated[Line, AfterValidator(_timezone)]
Country = Annotated[Line, AfterValidator(_country)]
LocaleName = Annotated[Line, AfterValidator(_locale)]
EmailOrNone = Annotated[Line, AfterValidator(_email)]
Accent = Annotated[Line, AfterValidator(_accent)]
Minute = Annotated[int, Field(ge=0, le=1439)]
Word = Annotated[Line, Field(min_length=1, max_length=30)]


def phone_number(typed: str, country: str) -> str:
    """The number in its international form; ValueError when nobody could call it."""
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        raise ValueError("Give the number with its country code, for example +351 912 345 678") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("This number has too few or too many digits")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# ── words of the trade ───────────────────────────────────


class Vocabulary(BaseModel):
    """What this business calls things; the code and the API keep their own words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact: Word = "client"
    contacts: Word = "clients"
    booking: Word = "booking"
    bookings: Word = "bookings"
    booking_type: Word = "service"
    booking_types: Word = "services"
    provider: Word = "provider"
    providers: Word = "providers"


# ── input ────────────────────────────────────────────────


class BusinessIn(BaseModel):
    """Any part of the profile; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = Field(default=None, min_length=1, max_length=120)
    slug: Line | None = Field(default=None, min_length=2, max_length=60)
    timezone: Timezone | None = Field(default=None, max_length=64)
    currency: Currency | None = None
    country: Country | None = Field(default=None, max_length=2)
    locale: LocaleName | None = Field(default=None, max_length=16)
    hour_cycle: Literal[12, 24] | None = None
    first_weekday: int | None = Field(default=None, ge=0, le=6, description="Monday is 0")
    email: EmailOrNone | None = Field(default=None, max_length=254)
    phone: Line | None = Field(default=None, max_length=40)
    address: Line | None = Field(default=None, max_length=300)
    accent: Accent | None = Field(default=None, max_length=7)
    initials: Line | None = Field(default=None, max_length=2)
    description: Lines | None = Field(default=None, max_length=1000)
    welcome: Lines | None = Field(default=None, max_length=1000)
    cancellation_policy: Lines | None = Field(default=None, max_length=1000)
    vocabulary: Vocabulary | None = None
    quiet_from: Minute | None = Field(default=None, description="Minute of the day from which automatic messages rest")
    quiet_until: Minute | None = Field(default=None, description="Minute of the day at which they begin again; equal to quiet_from: never")
    answer_minutes: int | None = Field(default=None, ge=5, le=10080, description="Within which whoever writes is to be answered")
    digest_minute: Minute | None = Field(default=None, description="Minute of the day at which the digest goes out; null for never")

    def said(self) -> dict[str, Any]:
        """What was given, without what was left out; `name` and `slug` belong to the workspace. No digest at all is said by null."""
        no_digest: dict[str, Any] = {"digest_minute": None} if "digest_minute" in self.model_fields_set else {}
        return no_digest | self.model_dump(exclude_none=True, exclude={"name", "slug"})


# ── what readers get ─────────────────────────────────────


class BusinessRow(BaseModel):
    """The business as every other domain sees it; `id` is the workspace's."""

    id: UUID
    name: str
    slug: str
    status: str
    trade: str = ""
    timezone: str = "UTC"
    currency: str = "EUR"
    country: str = ""
    locale: str = "en"
    hour_cycle: int = 24
    first_weekday: int = 0
    email: str = ""
    phone: str = ""
    address: str = ""
    accent: str = ""
    initials: str = ""
    description: str = ""
    welcome: str = ""
    cancellation_policy: str = ""
    vocabulary: Vocabulary = Vocabulary()
    quiet_from: int = 21 * 60
    quiet_until: int = 9 * 60
    answer_minutes: int = 240
    digest_minute: int | None = 7 * 60
    version: int = 0

    @property
    def mark(self) -> str:
        """What its logo shows: its own initials, else the first letter of its name."""
        return self.initials or self.name[:1].upper()

    @property
    def colour(self) -> str:
        """Its colour, or the house's green."""
        return self.accent or GREEN

    def spoken(self, locale: str = "en") -> str:
        """A reader's language as it is written here: English the way the business's own country writes its dates."""
        if locale != "en" or self.locale.startswith("en-"):
            return self.locale if locale == "en" else locale
        return "en-US" if self.country in MONTH_FIRST else "en"

    def moment(self, at: datetime, seen: datetime | None = None) -> str:
        """A moment as its team reads it, as seen from now: on its own clock and in the way its country writes times."""
        return moment_text(seen or now(), at, self.timezone, self.spoken(), self.hour_cycle)

    @computed_field
    @property
    def booking_url(self) -> str:
        """The address its customers book at."""
        return f"{settings.base_url}/book/{self.slug}"

    @computed_field
    @property
    def contact_url(self) -> str:
        """The address its customers write from."""
        return f"{settings.base_url}/contact/{self.slug}"


class RestRow(BaseModel):
    """When automatic messages rest, in minutes of the reader's day, and where the business is."""

    quiet_from: int = 21 * 60
    quiet_until: int = 9 * 60
    timezone: str = "UTC"
