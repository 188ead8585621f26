"""Levels, lots and a day's sums, each changed by one statement that decides and changes: two at once cannot both take the last one."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.clock import now
from careops.core.db import Inserted, execute
from careops.core.errors import Invalid
from careops.core.ids import new_id
from careops.inventory.models import Lot, Reason, StockDay, StockLevel
from careops.inventory.rules import OutOfStock, Sums, first_expiring

LEVELS, LOTS, DAYS = Inserted(StockLevel), Inserted(Lot), Inserted(StockDay)
QUIET: dict[str, Any] = {"execution_options": {"synchronize_session": False}}
Part = tuple[UUID | None, int]
"""A lot, or none, and how its quantity changes."""


def shift(db: Session, item_id: UUID, place: UUID, change: int) -> int:
    """The new level of an item in a place; OutOfStock when there is not that much and it may not go below zero."""
    level = sa.update(StockLevel).where(
        col(StockLevel.item_id) == item_id,
        col(StockLevel.location_id) == place,
        sa.or_(col(StockLevel.quantity) + change >= 0, col(StockLevel.below_zero)),
    )
    decided = level.values(quantity=StockLevel.quantity + change).returning(col(StockLevel.quantity))
    counted = db.exec(decided, **QUIET).scalar_one_or_none()
    if counted is None and _laid_out(db, item_id, place):
        counted = db.exec(decided, **QUIET).scalar_one_or_none()
    if counted is None:
        raise OutOfStock
    return counted


def _laid_out(db: Session, item_id: UUID, place: UUID) -> bool:
    """Gives an item a level in a place where it never was; False when it has one."""
    allowed = sa.select(sa.func.max(sa.case((col(StockLevel.below_zero), 1), else_=0))).where(col(StockLevel.item_id) == item_id)
    below_zero = bool(db.scalar(allowed))
    return LEVELS.add_new(db, id=new_id(), item_id=item_id, location_id=place, quantity=0, below_zero=below_zero) is not None


def stand_still(db: Session, item_id: UUID) -> None:
    """Nobody else changes this item anywhere until the transaction ends: for what changes several places at once."""
    db.scalars(sa.select(col(StockLevel.id)).where(col(StockLevel.item_id) == item_id).order_by(col(StockLevel.id)).with_for_update()).all()


def there(db: Session, item_id: UUID, place: UUID) -> int:
    """How many are in a place, nobody else's to change until the transaction ends."""
    mine = sa.select(col(StockLevel.quantity)).where(col(StockLevel.item_id) == item_id, col(StockLevel.location_id) == place)
    return db.scalar(mine.with_for_update()) or 0


# ── lots ─────────────────────────────────────────────────


def taken_from(db: Session, item_id: UUID, place: UUID, quantity: int, lot_id: UUID | None, today: date, reason: Reason) -> list[Part]:
    """Takes so many out of the lots there, of the one that was named or of those that expire first, and says of which.

    What has expired is used last; it is the first to be thrown away.
    """
    if lot_id is not None:
        _draw(db, item_id, place, lot_id, quantity)
        return [(lot_id, -quantity)]
    expires, used = col(Lot.expires_on), reason in (Reason.use, Reason.sale)
    those = sa.select(col(Lot.id), col(Lot.quantity)).where(
        col(Lot.item_id) == item_id, col(Lot.location_id) == place, col(Lot.quantity) > 0
    )
    late = [sa.case((expires < today, 1), else_=0)] if used else []
    found = execute(db, those.order_by(*late, expires.is_(None), expires, col(Lot.id)).with_for_update())
    parts = first_expiring([(id, left) for id, left in found], quantity)
    for id, part in parts:
        if id is not None:
            _draw(db, item_id, place, id, part)
    return [(id, -part) for id, part in parts]


def _draw(db: Session, item_id: UUID, place: UUID, lot_id: UUID, quantity: int) -> None:
    mine = sa.update(Lot).where(col(Lot.id) == lot_id, col(Lot.item_id) == item_id, col(Lot.location_id) == place)
    drawn = mine.where(col(Lot.quantity) >= quantity).values(quantity=Lot.quantity - quantity).returning(col(Lot.id))
    if db.exec(drawn, **QUIET).scalar_one_or_none() is None:
        known = sa.select(col(Lot.id)).where(col(Lot.id) == lot_id, col(Lot.item_id) == item_id, col(Lot.location_id) == place)
        if db.scalar(known) is None:
            raise Invalid.field("lot_id", "There is no such lot there")
        raise OutOfStock


def lot_of(db: Session, item_id: UUID, place: UUID, code: str, expires_on: date | None, unit_cost: int | None = None) -> UUID:
    """The lot of that code in that place, made when it is new; Invalid when it is said to expire on another day than before."""
    new = LOTS.add_new(
        db,
        id=new_id(),
        item_id=item_id,
        location_id=place,
        code=code,
        expires_on=expires_on,
        quantity=0,
        unit_cost=unit_cost,
        received_at=now(),
    )
    if new is not None:
        return new
    mine = sa.select(col(Lot.id), col(Lot.expires_on)).where(
        col(Lot.item_id) == item_id, col(Lot.location_id) == place, col(Lot.code) == code
    )
    id, known = execute(db, mine).one()
    if expires_on is not None and known != expires_on:
        raise Invalid.field("expires_on", "This lot is known to expire on {day}", day=known.isoformat() if known else "no day")
    return id


def fill(db: Session, item_id: UUID, place: UUID, lot_id: UUID, quantity: int) -> None:
    """Puts so many into a lot of the item that is there."""
    mine = sa.update(Lot).where(col(Lot.id) == lot_id, col(Lot.item_id) == item_id, col(Lot.location_id) == place)
    filled = mine.values(quantity=Lot.quantity + quantity).returning(col(Lot.id))
    if db.exec(filled, **QUIET).first() is None:
        raise Invalid.field("lot_id", "There is no such lot there")


# ── a day's sums ─────────────────────────────────────────


def sum_up(db: Session, item_id: UUID, day: date, by: Sums) -> None:
    """Adds to what came and went of an item on that day."""
    mine = sa.update(StockDay).where(col(StockDay.item_id) == item_id, col(StockDay.day) == day)
    more = mine.values(used=StockDay.used + by.used, received=StockDay.received + by.received, lost=StockDay.lost + by.lost)
    if db.exec(more, **QUIET).rowcount == 0:
        new = DAYS.add_new(db, id=new_id(), item_id=item_id, day=day, used=by.used, received=by.received, lost=by.lost)
        if new is None:  # somebody else began the day in this moment
            db.exec(more, **QUIET)
