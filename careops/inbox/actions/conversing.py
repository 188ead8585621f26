"""Conversations: opened by what contacts write, kept by staff."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.contacts import actions as contacts
from careops.contacts.schemas import Source
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.inbox import queries
from careops.inbox.actions.appending import append, conversation_of
from careops.inbox.events import (
    AutomationPaused,
    AutomationResumed,
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
    MessageReceived,
)
from careops.inbox.models import AUTOMATION, Conversation, Message, ReadMark
from careops.inbox.schemas import ConversationChange, ConversationRow, ReceivedRow, WriteIn

TWICE = timedelta(minutes=10)  # an impatient second click comes within that time

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


def own(db: Session, actor: Actor, conversation_id: UUID) -> Conversation:
    """The conversation, for who may work in the inbox; locked until this transaction ends."""
    if actor.kind is not Kind.system:
        actor.require(Permission.inbox)
    found = db.exec(select(Conversation).where(Conversation.id == conversation_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found
