"""Times that are published by a weekly pattern: one after the other between two walls of the day, breaks left out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from careops.booking.rules.repeating import exactly
from careops.core.errors import Conflict


class SeatsTaken(Conflict):
    """Fewer seats than people who sit in it."""

    code, says = "seats_taken", "More people than that have a seat; cancel or move them first"


class SlotOver(Conflict):
    """Cancelled for good, or no longer to come."""

    code, says = "slot_over", "This time is cancelled or over and cannot be changed"


class SlotBooked(Conflict):
    code, says = "slot_booked", "Somebody has booked this time: cancel it instead, so that they are told"


class VisitHasMore(Conflict):
    """A guest booked other services in the same visit."""

    code = "visit_has_more"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"These guests have other services in the same visit, move them first: {', '.join(names)}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A week of times: so long each, so far apart, on these weekdays (Monday is 0), from one wall minute to another."""

    weekdays: Collection[int]
    from_minute: int
    to_minute: int
    minutes: int
    pause: int = 0
    breaks: Sequence[tuple[int, int]] = ()
    excluded: Collection[int] = field(default_factory=frozenset[int])


def starts_of(pattern: Pattern) -> list[int]:
    """The wall minutes of a day at which a time begins; none runs into a break, and after a break it goes on at its end."""
    found: list[int] = []
    at = pattern.from_minute
    breaks = sorted(pattern.breaks)
    while at + pattern.minutes <= pattern.to_minute:
        hit = next((one for one in breaks if at < one[1] and one[0] < at + pattern.minutes), None)
        if hit is not None:
            at = hit[1]
            continue
        found.append(at)
        at += pattern.minutes + pattern.pause
    return found


def times(pattern: Pattern, timezone: str, first: int, last: int) -> Iterator[int]:
    """The moments of all times on the days from first to last; what the clocks skip is left out."""
    minutes = starts_of(pattern)
    for day in range(first, last + 1):
        if (day - 1) % 7 in pattern.weekdays and day not in pattern.excluded:
            for minute in minutes:
                start = exactly(timezone, day, minute)
                if start is not None:
                    yield start


def horizon(today: int, first_weekday: int, weeks: int) -> int:
    """The last day that is published: so many whole weeks from the one that began last."""
    return today - (today - 1 - first_weekday) % 7 + 7 * weeks - 1


SUNDAY = 6


def ordinals(days: Sequence[str]) -> frozenset[int]:
    """Dates as they are stored, as the rules count days."""
    return frozenset(date.fromisoformat(day).toordinal() for day in days)
