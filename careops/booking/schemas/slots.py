"""What may be said about published times and group sessions, and what readers get of them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from careops.booking.schemas.inputs import In, PersonIn, Start
from careops.booking.schemas.rows import BookingRow
from careops.business.schemas.closures import Day
from careops.core.typed import Line, Lines

Capacity = Annotated[int, Field(ge=1, le=999, description="Seats; the service's when left out")]
Length = Annotated[int, Field(ge=5, le=1440, description="Minutes; the service's length when left out")]
Note = Annotated[Line, Field(max_length=200, description="For the team")]
Minute = Annotated[int, Field(ge=0, le=1440)]
Weekdays = Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7, description="Monday is 0")]
Break = Annotated[list[Minute], Field(min_length=2, max_length=2, description="From and to, in minutes after midnight")]
Excluded = Annotated[list[Day], Field(max_length=366)]


class SlotIn(In):
    """One time to be published."""

    booking_type_id: UUID
    provider_id: UUID
    starts_at: Start
    minutes: Length | None = None
    capacity: Capacity | None = None
    note: Note = ""


class SlotsIn(In):
    """Several times of one service by one provider."""

    booking_type_id: UUID
    provider_id: UUID
    starts_at: Annotated[list[Start], Field(min_length=1, max_length=500)]
    minutes: Length | None = None
    capacity: Capacity | None = None
    note: Note = ""
    on_conflict: Literal["refuse", "skip"] = "refuse"


class SlotPatternIn(In):
    """A week of times that repeats, on the provider's wall clock; published so many weeks ahead, each Sunday one more."""

    booking_type_id: UUID
    provider_id: UUID
    weekdays: Weekdays
    from_minute: Annotated[int, Field(ge=0, lt=1440)]
    to_minute: Annotated[int, Field(gt=0, le=1440)]
    pause: int = Field(default=0, ge=0, le=720, description="Minutes between one time and the next")
    breaks: list[Break] = Field(default=[], max_length=12)
    excluded: Excluded = Field(default=[])
    capacity: Capacity | None = None
    first_day: Day
    last_day: Day | None = None
    weeks_ahead: int = Field(default=4, ge=1, le=52)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.to_minute <= self.from_minute or any(end <= begin for begin, end in self.breaks):
            raise ValueError("The end must come after the start")
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("The last day must not lie before the first")
        return self


class SlotPatternEdit(In):
    """The days that differ, how far ahead, and until when; `active` false publishes no more."""

    excluded: Excluded | None = None
    last_day: Day | None = None
    weeks_ahead: int | None = Field(default=None, ge=1, le=52)
    active: bool | None = None


class SlotEdit(In):
    """Seats, note, and whether it takes bookings."""

    capacity: Capacity | None = None
    note: Note | None = None
    status: Literal["open", "closed"] | None = None


class SlotMoveIn(In):
    """Where the session goes, with everybody in it."""

    starts_at: Start
    provider_id: UUID | None = None


class SlotCancelIn(In):
    reason: Lines = Field(default="", max_length=500, description="For the guests")


class SeatIn(In):
    """Somebody who takes a seat."""

    contact_id: UUID | None = None
    customer: PersonIn | None = None
    notes: Lines = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if (self.contact_id is None) == (self.customer is None):
            raise ValueError("Give either a contact or a customer")
        return self


# ── what readers get ─────────────────────────────────────


class SlotRow(BaseModel):
    """A published time or a session: `taken` of its seats are booked, `held` are kept for a moment."""

    id: UUID
    version: int
    booking_type_id: UUID
    type_name: str
    provider_id: UUID
    provider_name: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    day: date
    day_text: str
    time_range: str
    capacity: int
    taken: int
    held: int
    free: int
    status: str
    published: bool
    pattern_id: UUID | None
    note: str


class SlotDraft(BaseModel):
    """A time that would be published: `verdict` is free, taken, closed, time_off or past; `says` has the words for it."""

    starts_at: datetime
    when: str
    verdict: str
    says: str = ""


class SlotsDraft(BaseModel):
    """All times that would be published."""

    times: list[SlotDraft]
    free: int
    conflicts: int


class SlotsMade(BaseModel):
    """What was published, and what was not because of a conflict."""

    made: list[SlotRow]
    skipped: list[SlotDraft]


class SlotPatternRow(BaseModel):
    """A weekly pattern; `sentence` says it in words, `coming` counts its times ahead."""

    id: UUID
    version: int
    booking_type_id: UUID
    type_name: str
    provider_id: UUID
    provider_name: str
    sentence: str
    weekdays: list[int]
    from_minute: int
    to_minute: int
    pause: int
    breaks: list[list[int]]
    excluded: list[date]
    capacity: int
    first_day: date
    last_day: date | None
    weeks_ahead: int
    generated_to: date | None
    active: bool
    coming: int


class SeatRow(BaseModel):
    """Who sits in a session; what was cancelled has no `seat` any more."""

    seat: int | None
    booking: BookingRow
