"""Who is ordered from."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.contacts.rules import name_key
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Conflict, NotFound, Stale
from careops.inventory.models import InventoryItem, Supplier
from careops.inventory.queries.orders import supplier_row
from careops.inventory.schemas import SupplierEdit, SupplierIn, SupplierRow


class SupplierTaken(Conflict):
    code, says = "supplier_taken", "There is a supplier of that name already"


def add_supplier(db: Session, actor: Actor, *, supplier: SupplierIn) -> SupplierRow:
    """Somebody new to order from."""
    actor.require(Permission.inventory_manage)
    made = Supplier(**supplier.model_dump(), name_key=name_key(supplier.name))
    db.add(made)
    return _kept(db, actor, made)


def edit_supplier(db: Session, actor: Actor, *, supplier_id: UUID, edit: SupplierEdit, expected: int | None = None) -> SupplierRow:
    """Changes what is known of a supplier; Stale when it is no longer the version the editor saw."""
    actor.require(Permission.inventory_manage)
    known = _supplier(db, supplier_id)
    if expected is not None and expected != known.version:
        raise Stale
    known.sqlmodel_update(edit.model_dump(exclude_none=True))
    known.name_key = name_key(known.name)
    known.version += 1
    return _kept(db, actor, known)


def remove_supplier(db: Session, actor: Actor, *, supplier_id: UUID) -> None:
    """Takes a supplier out of every list and off the items; what was ordered there keeps its name."""
    actor.require(Permission.inventory_manage)
    known = _supplier(db, supplier_id)
    known.archived_at, known.name_key = now(), str(known.id)  # the name may be given again
    db.exec(sa.update(InventoryItem).where(col(InventoryItem.supplier_id) == supplier_id).values(supplier_id=None))
    wake(db, f"ws:{actor.workspace}")


def _supplier(db: Session, supplier_id: UUID) -> Supplier:
    mine = sa.select(Supplier).where(col(Supplier.id) == supplier_id, col(Supplier.archived_at).is_(None))
    found = db.scalars(mine.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _kept(db: Session, actor: Actor, row: Supplier) -> SupplierRow:
    try:
        with db.begin_nested():
            db.flush()
    except IntegrityError:
        raise SupplierTaken from None
    wake(db, f"ws:{actor.workspace}")
    return supplier_row(row)
