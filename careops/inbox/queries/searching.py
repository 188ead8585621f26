"""Searching everything that was said: SQLite's own full text index, or Postgres's; the newest hit first, never sorted in full."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts import queries as contacts
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid, NotFound
from careops.core.ids import read_id
from careops.core.paging import Page
from careops.inbox.models import Conversation, Message
from careops.inbox.rules import searching
from careops.inbox.schemas import FoundRow

_WORDS = sa.table("messagewords", sa.column("rowid", sa.Integer))
_KEYS = sa.table("messagewords_key", sa.column("number", sa.Integer), sa.column("message_id", sa.Uuid()))
_INDEXED: sa.ColumnElement[Any] = sa.literal_column("messagewords")  # the whole index on SQLite, the message's own column on Postgres


def search(db: Session, actor: Actor, *, q: str, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[FoundRow]:
    """Messages that hold every word typed, the latest first, each with the line around it; two statements, none for no word."""
    actor.require(Permission.inbox)
    if not 1 <= limit <= paging.MOST:
        raise Invalid.field("limit", f"Give a number from 1 to {paging.MOST}")
    wanted = searching.words(q)
    if not wanted:
        return Page(items=[])
    after = _read(cursor) if cursor else None
    ask = _on_sqlite if db.get_bind().dialect.name == "sqlite" else _on_postgres
    found: list[Any] = list(db.exec(ask(wanted, actor.workspace, after, limit + 1)))  # type: ignore[call-overload]
    people = contacts.by_ids(db, actor, ids=[row.contact_id for row in found[:limit]])
    items = [
        FoundRow(
            message_id=row.id,
            conversation_id=row.conversation_id,
            contact_id=row.contact_id,
            contact_name=people[row.contact_id].name,
            initials=people[row.contact_id].initials,
            tint=people[row.contact_id].tint,
            direction=row.direction,
            kind=row.kind,
            channel=row.channel,
            author=row.author,
            at=row.at,
            pieces=searching.snippet(row.words, wanted),
        )
        for row in found[:limit]
    ]
    return Page(items=items, next_cursor=items[-1].message_id.hex if len(found) > limit else None)


def _read(cursor: str) -> UUID:
    try:
        return read_id(cursor)
    except NotFound:
        raise Invalid.field("cursor", "This cursor is not one of ours") from None


def _shown() -> sa.Select[*tuple[Any, ...]]:
    said = col(Message.text) + sa.case((col(Message.subject) != "", " · " + col(Message.subject)), else_="")
    return sa.select(
        col(Message.id),
        col(Message.conversation_id),
        col(Conversation.contact_id),
        col(Message.direction),
        col(Message.kind),
        col(Message.channel),
        col(Message.author),
        col(Message.at),
        said.label("words"),
    ).join(Conversation, col(Conversation.id) == col(Message.conversation_id))


def _on_sqlite(wanted: list[str], workspace: UUID, after: UUID | None, limit: int) -> sa.Select[*tuple[Any, ...]]:
    """The index walks its documents backwards and stops when it has enough; it knows the workspace as a word."""
    question = sa.select(_WORDS.c.rowid).where(_INDEXED.op("MATCH")(searching.sqlite_match(wanted, workspace)))
    if after is not None:
        question = question.where(_WORDS.c.rowid < sa.select(_KEYS.c.number).where(_KEYS.c.message_id == after).scalar_subquery())
    hits = question.order_by(_WORDS.c.rowid.desc()).limit(limit).subquery("hits")
    return (
        _shown()
        .join(_KEYS, _KEYS.c.message_id == col(Message.id))
        .join(hits, hits.c.rowid == _KEYS.c.number)
        .order_by(_KEYS.c.number.desc())
    )


def _on_postgres(wanted: list[str], _workspace: UUID, after: UUID | None, limit: int) -> sa.Select[*tuple[Any, ...]]:
    """The planner chooses: rare words by the index of words, common ones by walking back through time."""
    words: sa.ColumnElement[Any] = sa.literal_column("message.messagewords")
    question = _shown().where(words.op("@@")(sa.func.to_tsquery("simple", searching.postgres_match(wanted))))
    if after is not None:
        last = sa.select(col(Message.at), col(Message.id)).where(col(Message.id) == after).correlate(None).scalar_subquery()
        question = question.where(sa.tuple_(col(Message.at), col(Message.id)) < last)
    return question.order_by(col(Message.at).desc(), col(Message.id).desc()).limit(limit)
