"""Which tables hold a contact's rows: read off the metadata, so that a table made tomorrow is not forgotten."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

# What names a contact without meaning that its row is theirs: the merges themselves, and the count of what was erased.
APART = {("contact", "merged_into"), ("merge", "kept_id"), ("merge", "merged_id"), ("erasure", "contact_id")}
PLAIN = {"contact_id", "contact"}


@dataclass(frozen=True, slots=True)
class Link:
    """A column that says whose a row is. `alone` are the other columns of each unique constraint it is part of."""

    table: sa.Table
    column: str
    alone: tuple[tuple[str, ...], ...]

    @property
    def single(self) -> bool:
        """One row for each owner: two of them become one row."""
        return () in self.alone


@cache
def links(target: str) -> tuple[Link, ...]:
    """Every column that leads to a row of that table: composite foreign keys, and for contacts plain columns of that name."""
    found: dict[tuple[str, str], Link] = {}
    for table in SQLModel.metadata.sorted_tables:
        columns = {key.column_keys[-1] for key in table.foreign_key_constraints if key.referred_table.name == target}
        if target == "contact":
            columns |= {column.name for column in table.columns if column.name in PLAIN}
        for column in sorted(columns):
            if (table.name, column) not in APART:
                found[table.name, column] = Link(table, column, _alone(table, column))
    return tuple(found.values())


def _alone(table: sa.Table, column: str) -> tuple[tuple[str, ...], ...]:
    bars = [[one.name for one in bar.columns] for bar in table.constraints if isinstance(bar, sa.UniqueConstraint)]
    bars += [[str(getattr(one, "name", one)) for one in index.expressions] for index in table.indexes if index.unique]
    return tuple(tuple(name for name in bar if name not in {"workspace_id", column}) for bar in bars if column in bar)


def theirs(db: Session, link: Link, owner: UUID) -> sa.ColumnElement[bool]:
    """Rows of this workspace whose owner that is."""
    return sa.and_(link.table.c.workspace_id == db.info["workspace"], link.table.c[link.column] == owner)


def clashing(db: Session, link: Link, mine: UUID, other: UUID) -> sa.ColumnElement[bool]:
    """Of the other's rows those which cannot stand beside mine."""
    there = link.table.alias("there")
    same = [sa.and_(sa.true(), *(there.c[name] == link.table.c[name] for name in names)) for names in link.alone]
    if not same:
        return sa.false()
    beside = sa.and_(there.c.workspace_id == db.info["workspace"], there.c[link.column] == mine, sa.or_(*same))
    return sa.and_(theirs(db, link, other), sa.exists(sa.select(sa.literal(1)).select_from(there).where(beside)))


def run(db: Session, statement: sa.Executable) -> sa.CursorResult[Any]:
    """Executes what names tables themselves; who writes it puts the workspace into it."""
    db.flush()
    return db.connection().execute(statement)
