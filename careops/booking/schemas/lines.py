"""What is inside a visit, as staff read it."""

from datetime import datetime

from pydantic import BaseModel


class StaffLineRow(BaseModel):
    """One service of a visit; `because` is why that person was assigned."""

    name: str
    provider_name: str
    with_names: list[str]
    starts_at: datetime
    time_range: str
    duration_text: str
    price_text: str
    add_ons: list[str]
    because: str


class StaffVisitRow(BaseModel):
    """A visit's services in order, its deposit, and what it belongs to."""

    lines: list[StaffLineRow]
    deposit_text: str
    series: bool
    party: int
    session: str
