"""Closing for some days, changing one's mind, and taking that back."""

from uuid import UUID

from sqlmodel import Session, select

from careops.activity.actions import record
from careops.business.actions.holidays import write_holidays
from careops.business.actions.row import locked
from careops.business.events import ClosureAdded, ClosureChanged, ClosureRemoved
from careops.business.models import Closure
from careops.business.queries.closures import row
from careops.business.queries.holidays import written
from careops.business.rules import check_span
from careops.business.schemas import ClosureChange, ClosureIn, ClosureRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound, Stale


def add_closure(db: Session, actor: Actor, *, closure: ClosureIn) -> ClosureRow:
    """Nobody can book on these days any more; bookings that are already there stay."""
    actor.require(Permission.settings)
    last = closure.last_day or closure.first_day
    check_span(closure.first_day, last)
    return _added(db, actor, Closure(first_day=closure.first_day, last_day=last, name=closure.name))


def edit_closure(db: Session, actor: Actor, *, closure_id: UUID, change: ClosureChange, expected: int | None = None) -> ClosureRow:
    """Changes what was said; a changed public holiday is the owner's own from then on."""
    actor.require(Permission.settings)
    found = _own(db, closure_id, expected)
    said = change.model_dump(exclude_none=True)
    changed = sorted(name for name, value in said.items() if getattr(found, name) != value)
    if not changed:
        return row(found)
    check_span(said.get("first_day", found.first_day), said.get("last_day", found.last_day))
    found.sqlmodel_update(said)
    found.source, found.version = "owner", found.version + 1
    db.flush()
    record(
        db,
        actor,
        ClosureChanged(subject=found.id, name=found.name, first_day=found.first_day, last_day=found.last_day, changed=changed),
    )
    return row(found)


def remove_closure(db: Session, actor: Actor, *, closure_id: UUID, expected: int | None = None) -> ClosureRow:
    """Makes them ordinary days again; on a public holiday the business is open from then on. Returns what was there."""
    actor.require(Permission.settings)
    business = locked(db)
    found = _own(db, closure_id, expected)
    if found.holiday_key:
        business.open_holidays = sorted({*business.open_holidays, found.holiday_key})
        business.version += 1
    db.delete(found)
    db.flush()
    record(db, actor, ClosureRemoved(subject=found.id, name=found.name, first_day=found.first_day, last_day=found.last_day))
    return row(found)


def put_back(db: Session, actor: Actor, *, removed: ClosureRow) -> ClosureRow:
    """Undoes a removal: the same days are closed again, a public holiday included. Doing it twice changes nothing more."""
    actor.require(Permission.settings)
    closure = ClosureIn(first_day=removed.first_day, last_day=removed.last_day, name=removed.name)
    if removed.holiday is None:
        return add_closure(db, actor, closure=closure)
    check_span(removed.first_day, removed.last_day)
    business, key = locked(db), removed.holiday.isoformat()
    business.open_holidays = [day for day in business.open_holidays if day != key]
    business.version += 1
    if removed.source == "holiday":
        write_holidays(db, business)
    if there := written(db).get(key):
        return row(there)
    mine = Closure(first_day=removed.first_day, last_day=removed.last_day, name=removed.name, holiday_key=key)
    return _added(db, actor, mine)


def _added(db: Session, actor: Actor, closure: Closure) -> ClosureRow:
    db.add(closure)
    db.flush()
    record(db, actor, ClosureAdded(subject=closure.id, name=closure.name, first_day=closure.first_day, last_day=closure.last_day))
    return row(closure)


def _own(db: Session, closure_id: UUID, expected: int | None) -> Closure:
    found = db.exec(select(Closure).where(Closure.id == closure_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if expected is not None and expected != found.version:
        raise Stale
    return found
