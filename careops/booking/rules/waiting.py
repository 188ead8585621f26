"""The waitlist's rules: which starts suit a wish, which windows can be wished for, and the refusals by name."""

from collections.abc import Iterable, Sequence
from datetime import date

from careops.booking.rules.hours import wall
from careops.booking.rules.intervals import Span, Spans, covers, merged
from careops.booking.rules.walls import DAY, day_bounds
from careops.core.errors import Conflict, Invalid

MOST_OPEN = 10  # wishes one person may have at a time
MOST_WINDOWS = 200
LONGEST = 62  # days a wish that is said by days may reach over
SHORTEST_OFFER = 300  # seconds: an offer that would last less is none
LOOK_AGAIN = 300  # seconds: as long as a hold lasts, whose end tells nobody

# The first words of the facts after which time may be free that was not free before.
FREES = (
    "booking.cancelled",
    "booking.rescheduled",
    "booking_type.",
    "business.holidays_changed",
    "calendar_import.",
    "closure.",
    "provider.",
    "resource.",
    "slot",
    "time_off.",
    "waitlist.declined",
    "waitlist.expired",
    "waitlist.withdrawn",
)


class NoWaitlist(Conflict):
    code, says = "no_waitlist", "There is no waitlist for this service"


class TooManyWishes(Conflict):
    code, says = "too_many_wishes", "You are on as many waitlists as one person can be on"


class AlreadyWaiting(Conflict):
    code, says = "already_waiting", "You are on the waitlist for this already"


class WishOver(Conflict):
    """It was booked, withdrawn, or its days have passed."""

    code, says = "wish_over", "This wish is no longer on the waitlist"


class NothingOffered(Conflict):
    code, says = "nothing_offered", "Nothing is offered at the moment. You are still on the waitlist"


class OfferEnded(Conflict):
    """They came too late; the wish keeps waiting."""

    code, says = "offer_ended", "The offer has ended. You are still on the waitlist, and we tell you when another time frees up"


class OfferTaken(Conflict):
    """Everybody was told, somebody else was first; the wish keeps waiting."""

    code, says = "offer_taken", "Somebody was faster. You are still on the waitlist, and we tell you when another time frees up"


class AlreadyOffered(Conflict):
    code, says = "already_offered", "A time is being offered to them at the moment"


def suiting(starts: Iterable[int], windows: Sequence[Sequence[int]], passed: Iterable[int], last: int | None = None) -> list[int]:
    """Those of the free starts that suit, soonest first: in a window, not let go before, and not after `last`."""
    gone, wanted = frozenset(passed), merged((begin, end) for begin, end in windows)
    return sorted(start for start in starts if start not in gone and (last is None or start <= last) and covers(wanted, start))


def wished(timezone: str, first: date, last: date, weekdays: Iterable[int], times: Sequence[tuple[int, int]]) -> Spans:
    """The windows of "from that day to that day, on these weekdays, at these times of day" on a wall clock."""
    if not 0 <= (last - first).days < LONGEST:
        raise Invalid.field("last_day", "Choose a last day at most {days} days after the first", days=LONGEST - 1)
    wanted = frozenset(weekdays)
    spans: Spans = []
    for day in range(first.toordinal(), last.toordinal() + 1):
        if (day - 1) % 7 in wanted:
            spans += [(wall(timezone, day, begin), wall(timezone, day, end)) for begin, end in times] or [day_bounds(timezone, day)]
    return merged(spans)


def ahead(windows: Iterable[Sequence[int]], reach: Span) -> Spans:
    """The windows as they are kept: in order, apart, without what cannot be booked; Invalid when nothing is left."""
    given = [(begin, end) for begin, end in windows]
    if any(begin >= end for begin, end in given):
        raise Invalid.field("windows", "A window ends before it begins")
    begin, end = reach
    today = begin - begin % DAY  # what has passed is not kept, yet the same wish said again is the same
    kept = [(max(low, today), min(high, end)) for low, high in merged(given) if low < end and begin < high]
    if not kept:
        raise Invalid.field("windows", "Choose times that still come and can be booked already")
    if len(kept) > MOST_WINDOWS:
        raise Invalid.field("windows", "Choose at most {count} windows", count=MOST_WINDOWS)
    return kept
