"""What every change of the catalogue does: it finds the row, for itself alone, and says which fields differ from before."""

from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.booking.models import BookingType, Provider
from careops.booking.queries.ask import ask
from careops.booking.rules import InUse
from careops.booking.schemas.catalogue import Edit
from careops.core.errors import NotFound, Stale

T = TypeVar("T", BookingType, Provider)


def own(db: Session, table: type[T], id: UUID, version: int | None = None) -> T:
    """The row, nobody else's to change until the transaction ends; Stale when the caller saw an older one."""
    found = db.scalars(sa.select(table).where(col(table.id) == id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if version is not None and version != found.version:
        raise Stale
    return found


def said(change: Edit, fields: set[str]) -> dict[str, Any]:
    """Those of the fields that were given; null only where it clears."""
    given = {name: getattr(change, name) for name in change.model_fields_set & fields}
    return {name: value for name, value in given.items() if value is not None or name in change.CLEARED}


def write(found: BookingType | Provider, told: dict[str, Any]) -> list[str]:
    """Writes what differs, and says which fields that were."""
    changed = sorted(name for name, value in told.items() if getattr(found, name) != value)
    found.sqlmodel_update({name: told[name] for name in changed})
    return changed


def forget(db: Session, found: BookingType | Provider, *uses: "sa.Select[Any]") -> None:
    """Deletes a row that history knows nothing of; InUse when it does."""
    if any(ask(db, use.limit(1)) for use in uses):
        raise InUse
    db.delete(found)
    try:
        db.flush()
    except IntegrityError:
        raise InUse from None
