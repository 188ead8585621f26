"""Reading what staff keep: labels, kept words, and the notes that call a member."""

from collections.abc import Callable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.rules import first_name
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.inbox.models import CannedReply, Conversation, Label, Mention, Message
from careops.inbox.rules.noting import filled
from careops.inbox.schemas import CannedRow, FilledRow, LabelRow, MentionRow

VARIABLES = ("first_name", "name", "business", "phone", "booking_link", "my_name", "next_booking")

# What packages above know of a contact for {variables}: each is given the contact's id and tells values by name.
TOLD: list[Callable[[Session, Actor, UUID], Mapping[str, str]]] = []


def labels(db: Session, actor: Actor) -> list[LabelRow]:
    """Every label, by name."""
    actor.require(Permission.inbox)
    return [LabelRow(id=label.id, name=label.name, tint=label.tint) for label in db.exec(select(Label).order_by(col(Label.name_key)))]


def canned_replies(db: Session, actor: Actor) -> list[CannedRow]:
    """The words kept for answering again, by their short name."""
    actor.require(Permission.inbox)
    return [canned_row(kept) for kept in db.exec(select(CannedReply).order_by(col(CannedReply.shortcut)))]


def canned_row(kept: CannedReply) -> CannedRow:
    """Kept words as readers see them."""
    return CannedRow(id=kept.id, shortcut=kept.shortcut, title=kept.title, text=kept.text, version=kept.version)


def filled_replies(db: Session, actor: Actor, *, conversation_id: UUID) -> list[FilledRow]:
    """The same, ready to be said to this contact."""
    kept = canned_replies(db, actor)
    values = _values(db, actor, conversation_id)
    return [FilledRow(id=one.id, shortcut=one.shortcut, title=one.title, text=filled(one.text, values)) for one in kept]


def _values(db: Session, actor: Actor, conversation_id: UUID) -> Mapping[str, str]:
    conversation = db.exec(select(Conversation).where(Conversation.id == conversation_id)).one_or_none()
    if conversation is None:
        raise NotFound
    person = contacts.by_ids(db, actor, ids=[conversation.contact_id])[conversation.contact_id]
    here = business.profile(db, actor)
    values = {
        "first_name": first_name(person.name),
        "name": person.name,
        "business": here.name,
        "phone": here.phone,
        "booking_link": here.booking_url,
        "my_name": actor.name,
        "next_booking": "",
    }
    for tell in TOLD:
        values |= tell(db, actor, person.id)
    return values


def mentions(db: Session, actor: Actor, *, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[MentionRow]:
    """The notes that call this member, the latest first."""
    actor.require(Permission.inbox)
    question = (
        sa.select(Mention, Message, col(Conversation.contact_id))
        .join(Message, col(Message.id) == col(Mention.message_id))
        .join(Conversation, col(Conversation.id) == col(Mention.conversation_id))
        .where(col(Mention.member_id) == actor.member_id)
    )
    attributes = sa.inspect(Mention).attrs
    by = attributes["id"].class_attribute  # ids sort by birth
    page = paging.paginate(db, question, by=by, id=by, row=lambda found: found, descending=True, cursor=cursor, limit=limit)
    people = contacts.by_ids(db, actor, ids=[contact_id for _mention, _message, contact_id in page.items])
    rows = [
        MentionRow(
            id=mention.id,
            conversation_id=mention.conversation_id,
            message_id=message.id,
            contact_name=people[contact_id].name,
            author=message.author,
            text=message.text,
            at=message.at,
            read=mention.read_at is not None,
        )
        for mention, message, contact_id in page.items
    ]
    return Page(items=rows, next_cursor=page.next_cursor)


def team(db: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Whom a note may call: everybody in the team who may see it."""
    everybody = accounts.members(db, actor)
    return [(member.id, member.name) for member in everybody if member.active and Permission.inbox in member.permissions]
