"""How many SQL statements a request costs, counted in this process on the connected database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import event

from careops.careops import api
from careops.core import db

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def statements(method: str, path: str, body: str | None = None) -> int:
    """The statements of one request that succeeds; beginning and ending the transaction not counted."""
    client = TestClient(api)
    with counted(db.engine) as seen:
        answer = client.request(method, path, content=body, headers={"content-type": "application/json"})
    answer.raise_for_status()
    return len(seen)


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements executed inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(CONTROL):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
