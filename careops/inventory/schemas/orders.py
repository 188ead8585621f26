"""Suppliers, what is ordered from them, and what should be."""

from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line, Lines
from careops.inventory.models import Order as Order
from careops.inventory.schemas.items import Count, Price
from careops.inventory.schemas.ledger import Some

MOST_LINES = 200
Address = Annotated[Line, Field(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")]


class SupplierIn(BaseModel):
    """Who is ordered from."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=120)
    email: Address = ""
    phone: Line = Field(default="", max_length=40)
    account: Line = Field(default="", max_length=60, description="What they know the business by")
    notes: Lines = Field(default="", max_length=2000)


class SupplierEdit(BaseModel):
    """Any part of a supplier; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = Field(default=None, min_length=1, max_length=120)
    email: Address | None = None
    phone: Line | None = Field(default=None, max_length=40)
    account: Line | None = Field(default=None, max_length=60)
    notes: Lines | None = Field(default=None, max_length=2000)


class SupplierRow(BaseModel):
    """A supplier."""

    id: UUID
    name: str
    email: str
    phone: str
    account: str
    notes: str
    version: int


class Suggestion(BaseModel):
    """An item that should be ordered: so many, in whole packs, and why."""

    item_id: UUID
    name: str
    unit: str
    pack_name: str
    pack_size: int
    supplier_id: UUID | None
    supplier: str
    quantity: int
    available: int
    threshold: int
    incoming: int
    days_left: int | None
    suggested: int
    unit_cost: int


class OrderLineIn(BaseModel):
    """So many units of an item; `in_packs`: so many packs."""

    model_config = ConfigDict(extra="forbid")

    item_id: UUID
    quantity: Some
    in_packs: bool = False
    unit_cost: Price | None = None


class OrderIn(BaseModel):
    """A draft of what to order; goods go to the first place unless one is named."""

    model_config = ConfigDict(extra="forbid")

    supplier_id: UUID | None = None
    location_id: UUID | None = None
    notes: Lines = Field(default="", max_length=2000)
    expected_on: date | None = None
    lines: list[OrderLineIn] = Field(default_factory=list[OrderLineIn], max_length=MOST_LINES)


class OrderEdit(BaseModel):
    """Any part of a draft; of what is ordered only the notes and the day it is expected. `lines` are all of them, in their order."""

    model_config = ConfigDict(extra="forbid")
    CLEARED: ClassVar[frozenset[str]] = frozenset({"supplier_id", "expected_on"})

    supplier_id: UUID | None = None
    location_id: UUID | None = None
    notes: Lines | None = Field(default=None, max_length=2000)
    expected_on: date | None = None
    lines: list[OrderLineIn] | None = Field(default=None, max_length=MOST_LINES)


class ReorderIn(BaseModel):
    """For which items drafts are made: all that should be ordered unless some are named."""

    model_config = ConfigDict(extra="forbid")

    item_ids: list[UUID] | None = Field(default=None, max_length=500)


class ArrivalIn(BaseModel):
    """What came of one line, with its lot where the item has lots."""

    model_config = ConfigDict(extra="forbid")

    line_id: UUID
    quantity: Some
    in_packs: bool = False
    lot: Line = Field(default="", max_length=60)
    expires_on: date | None = None
    unit_cost: Price | None = None


class ReceiveIn(BaseModel):
    """What came of an order; more may come later."""

    model_config = ConfigDict(extra="forbid")

    arrivals: list[ArrivalIn] = Field(min_length=1, max_length=2 * MOST_LINES)
    note: Lines = Field(default="", max_length=500)


class OrderLineRow(BaseModel):
    """A line of an order; `missing` is what has not come yet."""

    id: UUID
    item_id: UUID
    name: str
    sku: str
    unit: str
    pack_name: str
    pack_size: int
    by_lot: bool
    quantity: int
    received: int
    missing: int
    unit_cost: int
    total: Count


class OrderRow(BaseModel):
    """A purchase order as a list shows it; `total` is what all of it costs."""

    id: UUID
    number: int
    supplier_id: UUID | None
    supplier: str
    location_id: UUID
    location: str
    status: str
    notes: str
    expected_on: date | None
    ordered_at: datetime | None
    closed_at: datetime | None
    actor_name: str
    version: int
    created_at: datetime
    items: int
    total: int


class OrderDetail(OrderRow):
    """One purchase order with its lines; `text` is what to send to the supplier, `email` where to."""

    lines: list[OrderLineRow]
    email: str
    text: str
