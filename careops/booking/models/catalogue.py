"""What can be booked, who and what it takes, and the hours they keep."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned


class LocationKind(StrEnum):
    """Where a service happens; `customer` is at an address they give."""

    place = "place"
    phone = "phone"
    video = "video"
    customer = "customer"


class Assignment(StrEnum):
    """Who takes a customer who has no wish: whoever has least to do, whose turn it is, or all of them together."""

    balanced = "balanced"
    round_robin = "round_robin"
    collective = "collective"


class Offered(StrEnum):
    """Where the times of a service come from: opening hours, or times published one by one."""

    hours = "hours"
    slots = "slots"


class WaitlistMode(StrEnum):
    """What happens when time frees: nothing, it is kept for the first in line, all are told, the first is booked, or staff choose."""

    off = "off"
    offer = "offer"
    notify = "notify"
    auto = "auto"
    staff = "staff"


class ProviderKind(StrEnum):
    """Somebody, or something: a room, a chair, a laser."""

    person = "person"
    resource = "resource"


class BookingType(Scoped, table=True):
    """A service as it is offered from now on; bookings keep their own copy of what was true.

    Lengths are minutes. A processing gap of `gap_minutes` begins `gap_after` minutes into the service: the provider is free
    then, the room is not. The window is `window_days` from today, unless fixed by `window_from` and `window_to`.
    """

    __table_args__ = (
        owned("bookingtype"),
        sa.UniqueConstraint("workspace_id", "slug", name="uq_bookingtype_slug"),
        sa.CheckConstraint("duration > 0 AND slot_interval > 0", name="takes_time"),
        sa.CheckConstraint("buffer_before >= 0 AND buffer_after >= 0 AND min_notice >= 0 AND window_days > 0", name="limits"),
        sa.CheckConstraint("gap_after >= 0 AND gap_minutes >= 0 AND slot_offset >= 0", name="gap"),
        sa.CheckConstraint("price >= 0 AND deposit >= 0", name="price"),
        sa.CheckConstraint("capacity >= 1", name="capacity"),
    )
    name: str = Field(max_length=120)
    slug: str = Field(max_length=80)
    description: str = Field(default="", max_length=2000)
    duration: int
    gap_after: int = 0
    gap_minutes: int = 0
    buffer_before: int = 0
    buffer_after: int = 0
    slot_interval: int = 15
    slot_offset: int = 0
    tidy: bool = False  # offers no start that would leave a hole too short to sell
    min_notice: int = 60
    window_days: int = 60
    window_from: date | None = None
    window_to: date | None = None
    price: int = Field(default=0, sa_type=sa.BigInteger)
    deposit: int = Field(default=0, sa_type=sa.BigInteger)
    location_kind: str = Field(default=LocationKind.place, max_length=16)
    location: str = Field(default="", max_length=500)
    assignment: str = Field(default=Assignment.balanced, max_length=16)
    customer_chooses: bool = True
    capacity: int = 1
    offered: str = Field(default=Offered.hours, max_length=8)
    customer_max_per_day: int | None = None
    customer_max_per_week: int | None = None
    recurring_max: int = 0  # how many visits customers may book in one series; 0 means none
    waitlist: str = Field(default=WaitlistMode.off, max_length=8)
    offer_minutes: int = 60  # how long a freed time is kept for whoever is next in line
    auto_confirm: bool = True
    cancel_hours: int = 24
    reschedule_hours: int = 24
    policy: str = Field(default="", max_length=2000)
    active: bool = True
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)


class Variant(Scoped, table=True):
    """One of the lengths a service is sold in, with its price: "long hair, 60 minutes, €70"."""

    __table_args__ = (
        owned("variant"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        sa.CheckConstraint("duration > 0 AND price >= 0 AND gap_after >= 0 AND gap_minutes >= 0", name="limits"),
        sa.Index("ix_variant_type", "workspace_id", "booking_type_id", "position"),
    )
    booking_type_id: UUID
    name: str = Field(max_length=120)
    duration: int
    price: int = Field(default=0, sa_type=sa.BigInteger)
    gap_after: int = 0
    gap_minutes: int = 0
    position: int = 0
    active: bool = True


class AddOn(Scoped, table=True):
    """Something extra within a service; its minutes lengthen the service at its end."""

    __table_args__ = (
        owned("addon"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        sa.CheckConstraint("minutes >= 0 AND price >= 0", name="limits"),
        sa.Index("ix_addon_type", "workspace_id", "booking_type_id", "position"),
    )
    booking_type_id: UUID
    name: str = Field(max_length=120)
    description: str = Field(default="", max_length=500)
    minutes: int = 0
    price: int = Field(default=0, sa_type=sa.BigInteger)
    position: int = 0
    active: bool = True


class StockUse(Scoped, table=True):
    """What one booking of a service uses of a stocked thing; a variant's own line stands in for the service's."""

    __table_args__ = (
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        link("variant_id", "variant", ondelete="CASCADE"),
        link("item_id", "inventoryitem"),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.Index("ix_stockuse_type", "workspace_id", "booking_type_id"),
        sa.Index("ix_stockuse_item", "workspace_id", "item_id"),
    )
    booking_type_id: UUID
    variant_id: UUID | None = None
    item_id: UUID
    quantity: int = Field(sa_type=sa.BigInteger)


class Provider(Scoped, table=True):
    """Who or what is booked. `timezone` is where their hours are meant; `member_id` is set when they sign in as well.

    A resource has as many lanes as it has equal units; one that is `always_open` keeps no hours of its own.
    """

    __table_args__ = (
        owned("provider"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 999 AND (kind = 'resource' OR capacity = 1)", name="capacity"),
        sa.Index("ix_provider_position", "workspace_id", "position"),
    )
    name: str = Field(max_length=120)
    kind: str = Field(default=ProviderKind.person, max_length=16)
    capacity: int = 1
    always_open: bool = False
    member_id: UUID | None = None
    timezone: str = Field(max_length=64)
    max_per_day: int | None = None
    max_per_week: int | None = None
    active: bool = True
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)


class ProviderService(Scoped, table=True):
    """Who does a service (`need` 0), or one of the things of which it takes one: need 1 is "Room A or Room B", need 2 "the laser".

    `weight` and `assigned` are the ledger of whose turn it is.
    """

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "booking_type_id", "provider_id", "need", name="uq_providerservice_once"),
        link("provider_id", "provider", ondelete="CASCADE"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        sa.CheckConstraint("need BETWEEN 0 AND 20 AND weight BETWEEN 1 AND 100", name="limits"),
        sa.Index("ix_providerservice_provider", "workspace_id", "provider_id"),
    )
    provider_id: UUID
    booking_type_id: UUID
    need: int = 0
    weight: int = 1
    assigned: int = 0


class ProviderTerms(Scoped, table=True):
    """What one provider asks for a service, or for one variant of it; what is empty is as the service says."""

    __table_args__ = (
        link("provider_id", "provider", ondelete="CASCADE"),
        link("booking_type_id", "bookingtype", ondelete="CASCADE"),
        link("variant_id", "variant", ondelete="CASCADE"),
        sa.CheckConstraint("duration IS NULL OR duration > 0", name="takes_time"),
        sa.CheckConstraint("price IS NULL OR price >= 0", name="price"),
        sa.Index("ix_providerterms_type", "workspace_id", "booking_type_id", "provider_id"),
    )
    provider_id: UUID
    booking_type_id: UUID
    variant_id: UUID | None = None
    duration: int | None = None
    price: int | None = Field(default=None, sa_type=sa.BigInteger)


# A stretch belongs to the day it begins on; what ends after 1440 ends on the next day.
_SPAN = "start_minute >= 0 AND start_minute < 1440 AND start_minute < end_minute AND end_minute <= start_minute + 1440"


class WeeklyHours(Scoped, table=True):
    """One stretch of work every week; Monday is 0, the ends are minutes on the provider's wall clock."""

    __table_args__ = (
        link("provider_id", "provider", ondelete="CASCADE"),
        sa.CheckConstraint(f"weekday BETWEEN 0 AND 6 AND {_SPAN}", name="span"),
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
        sa.CheckConstraint(f"(start_minute = 0 AND end_minute = 0) OR ({_SPAN})", name="span"),
    )
    provider_id: UUID
    day: date
    start_minute: int
    end_minute: int


class TimeOff(Scoped, table=True):
    """A stretch in which nobody is offered this provider: theirs by wish, or busy in a calendar of theirs. Whole seconds since 1970.

    It is not occupancy: stretches of several calendars may overlap each other and what was booked before, and staff may book over it.
    """

    __table_args__ = (
        link("provider_id", "provider", ondelete="CASCADE"),
        link("calendar_import_id", "calendarimport", ondelete="CASCADE"),
        sa.CheckConstraint("starts < ends", name="span"),
        sa.Index("ix_timeoff_ahead", "workspace_id", "provider_id", "ends", "starts"),
        sa.Index("ix_timeoff_import", "workspace_id", "calendar_import_id"),
    )
    provider_id: UUID
    starts: int = Field(sa_type=sa.BigInteger)
    ends: int = Field(sa_type=sa.BigInteger)
    reason: str = Field(default="", max_length=200)
    calendar_import_id: UUID | None = None
