"""Reading stock."""

from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.paging import LIMIT, Page, paginate
from careops.inventory.models import InventoryItem, StockLevel, StockMovement
from careops.inventory.rules import state
from careops.inventory.schemas import ItemRow, MovementRow, StockCounts

Pairs = Select[InventoryItem, StockLevel]
Shortage = Literal["low", "critical"]

COUNTED = sa.and_(col(StockLevel.item_id) == col(InventoryItem.id), col(StockLevel.workspace_id) == col(InventoryItem.workspace_id))
# The same decision as rules.state, in the database's words, for lists and counts.
IS_SHORT = sa.and_(col(InventoryItem.threshold) > 0, col(StockLevel.quantity) <= col(InventoryItem.threshold))
IS_CRITICAL = sa.and_(IS_SHORT, col(StockLevel.quantity) * 2 <= col(InventoryItem.threshold))


def item_row(found: Any) -> ItemRow:
    """An item and its level as readers see them."""
    item, level = found
    return ItemRow(
        **item.model_dump(exclude={"workspace_id", "archived_at"}),
        quantity=level.quantity,
        below_zero=level.below_zero,
        state=state(level.quantity, item.threshold),
    )


def _items() -> Pairs:
    return select(InventoryItem, StockLevel).join(StockLevel, COUNTED).where(col(InventoryItem.archived_at).is_(None))


def get(db: Session, actor: Actor, *, item_id: UUID) -> ItemRow:
    """One item, or NotFound."""
    actor.require(Permission.inventory_view)
    found = db.exec(_items().where(col(InventoryItem.id) == item_id)).first()
    if found is None:
        raise NotFound
    return item_row(found)


def items(
    db: Session,
    actor: Actor,
    *,
    q: str = "",
    short: bool = False,
    state: Shortage | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[ItemRow]:
    """The items by name, found by name or SKU: all, those that run short, or those that are exactly low or critical."""
    actor.require(Permission.inventory_view)
    question = _items()
    if q.strip():
        text = q.strip()[:120]
        question = question.where(
            sa.or_(col(InventoryItem.name).icontains(text, autoescape=True), col(InventoryItem.sku).icontains(text, autoescape=True))
        )
    if short:
        question = question.where(IS_SHORT)
    if state:
        question = question.where(IS_CRITICAL if state == "critical" else sa.and_(IS_SHORT, sa.not_(IS_CRITICAL)))
    return paginate(db, question, by=col(InventoryItem.name), id=col(InventoryItem.id), row=item_row, cursor=cursor, limit=limit)  # pyright: ignore[reportArgumentType]


def low(db: Session, actor: Actor, *, limit: int = 100) -> list[ItemRow]:
    """The items that run short, the emptiest first."""
    actor.require(Permission.inventory_view)
    left = col(StockLevel.quantity) * 1.0 / col(InventoryItem.threshold)
    found = db.exec(_items().where(IS_SHORT).order_by(left, col(InventoryItem.name)).limit(limit))
    return [item_row(one) for one in found]


def counts(db: Session, actor: Actor) -> StockCounts:
    """How many items there are and how many run short, in one statement."""
    actor.require(Permission.inventory_view)
    critical = sa.func.coalesce(sa.func.sum(sa.case((IS_CRITICAL, 1), else_=0)), 0)
    short = sa.func.coalesce(sa.func.sum(sa.case((IS_SHORT, 1), else_=0)), 0)
    question = select(sa.func.count(), short, critical).select_from(InventoryItem).join(StockLevel, COUNTED)
    total, few, none = db.exec(question.where(col(InventoryItem.archived_at).is_(None))).one()
    return StockCounts(items=total, low=few - none, critical=none)


def movements(db: Session, actor: Actor, *, item_id: UUID, cursor: str | None = None, limit: int = LIMIT) -> Page[MovementRow]:
    """The ledger of one item, newest first; NotFound for an item that is not there."""
    get(db, actor, item_id=item_id)
    question = sa.select(StockMovement).where(col(StockMovement.item_id) == item_id)
    return paginate(
        db,
        question,
        by=col(StockMovement.moved_at),  # pyright: ignore[reportArgumentType]
        id=col(StockMovement.id),  # pyright: ignore[reportArgumentType]
        row=movement_row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )


def movement_row(movement: StockMovement) -> MovementRow:
    """One line of the ledger as readers see it."""
    return MovementRow.model_validate(movement, from_attributes=True)
