"""Items: what there is to count."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, wake
from careops.core.errors import Invalid, NotFound, Stale
from careops.core.ids import new_id
from careops.inventory import queries
from careops.inventory.actions.levels import DAYS, LEVELS, QUIET
from careops.inventory.actions.places import main
from careops.inventory.actions.writing import LEDGER, Why, line, living, tell
from careops.inventory.events import ItemAdded, StockRanLow
from careops.inventory.models import InventoryItem, Lot, Reason, StockLevel, Supplier
from careops.inventory.rules import LotsLeft, state
from careops.inventory.schemas import ItemEdit, ItemIn, ItemRow

ITEMS = Inserted(InventoryItem)
NOT_COLUMNS = {"quantity", "below_zero"}


def add_item(db: Session, actor: Actor, *, item: ItemIn) -> ItemRow:
    """A new item with its first count, in the first place."""
    actor.require(Permission.inventory_manage)
    known_supplier(db, item.supplier_id)
    id = new_id()
    put_in(db, actor, [(id, item)])
    return queries.get(db, actor, item_id=id)


def put_in(db: Session, actor: Actor, items: Sequence[tuple[UUID, ItemIn]]) -> None:
    """Adds items, each under the id that was given to it, with what is there of them; in a few statements however many they are."""
    place, day, at = main(db), queries.today(db), now()
    there = {id: item.quantity if item.counted else 0 for id, item in items}
    states = {id: state(there[id], item.threshold, counted=item.counted) for id, item in items}
    ITEMS.add_all(db, [_columns(id, item, states[id]) for id, item in items])
    LEVELS.add_all(db, [{"item_id": id, "location_id": place, "quantity": there[id], "below_zero": item.below_zero} for id, item in items])
    counted = [id for id, quantity in there.items() if quantity]
    LEDGER.add_all(
        db, [line(actor, id, place, (None, there[id]), there[id], Why(Reason.counted, key=None), at, first=True) for id in counted]
    )
    DAYS.add_all(db, [{"item_id": id, "day": day, "used": 0, "received": 0, "lost": 0} for id in counted])
    for id, item in items:
        record(db, actor, ItemAdded(subject=id, name=item.name))
        if states[id] != "ok":
            record(db, actor, StockRanLow(id, None, item.name, item.unit, there[id], item.threshold, item.reorder_quantity, states[id]))


def _columns(id: UUID, item: ItemIn, told: str) -> dict[str, object]:
    """A row of the table: an opening neither came nor was found that day, so that the day's sums stay nothing."""
    return InventoryItem(id=id, told=told, **item.model_dump(exclude=NOT_COLUMNS)).model_dump(exclude={"workspace_id"})


def edit_item(db: Session, actor: Actor, *, item_id: UUID, edit: ItemEdit, expected: int | None = None) -> ItemRow:
    """Changes what is said about an item; Stale when it is no longer the version the editor saw."""
    actor.require(Permission.inventory_manage)
    item = living(db, item_id)
    if expected is not None and expected != item.version:
        raise Stale
    change(db, actor, item, edit)
    return queries.get(db, actor, item_id=item_id)


def differing(item: InventoryItem, edit: ItemEdit) -> dict[str, object]:
    """What the item does not say already; whether it may go below zero is said by its levels."""
    return {name: value for name, value in edit.told().items() if name != "below_zero" and getattr(item, name) != value}


def rewrite(item: InventoryItem, told: dict[str, object]) -> None:
    """It says this now."""
    item.sqlmodel_update(told)
    item.version += 1


def change(db: Session, actor: Actor, item: InventoryItem, edit: ItemEdit) -> bool:
    """Whether anything is different now; what its lots and levels do not allow is refused."""
    item_id, told, below_zero = item.id, differing(item, edit), edit.below_zero
    if "supplier_id" in told:
        known_supplier(db, edit.supplier_id)
    if told.get("by_lot") is False and db.scalar(sa.select(col(Lot.id)).where(col(Lot.item_id) == item_id, col(Lot.quantity) > 0).limit(1)):
        raise LotsLeft
    allowed = below_zero is not None and _allow(db, item_id, below_zero)
    changed = bool(told) or allowed
    if changed:
        rewrite(item, told)
        db.flush()
        tell(db, actor, item_id, 0)
        wake(db, f"ws:{actor.workspace}")
    return changed


def archive_item(db: Session, actor: Actor, *, item_id: UUID) -> None:
    """Takes an item out of every list; its ledger stays."""
    actor.require(Permission.inventory_manage)
    living(db, item_id).archived_at = now()
    wake(db, f"ws:{actor.workspace}")


def restore_item(db: Session, actor: Actor, *, item_id: UUID) -> ItemRow:
    """Puts an item back that was taken out of the lists; NotFound for one that was not."""
    actor.require(Permission.inventory_manage)
    away = sa.select(InventoryItem).where(col(InventoryItem.id) == item_id, col(InventoryItem.archived_at).is_not(None))
    found = db.scalars(away.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    found.archived_at = None
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return queries.get(db, actor, item_id=item_id)


def _allow(db: Session, item_id: UUID, below_zero: bool) -> bool:
    """Whether more may be used than there is, in every place; what is below zero already has to come up first."""
    levels = list(
        db.scalars(sa.select(StockLevel).where(col(StockLevel.item_id) == item_id).order_by(col(StockLevel.id)).with_for_update())
    )
    if not below_zero and any(level.quantity < 0 for level in levels):
        raise Invalid.field("below_zero", "It is below zero now; count it first")
    others = [level.id for level in levels if level.below_zero != below_zero]
    db.exec(sa.update(StockLevel).where(col(StockLevel.id).in_(others)).values(below_zero=below_zero), **QUIET)
    return bool(others)


def known_supplier(db: Session, supplier_id: UUID | None) -> None:
    """Passes when somebody may be ordered from; Invalid for a supplier that is not here."""
    if supplier_id is None:
        return
    living_one = sa.select(col(Supplier.id)).where(col(Supplier.id) == supplier_id, col(Supplier.archived_at).is_(None))
    if db.scalar(living_one) is None:
        raise Invalid.field("supplier_id", "Choose from the suppliers here")
