"""What may be said about wishes on the waitlist, and what readers get of them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from careops.booking.schemas.inputs import AddOns, Customer, In, PersonIn, Seats, Start, Zone
from careops.booking.schemas.wanted import Wanted
from careops.business.schemas.closures import Day
from careops.core.typed import Lines

DAY_MINUTES = 1440


class WindowIn(In):
    """A start from the earliest moment on, and before the latest, would suit."""

    earliest: Start
    latest: Start


class HoursIn(In):
    """Times of day, in minutes after midnight."""

    start: int = Field(ge=0, lt=DAY_MINUTES)
    end: int = Field(gt=0, le=DAY_MINUTES)

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("The end must come after the start")
        return self


class DaysIn(In):
    """The days from the first to the last, on these weekdays (0 is Monday), at these times of day (all day when none are given)."""

    first_day: Day
    last_day: Day
    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = Field(default=list(range(7)), min_length=1, max_length=7)
    hours: list[HoursIn] = Field(default=[], max_length=6)
    timezone: Zone | None = None


Windows = Annotated[list[WindowIn], Field(min_length=1, max_length=200)]


class Wished(In):
    """What somebody would come for, and when."""

    booking_type_id: UUID
    provider_id: UUID | None = Field(default=None, description="Only from them; from anyone when left out")
    variant_id: UUID | None = None
    add_on_ids: AddOns = Field(default=[])
    windows: Windows | None = None
    days: DaysIn | None = Field(default=None, description="The same as windows, said by days and times of day")
    seats: Seats = 1
    note: Lines = Field(default="", max_length=500)

    @property
    def wanted(self) -> Wanted:
        """What the wish is for."""
        return Wanted(self.booking_type_id, self.provider_id, self.variant_id, tuple(self.add_on_ids))

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if (self.windows is None) == (self.days is None):
            raise ValueError("Give either windows or days")
        return self


class PublicWishIn(Wished):
    """A wish by a customer."""

    customer: Customer


class WishIn(Wished):
    """A wish staff write down for a contact they name or know."""

    contact_id: UUID | None = None
    customer: PersonIn | None = None

    @model_validator(mode="after")
    def _for_somebody(self) -> Self:
        if (self.contact_id is None) == (self.customer is None):
            raise ValueError("Give either a contact or a customer")
        return self


class MyEarlierIn(In):
    """That one would come earlier than booked; without windows any earlier time suits."""

    provider_id: UUID | None = None
    windows: Windows | None = None
    note: Lines = Field(default="", max_length=500)


class EarlierIn(MyEarlierIn):
    """The same for somebody who is booked already."""

    booking_id: UUID


class OfferIn(In):
    """A start to offer, or to book; without a provider whoever is free then."""

    starts_at: Start


# ── what readers get ─────────────────────────────────────


class Window(BaseModel):
    """A start from the earliest moment on, and before the latest, suits."""

    earliest: datetime
    latest: datetime


class Opening(BaseModel):
    """A start that suits a wish and could be offered now."""

    starts_at: datetime
    when: str


class Offered(BaseModel):
    """A time they can have until `ends_at`; `kept` for them alone, or told to everybody whom it suits."""

    starts_at: datetime
    ends_at: datetime
    provider_id: UUID | None
    provider_name: str
    kept: bool
    when: str


class WishRow(BaseModel):
    """A wish with everything a list shows of it; the words are on the business's clock."""

    id: UUID
    version: int
    status: str
    mode: str
    contact_id: UUID
    contact_name: str
    contact_initials: str
    contact_tint: int
    booking_type_id: UUID
    type_name: str
    variant_id: UUID | None
    variant_name: str
    add_on_ids: list[UUID]
    provider_id: UUID | None
    provider_name: str
    booking_id: UUID | None
    moves_from: str
    windows: list[Window]
    windows_text: str
    seats: int
    note: str
    offered: Offered | None
    match_at: datetime | None
    match_text: str
    offers: int
    booked_id: UUID | None
    created_at: datetime
    waited: str


class PublicWishRow(BaseModel):
    """A wish as its own customer sees it; `token` is the private part of its link."""

    token: str
    waitlist_url: str
    status: str
    mode: str
    type_name: str
    type_slug: str
    variant_name: str
    provider_name: str
    moves_from: datetime | None
    windows: list[Window]
    windows_text: str
    seats: int
    note: str
    timezone: str
    offered: Offered | None
    manage_url: str


class Earlier(BaseModel):
    """Whether a booking's customer may wait for something earlier, and their wish if they do."""

    possible: bool
    wish_id: UUID | None = None
    token: str = ""
