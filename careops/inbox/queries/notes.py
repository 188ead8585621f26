"""What the team wrote to itself about somebody."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from careops.core.actor import Actor, Permission
from careops.inbox.models import Conversation, Message
from careops.inbox.schemas import NoteRow


def notes_of(db: Session, actor: Actor, *, contact_id: UUID, before: UUID | None = None, limit: int = 50) -> list[NoteRow]:
    """The notes in one contact's conversation, the latest first; one statement."""
    actor.require(Permission.inbox)
    question = (
        select(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Conversation.contact_id) == contact_id, col(Message.kind) == "note")
        .options(load_only(*(sa.inspect(Message).attrs[name].class_attribute for name in NoteRow.model_fields)))
    )
    if before is not None:
        question = question.where(col(Message.id) < before)
    found = db.exec(question.order_by(col(Message.id).desc()).limit(limit))
    return [NoteRow.model_validate(note, from_attributes=True) for note in found]
