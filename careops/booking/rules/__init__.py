"""What booking decides, without a database: which times are free, which moves are allowed, who takes the next customer."""

from careops.booking.rules.catalogue import InUse, SlugTaken, address_word
from careops.booking.rules.free import Offer, Plan, Stretch, assign, free_starts, offers
from careops.booking.rules.status import (
    HoldExpired,
    IllegalMove,
    NotOffered,
    SlotTaken,
    TooEarly,
    TooLate,
    allowed_moves,
    check_change,
    check_move,
    free_until,
)
from careops.booking.rules.walls import at_wall, day_bounds, day_of, moment, seconds, segments, wall_text

__all__ = [
    "HoldExpired",
    "IllegalMove",
    "InUse",
    "NotOffered",
    "Offer",
    "Plan",
    "SlotTaken",
    "SlugTaken",
    "Stretch",
    "TooEarly",
    "TooLate",
    "address_word",
    "allowed_moves",
    "assign",
    "at_wall",
    "check_change",
    "check_move",
    "day_bounds",
    "day_of",
    "free_starts",
    "free_until",
    "moment",
    "offers",
    "seconds",
    "segments",
    "wall_text",
]
