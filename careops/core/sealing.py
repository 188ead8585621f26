"""Sealing everything anew after the installation's key has changed. Whatever is sealed stands in a column whose name begins so."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from careops.core.crypto import reseal

AT_ONCE = 200  # rows read in one go


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many secrets are sealed with today's key now, and how many no key opens."""

    sealed: int = 0
    lost: int = 0

    def __add__(self, other: "Resealed") -> "Resealed":
        return Resealed(self.sealed + other.sealed, self.lost + other.lost)


def reseal_all(db: Session) -> Resealed:
    """Every secret of every workspace, table by table beneath the wall between them; what cannot be opened stays as it is."""
    done = Resealed()
    for table, column in sealed_columns():
        done += _reseal(db.connection(), table, column)
    return done


def sealed_columns() -> list[tuple[sa.Table, sa.Column[str]]]:
    """Where secrets are kept."""
    tables = SQLModel.metadata.sorted_tables
    return [(table, column) for table in tables for column in table.columns if column.name.startswith("sealed")]


def _reseal(connection: sa.Connection, table: sa.Table, column: sa.Column[str]) -> Resealed:
    done, rows = Resealed(), _next(connection, table, column)
    while rows:
        for id, sealed in rows:
            try:
                connection.execute(sa.update(table).where(table.c.id == id).values({column: reseal(sealed)}))
                done += Resealed(sealed=1)
            except ValueError:
                done += Resealed(lost=1)
        rows = _next(connection, table, column, after=rows[-1][0])
    return done


def _next(connection: sa.Connection, table: sa.Table, column: sa.Column[str], after: UUID | None = None) -> list[tuple[UUID, str]]:
    rows = sa.select(table.c.id, column).where(column != "").order_by(table.c.id).limit(AT_ONCE).with_for_update()
    return [(id, sealed) for id, sealed in connection.execute(rows if after is None else rows.where(table.c.id > after))]
