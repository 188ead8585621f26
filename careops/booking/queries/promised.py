"""The ground of a visit that was agreed before: today's people and rooms, the lengths and buffers that were promised."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from careops.booking.models import BookingLine
from careops.booking.queries.ground import Ground, ground
from careops.booking.rules import shaped
from careops.booking.schemas.wanted import Visit, Wanted
from careops.core.actor import Actor


def moved_visit(lines: Sequence[BookingLine], before: UUID, wanted: UUID | None) -> Visit:
    """The services of a booking as one asks for them anew: what its first provider gave is given by another, or by anyone."""
    return [Wanted(line.booking_type_id, line.provider_id if line.provider_id != before else wanted) for line in lines]


def promised_ground(db: Session, actor: Actor, visit: Visit, lines: Sequence[BookingLine]) -> Ground:
    """Who could give it."""
    found = ground(db, Actor.system(actor.workspace), visit)
    for sold, line in zip(found.sold, lines, strict=True):
        promised = shaped(line.duration, line.buffer_before, line.buffer_after, line.gap_after, line.gap_minutes)
        for serving in sold.stage.servings:
            serving.shape = promised
    return found
