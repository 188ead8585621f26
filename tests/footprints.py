"""What a database holds, as one hash: the proof that something changed nothing."""

import hashlib
import sqlite3
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
    workspace = SQLModel.metadata.tables["workspace"]
    questions = [sa.select(table).where(table.c.workspace_id == workspace_id).order_by(table.c.id) for table in scoped_tables()]
    return _hash(engine, [sa.select(workspace).where(workspace.c.id == workspace_id), *questions])


def of_everything(engine: sa.Engine) -> str:
    """One hash of every row there is, without comings and goings."""
    tables = [table for name, table in sorted(SQLModel.metadata.tables.items()) if name not in COMINGS]
    return _hash(engine, [sa.select(table).order_by(*table.primary_key) for table in tables])


def ids(engine: sa.Engine, workspace_id: UUID) -> dict[str, list[UUID]]:
    """The ids of the workspace's rows, by table."""
    with engine.connect() as connection:
        return {
            table.name: list(connection.scalars(sa.select(table.c.id).where(table.c.workspace_id == workspace_id).order_by(table.c.id)))
            for table in scoped_tables()
        }


def _hash(engine: sa.Engine, questions: list[sa.Select[tuple[object, ...]]]) -> str:
    found = hashlib.sha256()
    with engine.connect() as connection:
        for question in questions:
            for row in connection.execute(question):
                found.update(repr(tuple(row)).encode())
            found.update(b"\0")
    return found.hexdigest()


class Watch:
    """Tells whether a SQLite database changed since it was last asked, without reading it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection = sqlite3.connect(engine.url.database or "")
        self._seen = self._version()
        self._hash = of_everything(engine)

    def _version(self) -> int:
        """SQLite's own count of what other connections have committed."""
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def changed(self) -> bool:
        """Whether any row differs from what it was at the last question; comings and goings do not count."""
        seen, self._seen = self._seen, self._version()
        if seen == self._seen:
            return False
        before, self._hash = self._hash, of_everything(self._engine)
        return before != self._hash
