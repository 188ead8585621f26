"""Reading the outbox. Mail about accounts lives on the platform, so no business ever finds it here."""

from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.inbox.models import Delivery
from careops.inbox.schemas import DeliveryRow, OutboxRow

TROUBLE = ("failed", "dead", "unknown")
Which = Literal["queued", "sent", "failed", "dead", "unknown", "trouble"]


def row(delivery: Delivery) -> DeliveryRow:
    """The delivery without its letter; whether somebody is at it just now is nobody's business."""
    told = delivery.model_dump(exclude={"workspace_id", "key", "letter", "pinned", "tries", "state"})
    return DeliveryRow(**told, state="queued" if delivery.state == "leased" else delivery.state)


def deliveries(
    db: Session,
    actor: Actor,
    *,
    state: Which | None = None,
    contact_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[DeliveryRow]:
    """Deliveries, the latest first; one statement."""
    actor.require(Permission.deliveries)
    question = sa.select(Delivery)
    if state:
        wanted = TROUBLE if state == "trouble" else ("queued", "leased") if state == "queued" else (state,)
        question = question.where(col(Delivery.state).in_(wanted))
    if contact_id:
        question = question.where(col(Delivery.contact_id) == contact_id)
    return _page(db, question, cursor, limit)


def outbox(db: Session, actor: Actor, *, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[DeliveryRow]:
    """What stayed in the local outbox, the latest first."""
    actor.require(Permission.deliveries)
    return _page(db, sa.select(Delivery).where(col(Delivery.local).is_(True), col(Delivery.state) == "sent"), cursor, limit)


def outbox_letter(db: Session, actor: Actor, *, delivery_id: UUID) -> OutboxRow:
    """One letter of the local outbox, with what is in it; letters that left through a provider are not shown again."""
    actor.require(Permission.deliveries)
    found = _one(db, delivery_id)
    if not found.local:
        raise NotFound
    letter = found.letter
    files = [name for name, _mime, _content in letter["attachments"]]
    return OutboxRow(**row(found).model_dump(), text=letter["text"], html=letter["html"], attachments=files)


def due(db: Session) -> int:
    """How many deliveries of all workspaces may be taken on now, counted up to a hundred; for the dispatcher."""
    waiting = select(Delivery.id).where(col(Delivery.due_at) <= now()).limit(100)
    with everywhere(db):
        return len(db.exec(waiting).all())


def delivery(db: Session, actor: Actor, *, delivery_id: UUID) -> DeliveryRow:
    """One delivery."""
    actor.require(Permission.deliveries)
    return row(_one(db, delivery_id))


def _one(db: Session, delivery_id: UUID) -> Delivery:
    found = db.exec(select(Delivery).where(Delivery.id == delivery_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _page(db: Session, question: sa.Select[Delivery], cursor: str | None, limit: int) -> Page[DeliveryRow]:
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
