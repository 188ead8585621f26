"""What happened to several visits that belong together."""

from dataclasses import dataclass
from typing import ClassVar

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class SeriesFact(Fact):
    """Visits of a series to which the same happened at once; each has a fact of its own, the customer hears of all in one message.

    `visits` are rows of booking id, start, end, status, the link's salt, the calendar entry's sequence and the start before (or "").
    `ends_at` is the end of the last of them.
    """

    kind: ClassVar[str] = "booking_series.changed"

    status: str = ""
    type_name: str = ""
    provider_name: str = ""
    contact_name: str = ""
    timezone: str = ""
    ends_at: str = ""
    price: int = 0
    currency: str = ""
    location_kind: str = ""
    location: str = ""
    policy: str = ""
    cancel_hours: int = 0
    visits: list[list[str]] | None = None


@dataclass(frozen=True, slots=True)
class SeriesCreated(SeriesFact):
    """Somebody booked a series; `status` says whether it is confirmed already or waits for approval."""

    kind: ClassVar[str] = "booking_series.created"


@dataclass(frozen=True, slots=True)
class SeriesConfirmed(SeriesFact):
    kind: ClassVar[str] = "booking_series.confirmed"


@dataclass(frozen=True, slots=True)
class SeriesRescheduled(SeriesFact):
    kind: ClassVar[str] = "booking_series.rescheduled"


@dataclass(frozen=True, slots=True)
class SeriesCancelled(SeriesFact):
    """These visits will not take place; `by` is customer or staff."""

    kind: ClassVar[str] = "booking_series.cancelled"

    by: str = ""
    reason: str = ""
