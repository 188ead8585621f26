"""Several schedulers, one of them frozen past its lease and thawed: every due job has its effect exactly once, on both databases."""

from pathlib import Path

import pytest

from tests.races.clockwork import contest

pytestmark = [pytest.mark.usefixtures("both_engines", "database"), pytest.mark.slow, pytest.mark.xdist_group("warm")]


def test_every_due_job_has_its_effect_once_whoever_freezes(engine_url: str, tmp_path: Path) -> None:
    tally = contest(engine_url, tmp_path / "jobs", due=400, processes=3, freezes=3)
    assert tally.frozen >= 1, "nobody was frozen, so nothing was proven"
    # Not each freeze is: while the frozen one is SQLite's one writer nobody may take over, and then it goes on by itself.
    assert tally.overtaken >= 1, "nobody took over, so nothing was proven"
    assert len(tally.by) > 1, "one process did everything, so nothing was proven"
    assert tally.once, tally.effects


def test_without_the_fence_a_thawed_process_does_it_again(engine_url: str, tmp_path: Path) -> None:
    """The control: the same contest, but whoever ends a run does not show its fence."""
    tally = contest(engine_url, tmp_path / "jobs", due=100, processes=2, freezes=1, blind=True)
    assert tally.frozen == 1
    assert tally.effects[2] >= 1
    assert tally.effects[0] == 0
