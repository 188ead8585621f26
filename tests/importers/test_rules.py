"""Days, times and lengths as other programs write them, and whose file it is."""

from datetime import UTC, datetime

import pytest

from careops.importers.rules.easyappointments import minute
from careops.importers.rules.moments import read_day_and_time, read_minutes, read_moment
from careops.importers.rules.readers import recognise
from careops.importers.rules.tables import recognised

NOON = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "2027-03-04 12:00",
        "2027-03-04T12:00:00.000Z",
        "2027-03-04T13:00:00+01:00",
        "2027-03-04 12:00 pm",
        "04/03/2027 12:00",
        "4.3.2027 12:00",
        "March 4, 2027 12:00 PM",
        "Thursday, March 4th, 2027 at 12:00 p.m.",
        "4 Mar 2027, 12:00",
        "Thu, 4 Mar 2027 12:00 GMT",
        "2027/3/4  12PM",
    ],
)
def test_a_moment_is_read_however_it_is_written(said: str) -> None:
    assert read_moment(said, "UTC") == NOON


def test_the_clock_of_the_file_counts_and_so_does_how_it_writes_days() -> None:
    assert read_moment("03/04/2027 07:00 AM", "America/New_York", month_first=True) == NOON
    assert read_moment("25/12/2027 12:00", "UTC", month_first=True).month == 12
    assert read_day_and_time("2027-03-04 00:00", "12:00", "UTC") == NOON


@pytest.mark.parametrize(
    "said",
    [
        "",
        "NaN",
        "NaT",
        "infinity",
        "soon",
        "2027-03-04",
        "2027-03-04 25:00",
        "2027-03-04 12",
        "2027-02-30 12:00",
        "0000-00-00 00:00:00",
        "9999-12-31 23:59",
        "0001-01-01 00:00",
        "1e400",
        "2027-03-28 02:30 cest",
        "2027-03-04 12:00 +99",
        "\u0662\u0660\u0662\u0667-03-04 12:00",
        "4" * 5000,
        "(" * 5000,
        "mar " * 2000,
    ],
)
def test_what_is_no_moment_is_refused_in_words(said: str) -> None:
    with pytest.raises(ValueError, match=r"^.{5,150}$"):
        read_moment(said, "Europe/Paris")


def test_an_hour_that_clocks_leave_out_is_refused_and_one_they_show_twice_is_the_first() -> None:
    with pytest.raises(ValueError, match="put forward"):
        read_moment("2027-03-28 02:30", "Europe/Paris")
    assert read_moment("2027-10-31 02:30", "Europe/Paris") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_lengths_and_times_of_day() -> None:
    said = ["45", "45 min", "1h 15min", "1 hour", "1:15", "90 mins"]
    assert [read_minutes(one) for one in said] == [45, 45, 75, 60, 75, 90]
    for wrong in ("", "-5", "0", "4", "99999", "NaN", "1e3", "25:00", "long"):
        with pytest.raises(ValueError, match=r"length|five minutes"):
            read_minutes(wrong)
    assert [minute(one) for one in ("09:30", "24:00", "25:00", "9", None, {}, "-1:00")] == [570, 1440, None, None, None, None, None]


def test_an_export_is_recognised_by_its_columns() -> None:
    assert recognised(["start time", "End Time", "First Name", "Type", "Calendar"]) == "acuity"
    assert recognised(["User Name", "Invitee Email", "Event Type Name", "Start Date & Time"]) == "calendly"
    assert recognised(["Ref #", "Client", "Service", "Team member", "Status"]) == "fresha"
    assert recognised(["Start Date", "Start Time", "Staff", "Service"]) == "square"
    assert recognised(["Name", "Email"]) == ""
    assert recognise(b"Start Time,End Time,Type,Calendar\n") == "acuity"
    assert recognise(b'{"data": []}') == recognise(b"--\n-- PostgreSQL database dump\n") == "calcom"
    assert recognise(b"-- MySQL dump\nINSERT INTO `x` VALUES (1);") == "easyappointments"
    assert recognise(b"Name,When\n") == "csv"
