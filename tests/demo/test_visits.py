"""The plan of the story: the same each time, believable, and without two people in one chair."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from careops.core.clock import local
from careops.demo import visits
from careops.demo.salon import STYLISTS, ZONE
from careops.demo.visits import Visit

FRIDAY_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def today(told: list[Visit], now: datetime) -> list[Visit]:
    return [visit for visit in told if local(visit.start, ZONE).date() == local(now, ZONE).date()]


def test_two_tellings_at_one_moment_are_the_same_story() -> None:
    assert visits.told(FRIDAY_NOON) == visits.told(FRIDAY_NOON)


def test_a_later_hour_of_the_day_changes_nobodys_time() -> None:
    morning, evening = ({(visit.start, visit.stylist) for visit in visits.told(FRIDAY_NOON + timedelta(hours=hours))} for hours in (-4, 6))
    assert morning == evening


def test_another_day_is_another_story() -> None:
    assert visits.told(FRIDAY_NOON) != visits.told(FRIDAY_NOON + timedelta(days=1))


def test_nobody_sits_in_one_chair_with_somebody_else() -> None:
    chairs: dict[str, list[Visit]] = {stylist.person.name: [] for stylist in STYLISTS}
    for visit in visits.told(FRIDAY_NOON):
        chairs[visit.stylist].append(visit)
    for chair in chairs.values():
        assert len(chair) > 20
        for earlier, later in pairwise(sorted(chair, key=lambda visit: visit.start)):
            assert earlier.end <= later.start


def test_everything_was_agreed_before_now_and_before_it_takes_place() -> None:
    for visit in visits.told(FRIDAY_NOON):
        assert visit.booked < min(FRIDAY_NOON, visit.start - timedelta(hours=2))


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("hour", [0, 9, 14, 23])
def test_whatever_the_day_and_hour_today_has_visits_and_one_open_question(days: int, hour: int) -> None:
    now = FRIDAY_NOON.replace(hour=hour) + timedelta(days=days)
    here = today(visits.told(now), now)
    assert len(here) >= 3
    assert Counter(visit.unanswered for visit in here)[True] == 1
