"""Forgetting somebody: nothing of them is left in any table, file or search index but figures without a name."""

import shutil
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from careops.activity.actions import record
from careops.booking import actions as booking
from careops.contacts import actions as contacts
from careops.contacts.models import Contact, Erasure
from careops.contacts.rules import GONE, name_key
from careops.core import db as database
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import new_token
from careops.core.db import after_commit
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.settings import settings
from careops.desk import rules
from careops.desk.events import ContactErased
from careops.desk.queries.erasing import Found, everyone, some_of, upcoming
from careops.desk.queries.links import run
from careops.desk.rules.erasing import NAMELESS, SOUGHT, Blank
from careops.desk.schemas.erasing import ErasureRow

# What a row that was only found by its words becomes; where nothing is said it is removed.
SOUGHT_BLANK: dict[str, Blank] = {
    "arrival": Blank({"body": {}, "raw": b"", "reason": "", "state": "done", "due_at": None}),
    "importrun": Blank({"content": None, "report": {}, "file_name": NAMELESS}),
    "importedrow": Blank({"source_key": "", "reason": "", "before": {}, "subject": None}),
    "suppression": Blank({"detail": ""}),
}
LINK_SALTS = {"booking": "link_salt"}


def erase(db: Session, actor: Actor, *, contact_id: UUID, name: str, cancel: bool = False) -> ErasureRow:
    """Erases a person for ever, and every entry merged into them; asks for the name as it is kept.

    Refused while a booking stands before them, unless it is cancelled with it. Bookings and stock stay as figures without a name;
    the hash of their addresses stays, so that nobody writes to them by accident.
    """
    actor.require(Permission.contacts_manage)
    family = everyone(db, contact_id, lock=True)
    if " ".join(name.split()).casefold() != " ".join(family[0].name.split()).casefold():
        raise Invalid.field("name", _("Type the name exactly as it is shown"))
    ahead = upcoming(db, family)
    if ahead and not cancel:
        raise rules.UpcomingBookings
    overwrite(db)
    for id in ahead:
        booking.cancel(db, actor, booking_id=id)
    for one in family:
        _suppress(db, actor, one)
    db.flush()
    found = Found(db, family)
    folders = list(found.ids["conversation"])
    counts = _removed(db, found)
    _emptied(family)
    db.flush()
    db.expire_all()
    _forget_words(db)
    entry = Erasure(contact_id=contact_id, removed=counts, actor_name=actor.name[:200])
    db.add(entry)
    db.flush()
    record(db, actor, ContactErased(subject=contact_id, contact=contact_id, rows=sum(counts.values())))
    after_commit(db, lambda: _swept(actor.workspace, folders))
    return ErasureRow(id=entry.id, contact_id=contact_id, removed=counts)


def overwrite(db: Session) -> None:
    """What is deleted from here on is overwritten in SQLite's file, not merely let go of."""
    if db.get_bind().dialect.name == "sqlite":
        db.connection().exec_driver_sql("PRAGMA secure_delete=ON")


def _suppress(db: Session, actor: Actor, one: Contact) -> None:
    for channel, address in (("email", one.email), ("sms", one.phone)):
        if address:
            contacts.suppress(db, actor, channel="email" if channel == "email" else "sms", address=address, reason="erased")


def _removed(db: Session, found: Found) -> dict[str, int]:
    """Blanks what stays and removes the rest, from the outermost table to the innermost; returns how many rows of each."""
    counts = {name: len(ids) for name, ids in sorted(found.ids.items()) if ids}
    dealt = set[str]()
    blanks = {trace.table: trace.blank for trace in rules.TRACES if trace.blank} | SOUGHT_BLANK
    for name in reversed(list(dict.fromkeys([*(trace.table for trace in rules.TRACES), *SOUGHT]))):
        if name in blanks and name not in dealt:
            dealt.add(name)
            _blanked(db, SQLModel.metadata.tables[name], found.ids[name], blanks[name])
    for name in reversed(list(dict.fromkeys([*(trace.table for trace in rules.TRACES), *SOUGHT]))):
        if name not in dealt:
            table = SQLModel.metadata.tables[name]
            for some in some_of(found.ids[name]):
                run(db, sa.delete(table).where(table.c.workspace_id == db.info["workspace"], table.c.id.in_(some)))
    return counts


def _blanked(db: Session, table: sa.Table, ids: set[UUID], blank: Blank) -> None:
    for some in some_of(ids):
        here = sa.and_(table.c.workspace_id == db.info["workspace"], table.c.id.in_(some))
        values: dict[str, Any] = dict(blank.values)
        if table.name == "event":
            values |= {"actor_name": sa.case((table.c.actor_kind == "customer", ""), else_=table.c.actor_name)}
            values |= {"reacted_at": sa.func.coalesce(table.c.reacted_at, sa.literal(now(), table.c.reacted_at.type))}
        if values:
            run(db, sa.update(table).where(here).values(**values))
        if table.name in LINK_SALTS:
            for id in some:
                run(db, sa.update(table).where(table.c.id == id).values({LINK_SALTS[table.name]: new_token()[:16]}))
        for name in blank.anonymous:
            for row in run(db, sa.select(table.c.id, table.c[name].label("told")).where(here)).all():
                run(db, sa.update(table).where(table.c.id == row.id).values({name: rules.blanked(row.told)}))


def _emptied(family: Sequence[Contact]) -> None:
    """The entries stay, since bookings hang on them, and say nothing."""
    for one in family:
        one.sqlmodel_update(
            {
                "name": NAMELESS,
                "name_key": name_key(NAMELESS),
                "email": "",
                "email_key": None,
                "phone": "",
                "phone_key": None,
                "found_by": "",
                "locale": "",
                "timezone": "",
                "source": GONE,
                "notes": "",
                "archived_at": now(),
                "version": one.version + 1,
            }
        )


def _forget_words(db: Session) -> None:
    """A removed row's words linger in SQLite's search index until its parts are merged; Postgres keeps them in the row itself."""
    if db.get_bind().dialect.name == "sqlite":
        for index in ("messagewords", "contactwords"):
            db.connection().exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 - two names of our own


def _swept(workspace: UUID, conversations: Sequence[UUID]) -> None:
    """Files that were not sent yet, and what SQLite's log still holds."""
    for id in conversations:
        for folder in (settings.data_dir / "uploads" / str(workspace)).glob(f"*/{id}"):
            shutil.rmtree(folder, ignore_errors=True)
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
