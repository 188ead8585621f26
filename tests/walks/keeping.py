"""A world that several tests of a process begin with: made once by actions, the way people make it, and copied for each of them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

World = TypeVar("World")
_kept: dict[Callable[[], Any], tuple[Path, Any]] = {}


def kept(database: sa.Engine, make: Callable[[], World], folder: Path) -> World:
    """What `make` makes of this empty database, which is such a world from now on; only a SQLite file is copied."""
    if database.dialect.name != "sqlite":
        return make()
    file = Path(database.url.database or "")
    if make not in _kept:
        made = make()
        _kept[make] = folder / f"{make.__name__}.db", made
        _copied(file, _kept[make][0])
        return made
    known, made = _kept[make]
    _copied(known, file)
    return made


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
