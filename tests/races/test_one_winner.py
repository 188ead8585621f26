"""Nobody is promised a time that somebody else has: at a served CareOps, on both databases, through every door at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from careops.core.actor import Actor
from tests.faults.forked import Forked
from tests.races import eyes
from tests.races.contest import hold_contest, overlaps, unguard
from tests.worlds import Shop, opened

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.slow, pytest.mark.xdist_group("warm")]
TIMES = 10  # make race-long contests 200


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


@pytest.fixture
def house(tmp_path: Path, engine_url: str, database: sa.Engine) -> Iterator[Forked]:
    """CareOps, served from this test's own database."""
    server = Forked(tmp_path, CAREOPS_DATABASE_URL=engine_url, CAREOPS_LOG_LEVEL="error")
    yield server
    server.close()


def test_each_contested_time_has_exactly_one_winner(house: Forked, shop: Shop) -> None:
    score = hold_contest(house.url, shop, times=TIMES)
    assert score.winners == [1] * TIMES
    assert score.clean, score.losers
    assert overlaps(shop.owner) == 0


class Blind(Forked):
    """Whoever books there is told that nothing is taken: only the database still knows."""

    spoil = staticmethod(eyes.shut)


@pytest.fixture
def blind(tmp_path: Path, engine_url: str, database: sa.Engine) -> Iterator[Forked]:
    """The same with its eyes shut."""
    server = Blind(tmp_path, CAREOPS_DATABASE_URL=engine_url, CAREOPS_LOG_LEVEL="error")
    yield server
    server.close()


def test_what_nobody_looks_at_the_database_itself_refuses(blind: Forked, shop: Shop) -> None:
    score = hold_contest(blind.url, shop, times=2)
    assert score.winners == [1, 1]
    assert overlaps(shop.owner) == 0


def test_without_eyes_and_guard_times_are_given_away_twice(blind: Forked, shop: Shop, database: sa.Engine) -> None:
    unguard(database)
    score = hold_contest(blind.url, shop, times=1)
    assert max(score.winners) > 1
    assert overlaps(shop.owner) > 0
