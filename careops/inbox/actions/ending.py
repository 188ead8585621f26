"""How a delivery ends, or is put off: the row, its conversation's mark, and the news of it."""

from datetime import datetime

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.inbox.events import DeliveryFailed, DeliveryRecovered, DeliverySkipped
from careops.inbox.models import Conversation, Delivery, Message, State
from careops.inbox.queries.deliveries import TROUBLE
from careops.inbox.rules.delivering import one_line


def put_off(row: Delivery, until: datetime, reason: str) -> None:
    """Not now; it is looked at again then."""
    row.state, row.due_at, row.reason = State.queued, until, one_line(reason)


def end(db: Session, actor: Actor, row: Delivery, state: str, reason: str = "") -> None:
    """Settles it; the open tabs, its conversation and automation know."""
    gave_up_before = row.attempts > row.tries
    row.state, row.due_at, row.settled_at, row.reason = State(state), None, now(), one_line(reason)
    if row.workspace_id == PLATFORM:
        return
    wake(db, f"ws:{row.workspace_id}")
    if state in TROUBLE:
        mark(db, row, undelivered=True)
    if state == State.skipped:
        record(db, actor, DeliverySkipped(subject=row.id, contact=row.contact_id, message_id=row.message_id, reason=row.reason))
    elif state in TROUBLE and row.purpose != "test":
        record(db, actor, _failed(row))
    elif state == State.sent and gave_up_before:  # a person had it tried again
        mark(db, row, undelivered=False)
        record(db, actor, DeliveryRecovered(subject=row.id, contact=row.contact_id, recipient=row.recipient))


def _failed(row: Delivery) -> DeliveryFailed:
    return DeliveryFailed(
        subject=row.id, contact=row.contact_id, state=row.state, recipient=row.recipient, about=row.subject, reason=row.reason
    )


def mark(db: Session, delivery: Delivery, *, undelivered: bool) -> None:
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
