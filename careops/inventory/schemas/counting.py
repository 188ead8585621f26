"""A stocktake: what is counted, and how it differs from the books."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line, Lines
from careops.inventory.schemas.items import Count


class StocktakeIn(BaseModel):
    """Begins the counting of a place: the first one, unless one is named."""

    model_config = ConfigDict(extra="forbid")

    location_id: UUID | None = None
    blind: bool = True
    notes: Lines = Field(default="", max_length=2000)


class CountIn(BaseModel):
    """How many there are of an item, by its id or its barcode, or of one of its lots. `add` puts it on top of what was counted."""

    model_config = ConfigDict(extra="forbid")

    item_id: UUID | None = None
    barcode: Line = Field(default="", max_length=60)
    lot_id: UUID | None = None
    counted: Count
    in_packs: bool = False
    add: bool = False
    note: Lines = Field(default="", max_length=500)


class CountRow(BaseModel):
    """What was counted of an item. While a blind stocktake is open, what the books say stays unsaid (None).

    `value` is what the difference costs, in minor units.
    """

    item_id: UUID
    name: str
    sku: str
    barcode: str
    unit: str
    lot_id: UUID | None
    lot: str
    counted: int
    expected: int | None
    difference: int | None
    value: int | None
    note: str
    counted_by: str
    counted_at: datetime


class StocktakeRow(BaseModel):
    """A stocktake as a list shows it; `differing` and `value` are known once it is not blind any more."""

    id: UUID
    location_id: UUID
    location: str
    status: str
    blind: bool
    notes: str
    started_by: str
    started_at: datetime
    closed_by: str
    closed_at: datetime | None
    version: int
    counted: int
    differing: int | None
    value: int | None


class Uncounted(BaseModel):
    """An item that is in the place by the books and was not counted yet."""

    item_id: UUID
    name: str
    sku: str
    barcode: str
    unit: str
    expected: int | None


class StocktakeDetail(StocktakeRow):
    """One stocktake with what was counted, latest first, and what was not yet."""

    lines: list[CountRow]
    uncounted: list[Uncounted]
