"""Times and statuses, without a database: every property over real zones and the days their clocks change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.booking.rules import (
    IllegalMove,
    Offer,
    Plan,
    Serving,
    Shape,
    Stage,
    Stretch,
    Subject,
    TooLate,
    allowed_moves,
    at_wall,
    check_change,
    check_move,
    day_bounds,
    day_of,
    free_starts,
    on_grid,
    place,
    seconds,
    segments,
    shaped,
    wall_text,
)
from careops.booking.rules.catalogue import address_word
from careops.booking.rules.status import MOVES

ZONES = [
    "UTC",
    "Europe/Lisbon",
    "Europe/Dublin",
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "Asia/Beirut",
    "Africa/Cairo",
]
zones = st.sampled_from(ZONES)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
OFFER = Offer(grid_minutes=15, min_notice=0, window_days=365)
HALF_HOUR = shaped(30)


def changes(zone: str) -> list[date]:
    """Every local day from 2024 to 2030 that is not 24 hours long."""
    all_days = (date(2024, 1, 1) + timedelta(days=n) for n in range(7 * 365))
    return [d for d in all_days if day_bounds(zone, d.toordinal())[1] - day_bounds(zone, d.toordinal())[0] != 86_400]


def week(*spans: tuple[int, int], zone: str = "UTC") -> Plan:
    return Plan(zone, {day: [Stretch(*span) for span in spans] for day in range(7)})


def walls(starts: list[int], zone: str) -> list[str]:
    return [wall_text(zone, start)[-5:] for start in starts]


def serving(plan: Plan, shape: Shape = HALF_HOUR, busy: Sequence[tuple[int, int]] = (), name: str = "Ana", **more: Any) -> Serving:
    return Serving(Subject(uuid5(NAMESPACE_DNS, name), name, plan, busy={0: list(busy)}), shape, **more)


def found(one: Serving, offer: Offer, now: int, low: int, high: int) -> list[int]:
    return sorted(free_starts([Stage([one])], offer, now, low, high))


def on(day: date, plan: Plan, offer: Offer = OFFER) -> list[int]:
    low, high = day_bounds(plan.timezone, day.toordinal())
    return found(serving(plan), offer, low - 86_400, low, high)


# ── clocks ───────────────────────────────────────────────


@given(zones, days, st.integers(0, 1439))
def test_a_wall_time_means_its_first_moment_or_the_change(zone: str, day: date, minute: int) -> None:
    found = at_wall(zone, day.toordinal(), minute)
    wall = datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=minute)
    real = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    if real.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == real.replace(tzinfo=None):
        assert found == seconds(real)
    else:  # the clock skips it: the first moment after the change
        assert datetime.fromtimestamp(found - 1, ZoneInfo(zone)).utcoffset() != datetime.fromtimestamp(found, ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_is_whole_and_follows_the_one_before(zone: str) -> None:
    for day in [*changes(zone), date(2026, 6, 1)]:
        begin, end = day_bounds(zone, day.toordinal())
        assert day_of(zone, begin) == day_of(zone, end - 1) == day.toordinal()
        assert day_of(zone, begin - 1) == day.toordinal() - 1
        assert 1 <= len(segments(zone, day.toordinal())) <= 2


@pytest.mark.parametrize(
    ("zone", "day", "hours", "expected"),
    [
        ("Europe/Lisbon", date(2026, 3, 29), (0, 180), ["00:00", "00:30", "02:00", "02:30"]),  # 01:00 to 02:00 does not exist
        ("Europe/Lisbon", date(2026, 10, 25), (0, 180), ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30"]),  # the first 01:00
        ("America/Santiago", date(2026, 9, 6), (0, 120), ["01:00", "01:30"]),  # midnight does not exist
        ("America/Havana", date(2026, 11, 1), (0, 120), ["00:00", "00:30", "01:00", "01:30"]),  # midnight happens twice
        ("Australia/Lord_Howe", date(2026, 10, 4), (90, 210), ["01:30", "02:30", "03:00"]),  # half an hour is skipped
    ],
)
def test_a_change_of_clocks_neither_invents_nor_repeats_times(zone: str, day: date, hours: tuple[int, int], expected: list[str]) -> None:
    half_hourly = Offer(30, 0, 365)
    starts = on(day, week(hours, zone=zone), half_hourly)
    assert walls(starts, zone) == expected
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("zone", ZONES)
def test_on_every_change_of_clocks_starts_lie_inside_the_hours_on_the_wall(zone: str) -> None:
    plan = week((0, 1440), zone=zone)
    for day in changes(zone):
        starts = on(day, plan)
        texts = walls(starts, zone)
        assert len(texts) == len(set(texts))
        assert all(
            day_of(zone, start) == day.toordinal() and start + HALF_HOUR.duration <= day_bounds(zone, day.toordinal())[1]
            for start in starts
        )
        assert all(int(text[3:]) % 15 == 0 for text in texts)


# ── free times ───────────────────────────────────────────

spans = st.lists(st.tuples(st.integers(0, 95), st.integers(1, 40)), max_size=3).map(
    lambda raw: [(15 * start, min(1440, 15 * (start + length))) for start, length in sorted(raw)]
)
taken = st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 240)), max_size=12)


@given(zones, days, spans, taken, st.integers(1, 24), st.integers(0, 3), st.integers(0, 3), st.sampled_from([5, 10, 15, 30, 50]))
def test_free_starts_are_exactly_those_that_a_slow_look_at_each_minute_finds(
    zone: str, day: date, hours: list[tuple[int, int]], raw: list[tuple[int, int]], length: int, before: int, after: int, grid: int
) -> None:
    stretches: list[Stretch] = []
    for start, end in hours:
        if not stretches or start >= stretches[-1].end:
            stretches.append(Stretch(start, end))
    plan = Plan(zone, dates={day.toordinal(): stretches})
    low, high = day_bounds(zone, day.toordinal())
    busy: list[tuple[int, int]] = []
    for start, size in sorted(raw):
        if not busy or low + 60 * start >= busy[-1][1]:
            busy.append((low + 60 * start, low + 60 * (start + size)))
    offer, shape = Offer(grid, 0, 365), shaped(5 * length, 10 * before, 10 * after)

    def free(start: int, opens: int, closes: int) -> bool:
        end = start + shape.duration
        return (
            at_wall(zone, day.toordinal(), opens) <= start
            and end <= at_wall(zone, day.toordinal(), closes)
            and not any(f < end + 600 * after and start - 600 * before < t for f, t in busy)
        )

    slow: set[int] = set()
    for opens, closes in stretches:
        for minute in range(opens, closes, grid):
            start = at_wall(zone, day.toordinal(), minute)
            real = wall_text(zone, start) == f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}"
            if real and free(start, opens, closes):
                slow.add(start)
    assert found(serving(plan, shape, busy), offer, low - 86_400, low, high) == sorted(slow)


def test_notice_and_window_are_kept() -> None:
    now = seconds(datetime(2026, 11, 20, 9, 5, tzinfo=UTC))
    plan = week((540, 660))
    near = Offer(30, 40 * 60, 1)
    starts = found(serving(plan), near, now, now - 86_400, now + 10 * 86_400)
    assert [wall_text("UTC", s) for s in starts] == [
        "2026-11-20T10:00",
        "2026-11-20T10:30",
        "2026-11-21T09:00",
        "2026-11-21T09:30",
        "2026-11-21T10:00",
        "2026-11-21T10:30",
    ]


def test_a_date_of_its_own_replaces_the_week_and_may_be_closed() -> None:
    dates = {date(2026, 11, 20).toordinal(): [], date(2026, 11, 21).toordinal(): [Stretch(600, 630)]}
    plan = replace(week((540, 1020)), dates=dates)
    assert on(date(2026, 11, 20), plan) == []
    assert walls(on(date(2026, 11, 21), plan), "UTC") == ["10:00"]


def test_one_start_is_offered_or_not() -> None:
    now = seconds(datetime(2026, 11, 20, 9, tzinfo=UTC))
    plan = week((540, 1020))
    assert on_grid(serving(plan), OFFER, now + 3600, now)
    assert not on_grid(serving(plan), OFFER, now + 3660, now)
    assert not on_grid(serving(plan), OFFER, now - 900, now)


# ── who and what next ────────────────────────────────────


def test_the_least_busy_is_chosen_and_ties_keep_the_order() -> None:
    now = seconds(datetime(2026, 11, 20, 9, tzinfo=UTC))
    plan = week((540, 1020))
    morning, noon = (now, now + 1800), (now + 3600, now + 5400)
    has = {"Ana": [morning, noon], "Ben": [noon], "Cleo": [noon]}
    ana, ben, cleo = (serving(plan, busy=busy, name=name) for name, busy in has.items())
    chosen = place([Stage([ana, ben, cleo])], OFFER, now + 7200, now)
    assert chosen
    assert (chosen[0].serving.subject.name, chosen[0].because) == ("Ben", "least to do that day: 1 before this, 3 were free")
    alone = place([Stage([ana, ben])], OFFER, now, now)
    assert alone
    assert (alone[0].serving.subject.name, alone[0].because) == ("Ben", "the only one who was free")
    assert place([Stage([ana])], OFFER, now, now) is None


def test_turns_are_taken_by_weight() -> None:
    now = seconds(datetime(2026, 11, 20, 9, tzinfo=UTC))
    plan = week((540, 1020))
    taken = {"Ana": 0, "Ben": 0}
    for _ in range(30):
        stage = Stage(
            [serving(plan, name=name, weight=weight, assigned=taken[name]) for name, weight in (("Ana", 2), ("Ben", 1))], turns=True
        )
        chosen = place([stage], OFFER, now, now)
        assert chosen
        taken[chosen[0].serving.subject.name] += 1
    assert taken == {"Ana": 20, "Ben": 10}


@pytest.mark.parametrize("status", list(MOVES))
@pytest.mark.parametrize("wanted", list(MOVES))
def test_only_the_named_moves_are_allowed(status: str, wanted: str) -> None:
    if wanted in allowed_moves(status, True):
        check_move(status, wanted, True)
    else:
        with pytest.raises(IllegalMove, match="cannot become"):
            check_move(status, wanted, True)


def test_before_it_began_nothing_has_been_completed() -> None:
    assert allowed_moves("confirmed", False) == ["cancelled"]
    assert allowed_moves("confirmed", True) == ["cancelled", "completed", "no_show"]


def test_the_customer_may_change_until_the_hour_itself() -> None:
    starts = datetime(2026, 11, 20, 9, tzinfo=UTC)
    check_change("confirmed", starts, starts - timedelta(hours=24), 24, "cancelled")
    with pytest.raises(TooLate):
        check_change("confirmed", starts, starts - timedelta(hours=24) + timedelta(seconds=1), 24, "cancelled")
    check_change("confirmed", starts, starts, None, "cancelled")


@pytest.mark.parametrize(("name", "word"), [("Cut & Finish", "cut-finish"), ("Épilation", "epilation"), ("散髪", "service")])
def test_a_service_has_an_address_made_of_its_name(name: str, word: str) -> None:
    assert address_word(name) == word
