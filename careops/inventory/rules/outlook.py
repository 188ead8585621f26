"""How long something lasts: by the recent rate, by what is booked, whichever takes more."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

WINDOW = 28  # days that say how much is used
RECENT = 7  # of them count twice
AHEAD = 28  # days of bookings that are looked at, and that a chart shows
FARTHEST = 60  # days; what lasts longer is not said to the day


def rate(recent: int, window: int, known: int) -> int:
    """Thousandths of a unit a day. `recent` was used in the last seven days, `window` in the last twenty-eight, those included.

    A day of the last seven counts twice, any other once: what changed lately is seen soon, one wild day is not all there is. Of an
    item known for fewer days only those count, yet never fewer than a week: the first sale of a day says little about a month.
    """
    days = min(max(known, RECENT), WINDOW)
    return max(-(-1000 * (recent + window) // (days + RECENT)), 0)


def reserve_by(booked: Sequence[int], daily: int, day: int) -> int:
    """How much is gone at the end of that day, today being 0: what is booked until then, or what the rate takes, whichever is more.

    Not their sum: bookings are most of what the rate is made of.
    """
    return max(sum(booked[: day + 1]), daily * day // 1000)


def levels(quantity: int, booked: Sequence[int], daily: int, days: int = AHEAD) -> list[int]:
    """What there is at the end of each day from today on; below zero is what would be missing."""
    return [quantity - reserve_by(booked, daily, day) for day in range(days + 1)]


def falls_to(level: int, quantity: int, booked: Sequence[int], daily: int) -> int | None:
    """On which day from today it is at that level or below; None when not within sixty days."""
    gone = quantity - level
    if gone <= 0:
        return 0
    by_bookings = bisect_left(list(accumulate(booked)), gone)
    days = [by_bookings] if by_bookings < len(booked) else []
    if daily:
        days.append(-(-1000 * gone // daily))
    return min((day for day in days if day <= FARTHEST), default=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What decides how many of an item to order. `needed` is what is used until an order could be here, and a while after."""

    quantity: int
    reserved: int
    threshold: int
    reorder_quantity: int
    incoming: int
    pack: int
    needed: int

    @property
    def there(self) -> int:
        """What there is, with what is on its way."""
        return self.quantity + self.incoming

    @property
    def short(self) -> bool:
        """Whether it should be ordered: what is promised to nobody is at its threshold, or what there is does not last so long."""
        return (self.threshold > 0 and self.there - self.reserved <= self.threshold) or self.there < self.needed


def suggested(wanted: Wanted) -> int:
    """How many to order, in whole packs: the usual quantity, or what brings it over its threshold beside what is needed, if more."""
    if not wanted.short:
        return 0
    missing = wanted.threshold + 1 + max(wanted.reserved, wanted.needed) - wanted.there
    return packs(max(missing, wanted.reorder_quantity), wanted.pack) * wanted.pack


def packs(quantity: int, pack: int) -> int:
    """In how many packs so many come."""
    return -(-quantity // pack)
