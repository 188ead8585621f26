"""kill -9 in a burst of bookings, on both databases: nothing promised is lost, nothing is half-made, nothing is sent twice."""

from pathlib import Path

import pytest

from tests.faults.cycles import Harness
from tests.faults.forgetful import forget
from tests.faults.forked import Forked

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("warm")]


class Broken(Forked):
    """The same server without one of its promises."""

    spoil = staticmethod(forget)


@pytest.mark.usefixtures("both_engines", "database")
def test_a_kill_in_the_middle_of_bookings_breaks_no_promise(engine_url: str, tmp_path: Path) -> None:
    harness = Harness.on(engine_url, tmp_path / "served", Forked)
    try:
        assert [harness.cycle(after=moment) for moment in (0.2, 0.6)] == [[], []]
        assert harness.ledger.retried > 0, "nobody was interrupted, so nothing was proven"
        assert any(attempt.status == 201 for attempt in harness.ledger.attempts)
    finally:
        harness.server.close()


@pytest.mark.usefixtures("database")
def test_the_harness_notices_a_broken_promise(engine_url: str, tmp_path: Path) -> None:
    """The control: facts written a moment after the answer are lost in a kill, and the reckoning says so."""
    harness = Harness.on(engine_url, tmp_path / "served", Broken)
    try:
        assert any("nobody heard of" in problem for problem in harness.cycle(after=0.3))
    finally:
        harness.server.close()
