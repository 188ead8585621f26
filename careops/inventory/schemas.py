"""What may be said about stock, and what its readers get."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line, Lines
from careops.inventory.models import Reason as Reason

MOST = 10**9
Count = Annotated[int, Field(ge=0, le=MOST)]


class ItemIn(BaseModel):
    """A new item; `quantity` is what is there now, written to the ledger as its first movement."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=120)
    sku: Line = Field(default="", max_length=60)
    unit: Line = Field(default="piece", min_length=1, max_length=20)
    threshold: Count = 0
    reorder_quantity: Count = 0
    cost: Annotated[int, Field(ge=0, le=10**12, description="Minor units of the workspace's currency")] = 0
    notes: Lines = Field(default="", max_length=2000)
    below_zero: bool = Field(default=False, description="Whether more may be used than there is")
    quantity: Count = 0


class ItemEdit(BaseModel):
    """Any part of an item; what is left out stays. The quantity changes by movements only."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = Field(default=None, min_length=1, max_length=120)
    sku: Line | None = Field(default=None, max_length=60)
    unit: Line | None = Field(default=None, min_length=1, max_length=20)
    threshold: Count | None = None
    reorder_quantity: Count | None = None
    cost: Annotated[int, Field(ge=0, le=10**12)] | None = None
    notes: Lines | None = Field(default=None, max_length=2000)


class MovementIn(BaseModel):
    """A change of a quantity: how many were received, used, returned or sold; an adjustment carries its sign."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    quantity: int = Field(ge=-MOST, le=MOST)
    note: Lines = Field(default="", max_length=500)
    unit_cost: Annotated[int, Field(ge=0, le=10**12)] | None = None
    booking_id: UUID | None = None


class ItemRow(BaseModel):
    """An item with how many there are; `state` is ok, low or critical."""

    id: UUID
    name: str
    sku: str
    unit: str
    quantity: int
    threshold: int
    reorder_quantity: int
    cost: int
    notes: str
    below_zero: bool
    state: str
    version: int


class MovementRow(BaseModel):
    """One line of the ledger; `balance` is what was there afterwards."""

    id: UUID
    item_id: UUID
    change: int
    balance: int
    reason: str
    note: str
    unit_cost: int | None
    booking_id: UUID | None
    actor_kind: str
    actor_name: str
    moved_at: datetime


class StockCounts(BaseModel):
    """How many items are short; a critical one is not counted as low too."""

    items: int = 0
    low: int = 0
    critical: int = 0

    @property
    def short(self) -> int:
        """How many are at or below their threshold."""
        return self.low + self.critical
