"""What was agreed."""

from datetime import datetime
from enum import StrEnum
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
    """One agreement, for ever under the same id. Names, price, length, policy and place are what they were when it was made."""

    __table_args__ = (
        owned("booking"),
        link("contact_id", "contact"),
        link("booking_type_id", "bookingtype"),
        link("provider_id", "provider"),
        sa.CheckConstraint("ends_at > starts_at", name="span"),
        sa.Index("ix_booking_starts", "workspace_id", "starts_at", "id"),
        sa.Index("ix_booking_contact", "workspace_id", "contact_id", "starts_at"),
        sa.Index("ix_booking_provider", "workspace_id", "provider_id", "starts_at"),
        sa.Index("ix_booking_status", "workspace_id", "status", "starts_at"),
    )
    contact_id: UUID
    contact_name: str = Field(max_length=200)
    booking_type_id: UUID
    type_name: str = Field(max_length=120)
    provider_id: UUID
    provider_name: str = Field(max_length=120)
    starts_at: datetime
    ends_at: datetime
    local_start: str = Field(max_length=16)  # the wall clock's "2026-11-20T14:30": what was promised, should the zone's rules change
    timezone: str = Field(max_length=64)
    status: str = Field(max_length=16)
    duration: int
    buffer_before: int
    buffer_after: int
    price: int = Field(sa_type=sa.BigInteger)
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
    link_salt: str = Field(default_factory=lambda: new_token()[:16], max_length=16)
    sequence: int = 0  # of its calendar entry: raised whenever time, place or life changes
    version: int = 1
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
