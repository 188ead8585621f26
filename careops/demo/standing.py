"""What stands in the calendar whoever else comes: days that are closed, who is away, the weekly regular, the styling evenings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from careops.core.clock import zone
from careops.demo import cast
from careops.demo.cast import BEN, MIA, Person
from careops.demo.salon import STYLISTS, ZONE

REGULAR, REGULAR_WEEKDAY, REGULAR_TIME, REGULAR_SERVICE = cast.OSCAR, 2, time(17, 30), "Beard trim"
REGULAR_VISITS, REGULAR_SINCE = 12, 20  # how often, and since how many days
EVENING, EVENING_WEEKDAY, EVENING_TIME = "Styling evening", 3, time(19)


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch in which a stylist is not offered."""

    stylist: str
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Evening:
    """A session of the group, and how many of its six seats are sold."""

    start: datetime
    sold: int


def closed(today: date) -> tuple[date, date]:
    """The two days next month on which the whole team is away: the second Monday and the day after."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    monday = first + timedelta(days=(7 - first.weekday()) % 7 + 7)
    return monday, monday + timedelta(days=1)


def away(today: date) -> tuple[Away, ...]:
    """A long lunch on the next working day, and something that looks as if it came from a private calendar."""
    rui, ines = STYLISTS[3], STYLISTS[4]
    lunch = _works(rui.week, today)
    private = _works(ines.week, today + timedelta(days=2))
    return (
        Away(rui.person.name, at(lunch, time(13)), at(lunch, time(14, 30)), "Lunch with a supplier"),
        Away(ines.person.name, at(private, time(11, 30)), at(private, time(12, 30)), "Busy (private calendar)"),
    )


def first_regular(today: date) -> datetime:
    """When the weekly regular came, or would have come, for the first time."""
    since = today - timedelta(days=REGULAR_SINCE)
    return at(since + timedelta(days=(REGULAR_WEEKDAY - since.weekday()) % 7), REGULAR_TIME)


def evenings(today: date) -> tuple[Evening, ...]:
    """One a fortnight: the last one, the next one, which is sold out, and the one after it."""
    coming = today + timedelta(days=(EVENING_WEEKDAY - today.weekday() - 1) % 7 + 1)
    return tuple(Evening(at(coming + timedelta(days=days), EVENING_TIME), sold) for days, sold in ((-14, 5), (0, 6), (14, 2)))


def kept(today: date, stylist: str, day: date) -> list[tuple[int, int]]:
    """The minutes of that day in which the stylist is away, or somebody's for good."""
    found = [(_minute(one.start), _minute(one.end)) for one in away(today) if one.stylist == stylist and one.start.date() == day]
    first = first_regular(today)
    if stylist == BEN.name and day.weekday() == REGULAR_WEEKDAY and 0 <= (day - first.date()).days < 7 * REGULAR_VISITS:
        found.append((_minute(first), _minute(first) + 30))
    return sorted(found)


def guests(people: list[Person]) -> list[Person]:
    """Who comes to the evenings: those who can be written to."""
    return [person for person in people if person.email and person.name not in (MIA.name, cast.PRIYA.name)][12:]


def at(day: date, clock: time) -> datetime:
    """That time of day at the salon."""
    return datetime.combine(day, clock, zone(ZONE))


def _works(week: Mapping[int, object], day: date) -> date:
    while day.weekday() not in week:
        day += timedelta(days=1)
    return day


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
