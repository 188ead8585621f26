"""What was agreed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.crypto import new_token
from careops.core.db import Scoped, link, owned


class Status(StrEnum):
    """Where a booking stands; the allowed moves are in rules."""

    pending = "pending"
    confirmed = "confirmed"
    completed = "completed"
    no_show = "no_show"
    cancelled = "cancelled"


class Booking(Scoped, table=True):
    """One agreement, for ever under the same id. Names, price, length, policy and place are what they were when it was made.

    It is the head of a visit: its names are those of all its lines, its price and length their sums, its provider the first line's.
    """

    __table_args__ = (
        owned("booking"),
        link("contact_id", "contact"),
        link("dependent_id", "dependent"),
        link("booking_type_id", "bookingtype"),
        link("provider_id", "provider"),
        link("series_id", "bookingseries"),
        sa.CheckConstraint("ends_at > starts_at", name="span"),
        sa.UniqueConstraint("workspace_id", "series_id", "series_index", name="uq_booking_series"),
        sa.Index("ix_booking_starts", "workspace_id", "starts_at", "id", "status", "source", "currency", "price"),  # reports read no row
        sa.Index("ix_booking_contact", "workspace_id", "contact_id", "starts_at"),
        sa.Index("ix_booking_provider", "workspace_id", "provider_id", "starts_at"),
        sa.Index("ix_booking_status", "workspace_id", "status", "starts_at", "id"),
    )
    contact_id: UUID
    contact_name: str = Field(max_length=200)
    dependent_id: UUID | None = None  # whom it is for, when not the contact
    dependent_name: str = Field(default="", max_length=120)
    booking_type_id: UUID
    type_name: str = Field(max_length=500)
    provider_id: UUID
    provider_name: str = Field(max_length=500)
    starts_at: datetime
    ends_at: datetime
    local_start: str = Field(max_length=16)  # the wall clock's "2026-11-20T14:30": what was promised, should the zone's rules change
    timezone: str = Field(max_length=64)
    status: str = Field(max_length=16)
    duration: int
    buffer_before: int
    buffer_after: int
    price: int = Field(sa_type=sa.BigInteger)
    deposit: int = Field(default=0, sa_type=sa.BigInteger)
    currency: str = Field(max_length=3)
    location_kind: str = Field(max_length=16)
    location: str = Field(default="", max_length=500)
    policy: str = Field(default="", max_length=2000)
    cancel_hours: int
    reschedule_hours: int
    notes: str = Field(default="", max_length=2000)
    staff_notes: str = Field(default="", max_length=2000)
    cancel_reason: str = Field(default="", max_length=500)
    source: str = Field(max_length=16)
    uses_stock: bool = False  # something is kept for it on the shelf
    party_id: UUID | None = None  # shared by the seats that were booked together
    series_id: UUID | None = None
    series_index: int | None = None
    link_salt: str = Field(default_factory=lambda: new_token()[:16], max_length=16)
    sequence: int = 0  # of its calendar entry: raised whenever time, place or life changes
    version: int = 1
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)


class BookingLine(Scoped, table=True):
    """One service of a visit with one provider, as it was agreed. `with_names` are all else it takes: colleagues, rooms."""

    __table_args__ = (
        link("booking_id", "booking", ondelete="CASCADE"),
        link("booking_type_id", "bookingtype"),
        link("provider_id", "provider"),
        link("slot_id", "slot"),
        sa.UniqueConstraint("workspace_id", "booking_id", "position", name="uq_bookingline_position"),
        sa.Index("ix_bookingline_slot", "workspace_id", "slot_id"),
        sa.Index("ix_bookingline_type", "workspace_id", "booking_type_id", "starts_at"),
        sa.Index("ix_bookingline_provider", "workspace_id", "provider_id", "starts_at"),
    )
    booking_id: UUID
    position: int
    booking_type_id: UUID
    type_name: str = Field(max_length=120)
    variant_id: UUID | None = None  # not a link: a variant may be withdrawn, what was agreed stays
    variant_name: str = Field(default="", max_length=120)
    provider_id: UUID
    provider_name: str = Field(max_length=120)
    slot_id: UUID | None = None  # the session it is a seat of
    with_names: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    starts_at: datetime
    ends_at: datetime
    duration: int
    gap_after: int = 0
    gap_minutes: int = 0
    buffer_before: int = 0
    buffer_after: int = 0
    price: int = Field(sa_type=sa.BigInteger)
    add_ons: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    assigned_because: str = Field(default="", max_length=200)


class Hold(Scoped, table=True):
    """A time kept for whoever knows its token, with everything that was shown for it; it becomes the booking or it ends.

    `plan` is what a booking of it will say. Whoever has it may be a customer at the counter of a web page, or next on the waitlist.
    """

    __table_args__ = (
        owned("hold"),
        link("booking_id", "booking", ondelete="CASCADE"),
        sa.UniqueConstraint("token_hash", name="uq_hold_token"),
        sa.Index("ix_hold_expires", "expires"),
    )
    token_hash: str = Field(max_length=64)
    expires: int = Field(sa_type=sa.BigInteger)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    booking_id: UUID | None = None


class Frequency(StrEnum):
    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"


class BookingSeries(Scoped, table=True):
    """The rule behind bookings that repeat: so often, on the wall clock's same time; its visits are bookings of their own."""

    __table_args__ = (
        owned("bookingseries"),
        link("contact_id", "contact"),
        sa.CheckConstraint("every BETWEEN 1 AND 52", name="every"),
        sa.CheckConstraint("(count IS NULL) <> (until IS NULL)", name="ends"),
        sa.Index("ix_bookingseries_contact", "workspace_id", "contact_id"),
    )
    contact_id: UUID
    frequency: str = Field(max_length=8)
    every: int = 1
    weekdays: list[int] = Field(default_factory=list, sa_type=sa.JSON)  # weekly on these; empty means the first visit's day
    monthly: str = Field(default="day", max_length=8)  # on the same day of the month, the same weekday of it, or its last
    first_day: date
    local_time: int  # minutes after midnight
    timezone: str = Field(max_length=64)
    count: int | None = None
    until: date | None = None
    visit: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # what each visit is made of, as it was asked for
    version: int = 1
    created_at: datetime = Field(default_factory=now)
