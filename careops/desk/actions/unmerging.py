"""One person becomes two again: what the merge moved goes back, unless somebody has touched it since."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts.actions.people import derived
from careops.contacts.models import Contact, Merge
from careops.contacts.rules import ContactExists
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.desk import rules
from careops.desk.events import ContactUnmerged
from careops.desk.queries.links import run
from careops.desk.queries.rows import unpacked
from careops.desk.schemas.merging import UnmergeRow

AT_ONCE = 500  # ids in one statement


def unmerge(db: Session, actor: Actor, *, kept_id: UUID, merge_id: UUID | None = None) -> UnmergeRow:
    """Undoes a merge, the latest of that person unless another is named, and says what could not be put back.

    Refused when it was undone already, and while who was kept is merged into somebody else.
    """
    actor.require(Permission.contacts_manage)
    entry = _entry(db, kept_id, merge_id)
    people = db.exec(
        select(Contact).where(col(Contact.id).in_([entry.kept_id, entry.merged_id])).order_by(col(Contact.id)).with_for_update()
    ).all()
    entry = db.exec(select(Merge).where(Merge.id == entry.id).execution_options(populate_existing=True)).one_or_none()
    if entry is None:  # whoever was locked before us was erased meanwhile, and the merge with them
        raise NotFound
    if entry.undone_at is not None:
        raise rules.AlreadyUnmerged
    known = {one.id: one for one in people}
    kept, merged = known[entry.kept_id], known[entry.merged_id]
    if kept.merged_into is not None or merged.merged_into != kept.id:
        raise rules.MergedLater
    left = list(_values_back(db, kept, merged, entry.before))
    _remove(db, entry.before["made"])
    left += _combined_back(db, entry.before["combined"])
    singles = [one for one in entry.before["gone"] if _single(one)]
    left += _rows_back(db, singles)
    back, stayed = _moved_back(db, entry.moved["rows"], _instead(db, singles))
    left += stayed
    left += _rows_back(db, [one for one in entry.before["gone"] if not _single(one)])
    entry.undone_at = now()
    db.flush()
    record(
        db,
        actor,
        ContactUnmerged(
            subject=kept.id, contact=kept.id, name=kept.name, merged_name=merged.name, merged=merged.id, merge=entry.id, left=len(left)
        ),
    )
    return UnmergeRow(merge_id=entry.id, kept_id=kept.id, merged_id=merged.id, back=back, left=left)


def _entry(db: Session, kept_id: UUID, merge_id: UUID | None) -> Merge:
    question = select(Merge).where(Merge.kept_id == kept_id)
    if merge_id:
        question = question.where(Merge.id == merge_id)
    else:
        question = question.order_by(col(Merge.undone_at).is_not(None), col(Merge.id).desc())
    found = db.exec(question.limit(1)).first()
    if found is None:
        raise NotFound
    return found


def _single(gone: Mapping[str, Any]) -> bool:
    """A conversation goes back before what hangs on it."""
    return gone["table"] == "conversation"


def _values_back(db: Session, kept: Contact, merged: Contact, before: Mapping[str, Any]) -> Iterator[str]:
    """What each said before; a value somebody changed since stays."""
    was, became, other = before["kept"], before["set"], before["merged"]
    news: dict[str, str] = {}
    for name in rules.SAID:
        changed = getattr(kept, name) != became[name]
        if changed and was[name] != became[name]:
            yield _("{field} was changed since and stays", field=rules.LABELS[name])
        news[name] = getattr(kept, name) if changed else was[name]
    if news["email"] and news["email"] == other["email"]:  # changed since to what was the other's own
        news["email"] = was["email"]
    merged.sqlmodel_update({"email_key": None, "phone_key": None})
    db.flush()
    try:
        with db.begin_nested():
            kept.sqlmodel_update(news | derived(news["name"], news["email"], news["phone"]) | {"version": kept.version + 1})
            db.flush()
            said = {name: other[name] for name in rules.SAID}
            merged.sqlmodel_update(said | derived(said["name"], said["email"], said["phone"]) | {"version": merged.version + 1})
            merged.merged_into = None
            merged.archived_at = unpacked(Merge.metadata.tables["contact"], {"archived_at": other["archived_at"]})["archived_at"]
            db.flush()
    except IntegrityError:
        raise ContactExists from None


def _instead(db: Session, singles: Sequence[Mapping[str, Any]]) -> dict[UUID, UUID]:
    """What stands in the place of a conversation that could not come back: the one somebody opened with that person since."""
    found: dict[UUID, UUID] = {}
    for one in singles:
        table = Merge.metadata.tables[one["table"]]
        row = unpacked(table, one["row"])
        theirs = sa.select(table.c.id).where(table.c.workspace_id == db.info["workspace"], table.c.contact_id == row["contact_id"])
        if (present := run(db, theirs).scalar()) is not None:
            found[row["id"]] = present
    return found


def _moved_back(db: Session, moved: Sequence[Mapping[str, Any]], instead: Mapping[UUID, UUID]) -> tuple[int, list[str]]:
    """How many rows went back, and what did not: it is gone, or somebody gave it to another since."""
    back, left = 0, list[str]()
    for one in moved:
        table, column = Merge.metadata.tables[one["table"]], str(one["column"])
        home = UUID(one["from"])
        ids = [UUID(id) for id in one["ids"]]
        done = 0
        for some in (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)):
            still = sa.and_(table.c.workspace_id == db.info["workspace"], table.c.id.in_(some), table.c[column] == UUID(one["to"]))
            done += run(db, sa.update(table).where(still).values({column: instead.get(home, home)})).rowcount
        back += done
        if done < len(ids):
            missing = plural("{count} row", "{count} rows", len(ids) - done)
            left.append(
                _("{what}: {missing} gone or with somebody else since", what=rules.CALLED.get(table.name, table.name), missing=missing)
            )
    return back, left


def _rows_back(db: Session, gone: Sequence[Mapping[str, Any]]) -> list[str]:
    """Puts back what gave way, unless something stands in its place by now."""
    left: list[str] = []
    for one in gone:
        table = Merge.metadata.tables[one["table"]]
        try:
            with db.begin_nested():
                run(db, sa.insert(table).values(**unpacked(table, one["row"])))
        except IntegrityError:
            left.append(_("{what}: something else stands in its place", what=rules.CALLED.get(table.name, table.name)))
    return left


def _combined_back(db: Session, combined: Sequence[Mapping[str, Any]]) -> list[str]:
    """What one row of two said goes back to what it said before, unless more was said in it since."""
    left: list[str] = []
    for one in combined:
        table = Merge.metadata.tables[one["table"]]
        was, became = unpacked(table, one["before"]), unpacked(table, one["after"])
        here = sa.and_(table.c.workspace_id == db.info["workspace"], table.c.id == was["id"], table.c.version == became["version"])
        done = run(db, sa.update(table).where(here).values(**{**was, "version": became["version"] + 1})).rowcount
        if not done:
            left.append(_("{what}: went on since and stays as it is", what=rules.CALLED.get(table.name, table.name)))
    return left


def _remove(db: Session, made: Sequence[Mapping[str, Any]]) -> None:
    for one in made:
        table = Merge.metadata.tables[one["table"]]
        run(db, sa.delete(table).where(table.c.workspace_id == db.info["workspace"], table.c.id == UUID(one["id"])))
