"""Conversations with Cleo, and the API's doors to them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event

from careops.channels import api as channels_api
from careops.core import db
from careops.core.actor import Actor
from careops.core.http import speak_problems
from careops.inbox import actions as inbox
from careops.inbox import api as inbox_api
from careops.inbox import public, queries
from careops.inbox.schemas import WriteIn


def wrote(host: Actor, text: str = "Is there parking nearby?", *, email: str = "cleo@example.org", name: str = "Cleo Marsh") -> UUID:
    """A customer writes from the contact page; their conversation."""
    visiting = Actor.customer(host.workspace)
    with db.transaction(visiting) as session:
        inbox.write_in(session, visiting, message=WriteIn(name=name, email=email, message=text), locale="en")
    with db.reading(host) as session:
        return next(row.id for row in queries.listing(session, host).items if row.contact_email == email)


@pytest.fixture
def api() -> Iterator[TestClient]:
    """The doors of the inbox and of the accounts alone."""
    house = FastAPI()
    speak_problems(house)
    for router in (inbox_api.router, channels_api.router, public.router):
        house.include_router(router)
    with TestClient(house, follow_redirects=False) as client:
        yield client


@pytest.fixture
def statements(database: sa.Engine) -> Callable[[], object]:
    """`with statements() as sent:` lists the SQL sent inside, but for the beginnings of transactions."""

    @contextmanager
    def listening() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                sent.append(statement)

        event.listen(database, "before_cursor_execute", note)
        yield sent
        event.remove(database, "before_cursor_execute", note)

    return listening
