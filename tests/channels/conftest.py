"""The API's doors to accounts."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from careops.channels import api as channels_api
from careops.core.http import speak_problems


@pytest.fixture
def api() -> Iterator[TestClient]:
    """These doors alone."""
    house = FastAPI()
    speak_problems(house)
    house.include_router(channels_api.router)
    with TestClient(house, follow_redirects=False) as client:
        yield client
