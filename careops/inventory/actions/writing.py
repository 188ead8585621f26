"""Writing the ledger: a movement, the level, the lots, the day's sums and what is told of it, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import Inserted, execute
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id
from careops.inventory import queries
from careops.inventory.actions.levels import QUIET, Part, fill, lot_of, shift, sum_up, taken_from
from careops.inventory.events import StockMoved, StockRanLow, StockRecovered
from careops.inventory.models import InventoryItem, Reason, StockMovement
from careops.inventory.queries.items import ON_HAND
from careops.inventory.rules import KeyTaken, NotCounted, OutOfStock, credited, heard, state, sums

LEDGER = Inserted(StockMovement)


@dataclass(frozen=True, slots=True)
class Why:
    """What is written beside a change: its reason, what brought it about, and whom it was for."""

    reason: Reason
    note: str = ""
    unit_cost: int | None = None
    ref: str = ""
    booking_id: UUID | None = None
    contact_id: UUID | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The first line of a change, and what became of each lot."""

    id: UUID
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The lot in which something comes."""

    code: str
    expires_on: date | None = None


def counted_item(db: Session, item_id: UUID) -> InventoryItem:
    """The item, if there is a quantity of it that could change."""
    item = living(db, item_id)
    if not item.counted:
        raise NotCounted
    return item


def living(db: Session, item_id: UUID) -> InventoryItem:
    """The item, or NotFound for one that is put away."""
    mine = sa.select(InventoryItem).where(col(InventoryItem.id) == item_id, col(InventoryItem.archived_at).is_(None))
    item = db.scalars(mine).first()
    if item is None:
        raise NotFound
    return item


def once(db: Session, item_id: UUID, key: str | None, work: Callable[[], UUID]) -> UUID:
    """Does it, unless a movement bears the key: that one then. Of two at the same time the later one waits, then finds it taken."""
    if key is None:
        return work()
    if (known := earlier(db, item_id, key)) is not None:
        return known
    try:
        with db.begin_nested():
            return work()
    except (IntegrityError, OutOfStock):
        known = earlier(db, item_id, key)
        if known is None:
            raise
        return known


def earlier(db: Session, item_id: UUID, key: str) -> UUID | None:
    """The movement of this item that bears the key; KeyTaken when another item's does."""
    mine = sa.select(col(StockMovement.id), col(StockMovement.item_id)).where(col(StockMovement.key) == key)
    for id, of_item in execute(db, mine):
        if of_item != item_id:
            raise KeyTaken
        return id
    return None


def write(
    db: Session,
    actor: Actor,
    item: InventoryItem,
    place: UUID,
    change: int,
    why: Why,
    *,
    lot_id: UUID | None = None,
    arrival: Arrival | None = None,
    aloud: bool = True,
) -> Written:
    """Changes the level of an item in a place and writes down why, one line a lot; the first line bears the key.

    Not `aloud`, whoever calls tells of it.
    """
    balance = shift(db, item.id, place, change)
    today = queries.today(db)
    if change < 0:
        parts = _out(db, item, place, change, lot_id, today, why.reason)
    else:
        parts = _in(db, item, place, change, balance, lot_id, arrival, why.unit_cost)
    first = enter(db, actor, item.id, place, parts, balance - change, why)
    by = sums(why.reason, change)
    if any(by):
        sum_up(db, item.id, today, by)
    if aloud:
        tell(db, actor, item.id, change, why.reason)
    return Written(first, parts)


def _out(db: Session, item: InventoryItem, place: UUID, change: int, lot_id: UUID | None, today: date, reason: Reason) -> Sequence[Part]:
    if lot_id is None and not item.by_lot:
        return [(None, change)]
    return taken_from(db, item.id, place, -change, lot_id, today, reason)


def _in(
    db: Session, item: InventoryItem, place: UUID, change: int, balance: int, lot_id: UUID | None, arrival: Arrival | None, cost: int | None
) -> Sequence[Part]:
    """What comes in a lot, or back into it; what is owed to a level below zero is in none."""
    if arrival is None and lot_id is None:
        return [(None, change)]
    if not item.by_lot:
        raise Invalid.field("lot", "This item is kept without lots")
    into = lot_id or (lot_of(db, item.id, place, arrival.code, arrival.expires_on, cost) if arrival else None)
    kept = credited(change, balance)
    if into is not None and kept:
        fill(db, item.id, place, into, kept)
    return [part for part in ((into, kept), (None, change - kept)) if part[1]]


def enter(db: Session, actor: Actor, item_id: UUID, place: UUID, parts: Sequence[Part], before: int, why: Why) -> UUID:
    """Adds the lines of one change to the ledger."""
    at, rows = now(), list[dict[str, object]]()
    for part in parts:
        before += part[1]
        rows.append(line(actor, item_id, place, part, before, why, at, first=not rows))
    return LEDGER.add_all(db, rows)[0]


def line(actor: Actor, item_id: UUID, place: UUID, part: Part, balance: int, why: Why, at: datetime, *, first: bool) -> dict[str, object]:
    """One line of the ledger; of several of one change the first bears the key."""
    return {
        "id": new_id(),
        "item_id": item_id,
        "location_id": place,
        "lot_id": part[0],
        "change": part[1],
        "balance": balance,
        "reason": why.reason,
        "note": why.note,
        "unit_cost": why.unit_cost,
        "ref": why.ref,
        "booking_id": why.booking_id,
        "contact_id": why.contact_id,
        "key": why.key if first else None,
        "actor_kind": actor.kind,
        "actor_name": actor.name,
        "moved_at": at,
    }


# ── what is told ─────────────────────────────────────────

_KNOWN = sa.select(
    ON_HAND,
    col(InventoryItem.name),
    col(InventoryItem.unit),
    col(InventoryItem.threshold),
    col(InventoryItem.reorder_quantity),
    col(InventoryItem.counted),
    col(InventoryItem.needs_refill),
    col(InventoryItem.told),
)


def tell(db: Session, actor: Actor, item_id: UUID, change: int, reason: Reason | None = None) -> None:
    """Tells of the change, and of running low or having recovered where that is new: what wavers around the threshold is told once.

    With neither change nor reason only the latter. It is asked of the database after the change: another may have come in between.
    """
    found = execute(db, _KNOWN.where(col(InventoryItem.id) == item_id)).one()
    total, name, unit, threshold, reorder, counted, refill, told = found
    after = state(int(total), threshold, counted=counted, needs_refill=refill)
    if reason is not None:
        record(db, actor, StockMoved(item_id, None, name, unit, reason, change, int(total), after))
    news = heard(told, int(total), threshold, counted=counted, needs_refill=refill)
    if news == told:
        return
    mine = sa.update(InventoryItem).where(col(InventoryItem.id) == item_id, col(InventoryItem.told) == told)
    if db.exec(mine.values(told=news), **QUIET).rowcount != 1:
        return  # somebody else tells it
    if news == "ok":
        record(db, actor, StockRecovered(item_id, None, name, int(total)))
    else:
        record(db, actor, StockRanLow(item_id, None, name, unit, int(total), threshold, reorder, news, counted))
