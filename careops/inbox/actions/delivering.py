"""What people do with deliveries: send a failed one again, take a waiting one back, forget old letters."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import execute, wake
from careops.core.errors import NotFound
from careops.inbox.actions.ending import mark
from careops.inbox.actions.queueing import OUTBOX
from careops.inbox.events import DeliveryCancelled, DeliveryRetried
from careops.inbox.models import Delivery, State
from careops.inbox.queries.deliveries import TROUBLE, Which, filtered, row
from careops.inbox.rules.delivering import NotCancellable, NotRetryable
from careops.inbox.schemas import DeliveryRow
from careops.inbox.schemas.outbox import RetriedRow

AT_ONCE = 500  # deliveries sent again, or forgotten, in one transaction
FORGOTTEN: dict[str, Any] = {"forgotten": True}


def retry(db: Session, actor: Actor, *, delivery_id: UUID) -> DeliveryRow:
    """Sends a failed letter again, as it was; a person decides so when nobody knows whether it arrived."""
    actor.require(Permission.deliveries)
    delivery = _own(db, delivery_id)
    if delivery.state not in TROUBLE or delivery.letter.get("forgotten"):
        raise NotRetryable
    _again(db, actor, delivery)
    return row(delivery)


def retry_all(
    db: Session,
    actor: Actor,
    *,
    state: Which | None = None,
    channel: str | None = None,
    integration_id: UUID | None = None,
    contact_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> RetriedRow:
    """Sends again everything that failed and fits the filter, at most a few hundred at a time, the oldest first.

    What may have arrived is only among it when that state is asked for by its name.
    """
    actor.require(Permission.deliveries)
    question = filtered(select(Delivery), channel=channel, integration_id=integration_id, contact_id=contact_id, since=since, until=until)
    wanted = (state,) if state in TROUBLE else ("failed", "dead")
    oldest = question.where(col(Delivery.state).in_(wanted)).order_by(col(Delivery.created_at)).limit(AT_ONCE + 1).with_for_update()
    found = [delivery for delivery in db.exec(oldest) if not delivery.letter.get("forgotten")]
    for delivery in found[:AT_ONCE]:
        _again(db, actor, delivery)
    return RetriedRow(count=min(len(found), AT_ONCE), left=len(found) > AT_ONCE)


def _again(db: Session, actor: Actor, delivery: Delivery) -> None:
    delivery.state, delivery.due_at, delivery.tries = State.queued, now(), 0
    delivery.settled_at, delivery.reason = None, ""
    if delivery.purpose != "test":
        delivery.pinned, delivery.integration_id = False, None
    mark(db, delivery, undelivered=False)
    record(db, actor, DeliveryRetried(subject=delivery.id, contact=delivery.contact_id, recipient=delivery.recipient))
    wake(db, OUTBOX)
    wake(db, f"ws:{actor.workspace}")


def cancel(db: Session, actor: Actor, *, delivery_id: UUID) -> DeliveryRow:
    """Takes back what has not left yet; what somebody is sending at this moment cannot be."""
    actor.require(Permission.deliveries)
    delivery = _own(db, delivery_id)
    if delivery.state != State.queued or delivery.pinned:
        raise NotCancellable
    delivery.state, delivery.due_at, delivery.settled_at = State.skipped, None, now()
    delivery.reason = f"{actor.name or 'Somebody'} took it back"
    record(db, actor, DeliveryCancelled(subject=delivery.id, contact=delivery.contact_id, recipient=delivery.recipient))
    wake(db, f"ws:{actor.workspace}")
    return row(delivery)


def forget_old(db: Session, actor: Actor, *, before: datetime) -> int:
    """Erases what settled letters of the actor's workspace said, a few hundred at a time; that they were sent, and when, stays known.

    Call it until it answers 0. What failed keeps its words for as long again: a person may still send it.
    """
    done = [State.sent, State.delivered, State.skipped, State.bounced, State.complained]
    earlier = before - timedelta(days=30)
    settled = (col(Delivery.state).in_(done) & (col(Delivery.settled_at) < before)) | (
        col(Delivery.state).in_(TROUBLE) & (col(Delivery.settled_at) < earlier)
    )
    kept = sa.cast(col(Delivery.letter), sa.Text) != json.dumps(FORGOTTEN)
    old = sa.select(col(Delivery.id)).where(settled, kept).limit(AT_ONCE)
    ids = list(execute(db, old).scalars())
    if ids:
        said = sa.case((col(Delivery.channel) == "sms", ""), else_=col(Delivery.subject))  # a text's subject is its beginning
        db.exec(sa.update(Delivery).where(col(Delivery.id).in_(ids)).values(letter=FORGOTTEN, subject=said))
    return len(ids)


def _own(db: Session, delivery_id: UUID) -> Delivery:
    found = db.exec(select(Delivery).where(Delivery.id == delivery_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found
