"""Any statement, and those that are asked and written so often that they are built, and walled, only once."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVarTuple, cast, overload
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import with_loader_criteria
from sqlmodel import Session

from careops.core.db.tables import Scoped, Table
from careops.core.db.walls import NoWorkspace, home, mentions_scoped, owner
from careops.core.ids import new_id

Ts = TypeVarTuple("Ts")

_HERE = sa.bindparam("here", type_=sa.Uuid())
_WALL = with_loader_criteria(Scoped, lambda table: owner(table) == _HERE, include_aliases=True, propagate_to_loaders=False)


@overload
def execute(db: Session, statement: "sa.Select[*Ts]", values: Mapping[str, Any] | None = None, **options: Any) -> sa.Result[*Ts]: ...
@overload
def execute(
    db: Session, statement: sa.Executable, values: Mapping[str, Any] | None = None, **options: Any
) -> sa.Result[*tuple[Any, ...]]: ...
def execute(db: Session, statement: sa.Executable, values: Mapping[str, Any] | None = None, **options: Any) -> sa.Result[*tuple[Any, ...]]:
    """What any statement answers. The session's own `execute` is marked as old by sqlmodel, whose `exec` types only its own select."""
    return super(Session, db).execute(statement, values, execution_options=options)


class Prepared(Generic[*Ts]):
    """A statement built once and walled once, even `everywhere`; asking it costs little more than the driver does.

    One that returns columns goes straight to the connection, past what makes objects out of rows.
    """

    def __init__(self, statement: "sa.Select[*Ts] | sa.Delete") -> None:
        self._walled = statement.options(_WALL).execution_options(walled=True)
        self._scoped = mentions_scoped(statement)
        if self._scoped and f":{_HERE.key}" not in str(self._walled):
            raise NoWorkspace("only what names the models' own attributes is walled: not a table's columns")
        self._whole = any(isinstance(told["expr"], type) for told in getattr(statement, "column_descriptions", ()))

    def ask(self, db: Session, **values: object) -> Sequence[sa.Row[*Ts]]:
        """Every row of the answer; `values` fill the statement's named places."""
        return self._executed(db, values).all()

    def run(self, db: Session, **values: object) -> None:
        """Does it, for a statement that answers nothing; objects of the session do not notice."""
        self._executed(db, values)

    def _executed(self, db: Session, values: dict[str, object]) -> Any:
        values["here"] = db.info["workspace"]
        if self._scoped and values["here"] is None:
            raise NoWorkspace(str(self._walled))
        if self._whole:
            return super(Session, db).execute(self._walled, values)
        if db.autoflush:
            db.flush()
        return db.connection().execute(self._walled, values)


class Inserted:
    """A table's insert, built once: a row goes straight to the connection, past what keeps track of objects (a sixth of the cost).

    Wall (a) holds as it does for objects: the row is stamped with the session's workspace, and another's is refused. What is left
    out takes the model's own default. The row is in the database when the call returns; objects added to the session before it are
    written before it, where the table has links that may point at them. The session knows no object of it: ask, if one is needed.
    A row the database refuses raises IntegrityError and, as always on Postgres, spoils the transaction outside of a `begin_nested`.
    """

    def __init__(self, table: type[Table]) -> None:
        into = cast("sa.Table", sa.inspect(table).local_table)
        self._table = table
        self._linked = bool(into.foreign_keys)
        self._insert = sa.insert(into)
        self._insert_new = {
            "sqlite": sqlite.insert(into).on_conflict_do_nothing().execution_options(preserve_rowcount=True),
            "postgresql": postgresql.insert(into).on_conflict_do_nothing().execution_options(preserve_rowcount=True),
        }

    def add(self, db: Session, **values: Any) -> UUID:
        """Writes one row and returns its id."""
        row = self._whole(db, values)
        self._connection(db).execute(self._insert, row)
        return row["id"]

    def add_all(self, db: Session, rows: Sequence[dict[str, Any]]) -> list[UUID]:
        """Writes several rows, which all name the same columns, in one statement; returns their ids in the same order."""
        whole = [self._whole(db, row) for row in rows]
        if whole:
            self._connection(db).execute(self._insert, whole)
        return [row["id"] for row in whole]

    def add_new(self, db: Session, **values: Any) -> UUID | None:
        """Writes one row unless one it would clash with is there: None then, and the other can be read, whoever wrote it just now."""
        connection, row = self._connection(db), self._whole(db, values)
        done = connection.execute(self._insert_new[connection.dialect.name], row)
        return row["id"] if done.rowcount == 1 else None

    def _whole(self, db: Session, values: dict[str, Any]) -> dict[str, Any]:
        row = {"id": new_id(), **values}
        if issubclass(self._table, Scoped):
            row["workspace_id"] = home(db, self._table, row.get("workspace_id"))
        return row

    def _connection(self, db: Session) -> sa.Connection:
        if self._linked and db.autoflush:
            db.flush()
        return db.connection()
