"""Times as people say them, in five languages, both clocks, across the change of the hour and of the year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from careops.core import when

NOW = datetime(2026, 11, 20, 11, 42, tzinfo=UTC)
LISBON = "Europe/Lisbon"


@pytest.mark.parametrize(
    ("locale", "cycle", "said"),
    [("en", 24, "14:30"), ("en", 12, "2:30 PM"), ("de", 24, "14:30"), ("en-GB", 12, "2:30 pm"), ("xx", 12, "2:30 PM")],
)
def test_a_time_follows_the_clock_of_the_workspace(locale: str, cycle: int, said: str) -> None:
    assert when.clock_text(time(14, 30), locale, cycle) == said


def test_a_time_is_told_in_the_zone_asked_for() -> None:
    assert when.time_text(NOW, "Asia/Kolkata") == "17:12"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(), "Today 11:42"),
        (timedelta(days=1), "Tomorrow 11:42"),
        (timedelta(days=-1), "Yesterday 11:42"),
        (timedelta(days=4), "Tue 24 Nov 11:42"),
        (timedelta(days=60), "Tue, 19 Jan 2027 11:42"),
    ],
)
def test_a_moment_is_told_as_seen_from_now(ahead: timedelta, said: str) -> None:
    assert when.moment_text(NOW, NOW + ahead, LISBON) == said


@pytest.mark.parametrize(
    ("first", "last", "locale", "said"),
    [
        (date(2026, 8, 15), date(2026, 8, 29), "en", "Sat 15 Aug – Sat 29 Aug"),
        (date(2026, 8, 15), date(2026, 8, 15), "en", "Sat 15 Aug"),
        (date(2027, 8, 15), date(2027, 8, 29), "en", "Sun, 15 Aug – Sun, 29 Aug 2027"),
        (date(2026, 12, 24), date(2027, 1, 2), "en-US", "Thu, Dec 24, 2026 – Sat, Jan 2, 2027"),
        (date(2026, 12, 24), date(2026, 12, 26), "de", "Do., 24. – Sa., 26. Dez."),
    ],
)
def test_days_are_told_from_the_first_to_the_last(first: date, last: date, locale: str, said: str) -> None:
    assert when.days_text(NOW.date(), first, last, locale).replace("\u2009", " ") == said


def test_tomorrow_is_decided_in_the_zone_not_in_utc() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # already Saturday in Kolkata
    assert when.moment_text(late, late, "Asia/Kolkata") == "Today 05:00"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Friday 20 November"),
        ("en-US", "Friday, November 20"),
        ("en-GB", "Friday 20 November"),
        ("de", "Freitag, 20. November"),
        ("fr", "vendredi 20 novembre"),
        ("es", "viernes, 20 de noviembre"),
        ("hi", "शुक्रवार, 20 नवंबर"),
    ],
)
def test_a_long_date_leaves_the_year_out(locale: str, said: str) -> None:
    assert when.long_date(date(2026, 11, 20), locale) == said


def test_a_long_date_can_keep_its_year() -> None:
    assert when.long_date(date(2026, 11, 20), "en", year=True) == "Friday 20 November 2026"


def test_a_range_is_on_one_clock() -> None:
    assert when.range_text(NOW, NOW + timedelta(minutes=45), LISBON) == "11:42–12:27"


def test_a_week_begins_where_the_workspace_says() -> None:
    assert [when.weekday_name(d, short=True) for d in when.weekdays(6)] == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert (when.weekday_name(0, "fr"), when.weekday_name(0, "fr", inside=True)) == ("Lundi", "lundi")
    assert when.weekday_name(0, inside=True) == "Monday"


@pytest.mark.parametrize(("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (150, "2 h 30 min")])
def test_a_length_is_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert when.minutes_text(minutes) == said


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=46), "46 min"),
        (timedelta(hours=3, minutes=20), "3 h"),
        (timedelta(hours=49), "2 days"),
        (timedelta(seconds=-5), "0 min"),
    ],
)
def test_waiting_is_told_in_one_unit(ago: timedelta, said: str) -> None:
    assert when.waited_text(NOW, NOW - ago) == said


def test_a_zone_is_named_after_its_place() -> None:
    assert when.zone_text(LISBON) == "Lisbon"
    assert when.zone_text(LISBON, "de") == "Lissabon"
    assert when.zone_text("UTC") == "UTC"
