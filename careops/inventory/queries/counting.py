"""Stocktakes: what was counted, how it differs from the books, and what was not counted yet."""

from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.paging import LIMIT, Page, paginate
from careops.inventory.models import InventoryItem, Lot, StockLevel, StockLocation, Stocktake, StocktakeLine
from careops.inventory.queries.outlook import Question
from careops.inventory.schemas import CountRow, StocktakeDetail, StocktakeRow, Uncounted

SHOWN = 200
_LINES = (
    sa.select(StocktakeLine, InventoryItem, col(Lot.code))
    .join(InventoryItem, col(InventoryItem.id) == col(StocktakeLine.item_id))
    .outerjoin(Lot, col(Lot.id) == col(StocktakeLine.lot_id))
)
DIFFERENCE = col(StocktakeLine.counted) - col(StocktakeLine.expected)


def _its(value: Any) -> Any:
    """Something about all lines of a stocktake."""
    lines = (
        sa.select(value)
        .select_from(StocktakeLine)
        .join(InventoryItem, col(InventoryItem.id) == col(StocktakeLine.item_id))
        .where(col(StocktakeLine.stocktake_id) == col(Stocktake.id), col(StocktakeLine.workspace_id) == col(Stocktake.workspace_id))
    )
    return lines.correlate(Stocktake).scalar_subquery()


def _question() -> Question:
    differing = _its(sa.func.coalesce(sa.func.sum(sa.case((DIFFERENCE != 0, 1), else_=0)), 0))
    value = _its(sa.func.coalesce(sa.func.sum(DIFFERENCE * col(InventoryItem.cost)), 0))
    counted = _its(sa.func.count(col(StocktakeLine.id)))
    return sa.select(Stocktake, col(StockLocation.name), counted, differing, value).join(
        StockLocation, col(StockLocation.id) == col(Stocktake.location_id)
    )


def _hides(take: Stocktake) -> bool:
    """Whether who counts must not see what the books say: while a blind count is under way."""
    return take.blind and take.status == "open"


def _row(found: Any) -> StocktakeRow:
    take, place, counted, differing, value = found
    hidden = _hides(take)
    said = take.model_dump(exclude={"workspace_id"})
    return StocktakeRow(
        **said, location=place, counted=counted, differing=None if hidden else int(differing), value=None if hidden else int(value)
    )


def stocktakes(db: Session, actor: Actor, *, standing: bool = False, cursor: str | None = None, limit: int = LIMIT) -> Page[StocktakeRow]:
    """The stocktakes, the latest first; `standing` keeps those that are under way."""
    actor.require(Permission.inventory_view)
    asked = _question()
    if standing:
        asked = asked.where(col(Stocktake.status) == "open")
    by, id = col(Stocktake.started_at), col(Stocktake.id)
    return paginate(db, asked, by=by, id=id, row=_row, descending=True, cursor=cursor, limit=limit)


def stocktake(db: Session, actor: Actor, *, stocktake_id: UUID) -> StocktakeDetail:
    """One stocktake with what was counted last and what was not yet, or NotFound."""
    actor.require(Permission.inventory_view)
    found: Any = execute(db, _question().where(col(Stocktake.id) == stocktake_id)).first()
    if found is None:
        raise NotFound
    take: Stocktake = found[0]
    rows = execute(db, _lines(stocktake_id).order_by(col(StocktakeLine.counted_at).desc()).limit(SHOWN)).all()
    lines = [count_row(one, hidden=_hides(take)) for one in rows]
    return StocktakeDetail(**_row(found).model_dump(), lines=lines, uncounted=_uncounted(db, take))


def counts_of(
    db: Session, actor: Actor, *, stocktake_id: UUID, differing: bool = False, cursor: str | None = None, limit: int = LIMIT
) -> Page[CountRow]:
    """What was counted, the latest first; once it is not blind any more, only what differs when asked."""
    actor.require(Permission.inventory_view)
    take = db.scalars(sa.select(Stocktake).where(col(Stocktake.id) == stocktake_id)).one_or_none()
    if take is None:
        raise NotFound
    asked, hidden = _lines(stocktake_id), _hides(take)
    if differing and not hidden:
        asked = asked.where(DIFFERENCE != 0)
    by, id = col(StocktakeLine.counted_at), col(StocktakeLine.id)
    return paginate(db, asked, by=by, id=id, row=partial(count_row, hidden=hidden), descending=True, cursor=cursor, limit=limit)


def _lines(stocktake_id: UUID) -> Question:
    return _LINES.where(col(StocktakeLine.stocktake_id) == stocktake_id)


def count(db: Session, *, line_id: UUID, hidden: bool) -> CountRow:
    """One line of a stocktake."""
    return count_row(execute(db, _LINES.where(col(StocktakeLine.id) == line_id)).one(), hidden=hidden)


def count_row(found: Any, *, hidden: bool) -> CountRow:
    """A line as readers see it."""
    line, item, lot = found
    difference = line.counted - line.expected
    return CountRow(
        item_id=item.id,
        name=item.name,
        sku=item.sku,
        barcode=item.barcode,
        unit=item.unit,
        lot_id=line.lot_id,
        lot=lot or "",
        counted=line.counted,
        expected=None if hidden else line.expected,
        difference=None if hidden else difference,
        value=None if hidden else difference * item.cost,
        note=line.note,
        counted_by=line.counted_by,
        counted_at=line.counted_at,
    )


def _uncounted(db: Session, take: Stocktake) -> list[Uncounted]:
    """What is in the place by the books and has no line yet, by name; at most 200."""
    if take.status != "open":
        return []
    mine = sa.exists().where(col(StocktakeLine.stocktake_id) == take.id, col(StocktakeLine.item_id) == col(InventoryItem.id))
    asked = (
        sa.select(InventoryItem, col(StockLevel.quantity))
        .join(StockLevel, col(StockLevel.item_id) == col(InventoryItem.id))
        .where(
            col(StockLevel.location_id) == take.location_id,
            col(StockLevel.quantity) != 0,
            col(InventoryItem.archived_at).is_(None),
            col(InventoryItem.counted),
            sa.not_(mine),
        )
        .order_by(col(InventoryItem.name), col(InventoryItem.id))
        .limit(SHOWN)
    )
    return [
        Uncounted(
            item_id=item.id, name=item.name, sku=item.sku, barcode=item.barcode, unit=item.unit, expected=None if take.blind else quantity
        )
        for item, quantity in execute(db, asked)
    ]
