"""Putting conversations aside until a moment; they come back by themselves, or as soon as the contact writes."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.i18n import text as _
from careops.inbox.actions.appending import append
from careops.inbox.actions.conversing import own
from careops.inbox.events import ConversationSnoozed, ConversationWoken
from careops.inbox.models import Conversation
from careops.inbox.rules.snoozing import ahead

BATCH = 200


def snooze(db: Session, actor: Actor, *, conversation_id: UUID, until: datetime) -> None:
    """Out of the open ones until then; a closed one is opened for it."""
    conversation = own(db, actor, conversation_id)
    conversation.status, conversation.closed_at = "open", None
    conversation.snoozed_until = ahead(until, now(), "until")
    conversation.version += 1
    record(db, actor, ConversationSnoozed(subject=conversation.id, contact=conversation.contact_id, until=until))


def wake_up(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """Back among the open ones before its time."""
    conversation = own(db, actor, conversation_id)
    if conversation.snoozed_until is None:
        return
    conversation.snoozed_until = None
    conversation.version += 1
    record(db, actor, ConversationWoken(subject=conversation.id, contact=conversation.contact_id))


def due_to_wake(db: Session) -> list[tuple[UUID, UUID]]:
    """Workspace and conversation of everything whose time has come, the longest overdue first; for the job."""
    over = (
        select(Conversation.workspace_id, Conversation.id)
        .where(col(Conversation.snoozed_until) <= now())
        .order_by(col(Conversation.snoozed_until))
        .limit(BATCH)
    )
    with everywhere(db):
        return [(workspace, id) for workspace, id in db.exec(over)]


def wake_if_due(db: Session, actor: Actor, *, conversation_id: UUID) -> bool:
    """Its time has come: on top of the open ones, and the thread says so. Twice is once."""
    conversation = own(db, actor, conversation_id)
    if conversation.snoozed_until is None or conversation.snoozed_until > now():
        return False
    conversation.snoozed_until, conversation.last_message_at = None, now()
    conversation.version += 1
    append(db, conversation, direction="out", kind="system", channel="note", text=_("Back from snooze"), at=now())
    record(db, actor, ConversationWoken(subject=conversation.id, contact=conversation.contact_id))
    return True
