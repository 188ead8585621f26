"""What a wish could have now: the engine's own free times, inside the wish's windows."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingLine, WaitlistWish
from careops.booking.queries.ground import Ground, ground, ground_again, survey
from careops.booking.rules import free_starts, seconds
from careops.booking.rules.waiting import SHORTEST_OFFER, suiting
from careops.booking.schemas.wanted import Wanted
from careops.core.actor import Actor
from careops.core.errors import Refusal

Key = tuple[UUID | None, tuple[str, ...], UUID | None, UUID | None, int]


class Matching:
    """Looks for one wish of a service after another; what is asked for by several is read once, until something is taken.

    `until` is the last moment any of them asks about.
    """

    def __init__(self, db: Session, workspace_id: UUID, at: int, until: int) -> None:
        self._db, self._actor, self._at, self._until = db, Actor.customer(workspace_id), at, until
        self._known: dict[Key, tuple[dict[int, int], int | None]] = {}

    def forget(self) -> None:
        """Something was taken: what was read is no longer so."""
        self._known.clear()

    def starts(self, wish: WaitlistWish, *, kept: bool) -> list[int]:
        """The starts that suit the wish and are free for it, soonest first; `kept`: those that can be kept while they think."""
        free, booked = self._found(wish)
        last = None if booked is None else booked - 1
        if kept and booked is not None:  # what they would give up is still theirs until they accept
            last = booked - self._length(wish)
        found = suiting(free, wish.windows, wish.passed, last)
        return [start for start in found if start >= self._at + SHORTEST_OFFER] if kept else found

    def still(self, wish: WaitlistWish, start: int) -> bool:
        """Whether that start is free for the wish."""
        return start in self._found(wish)[0]

    def _found(self, wish: WaitlistWish) -> tuple[dict[int, int], int | None]:
        key = (wish.variant_id, tuple(wish.add_on_ids), wish.provider_id, wish.booking_id, wish.party)
        if key not in self._known:
            self._known[key] = self._look(wish)
        return self._known[key]

    def _look(self, wish: WaitlistWish) -> tuple[dict[int, int], int | None]:
        """Every free start for that, and when what they have now begins, if they would come earlier."""
        try:
            if wish.booking_id is None:
                return self._free(ground(self._db, self._actor, [wanted(wish)]), wish.party), None
            booking, lines = agreed(self._db, wish.booking_id)
            found = ground_again(self._db, self._actor, booking, lines, wish.provider_id)
            return self._free(found, 1, booking.id), seconds(booking.starts_at)
        except Refusal:  # the variant or the provider is no longer there: nothing suits
            return {}, None

    def _free(self, found: Ground, seats: int, but: UUID | None = None) -> dict[int, int]:
        reaches = [found.offer.reach(one.subject.plan.timezone, self._at)[1] for one in found.stages[0].servings]
        high = min(max(reaches, default=self._at), self._until)
        if high <= self._at:
            return {}
        survey(self._db, found, self._at, self._at, high, but)
        return free_starts(found.stages, found.offer, self._at, self._at, high, seats)

    def _length(self, wish: WaitlistWish) -> int:
        """How long before the present start another must begin so that both can be theirs for a while, buffers included."""
        booking, lines = agreed(self._db, wish.booking_id or wish.id)
        buffers = sum(line.buffer_before + line.buffer_after for line in lines)
        return seconds(booking.ends_at) - seconds(booking.starts_at) + 60 * buffers


def wanted(wish: WaitlistWish) -> Wanted:
    """What the wish is for, as the engine is asked."""
    return Wanted(wish.booking_type_id, wish.provider_id, wish.variant_id, tuple(UUID(id) for id in wish.add_on_ids))


def agreed(db: Session, booking_id: UUID) -> tuple[Booking, Sequence[BookingLine]]:
    """A booking and its services, in order."""
    booking = db.scalars(sa.select(Booking).where(col(Booking.id) == booking_id)).one()
    lines = sa.select(BookingLine).where(col(BookingLine.booking_id) == booking_id).order_by(col(BookingLine.position))
    return booking, list(db.scalars(lines))
