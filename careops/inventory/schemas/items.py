"""What may be said about an item, and what its readers get."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line, Lines

MOST = 10**9
Count = Annotated[int, Field(ge=0, le=MOST)]
Price = Annotated[int, Field(ge=0, le=10**12, description="Minor units of the workspace's currency, of one unit")]
Pack = Annotated[int, Field(ge=1, le=10**6, description="How many units a pack holds")]


class ItemIn(BaseModel):
    """A new item; `quantity` is what is there now, written to the ledger as its first movement."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=120)
    sku: Line = Field(default="", max_length=60)
    barcode: Line = Field(default="", max_length=60)
    category: Line = Field(default="", max_length=60)
    unit: Line = Field(default="piece", min_length=1, max_length=20)
    pack_name: Line = Field(default="", max_length=20)
    pack_size: Pack = 1
    threshold: Count = 0
    reorder_quantity: Count = 0
    cost: Price = 0
    supplier_id: UUID | None = None
    counted: bool = Field(default=True, description="False: nobody counts it; staff say when it needs a refill")
    by_lot: bool = Field(default=False, description="What arrives has a lot with an expiry; what expires first is used first")
    notes: Lines = Field(default="", max_length=2000)
    below_zero: bool = Field(default=False, description="Whether more may be used than there is")
    quantity: Count = 0


class ItemEdit(BaseModel):
    """Any part of an item; what is left out stays. The quantity changes by movements only."""

    model_config = ConfigDict(extra="forbid")
    CLEARED: ClassVar[frozenset[str]] = frozenset({"supplier_id"})  # null clears it; anywhere else null says nothing

    name: Line | None = Field(default=None, min_length=1, max_length=120)
    sku: Line | None = Field(default=None, max_length=60)
    barcode: Line | None = Field(default=None, max_length=60)
    category: Line | None = Field(default=None, max_length=60)
    unit: Line | None = Field(default=None, min_length=1, max_length=20)
    pack_name: Line | None = Field(default=None, max_length=20)
    pack_size: Pack | None = None
    threshold: Count | None = None
    reorder_quantity: Count | None = None
    cost: Price | None = None
    supplier_id: UUID | None = None
    counted: bool | None = None
    needs_refill: bool | None = None
    by_lot: bool | None = None
    below_zero: bool | None = None
    notes: Lines | None = Field(default=None, max_length=2000)

    def told(self) -> dict[str, object]:
        """What was said, by name."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: value for name, value in given.items() if value is not None or name in self.CLEARED}


class ItemRow(BaseModel):
    """An item with how many there are everywhere; `state` is ok, low or critical.

    `reserved` is what upcoming bookings will use, `available` what is left beside it. `days_left` is how many days it lasts by the
    recent rate and what is booked, up to sixty; None is longer, or not known.
    """

    id: UUID
    name: str
    sku: str
    barcode: str
    category: str
    unit: str
    pack_name: str
    pack_size: int
    quantity: int
    reserved: int
    available: int
    threshold: int
    reorder_quantity: int
    cost: int
    supplier_id: UUID | None
    counted: bool
    needs_refill: bool
    by_lot: bool
    notes: str
    below_zero: bool
    state: str
    version: int
    days_left: int | None = None
    runs_out_on: date | None = None


class StockCounts(BaseModel):
    """How many items are short; a critical one is not counted as low too."""

    items: int = 0
    low: int = 0
    critical: int = 0

    @property
    def short(self) -> int:
        """How many are at or below their threshold."""
        return self.low + self.critical


class ItemProof(BaseModel):
    """An item whose books do not add up: the sum of its movements is not its level, or its lots hold more than there is."""

    item_id: UUID
    name: str
    location: str
    level: int
    ledger: int
    lots: int
