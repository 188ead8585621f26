"""What happened to one booking."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class BookingFact(Fact):
    """A booking as it stood right after the fact; times are ISO in UTC, `timezone` is the wall clock they were agreed on."""

    kind: ClassVar[str] = "booking.changed"

    status: str = ""
    type_id: UUID | None = None
    type_name: str = ""
    provider_id: UUID | None = None
    provider_name: str = ""
    contact_name: str = ""
    starts_at: str = ""
    ends_at: str = ""
    timezone: str = ""
    duration: int = 0
    price: int = 0
    currency: str = ""
    location_kind: str = ""
    location: str = ""
    policy: str = ""
    cancel_until: str = ""
    reschedule_until: str = ""
    notes: str = ""
    booking_source: str = ""
    link_salt: str = ""
    sequence: int = 0
    series_id: UUID | None = None
    together: bool = False  # it happened to several at once, and one fact about all of them is told beside


@dataclass(frozen=True, slots=True)
class BookingCreated(BookingFact):
    """Somebody booked; `status` says whether it is confirmed already or waits for approval. `waitlisted`: for them, by the waitlist."""

    kind: ClassVar[str] = "booking.created"

    waitlisted: bool = False


@dataclass(frozen=True, slots=True)
class BookingImported(BookingFact):
    """It was agreed elsewhere and came with a file; the customer is told nothing by CareOps unless it changes."""

    kind: ClassVar[str] = "booking.imported"


@dataclass(frozen=True, slots=True)
class BookingConfirmed(BookingFact):
    """Staff said yes to a request."""

    kind: ClassVar[str] = "booking.confirmed"


@dataclass(frozen=True, slots=True)
class BookingRescheduled(BookingFact):
    """The same booking at another time, or with somebody else. `waitlisted`: for them, since something earlier was free."""

    kind: ClassVar[str] = "booking.rescheduled"

    old_starts_at: str = ""
    old_ends_at: str = ""
    old_timezone: str = ""
    old_provider_id: UUID | None = None
    old_provider_name: str = ""
    waitlisted: bool = False


@dataclass(frozen=True, slots=True)
class BookingCancelled(BookingFact):
    """It will not take place; `by` is customer or staff, `declined` when a request was turned down."""

    kind: ClassVar[str] = "booking.cancelled"

    by: str = ""
    reason: str = ""
    declined: bool = False


@dataclass(frozen=True, slots=True)
class BookingCompleted(BookingFact):
    kind: ClassVar[str] = "booking.completed"


@dataclass(frozen=True, slots=True)
class BookingNoShow(BookingFact):
    kind: ClassVar[str] = "booking.no_show"


@dataclass(frozen=True, slots=True)
class BookingEdited(BookingFact):
    """Notes or place changed; nothing the customer has to be told."""

    kind: ClassVar[str] = "booking.edited"
