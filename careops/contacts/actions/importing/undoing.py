"""Taking a file of people back: only what is still as the file left it, and never anybody the business has dealt with since."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record_quietly
from careops.contacts.actions.people import refresh
from careops.contacts.events import ContactArchived, ContactChanged
from careops.contacts.models import Consent, Contact, CustomValue, ImportedRow, Tagged
from careops.contacts.schemas import Counts
from careops.core.actor import Actor
from careops.core.clock import now


def take_back(db: Session, actor: Actor, rows: Sequence[ImportedRow]) -> Counts:
    """Removes whom the file made and puts back whom it changed; `known` counts those who are left as they are now."""
    people = {one.id: one for one in db.exec(select(Contact).where(col(Contact.id).in_([row.subject for row in rows])).with_for_update())}
    counts = Counts()
    there = [(row, people[row.subject]) for row in rows if row.subject and row.subject in people]
    untouched = [(row, one) for row, one in there if one.version == row.before.get("version")]
    counts.known = len(there) - len(untouched)
    counts.made = _remove(db, actor, [one for row, one in untouched if row.outcome == "made"])
    changed = [(row, one) for row, one in untouched if row.outcome == "changed"]
    for row, contact in changed:
        _put_back(db, row, contact)
    db.flush()
    told = [
        ContactChanged(subject=one.id, contact=one.id, name=one.name, changed=sorted(row.before.get("fields", {}))) for row, one in changed
    ]
    record_quietly(db, actor, told)
    counts.changed = len(changed)
    return counts


def _remove(db: Session, actor: Actor, people: Sequence[Contact]) -> int:
    """All at once where nothing hangs on any of them; else one by one, and whoever something hangs on is archived."""
    if not people:
        return 0
    try:
        with db.begin_nested():
            _delete(db, [one.id for one in people])
    except IntegrityError:
        for one in people:
            _remove_or_archive(db, actor, one)
    return len(people)


def _remove_or_archive(db: Session, actor: Actor, contact: Contact) -> None:
    try:
        with db.begin_nested():
            _delete(db, [contact.id])
    except IntegrityError:
        contact.archived_at = now()
        contact.version += 1
        record_quietly(db, actor, [ContactArchived(subject=contact.id, contact=contact.id, name=contact.name)])


def _delete(db: Session, ids: Sequence[UUID]) -> None:
    db.exec(sa.delete(Consent).where(col(Consent.contact_id).in_(ids), col(Consent.source) == "import"), execution_options=QUIET)
    db.exec(sa.delete(Contact).where(col(Contact.id).in_(ids)), execution_options=QUIET)


QUIET: dict[str, Any] = {"synchronize_session": False}


def _put_back(db: Session, row: ImportedRow, contact: Contact) -> None:
    before = row.before
    contact.sqlmodel_update({key: old for key, (old, _new) in before.get("fields", {}).items()})
    refresh(contact)
    for field_id, (old, new) in before.get("values", {}).items():
        theirs = (col(CustomValue.contact_id) == contact.id, col(CustomValue.field_id) == UUID(hex=field_id))
        if value := db.exec(select(CustomValue).where(*theirs, CustomValue.text == new)).one_or_none():
            _restore_value(db, value, old)
    tags = [UUID(hex=id) for id in before.get("tags", [])]
    if tags:
        db.exec(sa.delete(Tagged).where(col(Tagged.contact_id) == contact.id, col(Tagged.tag_id).in_(tags)), execution_options=QUIET)


def _restore_value(db: Session, value: CustomValue, old: str) -> None:
    if old:
        value.text = old
    else:
        db.delete(value)
