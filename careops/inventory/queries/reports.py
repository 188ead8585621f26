"""What stock came to over a stretch of days: read from the days' sums, never from the movements."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.days import Days
from careops.core.db import execute
from careops.inventory.models import InventoryItem, StockDay
from careops.inventory.queries.items import LIVING
from careops.inventory.schemas.reports import ItemUse, StockFlow

_ITS_ITEM = sa.and_(col(InventoryItem.id) == col(StockDay.item_id), LIVING, col(InventoryItem.counted))


def flow(db: Session, actor: Actor, *, days: Days) -> list[StockFlow]:
    """What each day from the first on used, received and lost, up to today: so that today's value can be told back to any of them."""
    actor.require(Permission.reports)
    cost, day = col(InventoryItem.cost), col(StockDay.day)
    columns: list[Any] = [col(StockDay.used), col(StockDay.received), col(StockDay.lost)]
    sums: list[Any] = [sa.func.coalesce(sa.func.sum(column * cost), 0) for column in columns]
    question: sa.Select[*tuple[Any, ...]] = (
        sa.select(day, *sums).join(InventoryItem, _ITS_ITEM).where(day >= days.first).group_by(day).order_by(day)
    )
    found = execute(db, question)
    return [StockFlow(day=on, used=int(used), received=int(come), lost=int(lost)) for on, used, come, lost in found]


def most_used(db: Session, actor: Actor, *, days: Days, limit: int = 20) -> list[ItemUse]:
    """What was used of each item, the dearest first."""
    actor.require(Permission.reports)
    used, lost = sa.func.sum(col(StockDay.used)), sa.func.sum(col(StockDay.lost))
    worth = sa.func.sum(col(StockDay.used) * col(InventoryItem.cost))
    item = (col(InventoryItem.id), col(InventoryItem.name), col(InventoryItem.unit))
    question = (
        sa.select(*item, used, lost, worth)
        .join(InventoryItem, _ITS_ITEM)
        .where(col(StockDay.day) >= days.first, col(StockDay.day) <= days.last)
        .group_by(*item)
        .having(sa.or_(used != 0, lost != 0))
        .order_by(worth.desc(), used.desc(), col(InventoryItem.name))
        .limit(limit)
    )
    return [
        ItemUse(item_id=id, name=name, unit=unit, used=int(used), lost=int(lost), worth=int(worth))
        for id, name, unit, used, lost, worth in execute(db, question)
    ]
