"""Conversations: opened by themselves, kept by staff. Every message enters through `append`."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.contacts import actions as contacts
from careops.contacts.schemas import Source
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.inbox import queries
from careops.inbox.events import (
    AutomationPaused,
    AutomationResumed,
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
    MessageReceived,
)
from careops.inbox.models import AUTOMATION, Conversation, Draft, Message, ReadMark, ScheduledReply
from careops.inbox.rules.conversations import preview, waiting_after
from careops.inbox.schemas import ConversationChange, ConversationRow, DraftKind, ReceivedRow, WriteIn

TWICE = timedelta(minutes=10)  # an impatient second click comes within that time

# ── the one way in ───────────────────────────────────────


def conversation_of(db: Session, contact_id: UUID) -> Conversation:
    """The contact's conversation, opened when there is none yet; locked until this transaction ends."""
    mine = select(Conversation).where(Conversation.contact_id == contact_id).with_for_update()
    if found := db.exec(mine).one_or_none():
        return found
    opened = Conversation(contact_id=contact_id)
    try:
        with db.begin_nested():
            db.add(opened)
            db.flush()
    except IntegrityError:  # two doors opened it in the same moment; or there is no such contact
        found = db.exec(mine).one_or_none()
        if found is None:
            raise NotFound from None
        return found
    return opened


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
    )
    db.add(message)
    waited = conversation.waiting_since is not None
    conversation.waiting_since = waiting_after(conversation.waiting_since, direction=direction, kind=kind, automated=automated, at=at)
    if kind == "message" and not (automated and waited):  # what the contact said last is not hidden by a robot's answer
        conversation.last_message_at, conversation.channel = at, channel
        conversation.preview, conversation.preview_by = (
            preview(f"{title}: {text}" if title and text else title or text),
            author if direction == "out" and not automated else "",
        )
    if direction == "in" and not automated:
        conversation.last_inbound_at, conversation.snoozed_until = at, None
        _hold_answers(db, conversation)
    db.flush()
    return message


def _hold_answers(db: Session, conversation: Conversation) -> None:
    """The contact wrote first: answers that were to leave later stay here until somebody looks at them again."""
    armed = (col(ScheduledReply.conversation_id) == conversation.id, col(ScheduledReply.state) == "waiting")
    held = sa.update(ScheduledReply).where(*armed, col(ScheduledReply.hold_if_written))
    db.exec(held.values(state="held", due_at=None, reason=_("The contact wrote first")))  # type: ignore[call-overload]


# ── what contacts do ─────────────────────────────────────


def open_for(db: Session, actor: Actor, *, contact_id: UUID) -> UUID:
    """Opens the contact's conversation, once."""
    return conversation_of(db, contact_id).id


def receive(db: Session, actor: Actor, *, contact_id: UUID, text: str, channel: str = "form", subject: str = "") -> UUID:
    """Something a contact wrote; a closed conversation opens again. Returns the message's id."""
    conversation = conversation_of(db, contact_id)
    conversation.status, conversation.closed_at = "open", None
    conversation.version += 1
    message = append(db, conversation, direction="in", channel=channel, text=text, subject=subject, at=now())
    record(
        db,
        actor,
        MessageReceived(
            subject=message.id, contact=contact_id, conversation_id=conversation.id, channel=channel, preview=conversation.preview
        ),
    )
    return message.id


def write_in(db: Session, actor: Actor, *, message: WriteIn, locale: str = "", timezone: str = "") -> ReceivedRow:
    """Somebody writes from the public contact page; whoever they are becomes a contact. The same words sent twice are one message."""
    if not message.email and not message.phone:
        raise Invalid.field("email", "Give an address or a number, so that we can answer")
    contact = contacts.register(
        db,
        actor,
        name=message.name,
        email=message.email,
        phone=message.phone,
        source=Source.contact_form,
        locale=locale,
        timezone=timezone,
        agreed=_("We answer here and use it for nothing else.", locale),
    )
    conversation = conversation_of(db, contact.id)
    again = select(Message.id).where(
        Message.conversation_id == conversation.id,
        Message.direction == "in",
        Message.text == message.message,
        Message.at > now() - TWICE,
    )
    if known := db.exec(again).first():
        return ReceivedRow(id=known)
    return ReceivedRow(id=receive(db, actor, contact_id=contact.id, text=message.message))


# ── what staff do ────────────────────────────────────────


def change(db: Session, actor: Actor, *, conversation_id: UUID, change: ConversationChange) -> ConversationRow:
    """Several things at once, each by its own verb."""
    if "assignee_id" in change.model_fields_set:
        assign(db, actor, conversation_id=conversation_id, member_id=change.assignee_id)
    if change.status == "closed":
        close(db, actor, conversation_id=conversation_id)
    if change.status == "open":
        reopen(db, actor, conversation_id=conversation_id)
    return queries.get(db, actor, conversation_id=conversation_id)


def assign(db: Session, actor: Actor, *, conversation_id: UUID, member_id: UUID | None) -> None:
    """Makes it somebody's, or nobody's."""
    conversation = own(db, actor, conversation_id)
    assignee = accounts.member(db, actor, member_id=member_id) if member_id else None
    if assignee and not assignee.active:
        raise Invalid.field("member_id", "This person is no longer in the team")
    if conversation.assignee_id == member_id:
        return
    conversation.assignee_id = member_id
    conversation.version += 1
    name = assignee.name if assignee else ""
    record(db, actor, ConversationAssigned(subject=conversation.id, contact=conversation.contact_id, assignee=name))


def close(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """Done with, until the contact writes again; nobody waits any more."""
    conversation = own(db, actor, conversation_id)
    if conversation.status == "closed":
        return
    conversation.status, conversation.closed_at, conversation.waiting_since = "closed", now(), None
    conversation.snoozed_until = None
    conversation.version += 1
    record(db, actor, ConversationClosed(subject=conversation.id, contact=conversation.contact_id))


def reopen(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """Back among the open ones."""
    conversation = own(db, actor, conversation_id)
    if conversation.status == "open":
        return
    conversation.status, conversation.closed_at = "open", None
    conversation.version += 1
    record(db, actor, ConversationReopened(subject=conversation.id, contact=conversation.contact_id))


def pause(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """A person takes over: automation says nothing here that a person might say."""
    pause_for(db, actor, own(db, actor, conversation_id))


def pause_for(db: Session, actor: Actor, conversation: Conversation) -> None:
    """The same for a conversation at hand; the first who took over stays named."""
    if conversation.automation_paused_at:
        return
    conversation.controller = f"staff:{actor.member_id or ''}"
    conversation.automation_paused_at, conversation.paused_by = now(), actor.name
    conversation.version += 1
    record(db, actor, AutomationPaused(subject=conversation.id, contact=conversation.contact_id))


def resume(db: Session, actor: Actor, *, conversation_id: UUID) -> None:
    """Gives the conversation back to automation."""
    conversation = own(db, actor, conversation_id)
    if conversation.automation_paused_at is None:
        return
    conversation.controller, conversation.automation_paused_at, conversation.paused_by = AUTOMATION, None, ""
    conversation.version += 1
    record(db, actor, AutomationResumed(subject=conversation.id, contact=conversation.contact_id))


def see(db: Session, actor: Actor, conversation: Conversation) -> None:
    """This member has seen everything of the conversation up to now."""
    if actor.member_id is None:
        return
    mine = select(ReadMark).where(ReadMark.conversation_id == conversation.id, ReadMark.member_id == actor.member_id)
    mark = db.exec(mine).one_or_none()
    if mark and conversation.last_inbound_at and mark.read_at >= conversation.last_inbound_at:
        return
    mark = mark or ReadMark(member_id=actor.member_id, conversation_id=conversation.id, read_at=now())
    mark.read_at = now()
    db.add(mark)
    wake(db, f"ws:{actor.workspace}")


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


def own(db: Session, actor: Actor, conversation_id: UUID) -> Conversation:
    """The conversation, for who may work in the inbox; locked until this transaction ends."""
    if actor.kind is not Kind.system:
        actor.require(Permission.inbox)
    found = db.exec(select(Conversation).where(Conversation.id == conversation_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found
