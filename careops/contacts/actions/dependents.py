"""Whom a contact books for."""

from uuid import UUID

from sqlmodel import Session, select

from careops.activity.actions import record
from careops.contacts.actions.people import present
from careops.contacts.events import ContactChanged
from careops.contacts.models import Dependent
from careops.contacts.queries.keeping import dependent_row
from careops.contacts.queries.people import get
from careops.contacts.schemas import DependentChange, DependentIn, DependentRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound, Stale


def add_dependent(db: Session, actor: Actor, *, contact_id: UUID, dependent: DependentIn) -> DependentRow:
    """Somebody new whom they book for."""
    actor.require(Permission.contacts_manage)
    made = Dependent(contact_id=present(db, contact_id).id, **dependent.model_dump())
    db.add(made)
    db.flush()
    _tell(db, actor, contact_id)
    return dependent_row(made)


def change_dependent(
    db: Session, actor: Actor, *, contact_id: UUID, dependent_id: UUID, change: DependentChange, version: int | None = None
) -> DependentRow:
    """Changes what was told; refused when somebody else changed it since it was read."""
    one = _own(db, actor, contact_id, dependent_id)
    if version is not None and version != one.version:
        raise Stale
    told = change.model_dump(exclude_unset=True)
    if any(getattr(one, name) != value for name, value in told.items()):
        one.sqlmodel_update({name: value for name, value in told.items() if value is not None or name == "born_on"})
        one.version += 1
        _tell(db, actor, contact_id)
    return dependent_row(one)


def archive_dependent(db: Session, actor: Actor, *, contact_id: UUID, dependent_id: UUID) -> DependentRow:
    """Nothing is booked for them any more; what was booked keeps their name."""
    one = _own(db, actor, contact_id, dependent_id)
    if one.archived_at is None:
        one.archived_at = now()
        one.version += 1
        _tell(db, actor, contact_id)
    return dependent_row(one)


def restore_dependent(db: Session, actor: Actor, *, contact_id: UUID, dependent_id: UUID) -> DependentRow:
    """They are booked for again."""
    one = _own(db, actor, contact_id, dependent_id)
    if one.archived_at is not None:
        one.archived_at = None
        one.version += 1
        _tell(db, actor, contact_id)
    return dependent_row(one)


def _own(db: Session, actor: Actor, contact_id: UUID, dependent_id: UUID) -> Dependent:
    actor.require(Permission.contacts_manage)
    question = select(Dependent).where(Dependent.id == dependent_id, Dependent.contact_id == contact_id)
    found = db.exec(question.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _tell(db: Session, actor: Actor, contact_id: UUID) -> None:
    person = get(db, actor, contact_id=contact_id)
    record(db, actor, ContactChanged(subject=contact_id, contact=contact_id, name=person.name, changed=["dependents"]))
