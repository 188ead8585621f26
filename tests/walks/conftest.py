"""What walks through the whole house, and what is hostile to it, begin with."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from tests import cast, worlds
from tests.walks import keeping, wires

__all__ = ["begun", "web", "wire", "world"]

World = TypeVar("World")


@pytest.fixture(scope="session")
def wire() -> Iterator[TestClient]:
    """The one client of a process."""
    with wires.opened() as client:
        yield client


@pytest.fixture
def web(wire: TestClient) -> TestClient:
    """The whole house, asked by nobody in particular: no cookie is left of an earlier test."""
    wire.cookies.clear()
    return wire


@pytest.fixture
def begun(database: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[], World]], World]:
    """`begun(make)` is what that function makes, in this test's database."""

    def begin(make: Callable[[], World]) -> World:
        return keeping.kept(database, make, tmp_path_factory.mktemp("kept"))

    return begin


def furnished() -> worlds.Furnished:
    """Ana's business with one of everything."""
    return worlds.furnished(cast.ana())


@pytest.fixture
def world(begun: Callable[[Callable[[], worlds.Furnished]], worlds.Furnished]) -> worlds.Furnished:
    return begun(furnished)
