"""A file of items on its way in: it waits for the member who sent it, is tried as often as they like, and brought in once."""

import os
from contextlib import suppress
from pathlib import Path

from sqlmodel import Session

from careops.contacts.rules.importing import file_name_of
from careops.core.actor import Actor, Permission
from careops.core.db import after_commit
from careops.core.ids import new_id
from careops.core.sheets import opened
from careops.inventory.actions.tables import import_items
from careops.inventory.queries.waiting import place_of, waiting_file
from careops.inventory.schemas.files import ItemFileReport, WaitingFile


def keep_file(_db: Session, actor: Actor, *, name: str, content: bytes) -> WaitingFile:
    """Keeps a table for this member, in place of the one before; what is no table is refused now. A reading session is enough."""
    actor.require(Permission.inventory_manage)
    opened(content)
    told, where = WaitingFile(name=file_name_of(name)), place_of(actor)
    where.mkdir(0o700, parents=True, exist_ok=True)
    _put(where / "file", content)
    _put(where / "file.json", told.model_dump_json().encode())
    return told


def try_file(db: Session, actor: Actor) -> tuple[WaitingFile, ItemFileReport]:
    """What the waiting file would do; nothing is changed."""
    told, content = waiting_file(db, actor)
    return told, import_items(db, actor, content=content)


def bring_in_file(db: Session, actor: Actor, *, skip_bad: bool = False) -> ItemFileReport:
    """Brings the waiting file in, as a file of the API is; once that is committed it waits no more."""
    _told, content = waiting_file(db, actor)
    report = import_items(db, actor, content=content, dry_run=False, skip_bad=skip_bad)
    if not report.dry_run:
        after_commit(db, lambda: _drop(place_of(actor)))
    return report


def _put(where: Path, content: bytes) -> None:
    """Whole or not at all: whoever reads at this moment reads the old one or the new one."""
    new = where.with_name(f"{new_id()}.new")
    new.write_bytes(content)
    os.replace(new, where)


def _drop(where: Path) -> None:
    with suppress(OSError):  # what cannot be removed now is forgotten with time
        (where / "file.json").unlink(missing_ok=True)
        (where / "file").unlink(missing_ok=True)
        where.rmdir()
