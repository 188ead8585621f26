"""Which starts suit a wish, and which windows can be wished for, without a database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from careops.booking.queries.rows import Words
from careops.booking.queries.waiting import windows_text
from careops.booking.rules.waiting import FREES, MOST_WINDOWS, ahead, suiting, wished
from careops.core.errors import Invalid

ZONE = "Europe/Lisbon"
ALL_WEEK = range(7)


def at(text: str, zone: str = ZONE) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def said(windows: list[tuple[int, int]], cycle: int = 24) -> str:
    now = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
    return windows_text(windows, ZONE, Words(now, "en", cycle))


@pytest.mark.parametrize(
    ("starts", "windows", "passed", "last", "expected"),
    [
        ([30, 10, 20], [(0, 100)], [], None, [10, 20, 30]),
        ([10, 20, 30], [(10, 20)], [], None, [10]),  # a window's end is not in it
        ([10, 20, 30], [(0, 15), (25, 40)], [], None, [10, 30]),
        ([10, 20, 30], [(0, 100)], [10], None, [20, 30]),
        ([10, 20, 30], [(0, 100)], [], 20, [10, 20]),
        ([], [(0, 100)], [], None, []),
    ],
)
def test_what_suits(starts: list[int], windows: list[tuple[int, int]], passed: list[int], last: int | None, expected: list[int]) -> None:
    assert suiting(starts, windows, passed, last) == expected


def test_whole_days_that_follow_one_another_are_one_window() -> None:
    assert wished(ZONE, date(2026, 11, 23), date(2026, 11, 25), ALL_WEEK, []) == [(at("2026-11-23"), at("2026-11-26"))]


def test_weekdays_and_times_of_day() -> None:
    found = wished(ZONE, date(2026, 11, 23), date(2026, 11, 29), [0, 2], [(540, 720), (1020, 1440)])
    assert found == [
        (at("2026-11-23T09:00"), at("2026-11-23T12:00")),
        (at("2026-11-23T17:00"), at("2026-11-24")),
        (at("2026-11-25T09:00"), at("2026-11-25T12:00")),
        (at("2026-11-25T17:00"), at("2026-11-26")),
    ]


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25)])
def test_a_day_on_which_the_clocks_change_is_still_a_whole_day(day: date, hours: int) -> None:
    ((begin, end),) = wished(ZONE, day, day, ALL_WEEK, [])
    assert end - begin == hours * 3600
    ((begin, end),) = wished(ZONE, day, day, ALL_WEEK, [(540, 720)])
    assert (begin, end) == (at(f"{day}T09:00"), at(f"{day}T12:00"))


def test_too_many_days_and_days_in_the_wrong_order_are_refused() -> None:
    for last in (date(2027, 6, 1), date(2026, 11, 1)):
        with pytest.raises(Invalid) as refused:
            wished(ZONE, date(2026, 11, 23), last, ALL_WEEK, [])
        assert refused.value.problems[0].field == "last_day"


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([(0, 50), (150, 160)], [(150, 160)]),  # what has passed is left out
        ([(50, 150)], [(50, 150)]),
        ([(150, 950)], [(150, 900)]),  # what cannot be booked yet is cut off
        ([(160, 200), (150, 170)], [(150, 200)]),
    ],
)
def test_windows_are_kept_as_far_as_they_can_be_booked(windows: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert ahead(windows, (100, 900)) == expected


@pytest.mark.parametrize(
    "windows", [[], [(0, 50)], [(900, 950)], [(200, 100)], [(100 + 4 * n, 102 + 4 * n) for n in range(MOST_WINDOWS + 1)]]
)
def test_windows_of_which_nothing_is_left_are_refused(windows: list[tuple[int, int]]) -> None:
    with pytest.raises(Invalid):
        ahead(windows, (100, 9000) if len(windows) > 2 else (100, 900))


def test_windows_are_told_by_days_and_hours() -> None:
    nine, noon = "T09:00", "T12:00"
    week = [(at(f"2026-11-{day}{nine}"), at(f"2026-11-{day}{noon}")) for day in range(23, 28)]
    assert said(week).endswith("27 Nov, 09:00–12:00")
    assert said(week[:1]) == "Mon 23 Nov, 09:00–12:00"
    assert said([(at("2026-11-22"), at("2026-11-23"))]) == "Tomorrow"
    assert said([(at("2026-11-23"), at("2026-11-23T12:00"))]) == "Mon 23 Nov, until 12:00"
    assert said([(at("2026-11-23T17:00"), at("2026-11-24"))]) == "Mon 23 Nov, from 17:00"
    assert said([week[0], week[2], week[4], (at("2026-12-01"), at("2026-12-02")), (at("2026-12-03"), at("2026-12-04"))]).endswith(
        "; 2 more"
    )


def test_an_evening_and_the_morning_after_are_told_apart() -> None:
    assert said([(at("2026-11-23T17:00"), at("2026-11-24T12:00"))]) == "Mon 23 Nov, from 17:00; Tue 24 Nov, until 12:00"


@pytest.mark.parametrize(
    "kind", ["booking.cancelled", "booking.rescheduled", "provider.hours_changed", "closure.removed", "waitlist.declined"]
)
def test_facts_after_which_time_may_be_free(kind: str) -> None:
    assert kind.startswith(FREES)
    assert not "booking.created".startswith(FREES)
