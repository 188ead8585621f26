"""Reading conversations: lists in a fixed number of statements, threads, what a member has read or begun to write."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.contacts import queries as contacts
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.inbox.models import Conversation, Delivery, Draft, Message, ReadMark
from careops.inbox.schemas import ConversationRow, CountsRow, MessageRow, Show

SPOKEN = col(Conversation.channel) != ""  # a conversation nobody has said anything in yet is in no list


def _unread(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether the contact has written since this member last looked; a closed conversation asks nobody to read."""
    seen = (
        sa.select(sa.literal(1))
        .where(
            col(ReadMark.conversation_id) == col(Conversation.id),
            col(ReadMark.member_id) == actor.member_id,
            col(ReadMark.read_at) >= col(Conversation.last_inbound_at),
        )
        .correlate(Conversation)
        .exists()
    )
    return sa.and_(col(Conversation.last_inbound_at).is_not(None), col(Conversation.status) == "open", ~seen)


def _shown(actor: Actor, show: Show) -> sa.ColumnElement[bool]:
    is_open = col(Conversation.status) == "open"
    match show:
        case "all":
            return sa.true()
        case "open":
            return is_open
        case "mine":
            return is_open & (col(Conversation.assignee_id) == actor.member_id)
        case "unassigned":
            return is_open & col(Conversation.assignee_id).is_(None)
        case "unread":
            return _unread(actor)
        case "waiting":
            return is_open & col(Conversation.waiting_since).is_not(None)
        case "closed":
            return col(Conversation.status) == "closed"


def listing(
    db: Session,
    actor: Actor,
    *,
    show: Show = "open",
    q: str = "",
    channel: str | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[ConversationRow]:
    """Conversations, the latest first; three statements, whatever their number. `q` finds the contact."""
    actor.require(Permission.inbox)
    question = sa.select(Conversation, _unread(actor)).where(SPOKEN, _shown(actor, show))
    if q.strip():
        question = question.where(col(Conversation.contact_id).in_(contacts.matching(q)))
    if channel:
        question = question.where(col(Conversation.channel) == channel)
    attributes = sa.inspect(Conversation).attrs
    found = paging.paginate(
        db,
        question,
        by=attributes["last_message_at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=_row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=_named(db, actor, found.items), next_cursor=found.next_cursor)


def _row(found: Any) -> ConversationRow:
    conversation, unread = found
    return ConversationRow(**conversation.model_dump(exclude={"workspace_id", "closed_at"}), unread=bool(unread))


def _named(db: Session, actor: Actor, rows: Sequence[ConversationRow]) -> list[ConversationRow]:
    """The rows with their people's names."""
    people = contacts.by_ids(db, actor, ids=[r.contact_id for r in rows])
    team = {m.id: m.name for m in accounts.members(db, actor)}

    def named(row: ConversationRow) -> ConversationRow:
        person = people[row.contact_id]
        return row.model_copy(
            update={
                "contact_name": person.name,
                "contact_email": person.email,
                "contact_phone": person.phone,
                "initials": person.initials,
                "tint": person.tint,
                "assignee_name": team.get(row.assignee_id, "") if row.assignee_id else "",
            }
        )

    return [named(row) for row in rows]


def counts(db: Session, actor: Actor) -> CountsRow:
    """How many conversations each filter shows, in one statement."""
    actor.require(Permission.inbox)
    names: tuple[Show, ...] = ("open", "mine", "unassigned", "unread", "waiting", "closed")
    sums = [sa.func.coalesce(sa.func.sum(sa.case((_shown(actor, name), 1), else_=0)), 0) for name in names]
    found = cast("Sequence[int]", db.exec(sa.select(*sums).select_from(Conversation).where(SPOKEN)).one())  # type: ignore[call-overload]
    return CountsRow(**{name: int(count) for name, count in zip(names, found, strict=True)})


def unanswered(db: Session, actor: Actor) -> int:
    """How many contacts wait for an answer; for the navigation, so 0 for who may not see them."""
    if not actor.can(Permission.inbox):
        return 0
    return db.exec(select(sa.func.count()).select_from(Conversation).where(SPOKEN, _shown(actor, "waiting"))).one()


def get(db: Session, actor: Actor, *, conversation_id: UUID) -> ConversationRow:
    """One conversation."""
    actor.require(Permission.inbox)
    return _one(db, actor, col(Conversation.id) == conversation_id)


def of_contact(db: Session, actor: Actor, *, contact_id: UUID) -> ConversationRow:
    """The contact's conversation."""
    actor.require(Permission.inbox)
    return _one(db, actor, col(Conversation.contact_id) == contact_id)


def _one(db: Session, actor: Actor, which: sa.ColumnElement[bool]) -> ConversationRow:
    found = db.exec(select(Conversation, _unread(actor)).where(which)).first()
    if found is None:
        raise NotFound
    return _named(db, actor, [_row(found)])[0]


def thread(db: Session, actor: Actor, *, conversation_id: UUID, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[MessageRow]:
    """The conversation's messages, the latest first, each with how its delivery stands; two statements."""
    actor.require(Permission.inbox)
    if db.exec(select(Conversation.id).where(Conversation.id == conversation_id)).first() is None:
        raise NotFound
    question = (
        sa.select(Message, Delivery)
        .outerjoin(Delivery, col(Delivery.message_id) == col(Message.id))
        .where(col(Message.conversation_id) == conversation_id)
    )
    attributes = sa.inspect(Message).attrs
    return paging.paginate(
        db,
        question,
        by=attributes["at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=_message,
        descending=True,
        cursor=cursor,
        limit=limit,
    )


def _message(found: Any) -> MessageRow:
    message, delivery = found
    told = message.model_dump(exclude={"workspace_id", "event_id", "key", "wire_id"})
    if delivery is None:
        return MessageRow(**told)
    state = "queued" if delivery.state == "leased" else delivery.state
    return MessageRow(**told, delivery_id=delivery.id, state=state, problem="" if state == "sent" else delivery.reason)


def drafts(db: Session, actor: Actor, *, conversation_id: UUID) -> dict[str, str]:
    """What this member has begun to write there, by kind."""
    actor.require(Permission.inbox)
    found = db.exec(select(Draft).where(Draft.conversation_id == conversation_id, Draft.member_id == actor.member_id))
    return {draft.kind: draft.text for draft in found}
