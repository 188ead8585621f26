"""The plan of the story: the same each time, believable, and without two people in one chair."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from careops.core.clock import local
from careops.demo import standing, visits
from careops.demo.cast import BEN
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


def work(visit: Visit) -> list[tuple[datetime, datetime]]:
    """When the visit takes its stylist: not while colour develops."""
    if visit.service not in visits.GAPS:
        return [(visit.start, visit.end)]
    begin = visit.start + timedelta(minutes=visits.GAPS[visit.service])
    return [(visit.start, begin), (begin + timedelta(minutes=30), visit.end)]


def test_no_stylist_works_on_two_people_at_once_and_some_cut_a_fringe_while_colour_develops() -> None:
    told = visits.told(FRIDAY_NOON)
    for stylist in STYLISTS:
        theirs = sorted(stretch for visit in told if visit.stylist == stylist.person.name for stretch in work(visit))
        assert len(theirs) > 20
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(theirs))
    gaps = [(visit.stylist, visit.start, visit.end) for visit in told if visit.service in visits.GAPS]
    meanwhile = [v for v in told if any(v.stylist == who and start < v.start < end for who, start, end in gaps)]
    assert meanwhile
    assert {visit.service for visit in meanwhile} == {"Fringe trim"}


def test_the_one_basin_room_has_one_guest_at_a_time() -> None:
    basin = sorted((visit.start, visit.end) for visit in visits.told(FRIDAY_NOON) if visit.service == visits.BASIN)
    assert len(basin) > 20
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(basin))


@pytest.mark.parametrize("days", range(0, 60, 3))
def test_nobody_comes_when_the_salon_is_closed_or_the_stylist_is_away_or_somebody_elses(days: int) -> None:
    now = FRIDAY_NOON + timedelta(days=days)
    here = local(now, ZONE).date()
    told = visits.told(now)
    first, last = standing.closed(here)
    assert first.month != here.month
    assert not [visit for visit in told if first <= visit.start.date() <= last]
    for gone in standing.away(here):
        assert gone.start.date() >= here
        assert not [v for v in told if v.stylist == gone.stylist and v.start < gone.end and gone.start < v.end]
    regular = [standing.first_regular(here) + timedelta(weeks=week) for week in range(standing.REGULAR_VISITS)]
    assert not [v for v in told for at in regular if v.stylist == BEN.name and v.start < at + timedelta(minutes=30) and at < v.end]
    past, coming, later = standing.evenings(here)
    assert past.start < now < coming.start < later.start


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
