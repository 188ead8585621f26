"""The doors to accounts, without the rest of the house."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event

from careops.accounts import api, public
from careops.core import ratelimit
from careops.core.http import speak_problems
from careops.core.settings import settings


@pytest.fixture(scope="session")
def doors() -> FastAPI:
    app = FastAPI()
    app.include_router(api.router)
    app.include_router(public.router)
    speak_problems(app)
    return app


@pytest.fixture
def http(doors: FastAPI, database: sa.Engine) -> TestClient:
    """A browser or an API client; it follows no redirects by itself."""
    return TestClient(doors, follow_redirects=False, headers={"Origin": "http://testserver"})


@pytest.fixture
def another(doors: FastAPI) -> Callable[..., TestClient]:
    """Another device, elsewhere in the network."""

    def device(address: str = "198.51.100.9") -> TestClient:
        return TestClient(doors, follow_redirects=False, headers={"Origin": "http://testserver"}, client=(address, 50000))

    return device


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits count, from nothing."""
    monkeypatch.setattr(settings, "rate_limits", True)
    ratelimit._limiter.cache_clear()


@pytest.fixture
def statements(database: sa.Engine) -> Iterator[list[str]]:
    """The SQL statements sent from now on, but for the beginnings and ends of transactions."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(database, "before_cursor_execute", note)
    yield sent
    event.remove(database, "before_cursor_execute", note)
