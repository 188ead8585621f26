"""A business with its doors open, and somebody at them."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from careops.careops import api as everything
from careops.core.actor import Actor
from tests.worlds import Shop, opened


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


@pytest.fixture
def api() -> Iterator[TestClient]:
    with TestClient(everything, base_url="http://localhost", follow_redirects=False) as client:
        yield client
