"""The items with how many there are, everywhere together."""

from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.paging import LIMIT, Page, paginate
from careops.inventory.models import InventoryItem, StockLevel, StockReservation
from careops.inventory.queries.outlook import Question, with_outlook
from careops.inventory.rules import state as state_of
from careops.inventory.schemas import ItemRow, StockCounts

Shortage = Literal["low", "critical"]
HIDDEN = {"workspace_id", "archived_at", "told"}


def _about(table: type[StockLevel] | type[StockReservation]) -> "sa.ColumnElement[bool]":
    return sa.and_(col(table.item_id) == col(InventoryItem.id), col(table.workspace_id) == col(InventoryItem.workspace_id))


ON_HAND = (
    sa.select(sa.func.coalesce(sa.func.sum(StockLevel.quantity), 0)).where(_about(StockLevel)).correlate(InventoryItem).scalar_subquery()
)
BELOW_ZERO = (
    sa.select(sa.func.coalesce(sa.func.max(sa.case((col(StockLevel.below_zero), 1), else_=0)), 0))
    .where(_about(StockLevel))
    .correlate(InventoryItem)
    .scalar_subquery()
)
RESERVED = (
    sa.select(sa.func.coalesce(sa.func.sum(StockReservation.quantity), 0))
    .where(_about(StockReservation), col(StockReservation.settled_at).is_(None))
    .correlate(InventoryItem)
    .scalar_subquery()
)
LIVING = col(InventoryItem.archived_at).is_(None)
# The same decision as rules.state, in the database's words, for lists and counts.
_EMPTY = sa.and_(sa.not_(col(InventoryItem.counted)), col(InventoryItem.needs_refill))
_WATCHED = sa.and_(col(InventoryItem.counted), col(InventoryItem.threshold) > 0)
IS_SHORT = sa.or_(_EMPTY, sa.and_(_WATCHED, col(InventoryItem.threshold) >= ON_HAND))
IS_CRITICAL = sa.and_(_WATCHED, col(InventoryItem.threshold) >= ON_HAND * 2)


def item_row(found: Any) -> ItemRow:
    """An item with its sums as readers see them."""
    item, quantity, below_zero, reserved = found
    return ItemRow(
        **item.model_dump(exclude=HIDDEN),
        quantity=int(quantity),
        reserved=int(reserved),
        available=int(quantity) - int(reserved),
        below_zero=bool(below_zero),
        state=state_of(int(quantity), item.threshold, counted=item.counted, needs_refill=item.needs_refill),
    )


def question() -> Question:
    """The items that are not put away, as `item_row` reads them."""
    return sa.select(InventoryItem, ON_HAND, BELOW_ZERO, RESERVED).where(LIVING)


def get(db: Session, actor: Actor, *, item_id: UUID) -> ItemRow:
    """One item with how long it lasts, or NotFound."""
    actor.require(Permission.inventory_view)
    found = execute(db, question().where(col(InventoryItem.id) == item_id)).first()
    if found is None:
        raise NotFound
    return with_outlook(db, [item_row(found)])[0]


def items(
    db: Session,
    actor: Actor,
    *,
    q: str = "",
    short: bool = False,
    state: Shortage | None = None,
    category: str | None = None,
    supplier_id: UUID | None = None,
    location_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[ItemRow]:
    """The items by name, found by name, SKU or barcode: all, those that run short, or those that are exactly low or critical."""
    actor.require(Permission.inventory_view)
    asked = question()
    if text := q.strip()[:120]:
        like = [column.icontains(text, autoescape=True) for column in (col(InventoryItem.name), col(InventoryItem.sku))]
        asked = asked.where(sa.or_(*like, col(InventoryItem.barcode) == text))
    if short:
        asked = asked.where(IS_SHORT)
    if state:
        asked = asked.where(IS_CRITICAL if state == "critical" else sa.and_(IS_SHORT, sa.not_(IS_CRITICAL)))
    if category is not None:
        asked = asked.where(col(InventoryItem.category) == category)
    if supplier_id is not None:
        asked = asked.where(col(InventoryItem.supplier_id) == supplier_id)
    if location_id is not None:
        there = sa.exists().where(_about(StockLevel), col(StockLevel.location_id) == location_id, col(StockLevel.quantity) != 0)
        asked = asked.where(there.correlate(InventoryItem))
    page = paginate(db, asked, by=col(InventoryItem.name), id=col(InventoryItem.id), row=item_row, cursor=cursor, limit=limit)
    return Page(items=with_outlook(db, page.items), next_cursor=page.next_cursor)


def by_barcode(db: Session, actor: Actor, *, code: str) -> ItemRow:
    """The item that bears this barcode, or this SKU when none bears the barcode; NotFound when nothing or more than one does."""
    actor.require(Permission.inventory_view)
    wanted = code.strip()[:60]
    for column in (col(InventoryItem.barcode), col(InventoryItem.sku)):
        found = execute(db, question().where(column == wanted, column != "").limit(2)).all()
        if len(found) == 1:
            return with_outlook(db, [item_row(found[0])])[0]
    raise NotFound


def low(db: Session, actor: Actor, *, limit: int = 100) -> list[ItemRow]:
    """The items that run short, the emptiest first."""
    actor.require(Permission.inventory_view)
    left = sa.func.coalesce(ON_HAND * 1.0 / sa.func.nullif(col(InventoryItem.threshold), 0), 0)
    found = execute(db, question().where(IS_SHORT).order_by(left, col(InventoryItem.name)).limit(limit))
    return with_outlook(db, [item_row(one) for one in found.all()])


def counts(db: Session, actor: Actor) -> StockCounts:
    """How many items there are and how many run short, in one statement."""
    actor.require(Permission.inventory_view)
    critical = sa.func.coalesce(sa.func.sum(sa.case((IS_CRITICAL, 1), else_=0)), 0)
    short = sa.func.coalesce(sa.func.sum(sa.case((IS_SHORT, 1), else_=0)), 0)
    asked = sa.select(sa.func.count(), short, critical).select_from(InventoryItem).where(LIVING)
    total, few, none = execute(db, asked).one()
    return StockCounts(items=total, low=few - none, critical=none)


def categories(db: Session, actor: Actor) -> list[str]:
    """The words items are sorted by, in order."""
    actor.require(Permission.inventory_view)
    asked = sa.select(col(InventoryItem.category)).where(LIVING, col(InventoryItem.category) != "").distinct()
    return list(db.scalars(asked.order_by(col(InventoryItem.category))))


def value(db: Session, actor: Actor) -> int:
    """What everything on the shelf cost, in minor units; what is below zero counts as nothing."""
    actor.require(Permission.inventory_view)
    there = sa.case((ON_HAND > 0, ON_HAND), else_=0)
    asked = sa.select(sa.func.coalesce(sa.func.sum(there * col(InventoryItem.cost)), 0)).where(LIVING, col(InventoryItem.counted))
    return int(db.scalar(asked) or 0)
