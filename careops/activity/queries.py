"""Reading the history."""

from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.models import Event
from careops.activity.schemas import EventRow
from careops.core.actor import Actor


def row(event: Event) -> EventRow:
    """The fact as its readers see it."""
    return EventRow.model_validate(event, from_attributes=True)


def about(db: Session, actor: Actor, *, subject: UUID, limit: int = 100) -> list[EventRow]:
    """The history of one thing, oldest first."""
    actor.require_member()
    found = db.exec(select(Event).where(Event.subject == subject).order_by(col(Event.id)).limit(limit))
    return [row(event) for event in found]


def of_contact(db: Session, actor: Actor, *, contact_id: UUID, limit: int = 100) -> list[EventRow]:
    """Everything that concerns one contact, newest first."""
    actor.require_member()
    found = db.exec(select(Event).where(Event.contact == contact_id).order_by(col(Event.id).desc()).limit(limit))
    return [row(event) for event in found]
