"""What bookings came to over a stretch of days."""

from uuid import UUID

from pydantic import BaseModel


class BookingTally(BaseModel):
    """So many bookings that begin in one step of the days, alike in how they stand and where they came from.

    `worth` is what they were agreed at, in minor units of the workspace's currency; those in another currency count as nothing.
    """

    step: int
    status: str
    source: str
    count: int
    worth: int


class ProviderUse(BaseModel):
    """How many minutes of somebody's open hours were given away: buffers are taken time, time off and closed days are not open."""

    provider_id: UUID
    name: str
    open_minutes: int
    booked_minutes: int
