"""When jobs are due: by everybody's clock, by a local one, and on the days on which clocks are changed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from careops.core.schedule import Daily, Every, Place, hourly
from careops.core.scheduler import schedule_of

HERE = Place()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_what_is_due_again_and_again_keeps_to_full_periods() -> None:
    half = Every(1800)
    assert half.last(at("2026-11-21T10:29:59"), HERE).key == "2026-11-21T10:00:00Z"
    assert half.last(at("2026-11-21T10:30:00"), HERE).key == "2026-11-21T10:30:00Z"
    assert half.next(at("2026-11-21T10:30:00"), HERE).at == at("2026-11-21T11:00:00")
    assert hourly(5).last(at("2026-11-21T10:04:59"), HERE).at == at("2026-11-21T09:05:00")


def test_a_daily_job_goes_by_the_wall_of_its_place() -> None:
    one = Daily(60)
    kolkata = Place(timezone="Asia/Kolkata")
    found = one.last(at("2026-11-21T20:00:00"), kolkata)
    assert found
    assert (found.key, found.at) == ("2026-11-22", at("2026-11-21T19:30:00"))
    coming = one.next(at("2026-11-21T20:00:00"), kolkata)
    assert coming
    assert (coming.key, coming.at) == ("2026-11-23", at("2026-11-22T19:30:00"))


def test_a_weekly_job_looks_back_to_its_weekday() -> None:
    sunday = Daily(0, weekday=6)
    found, coming = sunday.last(at("2026-11-21T12:00:00"), HERE), sunday.next(at("2026-11-21T12:00:00"), HERE)
    assert found
    assert found.key == "2026-11-15"
    assert coming
    assert coming.key == "2026-11-22"


def test_a_chosen_minute_is_the_places_own_and_none_is_never() -> None:
    digest = Daily()
    assert digest.last(at("2026-11-21T12:00:00"), HERE) is None
    assert digest.next(at("2026-11-21T12:00:00"), HERE) is None
    found = digest.last(at("2026-11-21T12:00:00"), Place(minute=450))
    assert found
    assert found.at == at("2026-11-21T07:30:00")
    assert (digest.sentence(Place(minute=450)), digest.sentence(HERE)) == ("Every day at 07:30", "Switched off")


# The zone, and a day on which its clocks are put forward or back; Samoa left a whole day out.
CHANGES = [
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Africa/Casablanca", "2026-02-15"),
    ("Africa/Casablanca", "2026-03-22"),
    ("America/Santiago", "2026-09-06"),
    ("America/Havana", "2026-11-01"),
    ("Atlantic/Azores", "2026-03-29"),
    ("Asia/Kathmandu", "2026-03-29"),
    ("Asia/Beirut", "2026-03-29"),
    ("Pacific/Apia", "2011-12-30"),
]


@pytest.mark.parametrize("minute", [0, 60, 90, 120, 150, 180], ids=lambda minute: f"{minute // 60:02}:{minute % 60:02}")
@pytest.mark.parametrize(("timezone", "day"), CHANGES)
def test_a_changed_clock_neither_skips_nor_doubles_a_day(timezone: str, day: str, minute: int) -> None:
    place, daily = Place(timezone=timezone), Daily(minute)
    begin = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC) - timedelta(days=3)
    seen = [daily.last(begin + timedelta(minutes=5 * step), place) for step in range(6 * 24 * 12)]
    found = [one for one, other in zip(seen, [None, *seen], strict=False) if one and one != other]
    keys = [one.key for one in found]
    assert keys == sorted(set(keys)), "a day came twice or an older one after it"
    days = [datetime.fromisoformat(key).date().toordinal() for key in keys]
    gone = day == "2011-12-30"
    assert all(two - one == 1 for one, two in pairwise(days)) or (gone and len(days) >= 5)
    assert all(one.at <= begin + timedelta(days=6) and one.at < two.at for one, two in pairwise(found))
    for one in found:
        wall = one.at.astimezone(ZoneInfo(timezone))
        late = (wall.hour * 60 + wall.minute - minute) % 1440
        assert late in (0, 30, 60), f"{one.key} came at {wall}"


@pytest.mark.parametrize(("timezone", "day"), CHANGES)
def test_next_and_last_agree(timezone: str, day: str) -> None:
    place, daily = Place(timezone=timezone), Daily(120)
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=2)
    for _step in range(5):
        coming = daily.next(moment, place)
        assert coming
        assert daily.last(coming.at, place) == coming
        before = daily.last(coming.at - timedelta(microseconds=1), place)
        assert before
        assert before.at < coming.at
        moment = coming.at


def test_the_words_of_apscheduler_become_schedules() -> None:
    assert schedule_of("interval", {"minutes": 5}) == Every(300)
    assert schedule_of("cron", {"minute": 31}) == hourly(31)
    assert schedule_of("cron", {"hour": 3, "minute": 10}) == Daily(190, local=False)
    with pytest.raises(ValueError, match="no schedule"):
        schedule_of("cron", {"year": 2030})
