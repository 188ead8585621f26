"""Searching people: SQLite's own full text index, or Postgres's, over the words they are found by."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts import rules
from careops.contacts.models import Contact
from careops.core.actor import Actor

_WORDS = sa.table("contactwords", sa.column("rowid", sa.Integer))
_KEYS = sa.table("contactwords_key", sa.column("number", sa.Integer), sa.column("contact_id", sa.Uuid()))
_INDEXED: sa.ColumnElement[Any] = sa.literal_column("contactwords")  # the whole index on SQLite, the contact's own column on Postgres


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A condition on people, said twice: `ids` finds them all by an index, `holds` tests one who is at hand.

    Where `ids` is not `exact` it finds others besides.
    """

    ids: sa.Select[UUID]
    holds: sa.ColumnElement[bool]
    exact: bool = True


def matching(db: Session, actor: Actor, *, q: str) -> sa.Select[UUID]:
    """The ids of people whose name, address or number holds every word; for other domains' `IN (…)`."""
    return searched(db, actor, q).ids


def searched(db: Session, actor: Actor, q: str) -> Narrowing:
    """Who is found by what was typed: whose words begin with each of its words. Signs alone find nobody."""
    wanted = rules.search_words(q)
    if not wanted:
        return Narrowing(sa.select(col(Contact.id)).where(sa.false()), sa.false())
    said = sa.literal(" ") + col(Contact.found_by)
    return Narrowing(_indexed(db, actor, wanted), sa.and_(*(said.contains(f" {word}") for word in wanted)))


def _indexed(db: Session, actor: Actor, wanted: list[str]) -> sa.Select[UUID]:
    if db.get_bind().dialect.name == "sqlite":
        hits = _INDEXED.op("MATCH")(rules.sqlite_match(wanted, actor.workspace))
        return sa.select(_KEYS.c.contact_id).join_from(_WORDS, _KEYS, _KEYS.c.number == _WORDS.c.rowid).where(hits)
    words: sa.ColumnElement[Any] = sa.literal_column("contact.contactwords")
    return sa.select(col(Contact.id)).where(words.op("@@")(sa.func.to_tsquery("simple", rules.postgres_match(wanted))))
