"""Every kind of race for time, short, in one process and in four, on both databases; and the controls that must be lost."""

import pytest
import sqlalchemy as sa

from careops.core.actor import Actor
from tests.races.contest import unguard
from tests.races.heats import KINDS, Kind, laid_out, race

pytestmark = [pytest.mark.usefixtures("both_engines"), pytest.mark.slow]
warm = pytest.mark.xdist_group("warm")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_heat_has_its_winners_and_the_others_a_clean_answer(kind: Kind, ana: Actor, engine_url: str, database: sa.Engine) -> None:
    result = race(engine_url, laid_out(ana), kind, heats=6)
    assert result.right(kind), result


@warm
@pytest.mark.parametrize("kind", [KINDS[1], KINDS[3]], ids=lambda kind: kind.name)
def test_four_processes_race_as_cleanly(kind: Kind, ana: Actor, engine_url: str, database: sa.Engine) -> None:
    result = race(engine_url, laid_out(ana), kind, heats=6, processes=4)
    assert result.right(kind), result


@warm
def test_blind_and_unguarded_the_same_race_is_lost(ana: Actor, engine_url: str, database: sa.Engine) -> None:
    course = laid_out(ana)
    unguard(database)
    result = race(engine_url, course, KINDS[0], heats=3, processes=2, blind=True)
    assert max(result.winners) > 1
    assert result.overlaps > 0
    assert not result.right(KINDS[0])


@warm
def test_blind_yet_guarded_it_is_won_once(ana: Actor, engine_url: str, database: sa.Engine) -> None:
    result = race(engine_url, laid_out(ana), KINDS[0], heats=3, processes=2, blind=True)
    assert result.right(KINDS[0]), result
