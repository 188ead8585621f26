"""What may be said. Lengths of time are whole minutes, notice and cut-offs hours or minutes as their names say."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from careops.booking.schemas.wanted import Wanted
from careops.core.clock import zone
from careops.core.typed import Line, Lines

DAY_MINUTES = 1440


class In(BaseModel):
    """Anything that comes from outside: a field it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


# ── one field each ───────────────────────────────────────


def _timezone(name: str) -> str:
    try:
        zone(name)
    except ValueError:
        raise ValueError("Choose a time zone from the list, for example Europe/Lisbon") from None
    return name


def _whole_minute(moment: datetime) -> datetime:
    if moment.second or moment.microsecond:
        raise ValueError("Give a time on the whole minute")
    if not 2000 <= moment.year <= 2200:
        raise ValueError("Give a time within reach")
    return moment


Zone = Annotated[Line, Field(max_length=64), AfterValidator(_timezone)]
Start = Annotated[AwareDatetime, AfterValidator(_whole_minute)]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
Slug = Annotated[Line, Field(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Minutes = Annotated[int, Field(ge=0, le=DAY_MINUTES)]
Token = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


# ── booking ──────────────────────────────────────────────


class PersonIn(In):
    """Who books: a name, and a way to reach them."""

    name: Name
    email: Line = Field(default="", max_length=254)
    phone: Line = Field(default="", max_length=40)
    locale: Line = Field(default="", max_length=16)
    timezone: Line = Field(default="", max_length=64)


class Customer(PersonIn):
    """The same, from a public door: an address is needed, since the confirmation goes there."""

    email: Line = Field(min_length=1, max_length=254)
    offers: bool = Field(default=False, description="They ticked the box for news and offers")


AddOns = Annotated[list[UUID], Field(max_length=20, description="What is added to the service")]


class ServiceIn(In):
    """A further service of the same visit, right after the one before; without a provider anyone may give it."""

    booking_type_id: UUID
    provider_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: AddOns = []


def _wanted(services: list[ServiceIn]) -> list[Wanted]:
    return [Wanted(one.booking_type_id, one.provider_id, one.variant_id, tuple(one.add_on_ids)) for one in services]


Also = Annotated[list[ServiceIn], Field(max_length=7, description="Services that follow in the same visit"), AfterValidator(_wanted)]
Seats = Annotated[int, Field(ge=1, le=50, description="Seats of a group session; each becomes a booking of its own")]
Address = Annotated[Line, Field(max_length=500, description="Where the customer wants it, for services at their address")]


class HoldIn(In):
    """A time to keep for five minutes; `replaces` is an earlier hold to let go."""

    booking_type_id: UUID
    starts_at: Start
    provider_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: AddOns = []
    also: Also = []
    seats: Seats = 1
    replaces: Token | None = None


class HoldToken(In):
    """The private name of a hold."""

    hold: Token


class PublicBookingIn(In):
    """A booking by a customer: from a hold, or of a service at a time."""

    customer: Customer
    hold: Token | None = None
    booking_type_id: UUID | None = None
    starts_at: Start | None = None
    provider_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: AddOns = []
    also: Also = []
    seats: Seats = 1
    address: Address = ""
    notes: Lines = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _hold_or_time(self) -> Self:
        if self.hold is None and (self.booking_type_id is None or self.starts_at is None):
            raise ValueError("Give a hold, or a booking type and a time")
        return self


class BookingIn(In):
    """A booking by staff, for a contact they name or know."""

    booking_type_id: UUID
    starts_at: Start
    provider_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: AddOns = []
    also: Also = []
    seats: Seats = 1
    contact_id: UUID | None = None
    address: Address = ""
    customer: PersonIn | None = None
    dependent_id: UUID | None = Field(default=None, description="Whom it is for, of those the contact books for")
    notes: Lines = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _for_somebody(self) -> Self:
        if (self.contact_id is None) == (self.customer is None):
            raise ValueError("Give either a contact or a customer")
        return self


class BookingEdit(In):
    """What staff may write on a booking without moving it."""

    notes: Lines | None = Field(default=None, max_length=2000)
    staff_notes: Lines | None = Field(default=None, max_length=2000)
    location: Line | None = Field(default=None, max_length=500)


class RescheduleIn(In):
    """Where it goes; without a provider it stays with the same."""

    starts_at: Start
    provider_id: UUID | None = None


class MoveIn(RescheduleIn):
    """The same by staff, who may also make it longer or shorter."""

    duration: int | None = Field(default=None, ge=5, le=DAY_MINUTES, description="Minutes in all; the last service changes")


class PreviewIn(In):
    """A place to try: for a booking there is, or for a service."""

    starts_at: Start
    provider_id: UUID | None = None
    booking_id: UUID | None = None
    booking_type_id: UUID | None = None
    variant_id: UUID | None = None
    add_on_ids: AddOns = []
    also: Also = []
    seats: Seats = 1
    duration: int | None = Field(default=None, ge=5, le=DAY_MINUTES)

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.booking_id is None) == (self.booking_type_id is None):
            raise ValueError("Give either a booking or a booking type")
        return self


class CancelIn(In):
    reason: Lines = Field(default="", max_length=500)


class StatusIn(In):
    """Where the booking goes next."""

    status: Literal["confirmed", "declined", "completed", "no_show", "cancelled"]
    reason: Lines = Field(default="", max_length=500)
