"""Reading conversations: lists in a fixed number of statements, and how many each filter shows."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.contacts import queries as contacts
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.inbox.models import Conversation, Label, Labelled, Mention, ReadMark
from careops.inbox.schemas import ConversationRow, CountsRow, LabelRow, Show

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
    is_open = (col(Conversation.status) == "open") & col(Conversation.snoozed_until).is_(None)
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
            return is_open & _unread(actor)
        case "waiting":
            return is_open & col(Conversation.waiting_since).is_not(None)
        case "snoozed":
            return (col(Conversation.status) == "open") & col(Conversation.snoozed_until).is_not(None)
        case "mentions":
            return col(Conversation.id).in_(_calls(actor))
        case "closed":
            return col(Conversation.status) == "closed"


def _calls(actor: Actor) -> sa.Select[UUID]:
    """The conversations whose notes call this member."""
    return sa.select(col(Mention.conversation_id)).where(col(Mention.member_id) == actor.member_id)


def _called(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a note there calls this member that they have not seen."""
    unseen = _calls(actor).where(col(Mention.conversation_id) == col(Conversation.id), col(Mention.read_at).is_(None))
    return unseen.correlate(Conversation).exists()


def listing(
    db: Session,
    actor: Actor,
    *,
    show: Show = "open",
    q: str = "",
    channel: str | None = None,
    label_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[ConversationRow]:
    """Conversations, the latest first; four statements, whatever their number. `q` finds the contact."""
    actor.require(Permission.inbox)
    question = sa.select(Conversation, _unread(actor), _called(actor)).where(SPOKEN, _shown(actor, show))
    if q.strip():
        question = question.where(col(Conversation.contact_id).in_(contacts.matching(db, actor, q=q)))
    if channel:
        question = question.where(col(Conversation.channel) == channel)
    if label_id:
        bearing = sa.select(col(Labelled.conversation_id)).where(col(Labelled.label_id) == label_id)
        question = question.where(col(Conversation.id).in_(bearing))
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
    conversation, unread, called = found
    return ConversationRow(**conversation.model_dump(exclude={"workspace_id", "closed_at"}), unread=bool(unread), called=bool(called))


def _named(db: Session, actor: Actor, rows: Sequence[ConversationRow]) -> list[ConversationRow]:
    """The rows with their people's names and their labels."""
    labels = _labels(db, [r.id for r in rows])
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
                "labels": labels[row.id],
                "assignee_name": team.get(row.assignee_id, "") if row.assignee_id else "",
            }
        )

    return [named(row) for row in rows]


def _labels(db: Session, ids: Sequence[UUID]) -> defaultdict[UUID, list[LabelRow]]:
    """What each of them bears, by name."""
    borne: defaultdict[UUID, list[LabelRow]] = defaultdict(list)
    if not ids:
        return borne
    question = (
        select(Labelled.conversation_id, Label)
        .join(Label, col(Label.id) == col(Labelled.label_id))
        .where(col(Labelled.conversation_id).in_(ids))
        .order_by(col(Label.name_key))
    )
    for conversation_id, label in db.exec(question):
        borne[conversation_id].append(LabelRow(id=label.id, name=label.name, tint=label.tint))
    return borne


def longest_waiting(db: Session, actor: Actor, *, limit: int) -> list[ConversationRow]:
    """Who waits for an answer, the longest first; four statements, and the rows nobody waits in are not read."""
    actor.require(Permission.inbox)
    question = sa.select(Conversation, _unread(actor), _called(actor)).where(SPOKEN, _shown(actor, "waiting"))
    found = execute(db, question.order_by(col(Conversation.waiting_since), col(Conversation.id)).limit(limit))
    return _named(db, actor, [_row(one) for one in found])


STANDING: tuple[Show, ...] = ("open", "mine", "unassigned", "unread", "waiting", "snoozed")
PRESSING: tuple[Show, ...] = ("open", "unread", "waiting")


def counts(db: Session, actor: Actor) -> CountsRow:
    """How many conversations each filter shows, in one statement: those that are open are walked once."""
    actor.require(Permission.inbox)
    called = (
        sa.select(sa.func.count(sa.distinct(col(Mention.conversation_id))))
        .where(col(Mention.member_id) == actor.member_id, col(Mention.read_at).is_(None))
        .scalar_subquery()
    )
    closed = sa.select(sa.func.count()).select_from(Conversation).where(SPOKEN, _shown(actor, "closed")).correlate(None).scalar_subquery()
    return _counted(db, actor, STANDING, closed=closed, mentions=called)


def pressing(db: Session, actor: Actor) -> CountsRow:
    """How many are open, unread and waited in, in one statement that reads no closed one; the other counts are left at nothing."""
    actor.require(Permission.inbox)
    return _counted(db, actor, PRESSING)


def _counted(db: Session, actor: Actor, shows: Sequence[Show], **beside: Any) -> CountsRow:
    """The open conversations counted by what shows them, and what is counted beside."""
    each: list[Any] = [sa.func.count().filter(_shown(actor, name)) for name in shows]
    question: sa.Select[*tuple[Any, ...]] = sa.select(*each, *beside.values()).select_from(Conversation)
    found = execute(db, question.where(SPOKEN, col(Conversation.status) == "open")).one()
    return CountsRow(**dict(zip((*shows, *beside), found, strict=True)))


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
    found = db.exec(select(Conversation, _unread(actor), _called(actor)).where(which)).first()
    if found is None:
        raise NotFound
    return _named(db, actor, [_row(found)])[0]
