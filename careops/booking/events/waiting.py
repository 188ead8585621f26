"""What happened to a wish on the waitlist."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True)
class WishFact(Fact):
    """A wish as it stood right after the fact; `starts_at` is the time it is about, if any, `until` when an offer ends.

    `mode` is how its service's waitlist works, `moves` whether they have a booking already and would come earlier.
    """

    kind: ClassVar[str] = "waitlist.changed"

    status: str = ""
    mode: str = ""
    type_id: UUID | None = None
    type_name: str = ""
    provider_name: str = ""
    contact_name: str = ""
    party: int = 1
    starts_at: str = ""
    timezone: str = ""
    until: str = ""
    moves: bool = False
    booking_id: UUID | None = None
    link_salt: str = ""


@dataclass(frozen=True, slots=True)
class WaitlistWished(WishFact):
    kind: ClassVar[str] = "waitlist.wished"


@dataclass(frozen=True, slots=True)
class WaitlistOffered(WishFact):
    """A time is kept for them alone `until` then."""

    kind: ClassVar[str] = "waitlist.offered"


@dataclass(frozen=True, slots=True)
class WaitlistNotified(WishFact):
    """They were told of a time that whoever comes first can have."""

    kind: ClassVar[str] = "waitlist.notified"


@dataclass(frozen=True, slots=True)
class WaitlistMatched(WishFact):
    """A time would suit them, and staff choose who gets it."""

    kind: ClassVar[str] = "waitlist.matched"


@dataclass(frozen=True, slots=True)
class WaitlistUnmatched(WishFact):
    """What would have suited them is gone."""

    kind: ClassVar[str] = "waitlist.unmatched"


@dataclass(frozen=True, slots=True)
class WaitlistAccepted(WishFact):
    kind: ClassVar[str] = "waitlist.accepted"


@dataclass(frozen=True, slots=True)
class WaitlistDeclined(WishFact):
    kind: ClassVar[str] = "waitlist.declined"


@dataclass(frozen=True, slots=True)
class WaitlistExpired(WishFact):
    """An offer was not answered in time, and the wish waits on (`status` waiting); or the wish's days have passed (expired)."""

    kind: ClassVar[str] = "waitlist.expired"


@dataclass(frozen=True, slots=True)
class WaitlistWithdrawn(WishFact):
    kind: ClassVar[str] = "waitlist.withdrawn"


@dataclass(frozen=True, slots=True)
class WaitlistBooked(WishFact):
    """The wish has come true: `booking_id` is the booking that was made, or moved."""

    kind: ClassVar[str] = "waitlist.booked"
