"""Calendars of other programs: what entries are called for life, how far feeds reach, when a foreign one is looked at again."""

from datetime import datetime, timedelta
from uuid import UUID

from careops.core.errors import Conflict, Refusal

LOOKS = "30/hour"  # foreign calendars one member may have looked at while they wait
READS = ("600/minute", "read_feed")  # from one network: the big calendars read for thousands from few machines
READS_OF_ONE = "30/minute"

MOST_FEEDS = 50  # one member may keep
MOST_IMPORTS = 10  # for one provider
LONGEST_EXPORT = 366  # days

PAST = timedelta(days=60)  # that feeds carry
CANCELLED_KEPT = timedelta(days=28)  # after the cancellation: programs that looked away meanwhile take the entry out as well
READ_NOTED = timedelta(hours=1)

EVERY = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(minutes=5)  # a look ends within one
TELL_AFTER = 4  # failures in a row: by then it has not worked for more than an hour and a half
AHEAD = 400  # days, or as many as can be booked ahead
MOST_AHEAD = 1100


class FeedGone(Refusal):
    """Programs stop asking for what is gone."""

    status, code, says = 410, "feed_gone", "This calendar link was taken back"


class TooManyFeeds(Conflict):
    code, says = "too_many_feeds", "These are more calendar links than one person can have; take back those you do not use"


class TooManyImports(Conflict):
    code, says = "too_many_imports", "One provider can have ten calendars at most"


def entry_uid(booking_id: UUID) -> str:
    """What a booking is called in every calendar, for life."""
    return f"booking-{booking_id}@careops"


def session_uid(slot_id: UUID) -> str:
    """What a group session is called in the calendar of whoever leads it."""
    return f"session-{slot_id}@careops"


def next_look(at: datetime, failures: int) -> datetime:
    """When to look again: soon, and less and less often while it does not work."""
    return at + min(EVERY * 2 ** max(0, min(failures, 10) - 1), LONGEST_WAIT)


def days_ahead(at: datetime, longest_window: int) -> tuple[int, int]:
    """The stretch of time, in epoch seconds, in which busy times matter: from yesterday on, so that what has begun is in it."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    until = midnight + timedelta(days=min(max(AHEAD, longest_window + 2), MOST_AHEAD))
    return int((midnight - timedelta(days=1)).timestamp()), int(until.timestamp())


def due_again(expanded_at: datetime | None, at: datetime) -> bool:
    """Whether the last good copy's times have to be worked out anew: once a day the days ahead are others."""
    return expanded_at is None or expanded_at.date() != at.date()
