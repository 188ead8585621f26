"""What is known of the days to come."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class DayBefore(BaseModel):
    """What there was at the end of a day, and what came and went on it."""

    day: date
    level: int
    used: int
    received: int


class DayAhead(BaseModel):
    """What there will be at the end of a day; `booked` is what that day's bookings use, `incoming` what was ordered for it.

    `level` counts on nothing that is only ordered; `with_orders` does.
    """

    day: date
    level: int
    with_orders: int
    booked: int
    incoming: int


class ForecastRow(BaseModel):
    """How long an item lasts. `daily_thousandths` is the recent rate: thousandths of a unit a day.

    `reorder_on` is the day on which it falls to its threshold, `suggested` how many to order now (whole packs; 0: none).
    """

    item_id: UUID
    unit: str
    quantity: int
    reserved: int
    available: int
    incoming: int
    threshold: int
    daily_thousandths: int
    days_left: int | None
    runs_out_on: date | None
    reorder_on: date | None
    suggested: int
    sentence: str
    before: list[DayBefore]
    ahead: list[DayAhead]
