"""Moving stock. A level changes only here and in what calls it, together with the movement that says why."""

from uuid import UUID

from sqlmodel import Session

from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid
from careops.inventory import queries, rules
from careops.inventory.actions.levels import lot_of, stand_still
from careops.inventory.actions.places import chosen
from careops.inventory.actions.writing import Arrival, Why, counted_item, once, tell, write
from careops.inventory.models import InventoryItem, Lot, Reason
from careops.inventory.schemas import MovementIn, MovementRow, TransferIn, UsageIn


def move(
    db: Session, actor: Actor, *, item_id: UUID, movement: MovementIn, key: str | None = None, contact_id: UUID | None = None, ref: str = ""
) -> MovementRow:
    """Changes a quantity and writes down why; the same key again changes nothing and answers the same.

    Out of several lots it is one line each; the first is answered.
    """
    actor.require(Permission.inventory_manage)
    item = counted_item(db, item_id)
    change = rules.change(movement.reason, movement.quantity, item.pack_size if movement.in_packs else 1)
    place = chosen(db, movement.location_id)
    arrival = _arrival(item, movement)
    why = Why(movement.reason, movement.note, movement.unit_cost, ref, movement.booking_id, contact_id, key)
    id = once(db, item_id, key, lambda: write(db, actor, item, place, change, why, lot_id=movement.lot_id, arrival=arrival).id)
    return queries.movement(db, movement_id=id)


def use(db: Session, actor: Actor, *, usage: UsageIn, key: str | None = None) -> MovementRow:
    """So many of an item were used."""
    said = usage.model_dump(exclude={"item_id"})
    return move(db, actor, item_id=usage.item_id, movement=MovementIn(reason=Reason.use, **said), key=key)


def transfer(db: Session, actor: Actor, *, item_id: UUID, transfer: TransferIn, key: str | None = None) -> MovementRow:
    """Carries so many from one place to another, lot by lot; there are as many as before. The line of what went is answered."""
    actor.require(Permission.inventory_manage)
    item = counted_item(db, item_id)
    here, there = chosen(db, transfer.from_id, "from_id"), chosen(db, transfer.to_id, "to_id")
    if here == there:
        raise Invalid.field("to_id", "Choose another place")
    quantity = transfer.quantity * (item.pack_size if transfer.in_packs else 1)
    why = Why(Reason.move, transfer.note, key=key)
    id = once(db, item_id, key, lambda: _carry(db, actor, item, here, there, quantity, why, transfer.lot_id))
    return queries.movement(db, movement_id=id)


def _carry(db: Session, actor: Actor, item: InventoryItem, here: UUID, there: UUID, quantity: int, why: Why, lot_id: UUID | None) -> UUID:
    stand_still(db, item.id)  # two that carry in opposite directions wait for each other
    went = write(db, actor, item, here, -quantity, why, lot_id=lot_id, aloud=False)
    back = Why(Reason.move, why.note, ref=f"move:{went.id}")
    for lot_id, part in went.parts:
        lot = db.get_one(Lot, lot_id) if lot_id else None
        into = lot_of(db, item.id, there, lot.code, lot.expires_on, lot.unit_cost) if lot else None
        write(db, actor, item, there, -part, back, lot_id=into, aloud=False)
    tell(db, actor, item.id, 0, Reason.move)
    return went.id


def _arrival(item: InventoryItem, movement: MovementIn) -> Arrival | None:
    if not movement.lot:
        if movement.expires_on is not None:
            raise Invalid.field("lot", "Give the lot that expires on this day")
        return None
    if movement.quantity < 0 or movement.reason not in (Reason.receive, Reason.give_back, Reason.adjust, Reason.counted):
        raise Invalid.field("lot", "Name the lot something is taken from by its id")
    if not item.by_lot:
        raise Invalid.field("lot", "This item is kept without lots")
    return Arrival(movement.lot, movement.expires_on)
