"""The one way into a conversation: every message enters through `append`, which keeps the conversation's summary true."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.core.db import Prepared
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.inbox.models import Conversation, Message, ScheduledReply
from careops.inbox.rules.conversations import preview, seconds_waited, waiting_after


def conversation_of(db: Session, contact_id: UUID) -> Conversation:
    """The contact's conversation, opened when there is none yet; locked until this transaction ends."""
    if found := _with(db, contact_id):
        return found
    opened = Conversation(contact_id=contact_id)
    try:
        with db.begin_nested():
            db.add(opened)
            db.flush()
    except IntegrityError:  # two doors opened it in the same moment; or there is no such contact
        found = _with(db, contact_id)
        if found is None:
            raise NotFound from None
        return found
    return opened


_WITH = Prepared(sa.select(Conversation).where(col(Conversation.contact_id) == sa.bindparam("contact")).with_for_update())


def _with(db: Session, contact_id: UUID) -> Conversation | None:
    return next((found for (found,) in _WITH.ask(db, contact=contact_id)), None)


def append(
    db: Session,
    conversation: Conversation,
    *,
    direction: str,
    channel: str,
    text: str,
    at: datetime,
    kind: str = "message",
    automated: bool = False,
    title: str = "",
    subject: str = "",
    author: str = "",
    member_id: UUID | None = None,
    event_id: UUID | None = None,
    reason: str = "",
    key: str | None = None,
    sender: str = "",
    unverified: bool = False,
    html: str = "",
    quoted: str = "",
    wire_id: str = "",
    files: int = 0,
) -> Message:
    """Adds a message and keeps the conversation's summary true. What came in by itself (an absence note) is no word of the contact."""
    message = Message(
        id=new_id(),
        conversation_id=conversation.id,
        direction=direction,
        kind=kind,
        channel=channel,
        automated=automated,
        title=title,
        subject=subject,
        text=text,
        author=author,
        member_id=member_id,
        at=at,
        event_id=event_id,
        reason=reason,
        key=key,
        sender=sender,
        unverified=unverified,
        html=html,
        quoted=quoted,
        wire_id=wire_id,
        files=files,
        waited=seconds_waited(conversation.waiting_since, direction=direction, kind=kind, automated=automated, at=at),
    )
    db.add(message)
    waited = conversation.waiting_since is not None
    conversation.waiting_since = waiting_after(conversation.waiting_since, direction=direction, kind=kind, automated=automated, at=at)
    if kind == "message" and not (automated and waited):  # what the contact said last is not hidden by a robot's answer
        summarise(conversation, message)
    if direction == "in" and not automated:
        conversation.last_inbound_at, conversation.snoozed_until = at, None
        _hold_answers(db, conversation)
    db.flush()
    return message


def summarise(conversation: Conversation, last: Message | None) -> None:
    """What the list shows of the conversation's last message; of one without any, nothing but when it was opened."""
    if last is None:
        conversation.last_message_at, conversation.channel = conversation.created_at, ""
        conversation.preview = conversation.preview_by = ""
        return
    conversation.last_message_at, conversation.channel = last.at, last.channel
    conversation.preview = preview(f"{last.title}: {last.text}" if last.title and last.text else last.title or last.text)
    conversation.preview_by = last.author if last.direction == "out" and not last.automated else ""


def _hold_answers(db: Session, conversation: Conversation) -> None:
    """The contact wrote first: answers that were to leave later stay here until somebody looks at them again."""
    armed = (col(ScheduledReply.conversation_id) == conversation.id, col(ScheduledReply.state) == "waiting")
    held = sa.update(ScheduledReply).where(*armed, col(ScheduledReply.hold_if_written))
    db.exec(held.values(state="held", due_at=None, reason=_("The contact wrote first")))  # type: ignore[call-overload]
