"""Every zone there is, on every day from 2024 to 2030 whose clocks change: no time outside the hours on the wall, none in a gap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

import pytest

from careops.booking.rules import Offer, Plan, Serving, Stage, Stretch, Subject, at_wall, free_starts, shaped, windows

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
OFFER = Offer(15, 0, 3650)
LENGTH = 30
SHAPES = [[(0, 1440)], [(60, 300)], [(1320, 1800)], [(1410, 1530), (600, 615)]]  # all day, around most changes, a night, across midnight


@lru_cache
def changing() -> dict[tuple[tuple[int, int], ...], tuple[str, list[date]]]:
    """Zones by what their clocks do, each way once, with the days on which they change; Troll and Casablanca change most."""
    found: dict[tuple[tuple[int, int], ...], tuple[str, list[date]]] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        moves: list[tuple[int, int]] = []
        days: list[date] = []
        before = datetime(2023, 12, 31, tzinfo=zone).utcoffset()
        for number in range((LAST - FIRST).days + 2):
            day = FIRST + timedelta(days=number)
            after = datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset()
            if after != before and before is not None and after is not None:
                moves.append((number, int(after.total_seconds())))
                days.append(day - timedelta(days=1))
            before = after
        offset = datetime(2024, 1, 1, tzinfo=zone).utcoffset()
        found.setdefault((*moves, (-1, int(offset.total_seconds()) if offset else 0)), (name, days))
    return found


def starts(zone: str, spans: list[tuple[int, int]], day: date) -> list[int]:
    plan = Plan(zone, {weekday: [Stretch(*span) for span in sorted(spans)] for weekday in range(7)})
    low = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 86_400
    serving = Serving(Subject(uuid4(), "Ana", plan), shaped(LENGTH))
    return sorted(free_starts([Stage([serving])], OFFER, low - 86_400, low, low + 3 * 86_400))


def wrong(zone: str, spans: list[tuple[int, int]], found: list[int]) -> Iterator[str]:
    """What is the matter with these times, each looked at with the clock of the zone and nothing else."""
    there, walls = ZoneInfo(zone), set[str]()
    for start in found:
        begins, ends = (datetime.fromtimestamp(at, there) for at in (start, start + 60 * LENGTH))
        minute = begins.hour * 60 + begins.minute
        if begins.fold:
            yield f"{begins} is the second of its name"
        if str(begins.replace(tzinfo=None)) in walls:
            yield f"{begins} twice"
        walls.add(str(begins.replace(tzinfo=None)))
        inside = [span for span in spans for at in (minute, minute + 1440) if span[0] <= at < span[1] and (at - span[0]) % 15 == 0]
        if not inside:
            yield f"{begins} outside of the hours, or off the grid"
        midnight = begins.replace(hour=0, minute=0, tzinfo=None, fold=0)
        closes = [midnight + timedelta(days=back, minutes=span[1]) for span in spans for back in (0, -1)]
        moments = [at_wall(zone, close.toordinal(), close.hour * 60 + close.minute) for close in closes]  # a skipped one is the change
        if not any(start + 60 * LENGTH <= close for close in moments):
            yield f"{begins} ends at {ends}, after closing"


@pytest.mark.parametrize("spans", SHAPES, ids=["all day", "early", "night", "across midnight"])
def test_no_time_lies_outside_the_hours_on_the_wall_or_in_a_gap(spans: list[tuple[int, int]]) -> None:
    looked_at = 0
    for zone, days in changing().values():
        for day in days:
            found = starts(zone, spans, day)
            looked_at += len(found)
            assert not list(wrong(zone, spans, found)), (zone, day)
    assert looked_at > 5_000
    print(f"{looked_at} times")  # noqa: T201  (the figure for docs/figures.md)


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/Santiago", "Antarctica/Troll", "Asia/Gaza"]
)
def test_hours_never_overlap_or_run_backwards(zone: str) -> None:
    shifts = [Stretch(0, 720), Stretch(720, 1320), Stretch(1320, 1440)]
    plan = Plan(zone, dict.fromkeys(range(7), shifts))
    low = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
    spans = windows(plan, low, low + 7 * 365 * 86_400)
    assert len(spans) == 1  # around the clock, through every change
