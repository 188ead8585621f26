"""Local days: where they begin, and that each engine counts a moment on the day it was there."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from careops.core import db
from careops.core.days import Days

SPRING = Days(date(2026, 3, 27), date(2026, 3, 31), "Europe/Lisbon")  # clocks go forward on the 29th
YEAR = Days(date(2026, 1, 1), date(2026, 12, 31), "America/New_York", 7)


def test_a_day_of_a_change_of_clocks_is_as_long_as_it_was() -> None:
    assert SPRING.end - SPRING.begin == timedelta(days=5) - timedelta(hours=1)
    assert SPRING.before() == Days(date(2026, 3, 22), date(2026, 3, 26), "Europe/Lisbon")
    assert (YEAR.count, YEAR.steps, YEAR.begins(1)) == (365, 53, date(2026, 1, 8))


@pytest.mark.usefixtures("both_engines", "database")
@pytest.mark.parametrize(
    "days",
    [SPRING, YEAR, Days(date(2026, 10, 20), date(2026, 11, 5), "Asia/Kolkata"), Days(date(2026, 3, 1), date(2026, 5, 9), "Asia/Beirut")],
)
def test_every_moment_is_counted_on_its_local_day(days: Days) -> None:
    place = ZoneInfo(days.timezone)
    moments = [days.begin + timedelta(minutes=97 * number, seconds=59, microseconds=900_000) for number in range(4000)]
    moments += [days.end - timedelta(microseconds=1), days.begin]
    inside = [moment for moment in moments if moment < days.end]
    at = sa.bindparam("at", type_=UTCDateTime())
    with db.reading() as session:
        connection = session.connection()
        for moment in inside[:: max(1, len(inside) // 150)] + inside[-2:]:
            expected = (moment.astimezone(place).date() - days.first).days // days.step
            column = sa.cast(at, sa.DateTime(timezone=True)) if connection.dialect.name == "postgresql" else at
            assert connection.execute(sa.select(days.number(column)), {"at": moment}).scalar_one() == expected, moment


def test_a_moment_before_midnight_is_not_rounded_into_the_next_day() -> None:
    assert datetime(2026, 3, 31, 23, 0, tzinfo=UTC) == SPRING.end
