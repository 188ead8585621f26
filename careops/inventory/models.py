"""Items, the ledger of their movements, the levels the ledger adds up to, and what is promised, ordered and counted.

Every quantity is a whole number of the item's unit: what is used in parts is counted in the part (ml, g), and a pack is so many of them.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

CODED = sa.text("barcode <> ''")
STANDING = sa.text("settled_at IS NULL")


class Reason(StrEnum):
    """Why a quantity changed."""

    receive = "receive"
    use = "use"
    adjust = "adjust"
    give_back = "return"
    sale = "sale"
    waste = "waste"
    counted = "count"
    move = "move"


class InventoryItem(Scoped, table=True):
    """A stocked thing. A threshold of 0 means that nobody watches it.

    One that is not `counted` has no level worth reading (cotton pads): staff say when it `needs_refill`. A pack holds `pack_size`
    units. `by_lot`: what arrives has a lot with an expiry, and what expires first is used first.
    """

    __table_args__ = (
        owned("inventoryitem"),
        link("supplier_id", "supplier"),
        sa.Index("ix_inventoryitem_name", "workspace_id", "name", "id"),
        sa.Index("ix_inventoryitem_barcode", "workspace_id", "barcode", sqlite_where=CODED, postgresql_where=CODED),
        sa.CheckConstraint("threshold >= 0 AND reorder_quantity >= 0 AND cost >= 0", name="amounts"),
        sa.CheckConstraint("pack_size >= 1", name="pack"),
    )
    name: str = Field(max_length=120)
    sku: str = Field(default="", max_length=60)
    barcode: str = Field(default="", max_length=60)
    category: str = Field(default="", max_length=60)
    unit: str = Field(default="piece", max_length=20)
    pack_name: str = Field(default="", max_length=20)
    pack_size: int = 1
    threshold: int = 0
    reorder_quantity: int = 0
    cost: int = Field(default=0, sa_type=sa.BigInteger)  # of one unit
    supplier_id: UUID | None = None
    counted: bool = True
    needs_refill: bool = False
    by_lot: bool = False
    told: str = Field(default="ok", max_length=8)  # the state the last fact told of: what wavers around a threshold is told once
    notes: str = Field(default="", max_length=2000)
    version: int = 1
    archived_at: datetime | None = None


class StockLocation(Scoped, table=True):
    """A place where things are kept. The first of a workspace is where everything goes that names no other."""

    __table_args__ = (
        owned("stocklocation"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_stocklocation_name"),
    )
    name: str = Field(max_length=80)
    name_key: str = Field(max_length=160)
    position: int = 0
    archived_at: datetime | None = None


class StockLevel(Scoped, table=True):
    """How many there are in one place: the sum of the movements there, kept by an atomic update in the movement's transaction."""

    __table_args__ = (
        link("item_id", "inventoryitem"),
        link("location_id", "stocklocation"),
        sa.UniqueConstraint("workspace_id", "item_id", "location_id", name="uq_stocklevel_place"),
        sa.CheckConstraint("quantity >= 0 OR below_zero", name="quantity"),
    )
    item_id: UUID
    location_id: UUID
    quantity: int = Field(default=0, sa_type=sa.BigInteger)
    below_zero: bool = False


class Lot(Scoped, table=True):
    """What arrived together and expires together, and how much of it is left in one place."""

    __table_args__ = (
        owned("lot"),
        link("item_id", "inventoryitem"),
        link("location_id", "stocklocation"),
        sa.UniqueConstraint("workspace_id", "item_id", "location_id", "code", name="uq_lot_code"),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.Index("ix_lot_first", "workspace_id", "item_id", "expires_on", "id"),
    )
    item_id: UUID
    location_id: UUID
    code: str = Field(max_length=60)
    expires_on: date | None = None
    quantity: int = Field(default=0, sa_type=sa.BigInteger)
    unit_cost: int | None = Field(default=None, sa_type=sa.BigInteger)
    received_at: datetime = Field(default_factory=now)


class StockMovement(Scoped, table=True):
    """One change of a quantity; only ever added. `key` makes a repeated request count once.

    `balance` is what was in that place afterwards; `ref` what brought it about ("booking:<id>", "purchase:<id>", "stocktake:<id>").
    """

    __table_args__ = (
        link("item_id", "inventoryitem"),
        link("location_id", "stocklocation"),
        link("lot_id", "lot"),
        sa.Index("ix_stockmovement_item", "workspace_id", "item_id", "id"),
        sa.Index("ix_stockmovement_moved", "workspace_id", "moved_at", "id"),
        sa.Index("ix_stockmovement_lot", "workspace_id", "lot_id"),
        sa.Index("ix_stockmovement_booking", "workspace_id", "booking_id"),
        sa.Index("ix_stockmovement_contact", "workspace_id", "contact_id", "id"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_stockmovement_key"),
        sa.CheckConstraint("change <> 0", name="change"),
    )
    item_id: UUID
    location_id: UUID
    lot_id: UUID | None = None
    change: int = Field(sa_type=sa.BigInteger)
    balance: int = Field(sa_type=sa.BigInteger)
    reason: str = Field(max_length=10)
    note: str = Field(default="", max_length=500)
    unit_cost: int | None = Field(default=None, sa_type=sa.BigInteger)
    ref: str = Field(default="", max_length=60)
    booking_id: UUID | None = None
    contact_id: UUID | None = None
    key: str | None = Field(default=None, max_length=255)
    actor_kind: str = Field(max_length=16)
    actor_name: str = Field(default="", max_length=200)
    moved_at: datetime


class StockDay(Scoped, table=True):
    """How much of an item came and went on one of the workspace's days, summed as it moves: what forecasts and reports read."""

    __table_args__ = (
        link("item_id", "inventoryitem"),
        sa.UniqueConstraint("workspace_id", "item_id", "day", name="uq_stockday_one"),
        sa.Index("ix_stockday_day", "workspace_id", "day"),
    )
    item_id: UUID
    day: date
    used: int = Field(default=0, sa_type=sa.BigInteger)  # used, sold, less what was given back
    received: int = Field(default=0, sa_type=sa.BigInteger)
    lost: int = Field(default=0, sa_type=sa.BigInteger)  # wasted, or not there when counted; negative when more was found


class StockReservation(Scoped, table=True):
    """What an upcoming booking will use of an item. Settled when it was used, or is not needed any more.

    `corrected`: a person said how much; another recipe leaves it as it was said.
    """

    __table_args__ = (
        link("item_id", "inventoryitem"),
        sa.UniqueConstraint("workspace_id", "booking_id", "item_id", name="uq_stockreservation_one"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.Index("ix_stockreservation_due", "workspace_id", "item_id", "due_at", sqlite_where=STANDING, postgresql_where=STANDING),
    )
    item_id: UUID
    booking_id: UUID  # not a link: booking stands above
    quantity: int = Field(sa_type=sa.BigInteger)
    due_at: datetime
    settled_at: datetime | None = None
    used: int | None = Field(default=None, sa_type=sa.BigInteger)  # what it really took; None when nothing
    corrected: bool = False


class Supplier(Scoped, table=True):
    """Who is ordered from."""

    __table_args__ = (owned("supplier"), sa.UniqueConstraint("workspace_id", "name_key", name="uq_supplier_name"))
    name: str = Field(max_length=120)
    name_key: str = Field(max_length=240)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    account: str = Field(default="", max_length=60)  # what they know the business by
    notes: str = Field(default="", max_length=2000)
    version: int = 1
    archived_at: datetime | None = None


class Order(StrEnum):
    """Where a purchase order stands."""

    draft = "draft"
    ordered = "ordered"
    partly = "partly"
    received = "received"
    cancelled = "cancelled"


class PurchaseOrder(Scoped, table=True):
    """What is bought from one supplier; received in as many parts as it comes."""

    __table_args__ = (
        owned("purchaseorder"),
        link("supplier_id", "supplier"),
        link("location_id", "stocklocation"),
        sa.UniqueConstraint("workspace_id", "number", name="uq_purchaseorder_number"),
        sa.CheckConstraint("status IN ('draft', 'ordered', 'partly', 'received', 'cancelled')", name="status"),
        sa.Index("ix_purchaseorder_list", "workspace_id", "created_at", "id"),
    )
    number: int
    supplier_id: UUID | None = None
    location_id: UUID
    status: str = Field(default=Order.draft, max_length=10)
    notes: str = Field(default="", max_length=2000)
    expected_on: date | None = None
    ordered_at: datetime | None = None
    closed_at: datetime | None = None
    actor_name: str = Field(default="", max_length=200)
    version: int = 1
    created_at: datetime = Field(default_factory=now)


class PurchaseLine(Scoped, table=True):
    """So many of an item, and how many of them have come."""

    __table_args__ = (
        owned("purchaseline"),
        link("order_id", "purchaseorder", ondelete="CASCADE"),
        link("item_id", "inventoryitem"),
        sa.UniqueConstraint("workspace_id", "order_id", "item_id", name="uq_purchaseline_item"),
        sa.CheckConstraint("quantity > 0 AND received >= 0 AND unit_cost >= 0", name="amounts"),
    )
    order_id: UUID
    item_id: UUID
    quantity: int = Field(sa_type=sa.BigInteger)
    received: int = Field(default=0, sa_type=sa.BigInteger)
    unit_cost: int = Field(default=0, sa_type=sa.BigInteger)


class Stocktake(Scoped, table=True):
    """A counting of one place. Blind: who counts is not shown what should be there."""

    __table_args__ = (
        owned("stocktake"),
        link("location_id", "stocklocation"),
        sa.CheckConstraint("status IN ('open', 'applied', 'cancelled')", name="status"),
        sa.Index("ix_stocktake_list", "workspace_id", "started_at", "id"),
    )
    location_id: UUID
    status: str = Field(default="open", max_length=10)
    blind: bool = True
    notes: str = Field(default="", max_length=2000)
    started_by: str = Field(default="", max_length=200)
    started_at: datetime = Field(default_factory=now)
    closed_by: str = Field(default="", max_length=200)
    closed_at: datetime | None = None
    version: int = 1


class StocktakeLine(Scoped, table=True):
    """What was counted of an item, and what the books said in that moment. Counting again replaces the count before."""

    __table_args__ = (
        link("stocktake_id", "stocktake", ondelete="CASCADE"),
        link("item_id", "inventoryitem"),
        link("lot_id", "lot"),
        sa.Index("ix_stocktakeline_item", "workspace_id", "stocktake_id", "item_id"),
        sa.CheckConstraint("counted >= 0", name="counted"),
    )
    stocktake_id: UUID
    item_id: UUID
    lot_id: UUID | None = None
    expected: int = Field(sa_type=sa.BigInteger)
    counted: int = Field(sa_type=sa.BigInteger)
    note: str = Field(default="", max_length=500)
    counted_by: str = Field(default="", max_length=200)
    counted_at: datetime = Field(default_factory=now)
