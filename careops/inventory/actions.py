"""Adding items and moving stock. A level changes only here, together with the movement that says why."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound, Stale
from careops.inventory import queries, rules
from careops.inventory.events import ItemAdded, StockMoved, StockRanLow, StockRecovered
from careops.inventory.models import InventoryItem, Reason, StockLevel, StockMovement
from careops.inventory.schemas import ItemEdit, ItemIn, ItemRow, MovementIn, MovementRow


def add_item(db: Session, actor: Actor, *, item: ItemIn) -> ItemRow:
    """A new item with its first count."""
    actor.require(Permission.inventory_manage)
    added = InventoryItem.model_validate(item.model_dump(exclude={"quantity", "below_zero"}))
    db.add(added)
    db.flush()
    db.add(StockLevel(item_id=added.id, quantity=item.quantity, below_zero=item.below_zero))
    if item.quantity:
        db.add(_line(actor, added.id, MovementIn(reason=Reason.adjust, quantity=item.quantity), item.quantity, balance=item.quantity))
    db.flush()
    record(db, actor, ItemAdded(subject=added.id, name=added.name))
    if (state := rules.state(item.quantity, item.threshold)) != "ok":
        _warn(db, actor, added, item.quantity, state)
    return queries.get(db, actor, item_id=added.id)


def edit_item(db: Session, actor: Actor, *, item_id: UUID, edit: ItemEdit, expected: int | None = None) -> ItemRow:
    """Changes what is said about an item; Stale when it is no longer the version the editor saw."""
    actor.require(Permission.inventory_manage)
    item = _item(db, item_id)
    if expected is not None and expected != item.version:
        raise Stale
    for name, value in edit.model_dump(exclude_none=True).items():
        setattr(item, name, value)
    item.version += 1
    db.flush()
    return queries.get(db, actor, item_id=item_id)


def archive_item(db: Session, actor: Actor, *, item_id: UUID) -> None:
    """Takes an item out of every list; its ledger stays."""
    actor.require(Permission.inventory_manage)
    _item(db, item_id).archived_at = now()


def move(db: Session, actor: Actor, *, item_id: UUID, movement: MovementIn, key: str | None = None) -> MovementRow:
    """Changes a quantity and writes down why; the same key again changes nothing and answers the same."""
    actor.require(Permission.inventory_manage)
    change = rules.change(movement.reason, movement.quantity)
    item = _item(db, item_id)
    if key and (earlier := _moved(db, key)):
        return queries.movement_row(earlier)
    added = _line(actor, item_id, movement, change, key=key)
    try:
        with db.begin_nested():  # the key decides between two at the same time: the later one waits here, then finds it taken
            db.add(added)
    except IntegrityError:
        earlier = _moved(db, key or "")
        if earlier is None:
            raise
        return queries.movement_row(earlier)
    added.balance = _shift(db, item_id, change)
    db.flush()
    _tell(db, actor, item, added)
    return queries.movement_row(added)


def _item(db: Session, item_id: UUID) -> InventoryItem:
    item = db.exec(select(InventoryItem).where(InventoryItem.id == item_id, col(InventoryItem.archived_at).is_(None))).first()
    if item is None:
        raise NotFound
    return item


def _moved(db: Session, key: str) -> StockMovement | None:
    return db.exec(select(StockMovement).where(StockMovement.key == key)).first()


def _shift(db: Session, item_id: UUID, change: int) -> int:
    """The new quantity. One statement decides and changes, so that two at once cannot both take the last one."""
    level = sa.update(StockLevel).where(
        col(StockLevel.item_id) == item_id, sa.or_(col(StockLevel.quantity) + change >= 0, col(StockLevel.below_zero))
    )
    counted = db.exec(
        level.values(quantity=StockLevel.quantity + change).returning(col(StockLevel.quantity)),
        execution_options={"synchronize_session": False},
    ).scalar_one_or_none()
    if counted is None:
        raise rules.OutOfStock
    return counted


def _line(actor: Actor, item_id: UUID, movement: MovementIn, change: int, *, balance: int = 0, key: str | None = None) -> StockMovement:
    said = movement.model_dump(exclude={"quantity"})
    who = {"actor_kind": actor.kind, "actor_name": actor.name, "moved_at": now()}
    return StockMovement(item_id=item_id, change=change, balance=balance, key=key, **who, **said)


def _tell(db: Session, actor: Actor, item: InventoryItem, movement: StockMovement) -> None:
    after = rules.state(movement.balance, item.threshold)
    before = rules.state(movement.balance - movement.change, item.threshold)
    moved = StockMoved(item.id, None, item.name, item.unit, movement.reason, movement.change, movement.balance, after)
    record(db, actor, moved)
    if rules.worsened(before, after):
        _warn(db, actor, item, movement.balance, after)
    elif before != "ok" and after == "ok":
        record(db, actor, StockRecovered(item.id, None, item.name, movement.balance))


def _warn(db: Session, actor: Actor, item: InventoryItem, quantity: int, state: str) -> None:
    record(db, actor, StockRanLow(item.id, None, item.name, item.unit, quantity, item.threshold, item.reorder_quantity, state))
