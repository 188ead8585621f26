"""How many strangers may become leads by writing first.

Anybody can make up addresses, and each made-up one would be a contact, a conversation and perhaps an answer from us. What is over the
limit is not refused and not lost: it is held as it arrived, and comes in when its turn has come. Who is known already, and whoever
answers a mail of ours, is never held.
"""

from datetime import timedelta

from careops.core.i18n import text as _

WINDOW = timedelta(hours=1)
MOST_NEW = 60  # of a business within an hour
MOST_NEW_OF_ONE = 20  # from one domain: a mail server of one's own makes any number of names
SHORTEST_HOLD = timedelta(minutes=15)
LONGEST_HOLD = timedelta(days=7)
HELD = _("Held: more strangers write at once than people do")


class Crowded(Exception):
    """One more stranger than may come in now."""


def is_crowded(*, lately: int, of_one_domain: int) -> bool:
    """Whether one more stranger has to wait."""
    return lately >= MOST_NEW or of_one_domain >= MOST_NEW_OF_ONE


def turn(others: int) -> timedelta:
    """How long somebody waits behind so many others."""
    return min(LONGEST_HOLD, SHORTEST_HOLD + WINDOW * (others / MOST_NEW))
