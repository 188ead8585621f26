"""What is to come of one item, and what should be ordered of all of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Protocol, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.when import long_date
from careops.inventory.models import InventoryItem, Order, PurchaseLine, PurchaseOrder, StockDay, Supplier
from careops.inventory.queries.items import LIVING, ON_HAND, RESERVED, get
from careops.inventory.queries.outlook import Pace, Which, paces
from careops.inventory.rules.outlook import FARTHEST, WINDOW, Wanted, falls_to, levels, reserve_by, suggested
from careops.inventory.schemas import DayAhead, DayBefore, ForecastRow, ItemRow, Suggestion

LEAD = 14  # days for which an order should last beyond the threshold: until it could be here, and a while after
MOST = 2000  # items that are looked at for what to order
COMING = (Order.ordered, Order.partly)


def forecast(db: Session, actor: Actor, *, item_id: UUID) -> ForecastRow:
    """How long an item lasts: the days before, the days ahead, and on which of them it runs out."""
    row = get(db, actor, item_id=item_id)
    timezone = business.timezone(db)
    day, pace = clock.today(timezone), paces(db, [item_id], timezone)[item_id]
    incoming = _incoming(db, [item_id]).get(item_id, [])
    reorder = falls_to(row.threshold, row.quantity, pace.booked, pace.daily) if row.threshold else None
    return ForecastRow(
        item_id=item_id,
        unit=row.unit,
        quantity=row.quantity,
        reserved=row.reserved,
        available=row.available,
        incoming=sum(quantity for _day, quantity in incoming),
        threshold=row.threshold,
        daily_thousandths=pace.daily,
        days_left=row.days_left,
        runs_out_on=row.runs_out_on,
        reorder_on=None if reorder is None else day + timedelta(days=reorder),
        suggested=suggested(_wanted(row, pace, sum(quantity for _day, quantity in incoming))),
        sentence=outlook_sentence(row),
        before=_before(db, item_id, row.quantity, day),
        ahead=_ahead(row.quantity, pace, incoming, day),
    )


def outlook_sentence(row: ItemRow) -> str:
    """When it runs out, as people say it."""
    if not row.counted:
        return _("Nobody counts it")
    if row.quantity <= 0:
        return _("Has run out")
    if row.days_left is None or row.runs_out_on is None:
        return plural("Lasts longer than {count} day", "Lasts longer than {count} days", FARTHEST)
    if row.days_left == 0:
        return _("Runs out today")
    if row.days_left == 1:
        return _("Runs out tomorrow")
    return _("Runs out on {day}", day=long_date(row.runs_out_on))


def _before(db: Session, item_id: UUID, quantity: int, today: date) -> list[DayBefore]:
    """The levels at the end of the days before, counted back from what is there now."""
    asked = sa.select(StockDay).where(col(StockDay.item_id) == item_id, col(StockDay.day) > today - timedelta(days=WINDOW))
    days = {row.day: row for row in db.scalars(asked)}
    first = db.scalar(sa.select(sa.func.min(StockDay.day)).where(col(StockDay.item_id) == item_id))
    found: list[DayBefore] = []
    level = quantity
    for back in range(WINDOW):
        day = today - timedelta(days=back)
        if first is None or day < first:
            break
        row = days.get(day)
        found.append(DayBefore(day=day, level=level, used=row.used if row else 0, received=row.received if row else 0))
        level -= (row.received - row.used - row.lost) if row else 0
    return found[::-1]


def _ahead(quantity: int, pace: Pace, incoming: Sequence[tuple[date | None, int]], today: date) -> list[DayAhead]:
    """What is there at the end of each day; what was expected before today is expected today."""
    found: list[DayAhead] = []
    coming = 0
    for number, level in enumerate(levels(quantity, pace.booked, pace.daily)):
        day = today + timedelta(days=number)
        arrives = sum(many for on, many in incoming if on is not None and (on == day or (number == 0 and on < day)))
        coming += arrives
        found.append(DayAhead(day=day, level=level, with_orders=level + coming, booked=pace.booked[number], incoming=arrives))
    return found


def _incoming(db: Session, ids: Which, statuses: Sequence[str] = COMING) -> dict[UUID, list[tuple[date | None, int]]]:
    """What is ordered and has not come, by the day it is expected."""
    missing = col(PurchaseLine.quantity) - col(PurchaseLine.received)
    asked = (
        sa.select(col(PurchaseLine.item_id), col(PurchaseOrder.expected_on), missing)
        .join(PurchaseOrder, col(PurchaseOrder.id) == col(PurchaseLine.order_id))
        .where(col(PurchaseLine.item_id).in_(ids), col(PurchaseOrder.status).in_(statuses), missing > 0)
    )
    found: dict[UUID, list[tuple[date | None, int]]] = {}
    for id, day, many in execute(db, asked):
        found.setdefault(id, []).append((day, int(many)))
    return found


# ── what to order ────────────────────────────────────────


class Stocked(Protocol):
    """What is read of an item to say how many of it to order."""

    id: UUID
    name: str
    unit: str
    pack_name: str
    pack_size: int
    supplier_id: UUID | None
    threshold: int
    reorder_quantity: int
    cost: int
    quantity: int
    reserved: int


_COUNTED = (LIVING, col(InventoryItem.counted))
_OF_ALL = sa.select(col(InventoryItem.id)).where(*_COUNTED)
_BESIDE = {"quantity": ON_HAND, "reserved": RESERVED}
_STOCKED: list[Any] = [
    sa.cast(_BESIDE[name], sa.BigInteger).label(name) if name in _BESIDE else getattr(InventoryItem, name)
    for name in Stocked.__annotations__
]


def suggestions(db: Session, actor: Actor, *, drafted: bool = True) -> list[Suggestion]:
    """What should be ordered, by supplier and name: what is short or would be within two weeks, in whole packs.

    Without `drafted` items that are in a draft already are left out.
    """
    actor.require(Permission.inventory_view)
    asked = sa.select(*_STOCKED).where(*_COUNTED).order_by(col(InventoryItem.name)).limit(MOST)
    rows = cast("Sequence[Stocked]", execute(db, asked).all())
    known = paces(db, _OF_ALL, business.timezone(db))
    coming = {id: sum(many for _day, many in those) for id, those in _incoming(db, _OF_ALL).items()}
    waiting: set[UUID] = set() if drafted else set(_incoming(db, _OF_ALL, [Order.draft]))
    names = _supplier_names(db)
    found = [
        _suggestion(row, known[row.id], coming.get(row.id, 0), many, names)
        for row in rows
        if row.id not in waiting and (many := suggested(_wanted(row, known[row.id], coming.get(row.id, 0))))
    ]
    return sorted(found, key=lambda one: (not one.supplier, one.supplier.casefold(), one.name.casefold()))


def _wanted(row: Stocked, pace: Pace, incoming: int) -> Wanted:
    needed = reserve_by(pace.booked, pace.daily, LEAD)
    return Wanted(row.quantity, row.reserved, row.threshold, row.reorder_quantity, incoming, row.pack_size, needed)


def _suggestion(row: Stocked, pace: Pace, incoming: int, many: int, names: dict[UUID, str]) -> Suggestion:
    supplier = row.supplier_id if row.supplier_id in names else None
    return Suggestion(
        item_id=row.id,
        name=row.name,
        unit=row.unit,
        pack_name=row.pack_name,
        pack_size=row.pack_size,
        supplier_id=supplier,
        supplier=names[supplier] if supplier else "",
        quantity=row.quantity,
        available=row.quantity - row.reserved,
        threshold=row.threshold,
        incoming=incoming,
        days_left=falls_to(0, row.quantity, pace.booked, pace.daily),
        suggested=many,
        unit_cost=row.cost,
    )


def _supplier_names(db: Session) -> dict[UUID, str]:
    living = sa.select(col(Supplier.name), col(Supplier.id)).where(col(Supplier.archived_at).is_(None))
    return {id: name for name, id in execute(db, living)}
