"""What a member has begun to write in a conversation, kept until it is said or given up."""

from uuid import UUID

from sqlmodel import Session, col, delete, select

from careops.core.actor import Actor
from careops.core.clock import now
from careops.inbox.actions.conversing import own
from careops.inbox.models import Draft
from careops.inbox.schemas import DraftKind


def save_draft(db: Session, actor: Actor, *, conversation_id: UUID, kind: DraftKind, text: str) -> None:
    """Keeps what a member has begun to write; an empty one is forgotten."""
    own(db, actor, conversation_id)
    if not text.strip():
        return forget_draft(db, actor, conversation_id, kind)
    if actor.member_id is None:
        return None
    mine = select(Draft).where(Draft.conversation_id == conversation_id, Draft.member_id == actor.member_id, Draft.kind == kind)
    draft = db.exec(mine).one_or_none() or Draft(
        member_id=actor.member_id, conversation_id=conversation_id, kind=kind, text="", updated_at=now()
    )
    draft.text, draft.updated_at = text[:20_000].replace("\0", ""), now()
    db.add(draft)
    return None


def forget_draft(db: Session, actor: Actor, conversation_id: UUID, kind: DraftKind) -> None:
    """What was begun there has been said, or was given up."""
    mine = (col(Draft.conversation_id) == conversation_id, col(Draft.member_id) == actor.member_id, col(Draft.kind) == kind)
    db.exec(delete(Draft).where(*mine))


def forget_reply_draft(db: Session, actor: Actor, conversation_id: UUID) -> None:
    """The reply was sent."""
    forget_draft(db, actor, conversation_id, "reply")
