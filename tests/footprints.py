"""What a database holds, as one hash: the proof that something changed nothing."""

import hashlib
import sqlite3
from collections.abc import Callable
from functools import lru_cache, partial
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

# Traces of coming and going, not of what a business has.
COMINGS = {"signin", "refreshtoken", "accounttoken", "reply"}


def scoped_tables() -> list[sa.Table]:
    """The tables whose rows belong to a workspace, by name."""
    return [table for name, table in sorted(SQLModel.metadata.tables.items()) if "workspace_id" in table.c and name not in COMINGS]


def of_workspace(engine: sa.Engine, workspace_id: UUID) -> str:
    """One hash of every row of the workspace, its own included."""
    return _hash(engine, _of_one(engine.dialect, workspace_id))


def of_everything(engine: sa.Engine) -> str:
    """One hash of every row there is, without comings and goings."""
    return _hash(engine, _of_all(engine.dialect))


def ids(engine: sa.Engine, workspace_id: UUID) -> dict[str, list[UUID]]:
    """The ids of the workspace's rows, by table."""
    with engine.connect() as connection:
        return {
            table.name: list(connection.scalars(sa.select(table.c.id).where(table.c.workspace_id == workspace_id).order_by(table.c.id)))
            for table in scoped_tables()
        }


@lru_cache(maxsize=8)
def _of_one(dialect: sa.Dialect, workspace_id: UUID) -> list[str]:
    workspace = SQLModel.metadata.tables["workspace"]
    rows = [sa.select(table).where(table.c.workspace_id == workspace_id).order_by(table.c.id) for table in scoped_tables()]
    return [_spelled(dialect, question) for question in (sa.select(workspace).where(workspace.c.id == workspace_id), *rows)]


@lru_cache(maxsize=2)
def _of_all(dialect: sa.Dialect) -> list[str]:
    tables = [table for name, table in sorted(SQLModel.metadata.tables.items()) if name not in COMINGS]
    return [_spelled(dialect, sa.select(table).order_by(*table.primary_key)) for table in tables]


def _spelled(dialect: sa.Dialect, question: sa.Select[tuple[object, ...]]) -> str:
    return str(question.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _hash(engine: sa.Engine, questions: list[str]) -> str:
    """The driver itself is asked: what the columns mean is of no interest here, and making objects of them takes far longer."""
    found = hashlib.sha256()
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        for question in questions:
            cursor.execute(question)
            found.update(repr(cursor.fetchall()).encode())
    return found.hexdigest()


class Watch:
    """Tells whether a SQLite database, or one workspace of it, changed since it was last asked; reads it only after somebody wrote."""

    def __init__(self, engine: sa.Engine, workspace_id: UUID | None = None) -> None:
        self._look: Callable[[], str] = partial(of_workspace, engine, workspace_id) if workspace_id else partial(of_everything, engine)
        self._connection = sqlite3.connect(engine.url.database or "")
        self._seen = self._version()
        self._hash = self._look()

    def _version(self) -> int:
        """SQLite's own count of what other connections have committed."""
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def changed(self) -> bool:
        """Whether any row differs from what it was at the last question; comings and goings do not count."""
        seen, self._seen = self._seen, self._version()
        if seen == self._seen:
            return False
        before, self._hash = self._hash, self._look()
        return before != self._hash
