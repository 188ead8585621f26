"""The waitlist: wishing, offering what frees, answering an offer, and the rounds that look for what frees."""

from careops.booking.actions.waitlist.answers import accept_offer, decline_offer, withdraw_wish
from careops.booking.actions.waitlist.offers import book_wish, offer_to
from careops.booking.actions.waitlist.rounds import WAITLIST, anybody_due, look_again, serve_waitlist, time_may_have_freed
from careops.booking.actions.waitlist.wishes import come_earlier, wish, wish_public

__all__ = [
    "WAITLIST",
    "accept_offer",
    "anybody_due",
    "book_wish",
    "come_earlier",
    "decline_offer",
    "look_again",
    "offer_to",
    "serve_waitlist",
    "time_may_have_freed",
    "wish",
    "wish_public",
    "withdraw_wish",
]
