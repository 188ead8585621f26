"""Asking once before anybody does: statements are built and zones are read with the first question, which need not be a visitor's."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import BookingType
from careops.booking.queries.ask import ask
from careops.booking.queries.free import available_json
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import everywhere, inside


def rehearse(db: Session) -> None:
    """Looks for the free times of some service of some business, where there is one, and forgets them."""
    with everywhere(db):
        found = ask(db, sa.select(col(BookingType.workspace_id), col(BookingType.id)).where(col(BookingType.active)).limit(1))
    today = now().date()
    for workspace_id, type_id in found:
        with inside(db, workspace_id):
            actor = Actor.customer(workspace_id)
            available_json(db, actor, booking_type_id=type_id, from_=today, to=today + timedelta(days=1), timezone="UTC")
