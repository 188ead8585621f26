"""Buying: drafts out of what is short, orders, and what comes of them in as many parts as it comes."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, wake
from careops.core.errors import Conflict, Invalid, NotFound, Stale
from careops.core.ids import new_id
from careops.inventory import queries
from careops.inventory.actions.items import known_supplier
from careops.inventory.actions.places import chosen
from careops.inventory.actions.writing import Arrival, Why, counted_item, earlier, write
from careops.inventory.events import OrderArrived, OrderCancelled, OrderPlaced
from careops.inventory.models import InventoryItem, Order, PurchaseLine, PurchaseOrder, Reason
from careops.inventory.schemas import ArrivalIn, OrderDetail, OrderEdit, OrderIn, OrderLineIn, OrderRow, ReceiveIn, ReorderIn, Suggestion

ORDERS, LINES = Inserted(PurchaseOrder), Inserted(PurchaseLine)
RUSH = 20  # how many may found an order in the same moment before one is sent away


class NothingToOrder(Conflict):
    code, says = "nothing_to_order", "Nothing has to be ordered that is not in a draft already"


class NotADraft(Conflict):
    code, says = "not_a_draft", "It has been ordered: what is ordered can be received or cancelled"


class NotOrdered(Conflict):
    code, says = "not_ordered", "Nothing is expected of this order"


# ── drafts ───────────────────────────────────────────────


def draft_order(db: Session, actor: Actor, *, order: OrderIn) -> OrderDetail:
    """A draft of what to order."""
    actor.require(Permission.inventory_manage)
    known_supplier(db, order.supplier_id)
    place = chosen(db, order.location_id)
    id = _founded(db, actor, order.supplier_id, place, order.notes)
    db.get_one(PurchaseOrder, id).expected_on = order.expected_on
    _write_lines(db, id, order.lines)
    return _told(db, actor, id)


def draft_reorders(db: Session, actor: Actor, *, reorder: ReorderIn) -> list[OrderRow]:
    """A draft for each supplier with what should be ordered there, or with those items only; what is in a draft already is left out."""
    actor.require(Permission.inventory_manage)
    wanted = [one for one in queries.suggestions(db, actor, drafted=False) if reorder.item_ids is None or one.item_id in reorder.item_ids]
    if not wanted:
        raise NothingToOrder
    place = chosen(db, None)
    made: list[UUID] = []
    for supplier_id in dict.fromkeys(one.supplier_id for one in wanted):
        id = _founded(db, actor, supplier_id, place, "")
        LINES.add_all(db, [_suggested(id, one) for one in wanted if one.supplier_id == supplier_id])
        made.append(id)
    wake(db, f"ws:{actor.workspace}")
    return [OrderRow.model_validate(queries.order(db, actor, order_id=id).model_dump(include=set(OrderRow.model_fields))) for id in made]


def _suggested(order_id: UUID, one: Suggestion) -> dict[str, object]:
    return {"order_id": order_id, "item_id": one.item_id, "quantity": one.suggested, "received": 0, "unit_cost": one.unit_cost}


def edit_order(db: Session, actor: Actor, *, order_id: UUID, edit: OrderEdit, expected: int | None = None) -> OrderDetail:
    """Changes a draft; of what is ordered only the notes and when it is expected."""
    actor.require(Permission.inventory_manage)
    order = _order(db, order_id, expected)
    told = {name: getattr(edit, name) for name in edit.model_fields_set}
    told = {name: value for name, value in told.items() if value is not None or name in OrderEdit.CLEARED}
    if order.status != Order.draft and told.keys() - {"notes", "expected_on"}:
        raise NotADraft
    if order.closed_at is not None:
        raise NotOrdered
    lines = told.pop("lines", None)
    known_supplier(db, edit.supplier_id)
    if "location_id" in told:
        chosen(db, edit.location_id)
    order.sqlmodel_update(told)
    order.version += 1
    if lines is not None and edit.lines is not None:
        db.exec(sa.delete(PurchaseLine).where(col(PurchaseLine.order_id) == order_id))
        _write_lines(db, order_id, edit.lines)
    return _told(db, actor, order_id)


def place_order(db: Session, actor: Actor, *, order_id: UUID, expected: int | None = None) -> OrderDetail:
    """It was ordered: from now on what it brings counts as on its way."""
    actor.require(Permission.inventory_manage)
    order = _order(db, order_id, expected)
    if order.status != Order.draft:
        raise NotADraft
    if db.scalar(sa.select(col(PurchaseLine.id)).where(col(PurchaseLine.order_id) == order_id).limit(1)) is None:
        raise Invalid.field("lines", "There is nothing in this order")
    order.status, order.ordered_at = Order.ordered, now()
    order.version += 1
    record(db, actor, OrderPlaced(order.id, None, order.number))
    return _told(db, actor, order_id)


def cancel_order(db: Session, actor: Actor, *, order_id: UUID, expected: int | None = None) -> OrderDetail:
    """Nothing more comes of it; what has come stays."""
    actor.require(Permission.inventory_manage)
    order = _order(db, order_id, expected)
    if order.closed_at is not None:
        raise NotOrdered
    order.status, order.closed_at = Order.cancelled, now()
    order.version += 1
    record(db, actor, OrderCancelled(order.id, None, order.number))
    return _told(db, actor, order_id)


# ── receiving ────────────────────────────────────────────


def receive_order(db: Session, actor: Actor, *, order_id: UUID, received: ReceiveIn, key: str | None = None) -> OrderDetail:
    """What came of it goes into the ledger, line by line, with its lots; the rest is still to come. The same key receives once."""
    actor.require(Permission.inventory_manage)
    order = _order(db, order_id, None)
    lines = {line.id: line for line in db.scalars(sa.select(PurchaseLine).where(col(PurchaseLine.order_id) == order_id).with_for_update())}
    if unknown := [number for number, one in enumerate(received.arrivals) if one.line_id not in lines]:
        raise Invalid.field(f"arrivals.{unknown[0]}.line_id", "Choose from the lines of this order")
    if key and earlier(db, lines[received.arrivals[0].line_id].item_id, key) is not None:
        return _told(db, actor, order_id)
    if order.status not in (Order.ordered, Order.partly):
        raise NotOrdered
    in_turn = sorted(enumerate(received.arrivals), key=lambda pair: lines[pair[1].line_id].item_id)  # as whoever else takes several
    for number, one in in_turn:
        _arrived(db, actor, order, lines[one.line_id], one, received.note, key if number == 0 else None)
    over = all(line.received >= line.quantity for line in lines.values())
    order.status, order.closed_at = (Order.received, now()) if over else (Order.partly, None)
    order.version += 1
    record(db, actor, OrderArrived(order.id, None, order.number, over))
    return _told(db, actor, order_id)


def _arrived(db: Session, actor: Actor, order: PurchaseOrder, line: PurchaseLine, one: ArrivalIn, note: str, key: str | None) -> None:
    item = counted_item(db, line.item_id)
    quantity = one.quantity * (item.pack_size if one.in_packs else 1)
    cost = line.unit_cost if one.unit_cost is None else one.unit_cost
    why = Why(Reason.receive, note, cost or None, f"purchase:{order.id}", key=key)
    write(db, actor, item, order.location_id, quantity, why, arrival=Arrival(one.lot, one.expires_on) if one.lot else None)
    line.received += quantity


# ── the common part ──────────────────────────────────────


def _order(db: Session, order_id: UUID, expected: int | None) -> PurchaseOrder:
    """The order, nobody else's to change until the transaction ends."""
    found = db.scalars(sa.select(PurchaseOrder).where(col(PurchaseOrder.id) == order_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if expected is not None and expected != found.version:
        raise Stale
    return found


def _founded(db: Session, actor: Actor, supplier_id: UUID | None, place: UUID, notes: str) -> UUID:
    """A new draft under the next number; who founds one in the same moment gets the one after."""
    for _try in range(RUSH):
        number = (db.scalar(sa.select(sa.func.max(PurchaseOrder.number))) or 0) + 1
        made = ORDERS.add_new(
            db,
            id=new_id(),
            number=number,
            supplier_id=supplier_id,
            location_id=place,
            status=Order.draft,
            notes=notes,
            actor_name=actor.name,
            version=1,
            created_at=now(),
        )
        if made is not None:
            return made
    raise Conflict


def _write_lines(db: Session, order_id: UUID, lines: Sequence[OrderLineIn]) -> None:
    ids = [line.item_id for line in lines]
    living = sa.select(InventoryItem).where(col(InventoryItem.id).in_(ids), col(InventoryItem.archived_at).is_(None))
    items = {item.id: item for item in db.scalars(living)}
    for number, line in enumerate(lines):
        if line.item_id not in items:
            raise Invalid.field(f"lines.{number}.item_id", "Choose from the items here")
        if line.item_id in ids[:number]:
            raise Invalid.field(f"lines.{number}.item_id", "This item is in the order already")
    rows = [
        {
            "order_id": order_id,
            "item_id": line.item_id,
            "quantity": line.quantity * (items[line.item_id].pack_size if line.in_packs else 1),
            "received": 0,
            "unit_cost": items[line.item_id].cost if line.unit_cost is None else line.unit_cost,
        }
        for line in lines
    ]
    LINES.add_all(db, rows)


def _told(db: Session, actor: Actor, order_id: UUID) -> OrderDetail:
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return queries.order(db, actor, order_id=order_id)
