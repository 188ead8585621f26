"""What each member has seen, begun to write, and has open just now."""

from uuid import UUID

from sqlmodel import Session, col, delete, select

from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import NotFound
from careops.inbox.actions.conversing import own, see
from careops.inbox.actions.noting import hear
from careops.inbox.models import Conversation, Viewing
from careops.inbox.queries.threads import LOOKING


def topic(conversation_id: UUID) -> str:
    """What is published when somebody comes to a conversation, leaves it or begins to write: only those who have it open care."""
    return f"conversation:{conversation_id}"


def mark_read(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """This member has seen everything up to now, the notes that call them too."""
    see(db, actor, own(db, actor, conversation_id))
    if hear(db, actor, conversation_id):
        wake(db, f"ws:{actor.workspace}")


def watch(db: Session, actor: Actor, *, conversation_id: UUID, writing: bool = False) -> None:
    """This member has it open, for a while; the others who have are told when that is news."""
    actor.require(Permission.inbox)
    if actor.member_id is None:
        return
    if db.exec(select(Conversation.id).where(Conversation.id == conversation_id)).first() is None:
        raise NotFound
    mine = select(Viewing).where(Viewing.conversation_id == conversation_id, Viewing.member_id == actor.member_id).with_for_update()
    seen = db.exec(mine).one_or_none()
    news = seen is None or seen.writing != writing or seen.seen_at <= now() - LOOKING
    seen = seen or Viewing(member_id=actor.member_id, conversation_id=conversation_id, seen_at=now())
    seen.seen_at, seen.writing = now(), writing
    db.add(seen)
    if news:
        wake(db, topic(conversation_id))


def leave(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """This member has it open no more."""
    actor.require(Permission.inbox)
    db.exec(delete(Viewing).where(col(Viewing.conversation_id) == conversation_id, col(Viewing.member_id) == actor.member_id))
    wake(db, topic(conversation_id))
