"""Bookings that came with a file."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, Status
from careops.booking.queries.ask import ask
from careops.core.actor import Actor, Permission


def standing(db: Session, actor: Actor, *, ids: Iterable[UUID]) -> dict[UUID, bool]:
    """Which of these bookings there are, and whether each still stands."""
    actor.require(Permission.bookings_view)
    question = sa.select(col(Booking.id), col(Booking.status)).where(col(Booking.id).in_(list(ids)))
    return {id: status != Status.cancelled for id, status in ask(db, question)}
