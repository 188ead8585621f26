"""What may be said about visits that repeat, and what readers get of them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from careops.booking.schemas.inputs import AddOns, Address, Also, Customer, In, PersonIn, Seats, Start, Token
from careops.booking.schemas.rows import BookingRow, PublicBookingRow
from careops.business.schemas.closures import Day
from careops.core.money import Money
from careops.core.typed import Line, Lines

Scope = Literal["this", "following", "all"]
OnConflict = Literal["refuse", "skip", "move"]
Weekday = Annotated[int, Field(ge=0, le=6)]
Plan = Annotated[Line, Field(max_length=40, description="`version` of the preview; 409 `series_changed` when it is no longer that")]
Without = Annotated[list[Day], Field(max_length=104, description="Days to leave out")]


class RepeatIn(In):
    """How often: so many times, or until a day. Monday is 0; weekly without weekdays means the first visit's.

    `monthly`: `day` is the same day of the month (a month that is too short has it on its last day), `weekday` the same weekday of
    it ("the second Tuesday", the fifth meaning the last), `last` the last such weekday.
    """

    frequency: Literal["daily", "weekly", "monthly"]
    every: int = Field(default=1, ge=1, le=52)
    weekdays: list[Weekday] = Field(default=[], max_length=7)
    monthly: Literal["day", "weekday", "last"] = "day"
    count: int | None = Field(default=None, ge=2, le=104)
    until: Day | None = None

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if (self.count is None) == (self.until is None):
            raise ValueError("Say how many times, or until when")
        return self


class SeriesAsked(In):
    """A visit and how it repeats, to be looked at."""

    booking_type_id: UUID
    starts_at: Start
    repeat: RepeatIn
    provider_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: AddOns = Field(default=[])
    also: Also = Field(default=[])
    seats: Seats = 1
    without: Without = Field(default=[])


class SeriesPreviewIn(SeriesAsked):
    """The same by staff; with a contact, their own limits count."""

    contact_id: UUID | None = None


class PublicSeriesPreviewIn(SeriesAsked):
    """The same by a customer; `hold` is the first visit's, which is theirs already."""

    hold: Token | None = None


class SeriesIn(SeriesAsked):
    """A series by staff, for a contact they name or know. Visits that cannot be had are skipped, moved to the nearest time, or refused."""

    contact_id: UUID | None = None
    customer: PersonIn | None = None
    dependent_id: UUID | None = Field(default=None, description="Whom the visits are for, of those the contact books for")
    on_conflict: OnConflict = "refuse"
    version: Plan | None = None
    address: Address = ""
    notes: Lines = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _for_somebody(self) -> Self:
        if (self.contact_id is None) == (self.customer is None):
            raise ValueError("Give either a contact or a customer")
        return self


class PublicSeriesIn(PublicSeriesPreviewIn):
    """A series by a customer; one letter tells all its dates."""

    customer: Customer
    on_conflict: OnConflict = "refuse"
    version: Plan | None = None
    address: Address = ""
    notes: Lines = Field(default="", max_length=2000)


class OwnSeriesMoveIn(In):
    """Where one's own visit goes; the others of the scope move as far on the wall clock."""

    scope: Scope
    starts_at: Start
    provider_id: UUID | None = None
    on_conflict: OnConflict = "refuse"


class SeriesMoveIn(OwnSeriesMoveIn):
    """Where one visit of the series goes; the others move as far on the wall clock."""

    booking_id: UUID


class OwnSeriesCancelIn(In):
    """Which visits are called off: one's own, it and all after it, or all that still come; skipped are those it is too late for."""

    scope: Scope
    reason: Lines = Field(default="", max_length=500)
    on_conflict: Literal["refuse", "skip"] = "refuse"


class SeriesCancelIn(OwnSeriesCancelIn):
    """The same by staff, who say which visit."""

    booking_id: UUID | None = None

    @model_validator(mode="after")
    def _from_which(self) -> Self:
        if self.scope != "all" and self.booking_id is None:
            raise ValueError("Say which visit")
        return self


# ── what readers get ─────────────────────────────────────


class Instead(BaseModel):
    """The nearest time that can be had."""

    starts_at: datetime
    when: str
    provider_name: str


class Occurrence(BaseModel):
    """One visit of a series that is only planned. `verdict` is free, taken, not_offered or too_late; `why` a stable word, `says` its words.

    Without `starts_at` the clocks skip that time. `booking_id` is there when it is a visit that would be moved.
    """

    day: date
    starts_at: datetime | None
    when: str
    verdict: str
    why: str = ""
    says: str = ""
    provider_id: UUID | None = None
    provider_name: str = ""
    instead: Instead | None = None
    booking_id: UUID | None = None


class SeriesPlan(BaseModel):
    """All visits of a series before it is booked, or moved; `version` names exactly this answer."""

    sentence: str
    timezone: str
    occurrences: list[Occurrence]
    free: int
    conflicts: int
    price: Money
    version: str


class SeriesRow(BaseModel):
    """A series with its visits, in order of time; `visits` counts those that still come."""

    id: UUID
    version: int
    contact_id: UUID
    contact_name: str
    sentence: str
    timezone: str
    visits: int
    bookings: list[BookingRow]


class PublicSeriesRow(BaseModel):
    """A series as its own customer sees it."""

    id: UUID
    sentence: str
    bookings: list[PublicBookingRow]
