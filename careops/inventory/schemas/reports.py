"""What stock was worth, and what was used of it."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class StockFlow(BaseModel):
    """What one day used, received and lost of everything counted, at what the items cost now; in minor units."""

    day: date
    used: int
    received: int
    lost: int


class ItemUse(BaseModel):
    """What was used of one item in a stretch of days, and what that is worth at its cost now."""

    item_id: UUID
    name: str
    unit: str
    used: int
    lost: int
    worth: int
