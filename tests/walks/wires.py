"""The whole house asked in this process, by one loop for all requests: a loop, and its threads, for each takes longer than most answers."""

from collections.abc import Iterator
from contextlib import contextmanager

from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from careops.careops import api
from careops.core.http import Shell
from careops.core.settings import ROOT


@contextmanager
def opened() -> Iterator[TestClient]:
    """A client that follows nothing and takes our own mistakes for answers; nothing works in the background."""
    client = TestClient(Shell(api, ROOT / ".web" / "build"), raise_server_exceptions=False, follow_redirects=False)
    with start_blocking_portal() as client.portal:
        yield client
