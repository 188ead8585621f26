"""What readers get of what is sold, by whom and when: plain values, and the words ready to be shown."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from careops.core.money import Money

# ── the parts of a service ───────────────────────────────


class VariantRow(BaseModel):
    """One of the lengths a service is sold in; `price_text` is empty when it costs nothing."""

    id: UUID
    name: str
    duration: int
    duration_text: str
    price: Money
    price_text: str
    gap_after: int
    gap_minutes: int


class AddOnRow(BaseModel):
    """Something extra; the words say what it adds, "+15 min" and "+€5", and are empty where it adds nothing."""

    id: UUID
    name: str
    description: str
    minutes: int
    minutes_text: str
    price: Money
    price_text: str


class TermsRow(BaseModel):
    """What one provider asks for the service, or one variant of it; what is null is as the service says."""

    provider_id: UUID
    variant_id: UUID | None
    duration: int | None
    price: Money | None


# ── a service ────────────────────────────────────────────


class BookingTypeRow(BaseModel):
    """A service with everything that belongs to it, in the owner's order; what was withdrawn of it is left out.

    `price_text` is empty when it costs nothing; `from_text` says "from €45" where variants or people ask differently.
    """

    id: UUID
    name: str
    slug: str
    description: str
    duration: int
    duration_text: str
    gap_after: int
    gap_minutes: int
    buffer_before: int
    buffer_after: int
    slot_interval: int
    slot_offset: int
    tidy: bool
    min_notice: int
    window_days: int
    window_from: date | None
    window_to: date | None
    price: Money
    price_text: str
    from_text: str
    deposit: Money
    deposit_text: str
    location_kind: str
    location: str
    assignment: str
    customer_chooses: bool
    capacity: int
    offered: str
    customer_max_per_day: int | None
    customer_max_per_week: int | None
    recurring_max: int
    waitlist: str
    offer_minutes: int
    auto_confirm: bool
    cancel_hours: int
    reschedule_hours: int
    policy: str
    active: bool
    position: int
    version: int
    provider_ids: list[UUID]
    variants: list[VariantRow]
    add_ons: list[AddOnRow]
    needs: list[list[UUID]]
    terms: list[TermsRow]
    weights: dict[UUID, int]


class ProviderRow(BaseModel):
    """Who or what is booked; `booking_type_ids` are the services they do, or that take one of it."""

    id: UUID
    name: str
    kind: str
    capacity: int
    always_open: bool
    member_id: UUID | None
    timezone: str
    max_per_day: int | None
    max_per_week: int | None
    active: bool
    position: int
    version: int
    booking_type_ids: list[UUID]
    initials: str
    tint: int


# ── hours ────────────────────────────────────────────────


class HourBlock(BaseModel):
    """Minutes after midnight on the wall clock, and the words: "09:00–17:00", "22:00–06:00 (+1)"."""

    start: int
    end: int
    text: str


class OverrideRow(BaseModel):
    """One date's own hours; none means closed."""

    day: date
    day_text: str
    closed: bool
    hours: list[HourBlock]


class WeekdayRow(BaseModel):
    weekday: int
    name: str
    hours: list[HourBlock]


class ScheduleRow(BaseModel):
    """A provider's week, Monday first, and the dates from today on that differ."""

    provider_id: UUID
    timezone: str
    week: list[WeekdayRow]
    overrides: list[OverrideRow]


class ClashRow(BaseModel):
    """A booking that lies in somebody's time off: it stays until it is moved or called off."""

    id: UUID
    contact_name: str
    type_name: str
    starts_at: datetime
    when: str


class TimeOffRow(BaseModel):
    """A stretch in which nobody is offered the provider, and what is booked in it all the same."""

    id: UUID
    provider_id: UUID
    starts_at: datetime
    ends_at: datetime
    timezone: str
    when: str
    reason: str
    imported: bool
    bookings: list[ClashRow]


# ── what strangers get ───────────────────────────────────


class PublicProviderRow(BaseModel):
    id: UUID
    name: str


class PublicTypeRow(BaseModel):
    """A service as it is offered to anybody; `providers` are those one may choose from, none where the business decides."""

    id: UUID
    name: str
    slug: str
    description: str
    duration: int
    duration_text: str
    price: Money
    price_text: str
    from_text: str
    deposit: Money
    deposit_text: str
    location_kind: str
    location: str
    policy: str
    cancel_hours: int
    reschedule_hours: int
    capacity: int
    offered: str
    customer_chooses: bool
    recurring_max: int
    waitlist: str
    variants: list[VariantRow]
    add_ons: list[AddOnRow]
    terms: list[TermsRow]
    providers: list[PublicProviderRow]
