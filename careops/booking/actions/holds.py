"""Keeping a time for somebody while they type: five minutes, for them alone."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.occupy import check_offered, choose, locked, take
from careops.booking.models import Occupancy, OccupancyKind
from careops.booking.queries.free import offer_of
from careops.booking.queries.held import hold_row
from careops.booking.rules import seconds
from careops.booking.schemas import HoldRow
from careops.core.actor import Actor, Kind
from careops.core.clock import now
from careops.core.crypto import new_token, token_hash
from careops.core.db import everywhere
from careops.core.errors import NotFound

MINUTES = 5


def hold(
    db: Session, actor: Actor, *, booking_type_id: UUID, starts_at: datetime, provider_id: UUID | None = None, replaces: str | None = None
) -> HoldRow:
    """Keeps an offered time for five minutes; whoever asked again or asked for another lets the earlier one go."""
    if replaces:
        release(db, actor, token=replaces)
    at, start = seconds(now()), seconds(starts_at)
    found, candidates = locked(db, booking_type_id, provider_id)
    if not found.active:
        raise NotFound
    offer = offer_of(found)
    if actor.kind is Kind.customer:
        candidates = check_offered(db, offer, candidates, start, at)
    provider = choose(db, candidates, offer, start, at)
    token = new_token()
    taken = take(db, provider.id, found, start, at, kind=OccupancyKind.hold, hold_hash=token_hash(token), expires=at + 60 * MINUTES)
    return hold_row(token, taken, provider, found.duration)


def release(db: Session, actor: Actor | None, *, token: str) -> None:
    """Lets a held time go, for whoever knows its token; a hold that is no more is no error."""
    mine = sa.delete(Occupancy).where(col(Occupancy.hold_hash) == token_hash(token), col(Occupancy.kind) == OccupancyKind.hold)
    with everywhere(db):
        db.exec(mine, execution_options={"synchronize_session": False})


def sweep(db: Session) -> None:
    """Forgets every hold that has ended, of all workspaces; the free times never counted them anyway."""
    ended = sa.select(col(Occupancy.id)).where(col(Occupancy.expires) <= seconds(now())).with_for_update(skip_locked=True)
    with everywhere(db):
        db.exec(sa.delete(Occupancy).where(col(Occupancy.id).in_(ended)), execution_options={"synchronize_session": False})
