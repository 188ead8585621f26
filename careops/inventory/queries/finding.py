"""Finding items, for Find or do."""

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.i18n import text as _
from careops.frame.schemas import Found
from careops.inventory.models import InventoryItem
from careops.inventory.queries.items import LIVING, ON_HAND

SHOWN = 5


def found(db: Session, actor: Actor, words: str) -> list[Found]:
    """A few items by name, SKU or barcode with how many there are; one statement, none for those who may not see stock."""
    if not actor.can(Permission.inventory_view):
        return []
    like = [column.icontains(words, autoescape=True) for column in (col(InventoryItem.name), col(InventoryItem.sku))]
    question = sa.select(InventoryItem, ON_HAND).where(LIVING, sa.or_(*like, col(InventoryItem.barcode) == words))
    rows = execute(db, question.order_by(col(InventoryItem.name), col(InventoryItem.id)).limit(SHOWN))
    return [
        Found(
            title=item.name,
            detail=_("{quantity} {unit} left", quantity=int(left), unit=item.unit) if item.counted else item.sku,
            href=f"/app/inventory/{item.id}",
            icon="package",
        )
        for item, left in rows
    ]
