"""The ledger, the places and the lots."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.paging import LIMIT, Page, paginate
from careops.inventory.models import InventoryItem, Lot, Reason, StockLevel, StockLocation, StockMovement
from careops.inventory.queries.outlook import Question, today
from careops.inventory.schemas import LevelRow, LocationRow, LotRow, MovementRow, RecallLine, RecallRow, UsedRow

EXPIRY_WARNING = 14  # days before a lot expires from which on somebody should look at it
_HIDDEN = {"workspace_id", "key"}
_USED = {"id", "item_id", "change", "reason", "booking_id", "actor_name", "moved_at"}
# Each movement has its place; the outer join keeps a database from beginning with the places, of which there are few, and sorting all.
_MOVED = (
    sa.select(StockMovement, col(StockLocation.name), col(Lot.code))
    .outerjoin(StockLocation, col(StockLocation.id) == col(StockMovement.location_id))
    .outerjoin(Lot, col(Lot.id) == col(StockMovement.lot_id))
)


def movement_row(found: Any) -> MovementRow:
    """One line of the ledger as readers see it."""
    movement, place, lot = found
    return MovementRow(**movement.model_dump(exclude=_HIDDEN), location=place, lot=lot or "")


def movements(
    db: Session, actor: Actor, *, item_id: UUID, location_id: UUID | None = None, cursor: str | None = None, limit: int = LIMIT
) -> Page[MovementRow]:
    """The ledger of one item, newest first; NotFound for an item that is not there."""
    actor.require(Permission.inventory_view)
    known = sa.select(col(InventoryItem.id)).where(col(InventoryItem.id) == item_id, col(InventoryItem.archived_at).is_(None))
    if db.scalar(known) is None:
        raise NotFound
    asked = _MOVED.where(col(StockMovement.item_id) == item_id)
    if location_id is not None:
        asked = asked.where(col(StockMovement.location_id) == location_id)
    return _by_id(db, asked, cursor, limit)


def moves(
    db: Session,
    actor: Actor,
    *,
    reason: Reason | None = None,
    contact_id: UUID | None = None,
    booking_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[MovementRow]:
    """The whole ledger, newest first: all of it, of one reason, of one person or of one booking."""
    actor.require(Permission.inventory_view)
    asked = _MOVED
    if reason is not None:
        asked = asked.where(col(StockMovement.reason) == reason)
    if contact_id is not None:
        asked = asked.where(col(StockMovement.contact_id) == contact_id)
    if booking_id is not None:
        asked = asked.where(col(StockMovement.booking_id) == booking_id)
    if contact_id is not None or booking_id is not None:
        return _by_id(db, asked, cursor, limit)
    by, id = col(StockMovement.moved_at), col(StockMovement.id)
    return paginate(db, asked, by=by, id=id, row=movement_row, descending=True, cursor=cursor, limit=limit)


def used_for(db: Session, actor: Actor, *, contact_id: UUID, before: UUID | None = None, limit: int = LIMIT) -> list[UsedRow]:
    """What was taken for one person or came back from them, the latest first; one statement."""
    actor.require(Permission.inventory_view)
    asked = (
        sa.select(StockMovement, col(InventoryItem.name), col(InventoryItem.unit))
        .join(InventoryItem, col(InventoryItem.id) == col(StockMovement.item_id))
        .where(col(StockMovement.contact_id) == contact_id)
    )
    if before is not None:
        asked = asked.where(col(StockMovement.id) < before)
    found = execute(db, asked.order_by(col(StockMovement.id).desc()).limit(limit))
    return [UsedRow(item=item, unit=unit, **moved.model_dump(include=_USED)) for moved, item, unit in found]


def _by_id(db: Session, asked: Question, cursor: str | None, limit: int) -> Page[MovementRow]:
    """The latest first: ids follow time, they are uuid7, and what is asked of one thing is indexed by them."""
    id = col(StockMovement.id)
    return paginate(db, asked, by=id, id=id, row=movement_row, descending=True, cursor=cursor, limit=limit)


def movement(db: Session, *, movement_id: UUID) -> MovementRow:
    """One line of the ledger."""
    return movement_row(execute(db, _MOVED.where(col(StockMovement.id) == movement_id)).one())


# ── places ───────────────────────────────────────────────


def locations(db: Session, actor: Actor) -> list[LocationRow]:
    """The places things are kept in, in their order."""
    actor.require(Permission.inventory_view)
    there = (
        sa.select(sa.func.count(col(StockLevel.id)))
        .where(
            col(StockLevel.location_id) == col(StockLocation.id),
            col(StockLevel.workspace_id) == col(StockLocation.workspace_id),
            col(StockLevel.quantity) != 0,
        )
        .correlate(StockLocation)
        .scalar_subquery()
    )
    asked = sa.select(col(StockLocation.id), col(StockLocation.name), col(StockLocation.position), there)
    living = asked.where(col(StockLocation.archived_at).is_(None)).order_by(col(StockLocation.position), col(StockLocation.id))
    return [LocationRow(id=id, name=name, position=at, items=items) for id, name, at, items in execute(db, living)]


def levels(db: Session, actor: Actor, *, item_id: UUID) -> list[LevelRow]:
    """How many of an item are where."""
    actor.require(Permission.inventory_view)
    asked = (
        sa.select(col(StockLevel.location_id), col(StockLocation.name), col(StockLevel.quantity))
        .join(StockLocation, col(StockLocation.id) == col(StockLevel.location_id))
        .where(col(StockLevel.item_id) == item_id)
        .order_by(col(StockLocation.position), col(StockLocation.id))
    )
    return [LevelRow(location_id=id, location=name, quantity=quantity) for id, name, quantity in execute(db, asked)]


# ── lots ─────────────────────────────────────────────────


def _lots() -> Question:
    return (
        sa.select(Lot, col(InventoryItem.name), col(InventoryItem.unit), col(StockLocation.name))
        .join(InventoryItem, col(InventoryItem.id) == col(Lot.item_id))
        .join(StockLocation, col(StockLocation.id) == col(Lot.location_id))
        .where(col(InventoryItem.archived_at).is_(None))
        .order_by(col(Lot.expires_on).is_(None), col(Lot.expires_on), col(Lot.id))
    )


def _lot_row(found: Any, day: date) -> LotRow:
    lot, item, unit, place = found
    days = (lot.expires_on - day).days if lot.expires_on else None
    return LotRow(**lot.model_dump(exclude={"workspace_id"}), item=item, unit=unit, location=place, days=days)


def lots(db: Session, actor: Actor, *, item_id: UUID, gone: bool = False) -> list[LotRow]:
    """The lots of an item, what expires first before; with `gone` those of which nothing is left, too. At most 200."""
    actor.require(Permission.inventory_view)
    asked = _lots().where(col(Lot.item_id) == item_id)
    if not gone:
        asked = asked.where(col(Lot.quantity) > 0)
    day = today(db)
    return [_lot_row(one, day) for one in execute(db, asked.limit(200)).all()]


def expiring(db: Session, actor: Actor, *, days: int = EXPIRY_WARNING, limit: int = 200) -> list[LotRow]:
    """The lots of which something is left and that expire within so many days, or have; the first to expire before."""
    actor.require(Permission.inventory_view)
    day = today(db)
    asked = _lots().where(col(Lot.quantity) > 0, col(Lot.expires_on) <= day + timedelta(days=days))
    return [_lot_row(one, day) for one in execute(db, asked.limit(limit)).all()]


def recall(db: Session, actor: Actor, *, item_id: UUID, code: str) -> RecallRow:
    """For whom a lot was used, in all places, the latest first; NotFound when there was none of that code.

    Who may see stock but not people sees the bookings, not the names.
    """
    actor.require(Permission.inventory_view)
    of_item = sa.select(InventoryItem).where(col(InventoryItem.id) == item_id)
    item, mine = db.scalars(of_item).one_or_none(), sa.select(Lot).where(col(Lot.item_id) == item_id, col(Lot.code) == code)
    found = list(db.scalars(mine))
    if item is None or not found:
        raise NotFound
    change, moved = sa.func.sum(StockMovement.change), sa.func.max(StockMovement.moved_at)
    used = (
        sa.select(col(StockMovement.booking_id), col(StockMovement.contact_id), change, moved)
        .where(
            col(StockMovement.lot_id).in_([lot.id for lot in found]),
            col(StockMovement.reason).in_([Reason.use, Reason.sale, Reason.give_back]),
        )
        .group_by(col(StockMovement.booking_id), col(StockMovement.contact_id))
        .having(change < 0)
        .order_by(moved.desc())
    )
    rows: list[Any] = list(execute(db, used).all())
    people = _people(db, actor, [row[1] for row in rows if row[1]])
    whose = [row for row in rows if row[0] or row[1]]
    return RecallRow(
        item_id=item.id,
        item=item.name,
        unit=item.unit,
        code=code,
        expires_on=found[0].expires_on,
        left=sum(lot.quantity for lot in found),
        used=-sum(int(row[2]) for row in rows),
        for_nobody=-sum(int(row[2]) for row in rows if not (row[0] or row[1])),
        lines=[
            RecallLine(contact_id=who, contact_name=people.get(who, ""), booking_id=booking, quantity=-int(change), moved_at=at)
            for booking, who, change, at in whose
        ],
    )


def _people(db: Session, actor: Actor, ids: list[UUID]) -> dict[UUID, str]:
    if not ids or not actor.can(Permission.contacts_view):
        return {}
    return {id: row.name for id, row in contacts.by_ids(db, actor, ids=ids).items()}
