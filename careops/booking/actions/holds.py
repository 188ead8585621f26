"""Keeping a time for somebody while they type: five minutes, for them alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.agree import agreement
from careops.booking.actions.occupy import Owner, find, give_back_hold, take
from careops.booking.models import Hold, Occupancy
from careops.booking.queries.ask import ask
from careops.booking.queries.held import hold_row
from careops.booking.rules import seconds
from careops.booking.schemas import HoldRow
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business import queries as business
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.crypto import new_token, token_hash
from careops.core.db import Inserted, everywhere, inside
from careops.core.ids import new_id

MINUTES = 5
HOLDS = Inserted(Hold)


def hold(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    starts_at: datetime,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    replaces: str | None = None,
) -> HoldRow:
    """Keeps an offered time for five minutes; whoever asked again or asked for another lets the earlier one go."""
    if replaces:
        release(db, actor, token=replaces)
    visit = [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also]
    return keep(db, actor, visit=visit, start=seconds(starts_at), seats=seats, minutes=MINUTES)


def keep(db: Session, actor: Actor, *, visit: Visit, start: int, seats: int, minutes: int) -> HoldRow:
    """Keeps that start of a visit for so long, with its price as it is now."""
    at = seconds(now())
    found, how = find(db, actor, visit, start, at, seats)
    plan = agreement(found, how, business.profile(db, actor), seats)
    token, hold_id, expires = new_token(), new_id(), at + 60 * minutes
    HOLDS.add(db, id=hold_id, token_hash=token_hash(token), expires=expires, plan=plan)
    owner = Owner(hold_id=hold_id, expires=expires)
    for line, slot_id in zip(plan["lines"], take(db, found, how, at, [owner] * seats), strict=True):
        line["slot_id"] = str(slot_id) if slot_id else None
    if any(line["slot_id"] for line in plan["lines"]):
        db.exec(sa.update(Hold).where(col(Hold.id) == hold_id).values(plan=plan), execution_options={"synchronize_session": False})
    return hold_row(token, plan, expires)


def release(db: Session, actor: Actor | None, *, token: str) -> None:
    """Lets a held time go, for whoever knows its token; a hold that is no more is no error."""
    with everywhere(db):
        question = sa.select(col(Hold.id), col(Hold.workspace_id)).where(
            col(Hold.token_hash) == token_hash(token), col(Hold.booking_id).is_(None)
        )
        found = ask(db, question.with_for_update())
    for kept in found:
        with inside(db, kept.workspace_id):
            give_back_hold(db, kept.id)
            db.exec(sa.delete(Hold).where(col(Hold.id) == kept.id), execution_options={"synchronize_session": False})


def sweep(db: Session) -> None:
    """Forgets every hold that has ended, of all workspaces; the free times never counted them anyway."""
    at = seconds(now())
    ended = sa.select(col(Occupancy.id)).where(col(Occupancy.expires) <= at).with_for_update(skip_locked=True)
    done = sa.select(col(Hold.id)).where(col(Hold.expires) <= at - 86_400).with_for_update(skip_locked=True)
    with everywhere(db):
        db.exec(sa.delete(Occupancy).where(col(Occupancy.id).in_(ended)), execution_options={"synchronize_session": False})
        db.exec(sa.delete(Hold).where(col(Hold.id).in_(done)), execution_options={"synchronize_session": False})
