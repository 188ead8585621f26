"""What may be said about a person, and what readers get."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
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
    fields: (
        Annotated[
            dict[Annotated[str, Field(max_length=40)], Annotated[Lines, Field(max_length=500)]],
            Field(max_length=100, description="Of the business's own fields, by key; an empty text takes the value away"),
        ]
        | None
    ) = None


Channel = Literal["email", "sms"]
Purpose = Literal["service", "marketing", "all"]
SuppressedFor = Literal["bounced", "complained", "invalid", "opted_out", "erased"]
Reason = Annotated[Line, Field(min_length=3, max_length=300)]


class ConsentIn(BaseModel):
    """What somebody said to staff: which messages they want, or want no more. `wording` is how they said it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"channel": "sms", "purpose": "marketing", "allowed": True, "wording": "Asked for offers by phone"}]
        },
    )
    channel: Channel
    purpose: Purpose
    allowed: bool
    wording: Annotated[Line, Field(min_length=3, max_length=500)]


class LiftIn(BaseModel):
    """Why an address may be written to again."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "She asked at the desk to get texts again"}]})
    reason: Reason


# ── what readers get ─────────────────────────────────────


class ContactRow(BaseModel):
    """A person as every other domain sees them; their tags and the business's own fields only where the person is asked for."""

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
    tags: list[str] = Field(default_factory=list[str])
    fields: dict[str, str] = Field(default_factory=dict[str, str])


class ConsentRow(BaseModel):
    """One line of the ledger: who allowed or took back what, where, in which words."""

    id: UUID
    contact_id: UUID
    channel: str
    purpose: str
    allowed: bool
    basis: str
    source: str
    wording: str
    actor_name: str
    at: datetime


class SuppressionRow(BaseModel):
    """Nothing goes to that address of theirs, and why."""

    id: UUID
    channel: str
    reason: str
    detail: str
    at: datetime


class StandingRow(BaseModel):
    """Whether messages of one purpose may be sent by one channel; `said`: the person said so themselves."""

    channel: str
    purpose: str
    allowed: bool
    said: bool


class ConsentsRow(BaseModel):
    """What one person allows at present, what blocks their addresses, and the whole history, the latest first."""

    contact_id: UUID
    standings: list[StandingRow]
    suppressions: list[SuppressionRow]
    suspected: str = Field(default="", description="Words of theirs that sound like a wish to opt out and that nobody has dealt with")
    suspected_channel: str = ""
    entries: list[ConsentRow]
