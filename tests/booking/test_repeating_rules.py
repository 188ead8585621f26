"""When things repeat, without a database: every property over real zones and the days their clocks change."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.booking.rules import day_bounds, wall_text
from careops.booking.rules.patterns import Pattern, horizon, starts_of, times
from careops.booking.rules.repeating import FARTHEST, MOST, Repeat, apart, days, exactly, later, wall_of
from tests.booking.test_rules import ZONES, changes

zones = st.sampled_from(ZONES)
first_days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
repeats = st.builds(
    Repeat,
    st.sampled_from(["daily", "weekly", "monthly"]),
    first_days.map(date.toordinal),
    st.integers(1, 6),
    st.lists(st.integers(0, 6), unique=True).map(tuple),
    st.integers(2, 12),
    monthly=st.sampled_from(["day", "weekday", "last"]),
)


def dates(repeat: Repeat) -> list[str]:
    return [date.fromordinal(day).isoformat() for day in days(repeat)]


def repeat(frequency: str, first: str, **more: object) -> Repeat:
    return Repeat(frequency, date.fromisoformat(first).toordinal(), **more)  # type: ignore[arg-type]


# ── which days ───────────────────────────────────────────


@given(repeats)
def test_days_come_in_order_so_many_and_none_before_the_first(rule: Repeat) -> None:
    found = days(rule)
    # The same weekday of a month may come up to a week later within it than the time before.
    assert len(found) == rule.count or found[-1] > rule.first_day + FARTHEST - 31 * rule.every - 7
    assert all(one < two for one, two in pairwise(found))
    assert found[0] >= rule.first_day
    if rule.frequency == "weekly" and rule.weekdays:
        assert {(day - 1) % 7 for day in found} <= set(rule.weekdays)
        weeks = {(day - 1) // 7 for day in found}
        assert {(week - (rule.first_day - 1) // 7) % rule.every for week in weeks} == {0}


def test_a_month_that_is_too_short_has_it_on_its_last_day() -> None:
    assert dates(repeat("monthly", "2027-01-31", count=4)) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    assert dates(repeat("monthly", "2027-11-30", count=4, every=1)) == ["2027-11-30", "2027-12-30", "2028-01-30", "2028-02-29"]


def test_the_second_tuesday_and_the_last_friday() -> None:
    assert dates(repeat("monthly", "2027-01-12", count=3, monthly="weekday")) == ["2027-01-12", "2027-02-09", "2027-03-09"]
    assert dates(repeat("monthly", "2027-01-29", count=3, monthly="weekday")) == ["2027-01-29", "2027-02-26", "2027-03-26"]
    assert dates(repeat("monthly", "2027-01-29", count=3, monthly="last")) == ["2027-01-29", "2027-02-26", "2027-03-26"]


def test_every_other_week_on_two_days_counts_weeks_from_monday() -> None:
    rule = repeat("weekly", "2027-01-07", count=5, every=2, weekdays=(0, 3))
    assert dates(rule) == ["2027-01-07", "2027-01-18", "2027-01-21", "2027-02-01", "2027-02-04"]


def test_until_is_the_last_day_and_nothing_goes_on_for_ever() -> None:
    rule = repeat("daily", "2027-01-01", until=date(2027, 1, 5).toordinal(), every=2)
    assert dates(rule) == ["2027-01-01", "2027-01-03", "2027-01-05"]
    assert len(days(repeat("daily", "2027-01-01", until=date(2029, 1, 1).toordinal()))) == MOST + 1
    assert len(days(repeat("monthly", "2027-01-01", count=100, every=12))) < 6


# ── on the wall ──────────────────────────────────────────


@given(zones, first_days, st.integers(0, 1439))
def test_a_wall_time_is_what_the_clock_shows_or_does_not_exist(zone: str, day: date, minute: int) -> None:
    start = exactly(zone, day.toordinal(), minute)
    if start is not None:
        assert wall_text(zone, start) == f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}"
        assert wall_of(zone, start) == (day.toordinal(), minute)


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_on_the_days_clocks_change_what_is_skipped_is_none_and_what_comes_twice_the_first(zone: str) -> None:
    for day in changes(zone):
        moments = [exactly(zone, day.toordinal(), minute) for minute in range(0, 1440, 5)]
        there = [one for one in (*moments, day_bounds(zone, day.toordinal())[1]) if one is not None]
        assert all(one < two for one, two in pairwise(there))
        longest = max(two - one for one, two in pairwise(there))
        assert (None in moments) or longest > 300  # forward: some are missing; back: an hour lies between two of them


@given(zones, repeats, st.integers(0, 1439))
def test_a_series_keeps_its_wall_time(zone: str, rule: Repeat, minute: int) -> None:
    starts = [exactly(zone, day, minute) for day in days(rule)]
    assert {wall_text(zone, start)[11:] for start in starts if start is not None} <= {f"{minute // 60:02}:{minute % 60:02}"}


@given(zones, first_days, st.integers(0, 1439), st.integers(-40, 40), st.integers(-600, 600))
def test_moving_by_what_lies_between_leads_there(zone: str, day: date, minute: int, by_days: int, by_minutes: int) -> None:
    start = exactly(zone, day.toordinal(), minute)
    if start is None:
        return
    there_day, there = later(zone, start, by_days, by_minutes)
    if there is not None:
        assert wall_of(zone, there)[0] == there_day
        assert later(zone, start, *apart(zone, start, there))[1] == there


# ── patterns ─────────────────────────────────────────────

breaks = st.lists(st.tuples(st.integers(0, 1439), st.integers(5, 120)).map(lambda one: (one[0], one[0] + one[1])), max_size=4)
patterns = st.builds(
    Pattern,
    st.just(range(7)),
    st.integers(0, 600),
    st.integers(601, 1440),
    st.integers(5, 180),
    st.integers(0, 60),
    breaks,
    st.just(frozenset[int]()),
)


@given(patterns)
def test_times_lie_inside_never_overlap_and_keep_out_of_breaks(pattern: Pattern) -> None:
    found = starts_of(pattern)
    assert all(pattern.from_minute <= at and at + pattern.minutes <= pattern.to_minute for at in found)
    assert all(two - one >= pattern.minutes for one, two in pairwise(found))
    assert not any(at < end and begin < at + pattern.minutes for at in found for begin, end in pattern.breaks)


@given(zones, patterns, first_days)
def test_a_published_week_never_overlaps_over_any_change_of_clocks(zone: str, pattern: Pattern, day: date) -> None:
    found = list(times(pattern, zone, day.toordinal(), day.toordinal() + 6))
    assert len(set(found)) == len(found)
    excluded = Pattern(pattern.weekdays, pattern.from_minute, pattern.to_minute, pattern.minutes, excluded={day.toordinal()})
    assert all(wall_of(zone, start)[0] != day.toordinal() for start in times(excluded, zone, day.toordinal(), day.toordinal() + 6))


@given(first_days, st.integers(0, 6), st.integers(1, 52))
def test_the_horizon_moves_on_once_a_week_on_its_day(day: date, weekday: int, weeks: int) -> None:
    today, tomorrow = horizon(day.toordinal(), weekday, weeks), horizon((day + timedelta(days=1)).toordinal(), weekday, weeks)
    assert tomorrow - today == (7 if (day + timedelta(days=1)).weekday() == weekday else 0)
    assert 7 * weeks - 7 <= today - day.toordinal() < 7 * weeks
