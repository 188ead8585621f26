"""How long things last: two statements for however many items."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.business import queries as business
from careops.core import clock
from careops.core.db import Gathered, execute
from careops.inventory.models import InventoryItem, StockDay, StockReservation
from careops.inventory.rules.outlook import AHEAD, RECENT, WINDOW, falls_to, rate
from careops.inventory.schemas import ItemRow

Question: TypeAlias = "sa.Select[*tuple[Any, ...]]"
Which: TypeAlias = "Sequence[UUID] | sa.Select[UUID]"


@dataclass(slots=True)
class Pace:
    """What is known of an item's use: thousandths of a unit a day, and what is booked on each day from today on."""

    daily: int = 0
    booked: list[int] = field(default_factory=lambda: [0] * (AHEAD + 1))


def today(db: Session) -> date:
    """The day it is where the business is."""
    return clock.today(business.timezone(db))


def paces(db: Session, ids: Which, timezone: str) -> defaultdict[UUID, Pace]:
    """The pace of each of these items."""
    found = defaultdict[UUID, Pace](Pace)
    day = clock.today(timezone)
    for id, recent, window, first in execute(db, _used(ids, day)):
        if first is not None:
            found[id].daily = rate(int(recent or 0), int(window or 0), (day - first).days + 1)
    for id, indexes, quantities in execute(db, _booked(ids, day, timezone)):
        for index, quantity in zip(indexes, quantities, strict=True):
            found[id].booked[index] += quantity
    return found


def with_outlook(db: Session, rows: list[ItemRow]) -> list[ItemRow]:
    """The rows, with how many days each item lasts."""
    counted = [row for row in rows if row.counted]
    if not counted:
        return rows
    timezone = business.timezone(db)
    known, day = paces(db, [row.id for row in counted], timezone), clock.today(timezone)
    for row in counted:
        pace = known[row.id]
        row.days_left = falls_to(0, row.quantity, pace.booked, pace.daily)
        row.runs_out_on = None if row.days_left is None else day + timedelta(days=row.days_left)
    return rows


def _used(ids: Which, today: date) -> Question:
    """What was used lately, and since when the item is known."""

    def of(value: Any, since: date | None = None) -> Any:
        its = sa.select(value).where(
            col(StockDay.item_id) == col(InventoryItem.id), col(StockDay.workspace_id) == col(InventoryItem.workspace_id)
        )
        if since:
            its = its.where(col(StockDay.day) >= since, col(StockDay.day) <= today)
        return its.correlate(InventoryItem).scalar_subquery()

    used = sa.func.sum(StockDay.used)
    recent, window = of(used, today - timedelta(days=RECENT - 1)), of(used, today - timedelta(days=WINDOW - 1))
    return sa.select(col(InventoryItem.id), recent, window, of(sa.func.min(StockDay.day))).where(col(InventoryItem.id).in_(ids))


def _booked(ids: Which, today: date, timezone: str) -> Question:
    """What stands booked, each with its day: what should have been used before today counts as today's."""
    due = col(StockReservation.due_at)
    ends = [midnight(today + timedelta(days=number + 1), timezone) for number in range(AHEAD + 1)]
    index = sa.case(*((due < end, number) for number, end in enumerate(ends)))
    return (
        sa.select(col(StockReservation.item_id), Gathered(index), Gathered(col(StockReservation.quantity)))
        .where(col(StockReservation.item_id).in_(ids), col(StockReservation.settled_at).is_(None), due < ends[-1])
        .group_by(col(StockReservation.item_id))
    )


def midnight(day: date, timezone: str) -> datetime:
    """The moment at which that day begins there."""
    return datetime.combine(day, time(), clock.zone(timezone)).astimezone(UTC)
