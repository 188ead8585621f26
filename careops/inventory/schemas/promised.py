"""What bookings will use, and used."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from careops.inventory.schemas.items import Count


class Needed(BaseModel):
    """So many of an item."""

    model_config = ConfigDict(frozen=True)

    item_id: UUID
    quantity: int


class ActualIn(BaseModel):
    """What a visit really took of an item."""

    model_config = ConfigDict(extra="forbid")

    item_id: UUID
    used: Count


class PromiseRow(BaseModel):
    """What a booking will use of an item (`used` None while it is to come), or did."""

    item_id: UUID
    name: str
    unit: str
    quantity: int
    used: int | None
    due_at: datetime
    settled_at: datetime | None
