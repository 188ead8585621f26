"""A business to book with, and the doors to it."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from careops.booking.api import router
from careops.core.actor import Actor
from careops.core.http import speak_problems
from tests import cast
from tests.worlds import Shop, opened


@pytest.fixture
def shop(ana: Actor) -> Shop:
    """Ana's salon, open, with two providers."""
    return opened(ana, providers=2)


@pytest.fixture
def visitor(ana: Actor) -> Actor:
    """Somebody on a public page of the salon."""
    return cast.customer(ana)


@pytest.fixture
def api() -> Iterator[TestClient]:
    """The API of booking alone."""
    house = FastAPI()
    speak_problems(house)
    house.include_router(router)
    with TestClient(house) as client:
        yield client
