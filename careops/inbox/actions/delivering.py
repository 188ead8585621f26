"""The dispatcher's bookkeeping: who takes a delivery on, and how it ended. No network here."""

from datetime import timedelta
from random import random
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.channels.actions import note_outcome
from careops.core.actor import PLATFORM, Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere, wake
from careops.core.errors import NotFound
from careops.inbox.actions.queueing import OUTBOX
from careops.inbox.events import DeliveryFailed, DeliveryRecovered, DeliveryRetried
from careops.inbox.models import Conversation, Delivery, Message, State
from careops.inbox.queries.deliveries import TROUBLE, row
from careops.inbox.rules.delivering import LEASE, MOST_TRIES, NotRetryable, Verdict, verdict
from careops.inbox.rules.letters import read_stored
from careops.inbox.schemas import Claimed, DeliveryRow
from careops.integrations.ports import Accepted, Outcome


def claim(db: Session) -> Claimed | None:
    """Takes on the delivery that is due longest, of any workspace, for as long as the lease lasts.

    A lease that has run out is due like any other: whoever held it died, or its outcome comes too late to count.
    """
    moment = now()
    due = (
        sa.select(col(Delivery.id))
        .where(col(Delivery.due_at) <= moment)
        .order_by(col(Delivery.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    take = (
        sa.update(Delivery)
        .where(col(Delivery.id).in_(due))
        .values(state=State.leased, attempts=col(Delivery.attempts) + 1, tries=col(Delivery.tries) + 1, due_at=moment + LEASE, local=False)
        .returning(Delivery)
        .execution_options(synchronize_session=False)
    )
    with everywhere(db):
        taken = db.exec(take).scalar_one_or_none()
    if taken is None:
        return None
    return Claimed(
        id=taken.id,
        workspace_id=taken.workspace_id,
        channel=taken.channel,
        purpose=taken.purpose,
        attempts=taken.attempts,
        tries=taken.tries,
        letter=read_stored(taken.id, taken.letter, taken.expires_at),
        pinned_to=taken.integration_id if taken.pinned else None,
    )


def settle(
    db: Session, actor: Actor, *, claimed: Claimed, outcome: Outcome, integration_id: UUID | None = None, via: str = "", local: bool = False
) -> bool:
    """Keeps how the attempt ended; False, and nothing kept, when somebody else has taken the delivery on since."""
    decided = verdict(outcome, tries=claimed.tries, chance=random(), pinned=claimed.pinned_to is not None)  # noqa: S311  spreads tries
    settled = decided.wait is None
    values = {
        "state": decided.state,
        "due_at": None if settled else now() + timedelta(seconds=decided.wait or 0),
        "settled_at": now() if settled else None,
        "reason": decided.reason[:300],
        "integration_id": integration_id or claimed.pinned_to,
        "via": via,
        "local": local and decided.state == State.sent,
        "provider_id": outcome.provider_id[:250] if isinstance(outcome, Accepted) else "",
    }
    mine = (col(Delivery.id) == claimed.id, col(Delivery.attempts) == claimed.attempts, col(Delivery.state) == State.leased)
    kept = db.exec(sa.update(Delivery).where(*mine).values(**values).execution_options(synchronize_session=False))
    if kept.rowcount == 0:
        return False
    if claimed.workspace_id != PLATFORM:
        _follow(db, actor, claimed, decided)
    return True


def note_account(db: Session, actor: Actor, *, integration_id: UUID, outcome: Outcome, test: bool) -> None:
    """How one account did, whatever became of the delivery; a refused recipient is not the account's fault."""
    problem = "" if isinstance(outcome, Accepted) else outcome.reason
    note_outcome(db, actor, integration_id=integration_id, problem=problem, test=test)


def _follow(db: Session, actor: Actor, claimed: Claimed, decided: Verdict) -> None:
    """Lets the conversation, the open tabs and automation know."""
    wake(db, f"ws:{claimed.workspace_id}")
    if decided.wait is not None:
        return
    delivery = db.exec(select(Delivery).where(Delivery.id == claimed.id)).one()
    trouble = decided.state in TROUBLE
    _mark(db, delivery, undelivered=trouble)
    if trouble and claimed.purpose != "test":
        told = DeliveryFailed(
            subject=claimed.id,
            contact=delivery.contact_id,
            state=decided.state,
            recipient=delivery.recipient,
            about=delivery.subject,
            reason=delivery.reason,
        )
        record(db, actor, told)
    elif delivery.attempts > delivery.tries and not trouble:  # it had given up once, and a person had it tried again
        record(db, actor, DeliveryRecovered(subject=claimed.id, contact=delivery.contact_id, recipient=delivery.recipient))


def _mark(db: Session, delivery: Delivery, *, undelivered: bool) -> None:
    """The list says "Not delivered" while the conversation's latest message is not."""
    if delivery.message_id is None:
        return
    question = (
        select(Conversation, Message)
        .join(Message, col(Message.conversation_id) == col(Conversation.id))
        .where(Message.id == delivery.message_id)
    )
    conversation, message = db.exec(question).one()
    if message.at >= conversation.last_message_at:
        conversation.undelivered = undelivered


def retry(db: Session, actor: Actor, *, delivery_id: UUID) -> DeliveryRow:
    """Sends a failed letter again, as it was; a person decides so when nobody knows whether it arrived."""
    actor.require(Permission.deliveries)
    delivery = db.exec(select(Delivery).where(Delivery.id == delivery_id).with_for_update()).one_or_none()
    if delivery is None:
        raise NotFound
    if delivery.state not in TROUBLE:
        raise NotRetryable
    delivery.state, delivery.due_at, delivery.tries = State.queued, now(), 0
    delivery.settled_at, delivery.reason = None, ""
    _mark(db, delivery, undelivered=False)
    record(db, actor, DeliveryRetried(subject=delivery.id, contact=delivery.contact_id, recipient=delivery.recipient))
    wake(db, OUTBOX)
    return row(delivery)


def gave_up(claimed: Claimed) -> bool:
    """Whether the lease ran out too often: whoever took it on died each time."""
    return claimed.tries > MOST_TRIES
