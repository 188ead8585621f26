"""When each of several services is next free, in as many statements as for one."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from careops.booking.queries.ground import MOST, ground, offer_of, survey
from careops.booking.rules import free_starts, seconds
from careops.booking.rules.walls import DAY
from careops.booking.schemas.wanted import Wanted
from careops.core.actor import Actor
from careops.core.clock import now

AHEAD = 28  # days


def first_free(db: Session, actor: Actor, *, booking_type_ids: Sequence[UUID]) -> dict[UUID, int | None]:
    """The first free start of each, in seconds, within four weeks; of more than eight services only the first eight are told."""
    wanted = booking_type_ids[:MOST]
    if not wanted:
        return {}
    at = seconds(now())
    asked = ground(db, actor, [Wanted(id) for id in wanted])
    survey(db, asked, at, at, at + AHEAD * DAY)
    return {
        id: min(free_starts([sold.stage], offer_of(sold.row), at, at, at + AHEAD * DAY), default=None)
        for id, sold in zip(wanted, asked.sold, strict=True)
    }
