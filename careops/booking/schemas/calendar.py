"""What calendars show, and what they answer when somebody asks why."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from careops.booking.schemas.catalogue_rows import HourBlock, ProviderRow


class CalendarEntry(BaseModel):
    """What takes time of one provider or resource. Minutes count from the beginning of the day as time passes, buffers apart.

    `gaps` are [from, to) minutes in which the provider is free while the service goes on.
    """

    kind: Literal["booking", "session", "hold"]
    id: UUID
    start: int
    end: int
    blocked_start: int
    blocked_end: int
    gaps: list[tuple[int, int]]
    starts_at: datetime
    ends_at: datetime
    time_range: str
    title: str
    service: str
    status: str
    contact_id: UUID | None = None
    phone: str = ""
    notes: str = ""
    series: bool = False
    seats: int = 0
    seats_taken: int = 0
    version: int = 0


class CalendarOff(BaseModel):
    """A stretch in which customers are not offered this provider: time off, or busy in another calendar."""

    kind: Literal["time_off", "busy"]
    start: int
    end: int
    reason: str


class CalendarFigures(BaseModel):
    """What became of the time: minutes somebody works, minutes that are taken of them, and the bookings by where they stand."""

    open_minutes: int
    booked_minutes: int
    bookings: int
    pending: int
    completed: int
    no_show: int


class CalendarColumn(BaseModel):
    """One provider's or resource's day. `free` is when they work and nothing is in the way: the rest of their hours is busy."""

    provider: ProviderRow
    hours: list[HourBlock]
    entries: list[CalendarEntry]
    off: list[CalendarOff]
    free: list[tuple[int, int]]
    figures: CalendarFigures


class CalendarDay(BaseModel):
    """A day on the business's calendar. `length` is 1440 minutes but where the clocks change; `closed` is why it is closed, if it is."""

    date: date
    timezone: str
    length: int
    turns_at: int | None
    turns_by: int
    closed: str
    columns: list[CalendarColumn]
    figures: CalendarFigures


class Reason(BaseModel):
    """Why one provider cannot take one time; the code is stable: taken, time_off, hours, room, limit, gap, notice, window, following."""

    code: str
    provider_id: UUID | None
    provider_name: str
    text: str


class ExplainedTime(BaseModel):
    """A time of the grid, whether it is offered, and if not every reason of everybody who could."""

    time: str
    starts_at: datetime
    offered: bool
    by: list[str]
    reasons: list[Reason]


class Explanation(BaseModel):
    """A day of a service, rule by rule: what holds for the whole day, then time by time."""

    date: date
    timezone: str
    service: str
    notes: list[Reason]
    times: list[ExplainedTime]


class PreviewRow(BaseModel):
    """What would happen if a booking went there: `free`, `warn` (staff may, with a reason to think twice), or `taken`.

    `who` would do it and `because` of what they were chosen, where it is free.
    """

    level: Literal["free", "warn", "taken"]
    text: str
    who: str = ""
    because: str = ""


class ContactFigures(BaseModel):
    """What one person's bookings came to."""

    visits: int
    no_shows: int
    cancellations: int
    upcoming: int
    last_visit: datetime | None
    spent: int
    currency: str
