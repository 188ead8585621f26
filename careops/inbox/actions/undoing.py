"""Taking an answer back in the moment it was given: while nobody has handed it over, it was never said."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity import queries as activity
from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Forbidden, NotFound
from careops.inbox.actions.appending import summarise
from careops.inbox.actions.attaching import give_back
from careops.inbox.actions.conversing import own, reopen, resume
from careops.inbox.actions.drafting import save_draft
from careops.inbox.events import MessageReplied, ReplyUndone
from careops.inbox.models import Attachment, Conversation, Delivery, Draft, Message, State
from careops.inbox.rules.delivering import AlreadyLeaving
from careops.inbox.schemas import UndoneRow


def undo_reply(db: Session, actor: Actor, *, message_id: UUID) -> UndoneRow:
    """Its author takes an answer back: it is gone from the thread, its words and files are in the draft again, before what was begun since.

    The conversation is as it was: who waited waits since then, automation that the answer paused goes on, and what was closed with it
    is open. Only whoever took it stays the one who has it. What somebody hands over at this moment, or has tried to, cannot be undone.
    """
    actor.require(Permission.inbox)
    message, conversation = _answer(db, actor, message_id)
    delivery = db.exec(select(Delivery).where(Delivery.message_id == message.id).with_for_update()).one_or_none()
    if delivery is None or delivery.state != State.queued or delivery.attempts:
        raise AlreadyLeaving
    delivery.state, delivery.due_at, delivery.settled_at = State.skipped, None, now()
    delivery.message_id, delivery.reason = None, f"{actor.name or 'Somebody'} took it back"
    undone = UndoneRow(conversation_id=conversation.id, channel=message.channel, text=_before_the_draft(db, actor, message))
    waited, said_at = _waited_since(db, actor, message.id), message.at
    give_back(actor, conversation.id, db.exec(select(Attachment).where(Attachment.message_id == message.id)).all())
    db.flush()
    db.delete(message)
    db.flush()
    save_draft(db, actor, conversation_id=conversation.id, kind="reply", text=undone.text)
    _as_it_was(db, actor, conversation, said_at, waited)
    record(db, actor, ReplyUndone(subject=conversation.id, contact=conversation.contact_id))
    wake(db, f"ws:{actor.workspace}")
    return undone


def _answer(db: Session, actor: Actor, message_id: UUID) -> tuple[Message, Conversation]:
    """The answer and its conversation, the conversation locked first, as everybody does."""
    where = db.exec(select(Message.conversation_id).where(Message.id == message_id)).one_or_none()
    if where is None:
        raise NotFound
    conversation = own(db, actor, where)
    message = db.exec(select(Message).where(Message.id == message_id)).one_or_none()
    if message is None or message.kind != "message" or message.direction != "out" or message.automated:
        raise NotFound
    if message.member_id is None or message.member_id != actor.member_id:
        raise Forbidden
    return message, conversation


def _before_the_draft(db: Session, actor: Actor, message: Message) -> str:
    begun = select(Draft.text).where(
        Draft.conversation_id == message.conversation_id, Draft.member_id == actor.member_id, Draft.kind == "reply"
    )
    since = [text for text in db.exec(begun) if text.strip() != message.text.strip()]  # typing is kept a moment late: the same words again
    return "\n\n".join([message.text, *since])


def _waited_since(db: Session, actor: Actor, message_id: UUID) -> datetime | None:
    """Since when the contact had waited for this answer."""
    told = next((one for one in activity.about(db, actor, subject=message_id) if one.kind == MessageReplied.kind), None)
    since = told.data.get("waited_since") if told else None
    return datetime.fromisoformat(since) if since else None


def _as_it_was(db: Session, actor: Actor, conversation: Conversation, said_at: datetime, waited: datetime | None) -> None:
    if conversation.closed_at and conversation.closed_at >= said_at:
        reopen(db, actor, conversation_id=conversation.id)
    if conversation.automation_paused_at and conversation.automation_paused_at >= said_at:
        resume(db, actor, conversation_id=conversation.id)
    conversation.waiting_since = waited or conversation.waiting_since
    conversation.version += 1
    said = select(Message).where(Message.conversation_id == conversation.id, Message.kind == "message")
    if since := conversation.waiting_since:  # a robot's answer does not hide what the contact said last
        said = said.where(col(Message.automated).is_(False) | (col(Message.at) < since))
    summarise(conversation, db.exec(said.order_by(col(Message.at).desc(), col(Message.id).desc()).limit(1)).first())
