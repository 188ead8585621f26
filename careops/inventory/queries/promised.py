"""What bookings will use, and used."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor
from careops.core.db import execute
from careops.inventory.models import InventoryItem, StockReservation
from careops.inventory.schemas import PromiseRow


def promised(db: Session, actor: Actor, *, booking_id: UUID) -> list[PromiseRow]:
    """What is kept for a booking, or was used for it, by name; whoever may see the booking may see it."""
    actor.require_member()
    asked = (
        sa.select(StockReservation, col(InventoryItem.name), col(InventoryItem.unit))
        .join(InventoryItem, col(InventoryItem.id) == col(StockReservation.item_id))
        .where(col(StockReservation.booking_id) == booking_id)
        .where(sa.or_(col(StockReservation.settled_at).is_(None), col(StockReservation.used).is_not(None)))
        .order_by(col(InventoryItem.name), col(InventoryItem.id))
    )
    return [
        PromiseRow(**row.model_dump(exclude={"id", "workspace_id", "booking_id"}), name=name, unit=unit)
        for row, name, unit in execute(db, asked)
    ]


def names(db: Session, actor: Actor, *, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """The names and units of items, put away or not, for those who write recipes of them."""
    actor.require_member()
    asked = sa.select(col(InventoryItem.id), col(InventoryItem.name), col(InventoryItem.unit)).where(col(InventoryItem.id).in_(ids))
    return {id: (name, unit) for id, name, unit in execute(db, asked)}
