"""The places things are kept in."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.contacts.rules import name_key
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, Prepared, wake
from careops.core.errors import Conflict, Invalid, NotFound
from careops.core.ids import new_id
from careops.inventory import queries
from careops.inventory.models import StockLevel, StockLocation
from careops.inventory.schemas import LocationIn, LocationRow

PLACES = Inserted(StockLocation)
LEVELS = Inserted(StockLevel)
_FIRST = Prepared(
    sa.select(col(StockLocation.id))
    .where(col(StockLocation.archived_at).is_(None))
    .order_by(col(StockLocation.position), col(StockLocation.id))
)


class LocationTaken(Conflict):
    code, says = "location_taken", "There is a place of that name already"


class LocationInUse(Conflict):
    """What is kept there has to go somewhere else first; and one place remains."""

    code, says = "location_in_use", "There is something in it, or it is the only place. Carry what is there somewhere else first"


def add_location(db: Session, actor: Actor, *, location: LocationIn) -> LocationRow:
    """Another place, behind the others."""
    actor.require(Permission.inventory_manage)
    main(db)  # the first one is made before the second
    behind = db.scalar(sa.select(sa.func.max(col(StockLocation.position)))) or 0
    key = name_key(location.name, 160)
    made = PLACES.add_new(db, id=new_id(), name=location.name, name_key=key, position=behind + 1, archived_at=None)
    if made is None:
        raise LocationTaken
    wake(db, f"ws:{actor.workspace}")
    return _row(db, actor, made)


def rename_location(db: Session, actor: Actor, *, location_id: UUID, location: LocationIn) -> LocationRow:
    """Another name for it."""
    actor.require(Permission.inventory_manage)
    place = _place(db, location_id)
    place.name, place.name_key = location.name, name_key(location.name, 160)
    try:
        with db.begin_nested():
            db.flush()
    except IntegrityError:
        raise LocationTaken from None
    wake(db, f"ws:{actor.workspace}")
    return _row(db, actor, location_id)


def order_locations(db: Session, actor: Actor, *, ids: Sequence[UUID]) -> list[LocationRow]:
    """Puts the places in this order; those left out follow as they stand."""
    actor.require(Permission.inventory_manage)
    rows = {row.id: row for row in db.scalars(sa.select(StockLocation).where(col(StockLocation.archived_at).is_(None)))}
    if not set(ids) <= rows.keys():
        raise Invalid.field("ids", "Choose from the places here")
    rest = sorted((row for id, row in rows.items() if id not in ids), key=lambda row: (row.position, row.id))
    for position, row in enumerate([*(rows[id] for id in dict.fromkeys(ids)), *rest]):
        row.position = position
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return queries.locations(db, actor)


def remove_location(db: Session, actor: Actor, *, location_id: UUID) -> None:
    """Takes an empty place out of every list; what happened there stays in the ledger."""
    actor.require(Permission.inventory_manage)
    place = _place(db, location_id)
    others = sa.select(col(StockLocation.id)).where(col(StockLocation.archived_at).is_(None), col(StockLocation.id) != location_id)
    levels = sa.select(col(StockLevel.quantity)).where(col(StockLevel.location_id) == location_id).with_for_update()
    if any(db.scalars(levels)) or db.scalar(others.limit(1)) is None:
        raise LocationInUse
    place.archived_at, place.name_key = now(), f"{place.id}"  # its name may be given again
    wake(db, f"ws:{actor.workspace}")


def main(db: Session) -> UUID:
    """Where everything goes that names no other place; made when it is first needed."""
    for (known,) in _FIRST.ask(db):
        return known
    PLACES.add_new(db, id=new_id(), name="Main", name_key="main", position=0, archived_at=None)
    return _FIRST.ask(db)[0][0]


def in_order(db: Session) -> list[UUID]:
    """Every place that is in use, in the order in which things are taken from them."""
    return [id for (id,) in _FIRST.ask(db)] or [main(db)]


def chosen(db: Session, location_id: UUID | None, field: str = "location_id") -> UUID:
    """The place that was named, or the first one; Invalid for one that is not here."""
    if location_id is None:
        return main(db)
    if location_id not in in_order(db):
        raise Invalid.field(field, "Choose from the places here")
    return location_id


def _place(db: Session, location_id: UUID) -> StockLocation:
    living = sa.select(StockLocation).where(col(StockLocation.id) == location_id, col(StockLocation.archived_at).is_(None))
    found = db.scalars(living.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _row(db: Session, actor: Actor, id: UUID) -> LocationRow:
    return next(row for row in queries.locations(db, actor) if row.id == id)
