"""The database: engines, the one transaction of an action, and the wall between workspaces.

Wall (a): a session knows its actor's workspace; every ORM read, update and delete of a `Scoped` table is filtered to it and
every insert is stamped with it, so that forgetting is safe. A session without a workspace refuses scoped tables altogether.
`Prepared` and `Inserted` have the same wall built in: they are for what is asked and written so often that the session's own way would
cost more than the database's work.
Wall (b): links between scoped tables are composite foreign keys (`link`), so that the database itself refuses a foreign id.

`engine` is here and nowhere else: whoever needs the process's database asks this module for it each time, since `connect` replaces it.
"""

import asyncio
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from careops.core import live
from careops.core.actor import Actor
from careops.core.db.gathering import Gathered, Worded
from careops.core.db.statements import Inserted, Prepared, execute
from careops.core.db.tables import Scoped, Table, link, owned
from careops.core.db.walls import NoWorkspace, enter, everywhere, inside
from careops.core.errors import Unavailable
from careops.core.settings import settings

__all__ = [
    "BUSY",
    "Gathered",
    "Inserted",
    "NoWorkspace",
    "Prepared",
    "Scoped",
    "Table",
    "Worded",
    "after_commit",
    "connect",
    "engine",
    "enter",
    "everywhere",
    "execute",
    "fenced",
    "inside",
    "link",
    "look",
    "make_engine",
    "once",
    "owned",
    "perform",
    "reading",
    "steady",
    "transaction",
    "undone",
    "wake",
]

T = TypeVar("T")

BUSY = 15_000  # milliseconds a writer waits for another before it gives up


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


@contextmanager
def steady(db: Session) -> Generator[None]:
    """Inside, what is asked with `once` is asked once for each workspace: for batches of system work that change nothing of it."""
    before = db.info.get("known")
    db.info["known"] = {} if before is None else before
    try:
        yield
    finally:
        db.info["known"] = before


def once(db: Session, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question about the session's workspace; in a `steady` session the one there was before."""
    known = db.info.get("known")
    if known is None:
        return ask()
    here = (db.info["workspace"], question)
    if here not in known:
        known[here] = ask()
    return known[here]


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
