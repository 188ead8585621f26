"""Keeping what providers tell until it is understood: stored once, taken on under a lease, ended once. No network here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, everywhere, execute, wake
from careops.core.errors import NotFound
from careops.inbox.events import ArrivalFailed, StrangersHeld, StrangersLetIn
from careops.inbox.models import Arrival
from careops.inbox.queries.arrivals import row
from careops.inbox.rules.arriving import LEASE, MOST_TRIES, PATIENCE, NotReplayable, pack, wait
from careops.inbox.rules.crowds import HELD, turn
from careops.inbox.schemas.arriving import ArrivalRow, Taken
from careops.integrations.ports import News

AT_ONCE = 500
KEPT_FAILED = timedelta(days=30)
ARRIVALS = "arrivals"  # the live topic the worker listens to
_ROWS = Inserted(Arrival)


def arrive(db: Session, actor: Actor, *, integration_id: UUID, provider: str, news: Sequence[News]) -> int:
    """Keeps each piece of news, once by the provider's own id however often it is told; returns how many were new."""
    new = 0
    for one in news:
        kept = pack(one)
        row = {"event_id": kept.event_id, "kind": kept.kind, "body": kept.body, "raw": kept.raw}
        new += _ROWS.add_new(db, integration_id=integration_id, provider=provider, due_at=now(), received_at=now(), **row) is not None
    if new:
        wake(db, ARRIVALS)
    return new


def take(db: Session, *, limit: int = 50) -> list[Taken]:
    """Takes on what is due longest, of all workspaces; a lease that ran out is due like anything else."""
    moment = now()
    due = (
        sa.select(col(Arrival.id))
        .where(col(Arrival.due_at) <= moment)
        .order_by(col(Arrival.due_at), col(Arrival.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    columns = [sa.inspect(Arrival).attrs[name].class_attribute for name in Taken.__dataclass_fields__]
    mine: Any = sa.update(Arrival).where(col(Arrival.id).in_(due)).values(tries=col(Arrival.tries) + 1, due_at=moment + LEASE)
    with everywhere(db):
        rows = execute(db, mine.returning(*columns), synchronize_session=False)
        taken = [Taken(*found) for found in rows]
    return sorted(taken, key=lambda one: (one.received_at, one.id))


def ours(db: Session, taken: Sequence[Taken]) -> dict[UUID, Arrival]:
    """The rows nobody has taken on since, locked until this transaction ends."""
    tries = {one.id: one.tries for one in taken}
    question = select(Arrival).where(col(Arrival.id).in_(tries)).order_by(col(Arrival.id)).with_for_update()
    question = question.options(defer(sa.inspect(Arrival).attrs["raw"].class_attribute))
    return {found.id: found for found in db.exec(question) if found.tries == tries[found.id] and found.due_at is not None}


def done(arrival: Arrival, *, reason: str = "", message_id: UUID | None = None) -> None:
    """It has had its effect, or has none; its bytes are kept no longer, files have their own place by now."""
    arrival.state, arrival.due_at, arrival.reason, arrival.message_id = "done", None, reason[:300], message_id
    arrival.raw = b""


def park(db: Session, actor: Actor, arrival: Arrival, reason: str) -> None:
    """It is about something we may know in a moment; after some hours it never was ours."""
    if now() - arrival.received_at > PATIENCE:
        done(arrival, reason=reason)
    else:
        arrival.state, arrival.due_at, arrival.reason = "parked", now() + wait(arrival.tries - 1), reason[:300]


def hold(db: Session, actor: Actor, arrival: Arrival) -> None:
    """More strangers write than people do: this one waits for its turn, however long that is; once, the team hears of it."""
    others = _held(db, arrival)
    if not others and not is_held(arrival):
        record(db, actor, StrangersHeld(subject=actor.workspace, provider=arrival.provider))
    arrival.state, arrival.due_at, arrival.reason = "parked", now() + turn(others), HELD


def is_held(arrival: Arrival) -> bool:
    """Whether it waits for its turn."""
    return arrival.state == "parked" and arrival.reason == HELD


def let_in(db: Session, actor: Actor, arrival: Arrival) -> None:
    """It had its turn; the last of them says so."""
    if not _held(db, arrival):
        record(db, actor, StrangersLetIn(subject=actor.workspace))


def _held(db: Session, but: Arrival) -> int:
    """How many others of the workspace wait for their turn."""
    waits = (col(Arrival.due_at).is_not(None), col(Arrival.state) == "parked", col(Arrival.reason) == HELD, col(Arrival.id) != but.id)
    return db.exec(select(sa.func.count()).select_from(Arrival).where(*waits)).one()


def failed(db: Session, actor: Actor, *, taken: Taken, reason: str, hopeless: bool) -> None:
    """It could not be dealt with: again later, or, when that is no use, left for a person."""
    arrival = ours(db, [taken]).get(taken.id)
    if arrival is None:
        return
    if is_held(arrival):
        let_in(db, actor, arrival)
    if not hopeless and taken.tries < MOST_TRIES:
        arrival.due_at, arrival.reason = now() + wait(taken.tries), reason[:300]
        return
    arrival.state, arrival.due_at, arrival.reason = "failed", None, reason[:300]
    record(db, actor, ArrivalFailed(subject=arrival.id, provider=arrival.provider, about=arrival.kind, reason=arrival.reason))


def forget_old(db: Session, actor: Actor, *, before: datetime) -> int:
    """Deletes news of the actor's workspace that was dealt with, a few hundred at a time; told again, it would still change nothing.

    Call it until it answers 0. What failed waits for a person as long again.
    """
    settled = col(Arrival.received_at) < before
    done_with = sa.or_(
        col(Arrival.state) == "done", sa.and_(col(Arrival.state) == "failed", col(Arrival.received_at) < before - KEPT_FAILED)
    )
    ids = db.exec(select(Arrival.id).where(settled, done_with).limit(AT_ONCE)).all()
    if ids:
        db.exec(sa.delete(Arrival).where(col(Arrival.id).in_(ids)))  # type: ignore[call-overload]
    return len(ids)


def replay(db: Session, actor: Actor, *, arrival_id: UUID) -> ArrivalRow:
    """Deals with news again that failed."""
    actor.require(Permission.deliveries)
    found = db.exec(select(Arrival).where(Arrival.id == arrival_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if found.state != "failed":
        raise NotReplayable
    found.state, found.due_at, found.tries, found.reason = "waiting", now(), 0, ""
    wake(db, ARRIVALS)
    return row(found)
