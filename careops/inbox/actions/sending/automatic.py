"""What automation sends, once for each key, or the reason why it does not go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import Prepared
from careops.core.ids import new_id
from careops.inbox.actions.appending import append, conversation_of
from careops.inbox.actions.queueing import answers_to, queue
from careops.inbox.actions.sending.ways import address_of, way_to
from careops.inbox.models import Message, Purpose
from careops.inbox.queries.gating import Asked, gates
from careops.inbox.queries.texting import on_the_wire
from careops.inbox.rules import letters
from careops.inbox.rules.delivering import Priority, priority_of
from careops.inbox.rules.gate import GO, Stop, Wait
from careops.inbox.schemas import By, Sent, Skipped
from careops.integrations.ports import Attachment

_SENT = Prepared(sa.select(col(Message.id)).where(col(Message.key) == sa.bindparam("key")))


def send_automatic(
    db: Session,
    actor: Actor,
    *,
    contact_id: UUID,
    key: str,
    title: str,
    subject: str = "",
    text: str,
    letter: tuple[str, str] = ("", ""),
    texts: str = "",
    channel: By = "email",
    attachments: Sequence[Attachment] = (),
    reason: str = "",
    event_id: UUID | None = None,
    yields: bool = True,
    purpose: Purpose = Purpose.service,
    priority: Priority | None = None,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    gated: bool = False,
) -> Sent | Skipped:
    """A message nobody typed, once for each `key`; skipped, with the reason, when it cannot or should not go.

    `title` and `text` are what the thread shows, `letter` the mail itself as text and as HTML, `texts` the same as a text message.
    By "either" it goes as mail to who has an address, else as a text. One that `yields` stays unsaid while a person has taken the
    conversation over; facts a contact needs (a booking confirmed, moved, cancelled) do not yield, and overtake what does.
    `gated`: whoever calls has asked the gate in this very transaction, and it let the message go.
    """
    for (sent,) in _SENT.ask(db, key=key):
        return Sent(sent)
    contact = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id)
    if contact is None:
        return Skipped("The contact is no longer there")
    way = way_to(channel, contact)
    if not address_of(contact, way):
        return Skipped("The contact has no phone number" if way == "sms" else "The contact has no email address")
    conversation = conversation_of(db, contact_id)
    usual = Priority.fact if purpose == Purpose.service and not yields else priority_of(purpose)
    rank, moment = usual if priority is None else priority, max(not_before or now(), now())
    asked = Asked(
        contact=contact,
        address=address_of(contact, way),
        channel=way,
        purpose=purpose,
        conversation=conversation,
        yields=yields,
        priority=rank,
        made_at=now(),
        expires_at=expires_at,
    )
    answer = GO if gated else gates(db, actor, asked=[asked], at=moment)[0]
    if isinstance(answer, Stop):
        return Skipped(answer.reason)
    id, at, subject = new_id(), now(), subject if way == "email" else ""
    if way == "sms":
        words = on_the_wire(db, actor, conversation_id=conversation.id, contact=contact, text=texts or text)
        stored = letters.text_letter(id, to=contact.phone, text=words)
    else:
        parts, advertises = (subject, *letter), purpose == Purpose.marketing
        stored = _letter(db, actor, id, conversation.id, contact, parts, attachments, at=at, marketing=advertises)
    message = append(
        db,
        conversation,
        direction="out",
        channel=way,
        automated=True,
        title=title,
        subject=subject,
        text=(texts or text) if way == "sms" else text,
        at=at,
        event_id=event_id,
        reason=reason,
        key=key,
        wire_id=stored.get("message_id", ""),
    )
    queue(
        db,
        actor,
        id=id,
        letter=stored,
        purpose=purpose,
        message=message,
        contact=contact,
        priority=rank,
        yields=yields,
        expires_at=expires_at,
        not_before=answer.until if isinstance(answer, Wait) else moment,
        reason=answer.reason if isinstance(answer, Wait) else "",
    )
    return Sent(message.id)


def _letter(
    db: Session,
    actor: Actor,
    id: UUID,
    conversation_id: UUID,
    contact: ContactRow,
    letter: tuple[str, str, str],
    attachments: Sequence[Attachment],
    *,
    at: datetime,
    marketing: bool,
) -> dict[str, Any]:
    here = business.profile(db, actor)
    subject, plain, html = letter
    return letters.letter(
        id,
        at=at,
        sender=here.name,
        to=contact.email,
        subject=subject,
        text=plain,
        html=html,
        reply_to=answers_to(db, actor, conversation_id=conversation_id, name=here.name, own=here.email),
        headers=letters.AUTOMATIC | (letters.unsubscribing(letters.unsubscribe_url(contact.id)) if marketing else {}),
        attachments=attachments,
    )
