"""What can be booked, who does it, and the hours they keep."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned


class LocationKind(StrEnum):
    """Where a service happens."""

    place = "place"
    phone = "phone"
    video = "video"


class BookingType(Scoped, table=True):
    """A service as it is offered from now on; bookings keep their own copy of what was true."""

    __table_args__ = (
        owned("bookingtype"),
        sa.UniqueConstraint("workspace_id", "slug", name="uq_bookingtype_slug"),
        sa.CheckConstraint("duration > 0 AND slot_interval > 0", name="takes_time"),
        sa.CheckConstraint("buffer_before >= 0 AND buffer_after >= 0 AND min_notice >= 0 AND window_days > 0", name="limits"),
        sa.CheckConstraint("price >= 0", name="price"),
    )
    name: str = Field(max_length=120)
    slug: str = Field(max_length=80)
    description: str = Field(default="", max_length=2000)
    duration: int
    buffer_before: int = 0
    buffer_after: int = 0
    slot_interval: int = 15
    min_notice: int = 60
    window_days: int = 60
    price: int = Field(default=0, sa_type=sa.BigInteger)
    location_kind: str = Field(default=LocationKind.place, max_length=16)
    location: str = Field(default="", max_length=500)
    auto_confirm: bool = True
    cancel_hours: int = 24
    reschedule_hours: int = 24
    policy: str = Field(default="", max_length=2000)
    active: bool = True
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)


class Provider(Scoped, table=True):
    """Who or what is booked. `timezone` is where their hours are meant; `member_id` is set when they sign in as well."""

    __table_args__ = (owned("provider"), sa.Index("ix_provider_position", "workspace_id", "position"))
    name: str = Field(max_length=120)
    member_id: UUID | None = None
    timezone: str = Field(max_length=64)
    active: bool = True
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)


class ProviderService(Scoped, table=True):
    """This provider does this service."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "booking_type_id", "provider_id", name="uq_providerservice_once"),
        link("provider_id", "provider", ondelete="CASCADE"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        sa.Index("ix_providerservice_provider", "workspace_id", "provider_id"),
    )
    provider_id: UUID
    booking_type_id: UUID


class WeeklyHours(Scoped, table=True):
    """One stretch of work every week; Monday is 0, the ends are minutes on the provider's wall clock."""

    __table_args__ = (
        link("provider_id", "provider", ondelete="CASCADE"),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6 AND start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="span"
        ),
        sa.Index("ix_weeklyhours_provider", "workspace_id", "provider_id"),
    )
    provider_id: UUID
    weekday: int
    start_minute: int
    end_minute: int


class HoursOverride(Scoped, table=True):
    """One stretch of work on one date, in place of the week's; a single row from 0 to 0 closes the day."""

    __table_args__ = (
        link("provider_id", "provider", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "provider_id", "day", "start_minute", name="uq_hoursoverride_stretch"),
        sa.CheckConstraint(
            "(start_minute = 0 AND end_minute = 0) OR (start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440)",
            name="span",
        ),
    )
    provider_id: UUID
    day: date
    start_minute: int
    end_minute: int
