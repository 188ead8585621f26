"""Nobody is promised a time that somebody else has: at a served CareOps, on both databases, through every door at once."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from careops.core.actor import Actor
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


def test_without_the_databases_guard_times_are_given_away_twice(house: Served, shop: Shop, database: sa.Engine) -> None:
    unguard(database)
    score = hold_contest(house.url, shop, times=2)
    assert max(score.winners) > 1
    assert overlaps(shop.owner) > 0
