"""When a message rests: in the hours that the business leaves people in peace, on the clock where they are.

Hours are walls of a day ("from 21:00 until 9:00") and may cross midnight. A moment is judged by the clock on the reader's wall, never
by adding hours to another moment, so that the nights in which clocks change are like any other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from careops.core.clock import zone

OFFERS_FROM, OFFERS_UNTIL = 9 * 60, 20 * 60  # marketing by text, whatever the business says: the strictest of usual laws
OFFERS_ON_SUNDAY = 12 * 60
SUNDAY = 6
LOOKS_AHEAD = 8  # days; every wall of a week comes round within them
VAGUE = 4  # a number that may be in more zones than that tells nothing


@dataclass(frozen=True, slots=True)
class Rest:
    """The business's quiet hours in minutes of the day, equal for none, and where the business is."""

    begins: int
    ends: int
    timezone: str

    def quiet(self, minute: int) -> bool:
        """Whether that minute of the day is inside; the end is not."""
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends


def zone_of(timezone: str, phone: str, business: str) -> str:
    """Where somebody is: as they told, else where their number is from, else where the business is.

    A number that fits several zones is where the business is, if that is one of them, else in the first.
    """
    if timezone:
        return timezone
    known = _zones(phone) if phone else ()
    return business if not known or business in known else known[0]


@lru_cache(maxsize=4096)
def _zones(phone: str) -> tuple[str, ...]:
    try:
        found = time_zones_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return ()
    known = tuple(name for name in found if _known(name))
    return known if len(known) <= VAGUE else ()


def _known(name: str) -> bool:
    try:
        return bool(zone(name)) and not name.startswith("Etc/")
    except ValueError:
        return False


def resting(moment: datetime, timezone: str, rest: Rest, *, offer_by_text: bool = False) -> bool:
    """Whether nothing may be sent at that moment to somebody in that zone."""
    wall = moment.astimezone(zone(timezone))
    minute = wall.hour * 60 + wall.minute
    if rest.quiet(minute):
        return True
    return offer_by_text and not _opens(wall.weekday()) <= minute < OFFERS_UNTIL


def next_allowed(moment: datetime, timezone: str, rest: Rest, *, offer_by_text: bool = False) -> datetime | None:
    """The first moment from then on at which it may be sent; None when the hours leave no room at all."""
    if not resting(moment, timezone, rest, offer_by_text=offer_by_text):
        return moment
    where = zone(timezone)
    today = moment.astimezone(where).date()
    walls = sorted({rest.ends, *((OFFERS_FROM, OFFERS_ON_SUNDAY) if offer_by_text else ())})
    begins = {
        datetime.combine(today + timedelta(days=day), time(*divmod(wall, 60), fold=fold), where).astimezone(UTC)
        for day in range(LOOKS_AHEAD + 1)
        for wall in walls
        for fold in (0, 1)  # an hour that comes twice has two such moments, one that is left out none: its stand-in is looked at too
    }
    fit = (then for then in sorted(begins) if then > moment and not resting(then, timezone, rest, offer_by_text=offer_by_text))
    return next(fit, None)


def _opens(weekday: int) -> int:
    return OFFERS_ON_SUNDAY if weekday == SUNDAY else OFFERS_FROM
