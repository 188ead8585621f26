"""Into the outbox: one row for each message that is to leave, committed with its cause. Nothing is sent here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.channels import queries as channels
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.inbox.models import Delivery, Message, Purpose
from careops.inbox.rules.delivering import Priority, priority_of
from careops.inbox.rules.letters import TEXT, reply_address

OUTBOX = "outbox"  # the live topic the dispatcher listens to


def queue(
    db: Session,
    actor: Actor,
    *,
    id: UUID,
    letter: dict[str, Any],
    purpose: Purpose,
    message: Message | None = None,
    contact: ContactRow | None = None,
    priority: Priority | None = None,
    yields: bool = False,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    reason: str = "",
    key: str = "",
) -> Delivery:
    """The only way into the outbox: a letter or a text, rendered once under the delivery's own `id`.

    It leaves as soon as its turn comes, not before `not_before` (and `reason` says why), never after `expires_at`; one that `yields`
    not once a person has taken the conversation over. Without a `priority` its purpose decides. `key` makes it once only where there
    is no message to do so.
    """
    moment = now()
    due = max(not_before, moment) if not_before else moment
    delivery = Delivery(
        id=id,
        message_id=message.id if message else None,
        contact_id=contact.id if contact else None,
        key=key or f"message:{message.id if message else id}",
        channel="sms" if letter.get("kind") == TEXT else "email",
        purpose=purpose,
        recipient=letter["to"],
        subject=(letter.get("subject") or letter["text"])[:250],
        letter=letter,
        priority=priority_of(purpose) if priority is None else priority,
        yields=yields,
        expires_at=expires_at,
        due_at=due,
        wire_id="" if letter.get("kind") == TEXT else letter["message_id"],
        reason=reason[:300],
        created_at=moment,
    )
    db.add(delivery)
    if message:
        message.wire_id = delivery.wire_id
    wake(db, OUTBOX)
    return delivery


def answers_to(db: Session, actor: Actor, *, conversation_id: UUID, name: str, own: str) -> tuple[str, str]:
    """Where a contact's answer goes: to the conversation itself where an account takes mail in, else to the business's own address."""
    for account in channels.working(db, actor, channel="email"):
        if domain := account.inbound_domain:
            return name, reply_address(conversation_id, domain)
    return (name, own) if own else ("", "")
