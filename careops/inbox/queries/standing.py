"""What stands in the inbox and the outbox and should not stand for long: for whoever watches over it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.inbox.models import Conversation, Delivery
from careops.inbox.schemas import Waiting

MOST = 1000


def waiting(db: Session, actor: Actor, *, at: datetime) -> list[Waiting]:
    """The open conversations in which somebody waits for a person's answer, the longest waiting first; snoozed ones rest."""
    actor.require(Permission.inbox)
    awake = sa.or_(col(Conversation.snoozed_until).is_(None), col(Conversation.snoozed_until) <= at)
    question = (
        select(col(Conversation.id), col(Conversation.contact_id), col(Conversation.waiting_since))
        .where(Conversation.status == "open", col(Conversation.waiting_since).is_not(None), awake)
        .order_by(col(Conversation.waiting_since))
        .limit(MOST)
    )
    found: list[tuple[UUID, UUID, datetime | None]] = list(db.exec(question))
    names = contacts.by_ids(db, actor, ids=[contact_id for _id, contact_id, _since in found])
    return [Waiting(id, contact_id, names[contact_id].name, since) for id, contact_id, since in found if since and contact_id in names]


def stuck(db: Session, actor: Actor, *, before: datetime) -> int:
    """How many deliveries were due before then and are still not on their way."""
    actor.require(Permission.deliveries)
    late = select(sa.func.count()).select_from(Delivery).where(col(Delivery.due_at) < before, Delivery.state == "queued")
    return db.exec(late).one()
