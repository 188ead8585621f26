"""What a customer sees of their own booking beside its head."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class LineRow(BaseModel):
    """One service of a visit, as it was agreed."""

    booking_type_id: UUID
    slug: str
    name: str
    provider_name: str
    with_names: list[str]
    starts_at: datetime
    duration_text: str
    price_text: str
    add_ons: list[str]


class SeatRow(BaseModel):
    """One of several seats taken together: a booking of its own, with a private link of its own."""

    number: int
    booking_id: UUID
    token: str
    manage_url: str
    status: str


class VisitRow(BaseModel):
    """The visit behind a booking; `was_at` are the times it had before, oldest first."""

    lines: list[LineRow]
    seats: list[SeatRow]
    deposit_text: str
    was_at: list[datetime]
    series: bool
