"""The database: engines, the one transaction of an action, and the wall between workspaces.

Wall (a): a session knows its actor's workspace; every ORM read, update and delete of a `Scoped` table is filtered to it and
every insert is stamped with it, so that forgetting is safe. A session without a workspace refuses scoped tables altogether.
`Prepared` and `Inserted` have the same wall built in: they are for what is asked and written so often that the session's own way would
cost more than the database's work.
Wall (b): links between scoped tables are composite foreign keys (`link`), so that the database itself refuses a foreign id.
"""

import asyncio
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, TypeVarTuple, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, UOWTransaction, with_loader_criteria
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import visitors
from sqlmodel import Field, Session, SQLModel

from careops.core import live
from careops.core.actor import Actor
from careops.core.errors import Unavailable
from careops.core.ids import new_id
from careops.core.settings import settings

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Work = Callable[Concatenate[Session, Actor, P], T]

BUSY = 15_000  # milliseconds a writer waits for another before it gives up

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """A row with an id of its own."""

    id: UUID = Field(default_factory=new_id, primary_key=True)


class Scoped(Table):
    """A row that belongs to exactly one workspace. Give it `__table_args__ = (owned("name"), link(...), ...)`."""

    workspace_id: UUID = Field(default=None, nullable=False)


def _owner(table: Any) -> Any:
    """The table's workspace column; SQLAlchemy first tries the criterion on the mixin itself, where pydantic hides the field."""
    return getattr(table, "workspace_id", sa.column("workspace_id", sa.Uuid()))


def owned(table: str) -> sa.UniqueConstraint:
    """What a scoped table needs so that others can link to it by workspace and id."""
    return sa.UniqueConstraint("workspace_id", "id", name=f"uq_{table}_owned")


def link(column: str, target: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """Wall (b): a reference that can only point at a row of the same workspace."""
    return sa.ForeignKeyConstraint(["workspace_id", column], [f"{target}.workspace_id", f"{target}.id"], ondelete=ondelete)


# ── engines ──────────────────────────────────────────────


def make_engine(url: str) -> sa.Engine:
    """An engine whose transactions mean the same on SQLite and Postgres."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, pool_timeout=10)
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY / 1000}, pool_size=20, max_overflow=20)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: it would leave SELECTs outside the transaction
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            f"synchronous={settings.synchronous}",
            f"busy_timeout={BUSY}",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later gets SQLITE_BUSY at once: writers take the lock at the start.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")

    return engine


engine: sa.Engine = make_engine(settings.database_url)


def connect(url: str) -> sa.Engine:
    """Turns the whole process to another database (tests, the demo); returns the new engine."""
    global engine
    engine.dispose()
    engine = make_engine(url)
    return engine


# ── transactions ─────────────────────────────────────────


def _open(actor: Actor | None, *, write: bool) -> Session:
    bind = engine.execution_options(write=True) if write else engine
    workspace = actor.workspace_id if actor else None
    return Session(bind, expire_on_commit=False, autoflush=write, info={"actor": actor, "workspace": workspace, "wake": set(), "then": []})


@contextmanager
def transaction(actor: Actor | None = None) -> Generator[Session]:
    """One action, one transaction: commits when the block ends, rolls back when it raises; tabs are woken after the commit."""
    with _open(actor, write=True) as db:
        try:
            with db.begin():
                yield db
                if check := _fence.get():
                    check(db)
        except OperationalError as problem:
            if _is_busy(problem):
                raise Unavailable(retry_after=1) from problem
            raise
    for topic in db.info["wake"]:
        live.publish(topic)
    for then in db.info["then"]:
        then()


_fence: ContextVar[Callable[[Session], None] | None] = ContextVar("fence", default=None)


@contextmanager
def fenced(check: Callable[[Session], None]) -> Generator[None]:
    """Inside, in this thread, every transaction ends with the check; one that raises there is rolled back like any other.

    For background work that somebody else may have taken over in the meantime, without its noticing.
    """
    token = _fence.set(check)
    try:
        yield
    finally:
        _fence.reset(token)


@contextmanager
def reading(actor: Actor | None = None) -> Generator[Session]:
    """A session for queries only: it takes no write lock and never commits."""
    with _open(actor, write=False) as db:
        yield db


def _is_busy(problem: OperationalError) -> bool:
    return "database is locked" in str(problem.orig) or getattr(problem.orig, "sqlstate", "") in {"40001", "40P01", "55P03"}


@contextmanager
def undone(db: Session) -> Generator[None]:
    """Tries something inside this transaction and takes it back, whatever came of it: what is found out meanwhile stays known."""
    trying = db.begin_nested()
    try:
        yield
    finally:
        trying.rollback()


def wake(db: Session, topic: str) -> None:
    """Publishes the topic once this transaction has committed."""
    db.info["wake"].add(topic)


def after_commit(db: Session, then: Callable[[], object]) -> None:
    """Calls `then` once this transaction has committed; it must not raise."""
    db.info["then"].append(then)


def _run(opened: Callable[[Actor | None], Any], work: Callable[..., T], actor: Actor | None, arguments: dict[str, Any]) -> T:
    with opened(actor) as db:
        return work(db, actor, **arguments)


async def perform(actor: Actor | None, action: Callable[..., T], /, **arguments: Any) -> T:
    """One action in one transaction, in a worker thread: what a Reflex handler awaits."""
    return await asyncio.to_thread(_run, transaction, action, actor, arguments)


async def look(actor: Actor | None, query: Callable[..., T], /, **arguments: Any) -> T:
    """One query, in a worker thread."""
    return await asyncio.to_thread(_run, reading, query, actor, arguments)


# ── the wall between workspaces ──────────────────────────


class NoWorkspace(RuntimeError):
    """A scoped table was touched by a session that has no workspace: a bug, never a user's mistake."""


@contextmanager
def everywhere(db: Session) -> Generator[None]:
    """Lifts the wall for system work that looks across workspaces: claiming due rows, signing in, finding a link's row."""
    before = db.info.get("everywhere", False)
    db.info["everywhere"] = True
    try:
        yield
    finally:
        db.info["everywhere"] = before


def enter(db: Session, workspace_id: UUID) -> None:
    """Puts a session that has no workspace yet into one: a public page found by its address, a private link by its row."""
    if db.info["workspace"] not in (None, workspace_id):
        raise NoWorkspace("this session already belongs to another workspace")
    db.info["workspace"] = workspace_id


@contextmanager
def inside(db: Session, workspace_id: UUID) -> Generator[None]:
    """Works in another workspace for a moment: the one being founded or joined, or the platform's when a person is written to."""
    before = db.info["workspace"]
    db.flush()  # what was made so far belongs to the workspace it was made in
    db.info["workspace"] = workspace_id
    try:
        yield
        db.flush()
    finally:
        db.info["workspace"] = before


def _touches_scoped(state: ORMExecuteState) -> bool:
    """By what it returns; else by what it mentions: a count or an EXISTS returns no table, yet reads one."""
    if any(issubclass(mapper.class_, Scoped) for mapper in state.all_mappers):
        return True
    return _mentions_scoped(state.statement)


def _mentions_scoped(statement: sa.Executable) -> bool:
    scoped = {table.__name__.lower() for table in Scoped.__subclasses__()}  # a table is named after its class
    parts = visitors.iterate(cast(visitors.ExternallyTraversible, statement))
    return any(part.name in scoped for part in parts if isinstance(part, sa.Table))


@lru_cache(maxsize=1024)
def _wall(workspace: UUID) -> LoaderCriteriaOption:
    """Keeps a statement inside that workspace."""
    return with_loader_criteria(Scoped, lambda table: _owner(table) == workspace, include_aliases=True, propagate_to_loaders=False)


@event.listens_for(Session, "do_orm_execute")
def _stay_inside(state: ORMExecuteState) -> None:
    info = state.session.info
    if info.get("everywhere") or state.is_column_load or state.is_relationship_load or state.execution_options.get("walled"):
        return
    workspace = info.get("workspace")
    if workspace is not None and not state.is_insert:  # a wall around what is nobody's changes nothing
        state.statement = state.statement.options(_wall(workspace))
    elif _touches_scoped(state):
        _stamp_rows(state, workspace)


def _stamp_rows(state: ORMExecuteState, workspace: UUID | None) -> None:
    """Gives the rows of an insert their workspace; anything else has no business here."""
    given: Any = state.parameters or {}
    rows = cast("list[dict[str, Any]]", given if isinstance(given, list) else [given])
    if workspace is None or any(row.setdefault("workspace_id", workspace) != workspace for row in rows):
        raise NoWorkspace(f"{type(state.statement).__name__} of {[mapper.class_.__name__ for mapper in state.all_mappers]}")
    state.parameters = rows


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, Scoped):
            row.workspace_id = _home(session, type(row), row.workspace_id)


def _home(session: Session, table: type[Scoped], given: UUID | None) -> UUID:
    """The workspace a new row belongs to: the session's; another only while the wall is lifted."""
    workspace: UUID | None = session.info.get("workspace")
    home = given or workspace
    if home is None or (home != workspace and not session.info.get("everywhere")):
        raise NoWorkspace(table.__name__)
    return home


# ── what is asked and written all the time ───────────────

_HERE = sa.bindparam("here", type_=sa.Uuid())
_WALL = with_loader_criteria(Scoped, lambda table: _owner(table) == _HERE, include_aliases=True, propagate_to_loaders=False)


class Prepared(Generic[*Ts]):
    """A statement built once and walled once, even `everywhere`; asking it costs little more than the driver does.

    One that returns columns goes straight to the connection, past what makes objects out of rows.
    """

    def __init__(self, statement: "sa.Select[*Ts] | sa.Delete") -> None:
        self._walled = statement.options(_WALL).execution_options(walled=True)
        self._scoped = _mentions_scoped(statement)
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
            row["workspace_id"] = _home(db, self._table, row.get("workspace_id"))
        return row

    def _connection(self, db: Session) -> sa.Connection:
        if self._linked and db.autoflush:
            db.flush()
        return db.connection()
