"""Everything about one person as a file they can be handed: tables, what they sent, their appointments."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from careops.booking import queries as booking
from careops.core.actor import Actor
from careops.core.sheets import written
from careops.desk.queries.erasing import Found, everyone, some_of
from careops.desk.queries.links import run
from careops.desk.queries.rows import packed
from careops.desk.rules.telling import COPYING

IN_MEMORY = 8_000_000  # bytes; what is larger is put together on the disk
APART = {
    "run",
    "runstep",
    "webhookcall",
    "webhookattempt",
    "arrival",
    "attempt",
    "alert",
    "readmark",
    "viewing",
    "hold",
    "reply",
    "importrun",
    "suppression",
}
SECRET = {"workspace_id", "link_salt", "salt", "key", "found_by", "content", "raw", "email_key", "phone_key", "name_key"}
FILES = {"attachment": "name", "formfile": "name"}


def export(db: Session, actor: Actor, *, contact_id: UUID) -> IO[bytes]:
    """A ZIP of everything: JSON and CSV for each kind, the files, a calendar file for each booking. Machinery and keys are left out."""
    for permission in COPYING:
        actor.require(permission)
    family = everyone(db, contact_id)
    found = Found(db, family)
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, ids in found.ids.items():
            if ids and name not in APART:
                _table(db, bundle, SQLModel.metadata.tables[name], sorted(ids))
        for id in sorted(found.ids["booking"]):
            bundle.writestr(f"calendar/{id}.ics", booking.ics(db, actor, booking_id=id))
    file.seek(0)
    return file


def _table(db: Session, bundle: zipfile.ZipFile, table: sa.Table, ids: Sequence[UUID]) -> None:
    """The rows twice, as a program and as a person read them; their files beside them."""
    columns = [column for column in table.columns if column.name not in SECRET or (table.name == "formfile" and column.name == "key")]
    rows = [_only(table, row, [column.name for column in columns]) for row in _rows(db, table, columns, ids)]
    bundle.writestr(f"{table.name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
    cells = ([_cell(row[column.name]) for column in columns] for row in rows)
    bundle.writestr(f"{table.name}.csv", "".join(written([column.name for column in columns], cells)))
    if table.name in FILES:
        for id in ids:
            here = sa.and_(table.c.workspace_id == db.info["workspace"], table.c.id == id)
            one = run(db, sa.select(table.c.name, table.c.content).where(here)).one()
            bundle.writestr(f"files/{id}-{_safe(one.name)}", one.content)


def _rows(db: Session, table: sa.Table, columns: Sequence[sa.Column[Any]], ids: Sequence[UUID]) -> Iterator[Any]:
    for some in some_of(ids):
        here = sa.and_(table.c.workspace_id == db.info["workspace"], table.c.id.in_(some))
        yield from run(db, sa.select(*columns).where(here).order_by(table.c.id)).mappings()


def _only(table: sa.Table, row: Any, names: Sequence[str]) -> dict[str, Any]:
    whole = packed(table, {column.name: row[column.name] if column.name in names else None for column in table.columns})
    return {name: whole[name] for name in names}


def _cell(value: Any) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _safe(name: str) -> str:
    """A file's name that cannot lead anywhere."""
    return "".join(c if c.isalnum() or c in " .-_" else "_" for c in name).lstrip(". ")[-100:] or "file"
