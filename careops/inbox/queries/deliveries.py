"""Reading the outbox. Mail about accounts lives on the platform, so no business ever finds it here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere, execute
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.inbox.models import Attempt, Delivery
from careops.inbox.rules.letters import file_names
from careops.inbox.schemas import AttemptRow, DeliveryRow, OutboxRow

TROUBLE = ("failed", "dead", "unknown")  # what a person may have sent again
LOOK = (*TROUBLE, "bounced", "complained")
Which = Literal["queued", "sent", "delivered", "skipped", "failed", "dead", "unknown", "bounced", "complained", "trouble"]
STANDING = {"trouble": LOOK, "queued": ("queued", "leased")}

Q = TypeVar("Q", bound="sa.Select[Any]")


def row(delivery: Delivery) -> DeliveryRow:
    """The delivery without its letter; whether somebody is at it just now is nobody's business."""
    told = delivery.model_dump(include=set(DeliveryRow.model_fields) - {"state"})
    return DeliveryRow(**told, state="queued" if delivery.state == "leased" else delivery.state)


def filtered(
    question: Q,
    *,
    channel: str | None = None,
    integration_id: UUID | None = None,
    contact_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Q:
    """The deliveries of a channel, an account, a contact, a time; what is not named does not matter."""
    if channel:
        question = question.where(col(Delivery.channel) == channel)
    if integration_id:
        question = question.where(col(Delivery.integration_id) == integration_id)
    if contact_id:
        question = question.where(col(Delivery.contact_id) == contact_id)
    if since:
        question = question.where(col(Delivery.created_at) >= since)
    if until:
        question = question.where(col(Delivery.created_at) < until)
    return question


def deliveries(
    db: Session,
    actor: Actor,
    *,
    state: Which | None = None,
    channel: str | None = None,
    integration_id: UUID | None = None,
    contact_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[DeliveryRow]:
    """Deliveries, the latest first; one statement."""
    actor.require(Permission.deliveries)
    question: sa.Select[Any] = sa.select(Delivery)
    if state:
        question = question.where(col(Delivery.state).in_(STANDING.get(state, (state,))))
    question = filtered(question, channel=channel, integration_id=integration_id, contact_id=contact_id, since=since, until=until)
    return _page(db, question, cursor, limit)


def attempts(db: Session, actor: Actor, *, delivery_id: UUID) -> list[AttemptRow]:
    """Every hand-over of one delivery, the first one first."""
    actor.require(Permission.deliveries)
    _one(db, delivery_id)
    found = select(Attempt).where(Attempt.delivery_id == delivery_id).order_by(col(Attempt.at), col(Attempt.id)).limit(paging.MOST)
    return [AttemptRow.model_validate(attempt, from_attributes=True) for attempt in db.exec(found)]


def outbox(db: Session, actor: Actor, *, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[DeliveryRow]:
    """What stayed in the local outbox, the latest first."""
    actor.require(Permission.deliveries)
    return _page(db, sa.select(Delivery).where(col(Delivery.local).is_(True), col(Delivery.state) == "sent"), cursor, limit)


def outbox_letter(db: Session, actor: Actor, *, delivery_id: UUID) -> OutboxRow:
    """One letter or text of the local outbox, with what is in it; what left through a provider is not shown again."""
    actor.require(Permission.deliveries)
    found = _one(db, delivery_id)
    letter = found.letter
    if not found.local or "text" not in letter:  # it left, or its words were forgotten
        raise NotFound
    files = file_names(letter)
    return OutboxRow(**row(found).model_dump(), text=letter["text"], html=letter.get("html", ""), attachments=files)


@dataclass(frozen=True, slots=True)
class Depth:
    """How much waits by one channel: what is due, since when the oldest of it, and what waits for its time."""

    channel: str
    due: int
    oldest: datetime | None
    later: int


def depth(db: Session) -> list[Depth]:
    """What waits in the outboxes of all workspaces together; for whoever watches the service."""
    moment = now()
    ready = col(Delivery.due_at) <= moment
    question = (
        sa.select(
            col(Delivery.channel),
            sa.func.sum(sa.case((ready, 1), else_=0)),
            sa.func.min(sa.case((ready, col(Delivery.due_at)))),
            sa.func.sum(sa.case((ready, 0), else_=1)),
        )
        .where(col(Delivery.due_at).is_not(None))
        .group_by(col(Delivery.channel))
    )
    with everywhere(db):
        return [Depth(*row) for row in execute(db, question)]


def delivery(db: Session, actor: Actor, *, delivery_id: UUID) -> DeliveryRow:
    """One delivery."""
    actor.require(Permission.deliveries)
    return row(_one(db, delivery_id))


def _one(db: Session, delivery_id: UUID) -> Delivery:
    found = db.exec(select(Delivery).where(Delivery.id == delivery_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _page(db: Session, question: sa.Select[Any], cursor: str | None, limit: int) -> Page[DeliveryRow]:
    attributes = sa.inspect(Delivery).attrs
    return paging.paginate(
        db,
        question,
        by=attributes["created_at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )
