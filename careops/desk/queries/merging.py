"""Who may be the same person, and what it would mean to make them one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.contacts import queries as contacts
from careops.contacts.models import Contact, Merge
from careops.contacts.rules import GONE, ContactErased
from careops.contacts.rules.consent import standing
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.desk import rules
from careops.desk.queries.links import Link, clashing, links, run, theirs
from careops.desk.schemas.merging import Choice, MergePreview, MergeRow, Moving, Side, Suggestion

MOST = 5  # suggestions at a time


def suggestions(db: Session, actor: Actor, *, contact_id: UUID) -> list[Suggestion]:
    """Others who may be the same person: the same number, or the same name. Two statements, both by an index."""
    actor.require(Permission.contacts_view)
    who = db.exec(select(Contact).where(Contact.id == contact_id)).one_or_none()
    if who is None:
        raise NotFound
    if who.archived_at is not None:
        return []
    others = (col(Contact.id) != contact_id, col(Contact.archived_at).is_(None), col(Contact.merged_into).is_(None))
    named = sa.select(col(Contact.id)).where(col(Contact.name_key) == who.name_key, *others).limit(MOST)
    alike = [named]
    if who.phone:
        alike.insert(0, sa.select(col(Contact.id)).where(col(Contact.phone) == who.phone, *others).limit(MOST))
    ids = sa.union(*(sa.select(one.subquery().c.id) for one in alike))
    found = db.exec(select(Contact).where(col(Contact.id).in_(ids)).order_by(col(Contact.id)).limit(MOST)).all()
    mine = who.model_dump()
    return [_suggestion(one, rules.reason(mine, one.model_dump())) for one in found]


def _suggestion(one: Contact, reason: str) -> Suggestion:
    return Suggestion(id=one.id, name=one.name, email=one.email, phone=one.phone, reason=reason, why=rules.REASONS[reason])


def merge_preview(db: Session, actor: Actor, *, kept_id: UUID, merged_id: UUID, take: Mapping[str, Side] | None = None) -> MergePreview:
    """Which values win and how many rows of what move; refused as the merge itself would be."""
    actor.require(Permission.contacts_manage)
    kept, merged = pair(db, kept_id, merged_id)
    mine, other = told(db, actor, kept.id), told(db, actor, merged.id)
    becomes = rules.chosen(mine, other, take or {})
    labels = rules.LABELS | {f"fields.{field.key}": field.label for field in contacts.fields(db, actor, archived=True)}
    return MergePreview(
        kept_id=kept_id,
        merged_id=merged_id,
        kept_name=kept.name,
        merged_name=merged.name,
        version=kept.version,
        merged_version=merged.version,
        fields=[
            Choice(
                key=key,
                label=labels.get(key, key),
                kept=mine.get(key, ""),
                merged=other.get(key, ""),
                becomes=becomes[key],
                differs=mine.get(key, "") != other.get(key, ""),
            )
            for key in becomes
        ],
        moves=_moves(db, kept_id, merged_id),
        stricter=[f"{channel} {purpose}" for channel, purpose in refused_by_one(db, kept_id, merged_id)],
    )


def merges_of(db: Session, actor: Actor, *, contact_id: UUID) -> list[MergeRow]:
    """Every merge into that person, the latest first."""
    actor.require(Permission.contacts_view)
    found = db.exec(select(Merge).where(Merge.kept_id == contact_id).order_by(col(Merge.id).desc())).all()
    return [merge_row(one) for one in found]


def merge_row(one: Merge) -> MergeRow:
    """The merge without what it moved."""
    count = sum(len(moved["ids"]) for moved in one.moved["rows"])
    told = one.model_dump(include={"id", "kept_id", "merged_id", "actor_name", "at", "undone_at"})
    return MergeRow(**told, merged_name=one.before["merged"]["name"], moved=count)


# ── parts that the merge itself uses ─────────────────────


def pair(db: Session, kept_id: UUID, merged_id: UUID) -> tuple[Contact, Contact]:
    """Both entries, locked in one order whoever asks; refused where they may not become one."""
    if kept_id == merged_id:
        raise rules.MergedWithItself
    found = db.exec(select(Contact).where(col(Contact.id).in_([kept_id, merged_id])).order_by(col(Contact.id)).with_for_update()).all()
    known = {one.id: one for one in found}
    if len(known) != 2:
        raise NotFound
    for one in known.values():
        if one.merged_into is not None:
            raise rules.AlreadyMerged
        if one.source == GONE:
            raise ContactErased
    return known[kept_id], known[merged_id]


def told(db: Session, actor: Actor, contact_id: UUID) -> dict[str, str]:
    """What is said of a person, by field."""
    who: ContactRow = contacts.whole(db, actor, contact_id=contact_id)
    said: dict[str, Any] = who.model_dump(include=set(rules.SAID))
    return {name: said[name] for name in rules.SAID} | {f"fields.{key}": text for key, text in who.fields.items()}


def refused_by_one(db: Session, kept_id: UUID, merged_id: UUID) -> list[tuple[str, str]]:
    """Channel and purpose that one of them took back, where the other's later word would open it again."""
    ledgers = contacts.ledgers(db, ids=[kept_id, merged_id])
    both = sorted((entry for entries in ledgers.values() for entry in entries), key=lambda entry: entry.id)
    shut: list[tuple[str, str]] = []
    for channel in ("email", "sms"):
        for purpose in ("service", "marketing"):
            each = [standing(entries, channel, purpose) for entries in ledgers.values()]
            if any(one.said and not one.allowed for one in each) and standing(both, channel, purpose).allowed:
                shut.append((channel, purpose))
    return shut


def single_rows(db: Session, link: Link, kept_id: UUID, merged_id: UUID) -> tuple[Any, Any]:
    """The one row each has in a table where each may have one only."""
    mine = run(db, sa.select(link.table).where(theirs(db, link, kept_id)).with_for_update()).mappings().one_or_none()
    other = run(db, sa.select(link.table).where(theirs(db, link, merged_id)).with_for_update()).mappings().one_or_none()
    return mine, other


def _moves(db: Session, kept_id: UUID, merged_id: UUID) -> list[Moving]:
    """What would move, table by table; tables with nothing to move are left out."""
    moves: list[Moving] = []
    for link in links("contact"):
        moves.append(_counted(db, link, kept_id, merged_id))
        if link.single:
            mine, other = single_rows(db, link, kept_id, merged_id)
            if mine and other:
                moves += [_counted(db, deeper, mine["id"], other["id"]) for deeper in links(link.table.name)]
    return [one for one in moves if one.count]


def _counted(db: Session, link: Link, mine: UUID, other: UUID) -> Moving:
    count: sa.ColumnElement[int] = sa.func.count()
    aside: sa.ColumnElement[int] = sa.func.coalesce(sa.func.sum(sa.case((clashing(db, link, mine, other), 1), else_=0)), 0)
    question = sa.select(count.label("rows"), aside.label("aside")).select_from(link.table).where(theirs(db, link, other))
    found = run(db, question).one()
    name = link.table.name
    return Moving(table=name, called=rules.CALLED.get(name, name), count=found.rows, aside=found.aside)
