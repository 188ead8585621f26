"""Nobody takes what is not there: 200 at once for ten, on both databases, through kill -9; and a key that counts once of a hundred."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from careops.core.actor import Actor
from tests.inventory.shelf import added, proven
from tests.races.consumers import take

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.slow, pytest.mark.xdist_group("warm")]
CONSUMERS, UNITS = 200, 10


@pytest.fixture
def foil(ana: Actor) -> UUID:
    return added(ana, quantity=UNITS, threshold=0).id


def keys(of: str = "sale") -> list[str | None]:
    return [f"{of}-{number}" for number in range(CONSUMERS)]


def test_of_two_hundred_at_once_ten_get_one(ana: Actor, foil: UUID, engine_url: str, database: sa.Engine) -> None:
    taken = take(engine_url, ana, foil, keys())
    assert taken.right(UNITS), taken
    assert (taken.sold, taken.left, taken.heard["won"]) == (UNITS, 0, UNITS)
    assert proven(ana, foil)


def test_killed_in_the_middle_and_tried_again_nothing_is_sold_twice_or_lost(
    ana: Actor, foil: UUID, engine_url: str, database: sa.Engine
) -> None:
    killed = take(engine_url, ana, foil, keys(), kill_after=3)
    assert killed.sold + killed.left == UNITS, killed
    assert sum(killed.heard.values()) < CONSUMERS, "nobody was killed"
    again = take(engine_url, ana, foil, keys())
    assert again.right(UNITS), again
    assert (again.sold, again.left, again.heard["won"]) == (UNITS, 0, UNITS), "whoever had one is told so again"
    assert proven(ana, foil)


def test_a_key_counts_once_of_a_hundred(ana: Actor, foil: UUID, engine_url: str, database: sa.Engine) -> None:
    taken = take(engine_url, ana, foil, ["the same"] * 100)
    assert (taken.sold, taken.left) == (1, UNITS - 1)
    assert taken.right(UNITS), taken


def test_whoever_reads_and_writes_sells_what_is_not_there(ana: Actor, foil: UUID, engine_url: str, database: sa.Engine) -> None:
    taken = take(engine_url, ana, foil, keys(), careless=True)
    assert not taken.right(UNITS)
    assert taken.sold > UNITS
