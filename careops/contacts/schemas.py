"""What may be said about a person, and what readers get."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careops.core.clock import zone
from careops.core.i18n import is_locale
from careops.core.typed import Line, Lines


class Source(StrEnum):
    """Where a person came from."""

    contact_form = "contact_form"
    email = "email"
    sms = "sms"
    booking = "booking"
    staff = "staff"
    api = "api"
    imported = "import"
    demo = "demo"


# ── one field each ───────────────────────────────────────


def _email(typed: str) -> str:
    if not typed:
        return ""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("Give an address like name@example.com") from None


def _locale(name: str) -> str:
    if name and not is_locale(name):
        raise ValueError("This is not a language we know")
    return name.replace("_", "-")


def _timezone(name: str) -> str:
    try:
        return name and zone(name).key
    except ValueError:
        raise ValueError("Give a time zone like Europe/Lisbon") from None


Name = Annotated[Line, Field(min_length=1, max_length=120)]
Email = Annotated[Line, Field(max_length=254), AfterValidator(_email)]
Phone = Annotated[Line, Field(max_length=40)]
LocaleName = Annotated[Line, Field(max_length=16), AfterValidator(_locale)]
Timezone = Annotated[Line, Field(max_length=64), AfterValidator(_timezone)]
Notes = Annotated[Lines, Field(max_length=5000)]


# ── input ────────────────────────────────────────────────


class ContactIn(BaseModel):
    """A person; the phone may be typed as people do, it is read with the business's country."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Cleo Marsh", "email": "cleo@example.com", "phone": "+351 912 345 678"}]},
    )
    name: Name
    email: Email = ""
    phone: Phone = ""
    locale: LocaleName = ""
    timezone: Timezone = ""
    notes: Notes = ""


class ContactChange(BaseModel):
    """Any part of it; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    locale: LocaleName | None = None
    timezone: Timezone | None = None
    notes: Notes | None = None


# ── what readers get ─────────────────────────────────────


class ContactRow(BaseModel):
    """A person as every other domain sees them."""

    id: UUID
    name: str
    email: str
    phone: str
    locale: str
    timezone: str
    source: str
    notes: str
    created_at: datetime
    archived_at: datetime | None
    version: int
    initials: str
    tint: int

    @property
    def reachable(self) -> bool:
        """Whether there is any way to write to them."""
        return bool(self.email or self.phone)
