"""Whether the books add up: the sum of an item's movements is its level, and its lots hold no more than there is."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.db import everywhere, execute
from careops.inventory.models import InventoryItem, Lot, Reason, StockLevel, StockLocation, StockMovement
from careops.inventory.schemas import ItemProof


def unproven(db: Session, actor: Actor, *, item_id: UUID | None = None, limit: int = 200) -> list[ItemProof]:
    """The items, place by place, whose books do not add up; one statement, which reads the whole ledger unless an item is named."""
    actor.require(Permission.inventory_view)
    ledger = _summed(StockMovement, col(StockMovement.change), item_id)
    lots = _summed(Lot, col(Lot.quantity), item_id)
    moved, kept = sa.func.coalesce(ledger.c.total, 0), sa.func.coalesce(lots.c.total, 0)
    level = col(StockLevel.quantity)
    asked: sa.Select[*tuple[Any, ...]] = (
        sa.select(col(InventoryItem.id), col(InventoryItem.name), col(StockLocation.name), level, moved, kept)
        .select_from(StockLevel)
        .join(InventoryItem, col(InventoryItem.id) == col(StockLevel.item_id))
        .join(StockLocation, col(StockLocation.id) == col(StockLevel.location_id))
        .outerjoin(ledger, _same(ledger))
        .outerjoin(lots, _same(lots))
        .where(sa.or_(moved != level, kept > sa.case((level > 0, level), else_=0)))
        .order_by(col(InventoryItem.name), col(StockLevel.id))
        .limit(limit)
    )
    if item_id is not None:
        asked = asked.where(col(StockLevel.item_id) == item_id)
    return [
        ItemProof(item_id=id, name=name, location=place, level=level, ledger=int(moved), lots=int(kept))
        for id, name, place, level, moved, kept in execute(db, asked)
    ]


def _summed(table: type[StockMovement] | type[Lot], quantity: Any, item_id: UUID | None) -> Any:
    item: Any = col(table.item_id)
    place: Any = col(table.location_id)
    sums: Any = sa.select(item.label("item_id"), place.label("location_id"), sa.func.sum(quantity).label("total"))
    if item_id is not None:
        sums = sums.where(item == item_id)
    return sums.group_by(item, place).subquery()


def _same(sums: Any) -> Any:
    return sa.and_(sums.c.item_id == col(StockLevel.item_id), sums.c.location_id == col(StockLevel.location_id))


def counted_since(db: Session, actor: Actor, *, item_id: UUID, since: datetime) -> bool:
    """Whether somebody has counted or corrected an item since then, or it is there no more: its books are looked after."""
    actor.require(Permission.inventory_view)
    living = sa.select(col(InventoryItem.id)).where(col(InventoryItem.id) == item_id, col(InventoryItem.archived_at).is_(None))
    if db.scalar(living) is None:
        return True
    looked = sa.select(col(StockMovement.id)).where(
        col(StockMovement.item_id) == item_id,
        col(StockMovement.moved_at) > since,
        col(StockMovement.reason).in_([Reason.counted, Reason.adjust, Reason.receive]),
    )
    return db.scalar(looked.limit(1)) is not None


def stocked(db: Session) -> list[UUID]:
    """The businesses that have anything on a shelf."""
    with everywhere(db):
        return list(db.scalars(sa.select(col(InventoryItem.workspace_id)).distinct()))
