"""Two entries of one person become one. Nothing is thrown away: what gives way is kept in the merge, which can be undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts.actions.people import derived
from careops.contacts.models import Consent, Contact, CustomField, Merge
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import Invalid, Stale
from careops.core.i18n import text as _
from careops.desk import rules
from careops.desk.events import ContactMerged
from careops.desk.queries.links import Link, clashing, links, run, theirs
from careops.desk.queries.merging import merge_row, pair, refused_by_one, single_rows, told
from careops.desk.queries.rows import packed
from careops.desk.schemas.merging import MergeRow, Side


class Ledger:
    """What a merge does, as it does it: rows that changed hands, rows that gave way, rows it made or changed."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self.moved: list[dict[str, Any]] = []
        self.gone: list[dict[str, Any]] = []
        self.made: list[dict[str, Any]] = []
        self.combined: list[dict[str, Any]] = []

    def move(self, link: Link, mine: UUID, other: UUID) -> None:
        """The other's rows become mine; those that cannot stand beside mine give way."""
        if link.alone:
            self.aside(link.table, clashing(self.db, link, mine, other))
        change = sa.update(link.table).where(theirs(self.db, link, other)).values({link.column: mine}).returning(link.table.c.id)
        ids = [row.id.hex for row in run(self.db, change)]
        if ids:
            self.moved.append({"table": link.table.name, "column": link.column, "from": other.hex, "to": mine.hex, "ids": ids})

    def aside(self, table: sa.Table, which: sa.ColumnElement[bool]) -> None:
        """Takes rows out and remembers them whole."""
        found = run(self.db, sa.select(table).where(which)).all()
        if found:
            self.gone += [{"table": table.name, "row": packed(table, row)} for row in found]
            run(
                self.db,
                sa.delete(table).where(table.c.workspace_id == self.db.info["workspace"], table.c.id.in_([row.id for row in found])),
            )


def merge(
    db: Session,
    actor: Actor,
    *,
    kept_id: UUID,
    merged_id: UUID,
    take: Mapping[str, Side] | None = None,
    version: int | None = None,
    merged_version: int | None = None,
) -> MergeRow:
    """Makes one person of two: everything of the other's becomes the kept one's, and the other leads there from then on.

    Refused with oneself, with who was merged or erased already, and where a version given is not the present one.
    """
    actor.require(Permission.contacts_manage)
    kept, merged = pair(db, kept_id, merged_id)
    if version not in (None, kept.version) or merged_version not in (None, merged.version):
        raise Stale
    mine, other = told(db, actor, kept_id), told(db, actor, merged_id)
    wanted = take or {}
    if unknown := [name for name in wanted if name not in mine and name not in other]:
        raise Invalid.field(f"take.{unknown[0]}", _("There is no such field"))
    before = {"kept": packed(_table("contact"), kept), "merged": packed(_table("contact"), merged)}
    becomes = rules.chosen(mine, other, wanted)
    ledger = Ledger(db)
    shut = refused_by_one(db, kept_id, merged_id)
    _give_way(
        ledger, kept_id, [name.removeprefix("fields.") for name, side in wanted.items() if side == "merged" and name.startswith("fields.")]
    )
    for link in links("contact"):
        if not (link.single and _joined(ledger, link, kept_id, merged_id)):
            ledger.move(link, kept_id, merged_id)
    _stricter(ledger, actor, kept_id, shut)
    _become(db, kept, merged, becomes)
    entry = Merge(
        kept_id=kept_id,
        merged_id=merged_id,
        moved={"rows": ledger.moved},
        before=before | {"set": packed(_table("contact"), kept), "gone": ledger.gone, "made": ledger.made, "combined": ledger.combined},
        actor_name=actor.name[:200],
    )
    db.add(entry)
    db.flush()
    fact = ContactMerged(
        subject=kept_id, contact=kept_id, name=kept.name, merged_name=before["merged"]["name"], merged=merged_id, merge=entry.id
    )
    record(db, actor, fact)
    return merge_row(entry)


def _table(name: str) -> sa.Table:
    return Merge.metadata.tables[name]


def _give_way(ledger: Ledger, kept_id: UUID, keys: list[str]) -> None:
    """Where the other's word was chosen for a field of the business's own, the kept one's gives way."""
    if keys:
        values = _table("customvalue")
        fields = sa.select(col(CustomField.id)).where(
            col(CustomField.workspace_id) == ledger.db.info["workspace"], col(CustomField.key).in_(keys)
        )
        mine = sa.and_(values.c.workspace_id == ledger.db.info["workspace"], values.c.contact_id == kept_id, values.c.field_id.in_(fields))
        ledger.aside(values, mine)


def _joined(ledger: Ledger, link: Link, kept_id: UUID, merged_id: UUID) -> bool:
    """Two rows where each person has one only become one: what hangs on the other's moves over. False where one has none."""
    mine, other = single_rows(ledger.db, link, kept_id, merged_id)
    if not (mine and other):
        return False
    for deeper in links(link.table.name):
        ledger.move(deeper, mine["id"], other["id"])
    ledger.aside(link.table, theirs(ledger.db, link, merged_id))
    if news := _combined(mine, other):
        table = link.table
        here = sa.and_(table.c.workspace_id == ledger.db.info["workspace"], table.c.id == mine["id"])
        run(ledger.db, sa.update(table).where(here).values(**news))
        after = run(ledger.db, sa.select(table).where(here)).one()
        ledger.combined.append({"table": table.name, "before": packed(table, mine), "after": packed(table, after)})
    return True


def _combined(mine: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What one conversation of two says: open if either was, waiting since the earlier word, and the latest word on top."""
    if "last_message_at" not in mine:
        return {}
    news: dict[str, Any] = {"waiting_since": min(_said("waiting_since", mine, other), default=None)}
    news |= {name: max(_said(name, mine, other), default=None) for name in ("last_inbound_at", "last_message_at")}
    if other["last_message_at"] > mine["last_message_at"]:
        news |= {name: other[name] for name in ("preview", "preview_by", "channel")}
    if "open" in (mine["status"], other["status"]):
        news |= {"status": "open", "closed_at": None}
    news |= {"assignee_id": mine["assignee_id"] or other["assignee_id"], "undelivered": mine["undelivered"] or other["undelivered"]}
    return news | {"version": mine["version"] + 1}


def _said(name: str, *rows: Mapping[str, Any]) -> list[Any]:
    return [row[name] for row in rows if row[name]]


def _stricter(ledger: Ledger, actor: Actor, kept_id: UUID, shut: list[tuple[str, str]]) -> None:
    """Both histories stand in one ledger now, where the latest word counts: what one of them took back is said again."""
    for channel, purpose in shut:
        said = Consent(contact_id=kept_id, channel=channel, purpose=purpose, allowed=False, basis="consent", source="merge")
        said.wording, said.member_id, said.actor_name = _("One of the two merged contacts had said no"), actor.member_id, actor.name[:120]
        ledger.db.add(said)
        ledger.made.append({"table": "consent", "id": said.id.hex})
    ledger.db.flush()


def _become(db: Session, kept: Contact, merged: Contact, becomes: Mapping[str, str]) -> None:
    """The other is put away and leads to the kept one. An address the kept one does not take stays a way to be recognized by."""
    spare = {
        name: next((said for said in (getattr(merged, name), getattr(kept, name)) if said != becomes[name]), "")
        for name in ("email", "phone")
    }
    news = {name: becomes[name] for name in rules.SAID}
    kept_keys, spare_keys = derived(news["name"], news["email"], news["phone"]), derived(merged.name, spare["email"], spare["phone"])
    merged.sqlmodel_update({"email_key": None, "phone_key": None, "found_by": ""})
    merged.archived_at, merged.merged_into, merged.version = now(), kept.id, merged.version + 1
    db.flush()  # first what gives an address away, then who takes it
    kept.sqlmodel_update(news | kept_keys | {"version": kept.version + 1})
    db.flush()
    clash = spare_keys["phone_key"] is not None and _taken(db, spare_keys["phone_key"])
    merged.sqlmodel_update({**spare, "email_key": spare_keys["email_key"], "phone_key": None if clash else spare_keys["phone_key"]})
    db.flush()


def _taken(db: Session, phone_key: str) -> bool:
    return db.exec(select(Contact.id).where(Contact.phone_key == phone_key)).first() is not None
