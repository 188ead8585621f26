"""The fixtures: real engines, each test on a database of its own."""

import fcntl
import gc
import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from playwright.sync_api import Browser, sync_playwright
from reflex.istate.data import HeaderData
from sqlalchemy import event
from sqlmodel import SQLModel

import careops.tables  # noqa: F401  (registers every table)
from careops.core import db
from careops.core.actor import Actor
from careops.core.http import COOKIE
from careops.core.memory import settle
from careops.core.settings import ROOT, settings
from tests import cast
from tests.servers import Mailbox, Postgres, RedisServer, Served
from tools import engines

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser's tests come last: its loop would be in the way of async tests.

    Tests of the one `served` share its process; files that start servers of their own run beside them, each in one process.
    """
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if "browser" in wanted:
            item.add_marker("browser")
        if "serve" in wanted:
            item.add_marker(pytest.mark.xdist_group("served" if "served" in wanted else item.path.stem))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection() -> None:
    """What is collected is no rubbish, and looking for some among it takes a quarter of the time."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Groups hold: a pytest and an xdist that do not know each other would deal them out without a word."""
    settle()
    gc.enable()
    grouped = [item for item in session.items if item.get_closest_marker("xdist_group")]
    if session.config.getoption("loadgroup", default=False) and not all("@" in item.nodeid for item in grouped):
        raise pytest.UsageError("this pytest-xdist does not keep this pytest's groups together: see requirements-dev.txt")


# ── databases ────────────────────────────────────────────


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all of a run's processes have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sqlite_template(shared: Path) -> Path:
    """A migrated, empty SQLite file, made once a run."""
    template, unfinished = shared / "template.db", shared / "template.unfinished.db"
    with alone(shared / "template.lock"):
        if not template.exists():
            migrate(f"sqlite:///{unfinished}")
            unfinished.rename(template)
    return template


@pytest.fixture(scope="session")
def postgres(shared: Path) -> Iterator[Postgres]:
    """The run's Postgres server."""
    with alone(shared / "postgres.lock"):
        server = Postgres(shared / "postgres")
    yield server
    server.leave()


@pytest.fixture(scope="session")
def postgres_template(shared: Path, postgres: Postgres) -> str:
    """The name of a migrated, empty Postgres database, made once a run."""
    with alone(shared / "postgres.lock"):
        made = shared / "postgres.template"
        if not made.exists():
            migrate(postgres.create("template_careops"))
            made.touch()
    return "template_careops"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def both_engines(request: pytest.FixtureRequest) -> str:
    """Ask for it, in a test or in a module's `pytestmark = pytest.mark.usefixtures("both_engines")`, to run on both databases."""
    return request.param


@pytest.fixture
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database's address: SQLite, or Postgres for tests marked `postgres` or run on both."""
    if request.node.get_closest_marker("postgres"):
        server: Postgres = request.getfixturevalue("postgres")
        name = server.lend(request.getfixturevalue("postgres_template"))
        yield server.url(name)
        server.take_back(name)
    else:
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite:///{file}"


@pytest.fixture
def database(engine_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """The whole process works on a fresh, migrated database."""
    engine = _turned_to(engine_url)
    monkeypatch.setattr(settings, "database_url", engine_url)
    monkeypatch.setattr(db, "engine", engine)
    yield engine
    engine.dispose()


_engines: dict[str, sa.Engine] = {}
_places: dict[str, sa.URL] = {}


def _turned_to(url: str) -> sa.Engine:
    """An engine on that database: the kind's only one, turned to it. So every statement is put into SQL once a run and not once a test.

    Each test has a branch of it, so that what listens to one test's statements hears of no other's.
    """
    place = sa.make_url(url)
    kind = place.get_backend_name()
    _places[kind] = place
    if kind not in _engines:
        _engines[kind] = db.make_engine(url).execution_options(compiled_cache={})

        @event.listens_for(_engines[kind], "do_connect")
        def _there(dialect: sa.Dialect, _record: object, _there: object, more: dict[str, Any]) -> object:
            there, given = dialect.create_connect_args(_places[kind])
            return dialect.connect(*there, **{**more, **given})

        if kind == "sqlite":
            event.listen(_engines[kind], "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))

    branch = _engines[kind].execution_options()
    branch.url = place
    return branch


def migrate(url: str) -> None:
    """Makes an empty database CareOps's, the way the launcher does."""
    engine = db.make_engine(url)
    if any((ROOT / "alembic" / "versions").glob("*.py")):
        command.upgrade(migrations(engine), "head")
    else:
        SQLModel.metadata.create_all(engine)
    engine.dispose()


def migrations(engine: sa.Engine) -> Config:
    """Alembic's settings, turned to this engine."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["engine"] = engine
    return config


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Inside, no other of a run's processes is at the same thing."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ── people ───────────────────────────────────────────────


@pytest.fixture
def ana(database: sa.Engine) -> Actor:
    """Owner of the salon."""
    return cast.ana()


@pytest.fixture
def mia(ana: Actor) -> Actor:
    """Manager of the salon."""
    return cast.mia(ana)


@pytest.fixture
def ben(ana: Actor) -> Actor:
    """Works in the salon."""
    return cast.ben(ana)


@pytest.fixture
def stranger(database: sa.Engine) -> Actor:
    """Owner of another business."""
    return cast.sam()


# ── other servers ────────────────────────────────────────


@pytest.fixture(scope="session")
def smtp_server() -> Iterator[Mailbox]:
    """A real mail server for the run; ask it by recipient."""
    mailbox = Mailbox()
    yield mailbox
    mailbox.stop()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of the run's own."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Starts CareOps with more settings: `serve(CAREOPS_DATABASE_URL=…)`; all are stopped at the end."""
    started: list[Served] = []

    def start(**environment: str) -> Served:
        started.append(Served(tmp_path_factory.mktemp("served"), **environment))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture(scope="session")
def served(serve: Callable[..., Served], smtp_server: Mailbox) -> Served:
    """CareOps as `make run` serves it, mailing through the run's mail server."""
    return serve(CAREOPS_SMTP_URL=smtp_server.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=engines.chromium(), args=CHROMIUM)
        yield chromium
        chromium.close()


# ── screens without a browser ────────────────────────────


@pytest.fixture(scope="session")
def contents() -> None:
    """Every State is registered, once: the registry is a context variable, so an import inside an async test would be lost."""
    importlib.import_module("careops.careops")


@pytest.fixture
def tab(contents: None) -> Callable[..., rx.State]:
    """`tab(token)` is a browser tab signed in by that session cookie; ask it for a State."""

    def open_tab(token: str = "") -> rx.State:
        root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        root.rx_router_headers = HeaderData.from_router_data({"headers": {"cookie": f"{COOKIE}={token}"}})  # type: ignore[attr-defined]
        return root

    return open_tab
