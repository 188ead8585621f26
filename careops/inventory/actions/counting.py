"""Stocktakes: a place is counted item by item, then the differences go into the ledger, each once."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Conflict, Invalid, NotFound
from careops.inventory import queries
from careops.inventory.actions.levels import there
from careops.inventory.actions.places import chosen
from careops.inventory.actions.writing import Why, counted_item, once, write
from careops.inventory.events import StockCounted
from careops.inventory.models import InventoryItem, Lot, Reason, StockLevel, StockLocation, Stocktake, StocktakeLine
from careops.inventory.schemas import CountIn, CountRow, StocktakeDetail, StocktakeIn


class StocktakeOpen(Conflict):
    code, says = "stocktake_open", "This place is being counted already"


class StocktakeClosed(Conflict):
    code, says = "stocktake_closed", "This stocktake is over"


def start_stocktake(db: Session, actor: Actor, *, stocktake: StocktakeIn) -> StocktakeDetail:
    """Begins to count a place, which is counted by one stocktake at a time; selling and using goes on meanwhile."""
    actor.require(Permission.inventory_manage)
    place = chosen(db, stocktake.location_id)
    db.scalars(sa.select(col(StockLocation.id)).where(col(StockLocation.id) == place).with_for_update()).one()  # two wait for each other
    if db.scalar(sa.select(col(Stocktake.id)).where(col(Stocktake.location_id) == place, col(Stocktake.status) == "open")) is not None:
        raise StocktakeOpen
    made = Stocktake(location_id=place, blind=stocktake.blind, notes=stocktake.notes, started_by=actor.name)
    db.add(made)
    return _told(db, actor, made.id)


def count_item(db: Session, actor: Actor, *, stocktake_id: UUID, count: CountIn) -> CountRow:
    """So many are there of an item. Counted again it replaces what was counted before, or is put on top of it.

    It is held against what the books say in this very moment, so that what moves later is no difference.
    """
    actor.require(Permission.inventory_manage)
    take = _open(db, stocktake_id)
    item = counted_item(db, _found(db, actor, count))
    known = _line(db, take, item, count.lot_id)
    counted = count.counted * (item.pack_size if count.in_packs else 1)
    line = known or StocktakeLine(stocktake_id=take.id, item_id=item.id, lot_id=count.lot_id, expected=0, counted=0)
    line.counted = counted + (line.counted if count.add and known else 0)
    line.expected = _expected(db, take, item, count.lot_id)
    line.note, line.counted_by, line.counted_at = count.note or line.note, actor.name, now()
    db.add(line)
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return queries.count(db, line_id=line.id, hidden=take.blind)


def forget_count(db: Session, actor: Actor, *, stocktake_id: UUID, item_id: UUID, lot_id: UUID | None = None) -> None:
    """Takes back what was counted of an item: it is not counted yet."""
    actor.require(Permission.inventory_manage)
    take = _open(db, stocktake_id)
    line = next((one for one in _lines(db, take.id, item_id) if one.lot_id == lot_id), None)
    if line is None:
        raise NotFound
    db.delete(line)
    wake(db, f"ws:{actor.workspace}")


def reveal_stocktake(db: Session, actor: Actor, *, stocktake_id: UUID) -> StocktakeDetail:
    """Ends the blindness: the differences are seen, and what looks wrong can be counted again before it is applied."""
    actor.require(Permission.inventory_manage)
    take = _open(db, stocktake_id)
    take.blind = False
    take.version += 1
    return _told(db, actor, take.id)


def apply_stocktake(db: Session, actor: Actor, *, stocktake_id: UUID) -> StocktakeDetail:
    """Writes every difference into the ledger, once. What was not counted stays as the books have it."""
    actor.require(Permission.inventory_manage)
    take = _open(db, stocktake_id)
    lines = sorted(_lines(db, take.id), key=lambda line: line.item_id)  # as whoever else changes several
    for line in lines:
        _apply(db, actor, take, line)
    _close(take, actor, "applied")
    done = _told(db, actor, take.id)
    record(db, actor, StockCounted(take.id, None, done.location, done.counted, done.differing or 0, done.value or 0))
    return done


def cancel_stocktake(db: Session, actor: Actor, *, stocktake_id: UUID) -> StocktakeDetail:
    """Ends it without changing anything."""
    actor.require(Permission.inventory_manage)
    take = _open(db, stocktake_id)
    _close(take, actor, "cancelled")
    return _told(db, actor, take.id)


# ── one line ─────────────────────────────────────────────


def _apply(db: Session, actor: Actor, take: Stocktake, line: StocktakeLine) -> None:
    item = db.get_one(InventoryItem, line.item_id)
    difference = line.counted - line.expected
    if difference < 0:  # what went since it was counted is not missing twice
        difference = max(difference, -max(_expected(db, take, item, line.lot_id), 0)) if not _below_zero(db, item, take) else difference
    if difference == 0 or item.archived_at is not None or not item.counted:
        return
    why = Why(Reason.counted, line.note, ref=f"stocktake:{take.id}", key=f"stocktake:{take.id}:{line.id}")
    once(db, item.id, why.key, lambda: write(db, actor, item, take.location_id, difference, why, lot_id=line.lot_id).id)


def _expected(db: Session, take: Stocktake, item: InventoryItem, lot_id: UUID | None) -> int:
    """What the books say is there now, nobody else's to change until the transaction ends."""
    level = there(db, item.id, take.location_id)
    if lot_id is None:
        return level
    return db.scalar(sa.select(col(Lot.quantity)).where(col(Lot.id) == lot_id)) or 0


def _below_zero(db: Session, item: InventoryItem, take: Stocktake) -> bool:
    mine = sa.select(col(StockLevel.below_zero)).where(col(StockLevel.item_id) == item.id, col(StockLevel.location_id) == take.location_id)
    return bool(db.scalar(mine))


def _found(db: Session, actor: Actor, count: CountIn) -> UUID:
    if count.item_id is not None:
        return count.item_id
    if not count.barcode:
        raise Invalid.field("item_id", "Give an item, or the barcode on it")
    try:
        return queries.by_barcode(db, actor, code=count.barcode).id
    except NotFound:
        raise Invalid.field("barcode", "No item bears this code, or several do") from None


def _line(db: Session, take: Stocktake, item: InventoryItem, lot_id: UUID | None) -> StocktakeLine | None:
    """What was counted of it before. An item is counted as a whole or by its lots, not both."""
    if lot_id is not None:
        mine = sa.select(col(Lot.id)).where(col(Lot.id) == lot_id, col(Lot.item_id) == item.id, col(Lot.location_id) == take.location_id)
        if db.scalar(mine) is None:
            raise Invalid.field("lot_id", "There is no such lot there")
    known = _lines(db, take.id, item.id)
    if any((line.lot_id is None) != (lot_id is None) for line in known):
        raise Invalid.field("lot_id", "Count an item as a whole, or lot by lot")
    return next((line for line in known if line.lot_id == lot_id), None)


def _lines(db: Session, stocktake_id: UUID, item_id: UUID | None = None) -> list[StocktakeLine]:
    mine = sa.select(StocktakeLine).where(col(StocktakeLine.stocktake_id) == stocktake_id)
    if item_id is not None:
        mine = mine.where(col(StocktakeLine.item_id) == item_id)
    return list(db.scalars(mine.order_by(col(StocktakeLine.id))))


# ── the common part ──────────────────────────────────────


def _open(db: Session, stocktake_id: UUID) -> Stocktake:
    """The stocktake while it is under way, nobody else's to change until the transaction ends."""
    found = db.scalars(sa.select(Stocktake).where(col(Stocktake.id) == stocktake_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if found.status != "open":
        raise StocktakeClosed
    return found


def _close(take: Stocktake, actor: Actor, status: str) -> None:
    take.status, take.closed_by, take.closed_at = status, actor.name, now()
    take.version += 1


def _told(db: Session, actor: Actor, stocktake_id: UUID) -> StocktakeDetail:
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return queries.stocktake(db, actor, stocktake_id=stocktake_id)
