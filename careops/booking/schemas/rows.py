"""What readers get: plain values, and the words ready to be shown."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from careops.core.money import Money


class FreeTime(BaseModel):
    """A start that can be booked; `free` counts the providers who have it, of a group the seats that are left."""

    starts_at: datetime
    free: int


class NextFree(BaseModel):
    """The first free time of all, and who would have it."""

    starts_at: datetime
    provider_id: UUID
    provider_name: str


class AvailableDay(BaseModel):
    """A calendar day of the asked time zone. `open`: somebody works then; `times` may still be empty."""

    date: date
    open: bool
    times: list[FreeTime]


class Availability(BaseModel):
    """The free times of a service between two days."""

    booking_type_id: UUID
    timezone: str
    duration: int
    next_available: NextFree | None
    days: list[AvailableDay]


class HoldRow(BaseModel):
    """A time kept for somebody; `token` is said once, to whoever holds it."""

    token: str
    booking_type_id: UUID
    provider_id: UUID
    provider_name: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    timezone: str
    type_name: str
    duration: int
    price: Money
    deposit: Money
    policy: str
    seats: int


class BookingRow(BaseModel):
    """A booking with everything a list or a page shows of it; the words are in the zone the booking was made in."""

    id: UUID
    version: int
    status: str
    contact_id: UUID
    contact_name: str
    contact_initials: str
    contact_tint: int
    dependent_id: UUID | None = None
    dependent_name: str = ""
    booking_type_id: UUID
    type_name: str
    provider_id: UUID
    provider_name: str
    provider_initials: str
    provider_tint: int
    starts_at: datetime
    ends_at: datetime
    timezone: str
    day: str
    time: str
    time_range: str
    when: str
    duration: int
    duration_text: str
    price: Money
    price_text: str
    location_kind: str
    location: str
    policy: str
    cancel_until: datetime
    reschedule_until: datetime
    notes: str
    staff_notes: str
    cancel_reason: str
    source: str
    sequence: int
    series_id: UUID | None = None
    series_index: int | None = None
    moves: list[str]
    created_at: datetime
    updated_at: datetime


class DaySoFar(BaseModel):
    """How many bookings a day has, and how they stand."""

    all: int
    done: int
    running: int
    missed: int
    coming: int


class Stats(BaseModel):
    """The dashboard's figures."""

    today: int
    upcoming: int
    pending: int
    completed: int
    no_show: int
    cancelled: int


# ── what strangers get ───────────────────────────────────


class PublicBusinessRow(BaseModel):
    """An open business as anybody may know it."""

    name: str
    slug: str
    timezone: str
    currency: str
    locale: str
    email: str
    phone: str
    address: str
    description: str
    booking_url: str


class PublicBookingRow(BaseModel):
    """A booking as its own customer sees it; `token` is the private part of its link."""

    token: str
    manage_url: str
    status: str
    type_name: str
    provider_name: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    duration: int
    price: Money
    price_text: str
    location_kind: str
    location: str
    policy: str
    cancel_until: datetime
    reschedule_until: datetime
    may_cancel: bool
    may_reschedule: bool
