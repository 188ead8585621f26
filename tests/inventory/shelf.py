"""What the tests of stock do over and over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.models import Lot, Reason, StockDay, StockLevel, StockMovement, StockReservation
from careops.inventory.schemas import ItemIn, ItemRow, MovementIn, MovementRow

T = TypeVar("T")


def do(actor: Actor, action: Callable[..., T], **said: Any) -> T:
    """One action in one transaction."""
    with db.transaction(actor) as session:
        return action(session, actor, **said)


def see(actor: Actor, query: Callable[..., T], **said: Any) -> T:
    """One query."""
    with db.reading(actor) as session:
        return query(session, actor, **said)


def added(actor: Actor, **said: object) -> ItemRow:
    return do(actor, inventory.add_item, item=ItemIn.model_validate({"name": "Foil", "quantity": 10, "threshold": 4} | said))


def moved(actor: Actor, item: UUID, reason: Reason, quantity: int, key: str | None = None, **said: Any) -> MovementRow:
    movement = MovementIn(reason=reason, quantity=quantity, **said)
    return do(actor, inventory.move, item_id=item, movement=movement, key=key)


def row(actor: Actor, item: UUID) -> ItemRow:
    return see(actor, stock.get, item_id=item)


def lots(actor: Actor, item: UUID) -> dict[str, int]:
    return {lot.code: lot.quantity for lot in see(actor, stock.lots, item_id=item, gone=True)}


def reserved(actor: Actor, item: UUID, booking: UUID, quantity: int, days: int) -> None:
    """What booking does when a visit is made."""
    with db.transaction(actor) as session:
        session.add(StockReservation(item_id=item, booking_id=booking, quantity=quantity, due_at=now() + timedelta(days=days)))


def proven(actor: Actor, item: UUID) -> bool:
    """Whether the ledger adds up to the levels and to the lots, place by place and lot by lot."""
    with db.reading(actor) as session:
        ledger = select(StockMovement.location_id, sa.func.sum(StockMovement.change)).where(StockMovement.item_id == item)
        sums = {place: int(total) for place, total in session.exec(ledger.group_by(col(StockMovement.location_id)))}
        levels = dict(session.exec(select(StockLevel.location_id, StockLevel.quantity).where(StockLevel.item_id == item)).all())
        by_lot = select(StockMovement.lot_id, sa.func.sum(StockMovement.change)).where(StockMovement.item_id == item)
        in_lots = {lot: int(total) for lot, total in session.exec(by_lot.group_by(col(StockMovement.lot_id))) if lot}
        told = session.exec(select(Lot).where(Lot.item_id == item)).all()
    full = {place: sum(lot.quantity for lot in told if lot.location_id == place) for place in levels}
    return (
        sums == {place: level for place, level in levels.items() if place in sums}
        and all(levels[place] == 0 for place in levels.keys() - sums.keys())
        and in_lots == {lot.id: lot.quantity for lot in told if lot.id in in_lots}
        and all(full[place] <= max(level, 0) for place, level in levels.items())
    )


def day_sums(actor: Actor, item: UUID) -> tuple[int, int, int]:
    """What was used, received and lost of it, all days together."""
    sums = (sa.func.sum(StockDay.used), sa.func.sum(StockDay.received), sa.func.sum(StockDay.lost))
    with db.reading(actor) as session:
        used, received, lost = session.exec(select(*sums).where(StockDay.item_id == item)).one()
    return int(used), int(received), int(lost)
