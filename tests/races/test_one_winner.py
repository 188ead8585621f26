"""Nobody is promised a time that somebody else has: at a served CareOps, on both databases, through every door at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from careops.core.actor import Actor
from tests.faults.broken import Broken
from tests.races.contest import hold_contest, overlaps, surroundings, unguard
from tests.servers import Served
from tests.worlds import Shop, opened

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.slow]


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


@pytest.fixture
def house(serve: Callable[..., Served], engine_url: str, database: sa.Engine) -> Iterator[Served]:
    """CareOps, served from this test's own database."""
    server = serve(CAREOPS_DATABASE_URL=engine_url, **surroundings())
    yield server
    server.close()


def test_each_contested_time_has_exactly_one_winner(house: Served, shop: Shop) -> None:
    score = hold_contest(house.url, shop, times=40)
    assert score.winners == [1] * 40
    assert score.clean, score.losers
    assert overlaps(shop.owner) == 0


class Blind(Broken):
    """Whoever books there is told that nothing is taken: only the database still knows."""

    program = "tests/races/blind"


@pytest.fixture
def blind(tmp_path: Path, engine_url: str, database: sa.Engine) -> Iterator[Served]:
    """The same with its eyes shut."""
    server = Blind(tmp_path, CAREOPS_DATABASE_URL=engine_url, **surroundings())
    yield server
    server.close()


def test_what_nobody_looks_at_the_database_itself_refuses(blind: Served, shop: Shop) -> None:
    score = hold_contest(blind.url, shop, times=2)
    assert score.winners == [1, 1]
    assert overlaps(shop.owner) == 0


def test_without_eyes_and_guard_times_are_given_away_twice(blind: Served, shop: Shop, database: sa.Engine) -> None:
    unguard(database)
    score = hold_contest(blind.url, shop, times=2)
    assert max(score.winners) > 1
    assert overlaps(shop.owner) > 0
