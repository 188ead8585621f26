"""Items, the ledger of their movements, and the level the ledger adds up to."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.db import Scoped, link, owned


class Reason(StrEnum):
    """Why a quantity changed."""

    receive = "receive"
    use = "use"
    adjust = "adjust"
    give_back = "return"
    sale = "sale"


class InventoryItem(Scoped, table=True):
    """A stocked thing. A threshold of 0 means that nobody watches it."""

    __table_args__ = (
        owned("inventoryitem"),
        sa.Index("ix_inventoryitem_name", "workspace_id", "name", "id"),
        sa.CheckConstraint("threshold >= 0 AND reorder_quantity >= 0 AND cost >= 0", name="amounts"),
    )
    name: str = Field(max_length=120)
    sku: str = Field(default="", max_length=60)
    unit: str = Field(default="piece", max_length=20)
    threshold: int = 0
    reorder_quantity: int = 0
    cost: int = Field(default=0, sa_type=sa.BigInteger)
    notes: str = Field(default="", max_length=2000)
    version: int = 1
    archived_at: datetime | None = None


class StockLevel(Scoped, table=True):
    """How many there are: the sum of the item's movements, kept by an atomic update in the movement's transaction."""

    __table_args__ = (
        link("item_id", "inventoryitem"),
        sa.UniqueConstraint("workspace_id", "item_id", name="uq_stocklevel_item"),
        sa.CheckConstraint("quantity >= 0 OR below_zero", name="quantity"),
    )
    item_id: UUID
    quantity: int = Field(default=0, sa_type=sa.BigInteger)
    below_zero: bool = False


class StockMovement(Scoped, table=True):
    """One change of a quantity; only ever added. `key` makes a repeated request count once."""

    __table_args__ = (
        link("item_id", "inventoryitem"),
        sa.Index("ix_stockmovement_item", "workspace_id", "item_id", "id"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_stockmovement_key"),
        sa.CheckConstraint("change <> 0", name="change"),
    )
    item_id: UUID
    change: int = Field(sa_type=sa.BigInteger)
    balance: int = Field(sa_type=sa.BigInteger)
    reason: str = Field(max_length=10)
    note: str = Field(default="", max_length=500)
    unit_cost: int | None = Field(default=None, sa_type=sa.BigInteger)
    booking_id: UUID | None = None
    key: str | None = Field(default=None, max_length=255)
    actor_kind: str = Field(max_length=16)
    actor_name: str = Field(default="", max_length=200)
    moved_at: datetime
