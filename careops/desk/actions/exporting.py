"""Taking a copy of everything that is known of somebody leaves a trace."""

from uuid import UUID

from sqlmodel import Session

from careops.activity.actions import record
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.desk.events import ContactExported


def note_export(db: Session, actor: Actor, *, contact_id: UUID) -> None:
    """Writes down who took the copy, before it is handed over."""
    actor.require(Permission.contacts_manage)
    person = contacts.get(db, actor, contact_id=contact_id)
    record(db, actor, ContactExported(subject=person.id, contact=person.id))
