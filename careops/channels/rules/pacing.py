"""How many messages an account may take now, so that its provider never has to say that it is too many."""

from datetime import datetime, timedelta

USUAL = {"resend": 300}  # a minute; Resend takes five requests a second from one team
AT_ONCE = timedelta(seconds=1)  # of the rate may be used up in one go


def admitted(wanted: int, *, per_minute: int, busy_until: datetime | None, at: datetime) -> tuple[int, datetime | None]:
    """How many of the wanted ones may leave, and how far ahead the rate is used up then; 0 a minute is no limit.

    The slowest account still takes one message when nothing is ahead of it.
    """
    ahead = max(busy_until or at, at)
    if per_minute <= 0:
        return (wanted if ahead <= at else 0), busy_until
    each = timedelta(minutes=1) / per_minute
    most = (max(AT_ONCE, each) - (ahead - at)) // each
    count = max(0, min(wanted, most))
    return count, ahead + each * count
