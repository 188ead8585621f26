"""Times published one by one: for classes, and for schools that offer exactly these."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned


class SlotStatus(StrEnum):
    open = "open"
    closed = "closed"  # keeps its bookings, takes no more
    cancelled = "cancelled"


class SlotPattern(Scoped, table=True):
    """A week of published times that repeats. Minutes are on the provider's wall clock; a break is [from, to) minutes."""

    __table_args__ = (
        owned("slotpattern"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        link("provider_id", "provider", ondelete="CASCADE"),
        sa.CheckConstraint("from_minute >= 0 AND from_minute < to_minute AND to_minute <= 1440 AND pause >= 0", name="span"),
        sa.CheckConstraint("weeks_ahead BETWEEN 1 AND 52", name="ahead"),
    )
    booking_type_id: UUID
    provider_id: UUID
    weekdays: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    from_minute: int
    to_minute: int
    pause: int = 0  # minutes between one time and the next
    breaks: list[list[int]] = Field(default_factory=list, sa_type=sa.JSON)
    excluded: list[str] = Field(default_factory=list, sa_type=sa.JSON)  # dates, ISO
    capacity: int = 1
    first_day: date
    last_day: date | None = None
    weeks_ahead: int = 4
    generated_to: date | None = None
    active: bool = True
    version: int = 1


class Slot(Scoped, table=True):
    """A published time, or a group session that its first booking opened; seats are lanes of its own. Whole seconds since 1970."""

    __table_args__ = (
        owned("slot"),
        link("booking_type_id", "bookingtype"),
        link("provider_id", "provider"),
        link("pattern_id", "slotpattern"),
        sa.CheckConstraint("starts < ends AND capacity BETWEEN 1 AND 999", name="span"),
        sa.Index("ix_slot_ahead", "workspace_id", "booking_type_id", "starts"),
        sa.Index("ix_slot_provider", "workspace_id", "provider_id", "starts"),
    )
    booking_type_id: UUID
    provider_id: UUID
    starts: int = Field(sa_type=sa.BigInteger)
    ends: int = Field(sa_type=sa.BigInteger)
    capacity: int = 1
    published: bool = False
    status: str = Field(default=SlotStatus.open, max_length=12)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # as a hold's: what a seat of it is agreed to be
    pattern_id: UUID | None = None
    note: str = Field(default="", max_length=200)
    version: int = 1
    created_at: datetime = Field(default_factory=now)
