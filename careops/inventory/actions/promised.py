"""What bookings will use: kept for them, used when they took place, given back when they do not.

Booking asks for all of this in its own transaction, for customers too, and has decided who may: nobody is asked again here.
Items are taken on in the order of their ids, so that two bookings that use the same ones wait for each other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import Inserted, execute
from careops.core.errors import Invalid
from careops.inventory.actions.levels import QUIET, stand_still, there
from careops.inventory.actions.places import in_order
from careops.inventory.actions.writing import Why, once, tell, write
from careops.inventory.events import UsedWhatIsNotThere
from careops.inventory.models import InventoryItem, Reason, StockMovement, StockReservation
from careops.inventory.rules import OutOfStock
from careops.inventory.schemas import ActualIn

PROMISES = Inserted(StockReservation)
CHUNK = 500
Wanted = Mapping[UUID, int]
"""So many of each item."""


def reserve(db: Session, actor: Actor, *, bookings: Sequence[tuple[UUID, datetime]], needed: Wanted) -> bool:
    """Keeps so much for each of these bookings, named with the time it is due; whether there was anything to keep."""
    items = _countable(db, needed)
    PROMISES.add_all(db, [_promise(id, due, item, needed[item]) for id, due in bookings for item in items])
    return bool(items)


def keep_instead(db: Session, actor: Actor, *, wanted: Mapping[UUID, tuple[datetime, Wanted]]) -> set[UUID]:
    """Keeps this for upcoming bookings in place of what was kept for them, but for what people said themselves.

    The bookings of which something is written now.
    """
    ids = list(wanted)
    for start in range(0, len(ids), CHUNK):
        standing = sa.delete(StockReservation).where(col(StockReservation.booking_id).in_(ids[start : start + CHUNK]))
        db.exec(standing.where(col(StockReservation.settled_at).is_(None), col(StockReservation.corrected).is_(False)), **QUIET)
    said = _said(db, ids)
    items = set(_countable(db, {item: 1 for _due, needed in wanted.values() for item in needed}))
    rows = [
        _promise(id, due, item, many)
        for id, (due, needed) in wanted.items()
        for item, many in needed.items()
        if item in items and many and (id, item) not in said
    ]
    for start in range(0, len(rows), CHUNK):
        PROMISES.add_all(db, rows[start : start + CHUNK])
    return {id for id, _item in said} | {id for id, (_due, needed) in wanted.items() if any(needed[item] for item in items & needed.keys())}


def put_off(db: Session, actor: Actor, *, booking_id: UUID, due_at: datetime) -> None:
    """The booking is at another time: what is kept for it is due then."""
    standing = sa.update(StockReservation).where(col(StockReservation.booking_id) == booking_id)
    db.exec(standing.where(col(StockReservation.settled_at).is_(None)).values(due_at=due_at), **QUIET)


def release(db: Session, actor: Actor, *, booking_id: UUID) -> None:
    """The booking does not take place: nothing is kept for it any more, and what was used for it already comes back."""
    for row in _promises(db, booking_id):
        if row.used:
            item = db.get_one(InventoryItem, row.item_id)
            _give_back(db, actor, item, row.used, Why(Reason.give_back, ref=f"booking:{booking_id}", booking_id=booking_id))
        row.settled_at, row.used = row.settled_at or now(), None


def use_for_booking(db: Session, actor: Actor, *, booking_id: UUID, contact_id: UUID | None = None) -> None:
    """It took place: what was kept for it is used, once. What is not there cannot be used, and is told of instead."""
    for row in _promises(db, booking_id):
        if row.settled_at is not None:
            continue
        item = db.get_one(InventoryItem, row.item_id)
        why = Why(
            Reason.use, ref=f"booking:{booking_id}", booking_id=booking_id, contact_id=contact_id, key=f"booking:{booking_id}:{item.id}"
        )
        row.settled_at = now()
        row.used = _take(db, actor, item, row.quantity, why) if item.counted and item.archived_at is None else None


def correct_use(db: Session, actor: Actor, *, booking_id: UUID, actual: ActualIn, due_at: datetime, contact_id: UUID, over: bool) -> bool:
    """What a visit really took of an item: a movement of the difference once it is `over`, before that what is kept for it.

    Whether something is written about the visit now.
    """
    row = next((one for one in _promises(db, booking_id) if one.item_id == actual.item_id), None)
    if row is None:
        if not _countable(db, {actual.item_id: 1}):
            raise Invalid.field("item_id", "Choose from the items that are counted")
        if not actual.used:
            return False
        row = StockReservation(item_id=actual.item_id, booking_id=booking_id, quantity=actual.used, due_at=due_at)
        if over:
            row.settled_at, row.used = now(), 0
        db.add(row)
    row.corrected = True
    if not over:
        row.settled_at, row.quantity = (None, actual.used) if actual.used else (now(), row.quantity)
        return True
    item = db.get_one(InventoryItem, actual.item_id)
    more, ref = actual.used - (row.used or 0), f"booking:{booking_id}"
    if more > 0:
        row.used = (row.used or 0) + _take(db, actor, item, more, Why(Reason.use, "", None, ref, booking_id, contact_id))
    elif more < 0:
        _give_back(db, actor, item, -more, Why(Reason.give_back, "", None, ref, booking_id, contact_id))
        row.used = actual.used
    row.settled_at = row.settled_at or now()
    return True


# ── taking and giving back ───────────────────────────────


def _take(db: Session, actor: Actor, item: InventoryItem, quantity: int, why: Why) -> int:
    """Takes so many, out of the first place as far as it goes, then out of the others; how many there were."""
    places = in_order(db)
    try:
        once(db, item.id, why.key, lambda: write(db, actor, item, places[0], -quantity, why).id)
        return quantity
    except OutOfStock:
        stand_still(db, item.id)
    left, key = quantity, why.key
    for place in places:
        part = min(left, max(there(db, item.id, place), 0))
        if part:
            write(db, actor, item, place, -part, Why(why.reason, why.note, None, why.ref, why.booking_id, why.contact_id, key))
            left, key = left - part, None
    if left:
        missing = UsedWhatIsNotThere(item.id, why.contact_id, item.name, item.unit, left, str(why.booking_id))
        record(db, actor, missing)
    return quantity - left


def _give_back(db: Session, actor: Actor, item: InventoryItem, quantity: int, why: Why) -> None:
    """Puts so many back where they were taken from for that booking, the last first; into their lots, too."""
    stand_still(db, item.id)
    taken = sa.func.sum(StockMovement.change)
    asked = (
        sa.select(col(StockMovement.location_id), col(StockMovement.lot_id), taken)
        .where(col(StockMovement.booking_id) == why.booking_id, col(StockMovement.item_id) == item.id)
        .group_by(col(StockMovement.location_id), col(StockMovement.lot_id))
        .having(taken < 0)
        .order_by(sa.func.max(StockMovement.moved_at).desc(), taken)
    )
    left = quantity
    for place, lot_id, change in execute(db, asked).all():
        part = min(left, -int(change))
        if part:
            write(db, actor, item, place, part, why, lot_id=lot_id if item.by_lot else None, aloud=False)
            left -= part
    if left != quantity:
        tell(db, actor, item.id, quantity - left, why.reason)


# ── rows ─────────────────────────────────────────────────


def _promises(db: Session, booking_id: UUID) -> list[StockReservation]:
    """What is written about a booking, nobody else's to change until the transaction ends."""
    mine = sa.select(StockReservation).where(col(StockReservation.booking_id) == booking_id)
    return list(db.scalars(mine.order_by(col(StockReservation.item_id)).with_for_update()))


def _said(db: Session, bookings: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    """Of which item of which of these bookings people said how much it takes, be it nothing."""
    asked = sa.select(col(StockReservation.booking_id), col(StockReservation.item_id)).where(col(StockReservation.corrected))
    found = set[tuple[UUID, UUID]]()
    for start in range(0, len(bookings), CHUNK):
        some = asked.where(col(StockReservation.booking_id).in_(bookings[start : start + CHUNK]))
        found.update((booking, item) for booking, item in execute(db, some))
    return found


def _promise(booking_id: UUID, due: datetime, item_id: UUID, quantity: int) -> dict[str, object]:
    return {"item_id": item_id, "booking_id": booking_id, "quantity": quantity, "due_at": due}


def _countable(db: Session, needed: Wanted) -> list[UUID]:
    """Those of the items of which a quantity can be kept: others need nothing kept."""
    ids = [id for id, many in needed.items() if many]
    living = sa.select(col(InventoryItem.id)).where(col(InventoryItem.archived_at).is_(None), col(InventoryItem.counted))
    return list(db.scalars(living.where(col(InventoryItem.id).in_(ids)).order_by(col(InventoryItem.id))))
