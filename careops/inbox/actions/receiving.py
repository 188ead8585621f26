"""A message from outside finds its conversation: by the address it answers to, by what it answers, by who wrote it, or as a new lead.

Everything is kept in one transaction, with the arrival it came from, so that a second try finds nothing half done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.channels import queries as channels
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.rules import email_key, shown_phone
from careops.contacts.schemas import ContactRow, Source
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.inbox.actions.arriving import done, ours, park
from careops.inbox.actions.conversing import append, conversation_of
from careops.inbox.actions.optouts import heard
from careops.inbox.actions.statuses import report
from careops.inbox.events import MessageReceived
from careops.inbox.models import Arrival, Attachment, Conversation, Delivery, Message
from careops.inbox.rules.arriving import (
    CHATTY,
    HOUR,
    MOST_HEARD,
    TALK,
    Hopeless,
    Nature,
    forged,
    name_of,
    nature,
    once,
    same_subject,
)
from careops.inbox.rules.letters import own_delivery, replied_to
from careops.inbox.rules.mailtext import one_line
from careops.inbox.schemas.arriving import Taken, Words
from careops.integrations.ports import Inbound

WHY_NOT = {
    "own": "It came from our own address",
    "bounce": "A mail server's report that names nothing of ours",
    "loop": "More came from this sender than a person writes",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Whose conversation it is, and whether the sender is known to be them."""

    contact_id: UUID
    unverified: bool = False


def hear(db: Session, actor: Actor, *, taken: Taken, news: Inbound, words: Words) -> None:
    """Puts the message where it belongs, once, whichever door it came through."""
    arrival = ours(db, [taken]).get(taken.id)
    if arrival is None:
        return
    key = once(news)
    if known := db.exec(select(Message.id).where(Message.key == key)).first():
        return done(arrival, message_id=known, reason="Known already")
    wrote = nature(news, ours=_our_addresses(db, actor)) if news.channel == "email" else "person"
    if wrote == "bounce" and news.report:
        return _reported(db, actor, arrival, news)
    if wrote in ("own", "bounce"):
        return done(arrival, reason=WHY_NOT[wrote])
    found = _by_mail(db, actor, news) if news.channel == "email" else None
    who = found or _by_sender(db, actor, news, wrote)
    if who is None:
        return done(arrival, reason="Nobody to answer wrote this")
    conversation = conversation_of(db, who.contact_id)
    heard_lately = _heard_lately(db, conversation.id)
    if heard_lately[1] >= MOST_HEARD:
        return done(arrival, reason=WHY_NOT["loop"])
    machine = wrote != "person" or heard_lately[0] >= CHATTY[news.channel]
    message = _keep(db, conversation, news, words, key=key, machine=machine, unverified=who.unverified)
    if not machine:
        _welcome(db, actor, conversation, message)
        if not who.unverified:
            person = contacts.by_ids(db, actor, ids=[who.contact_id])[who.contact_id]
            heard(db, actor, contact_row=person, channel=news.channel, text=words.text, twilio=taken.provider == "twilio")
    return done(arrival, message_id=message.id)


def _reported(db: Session, actor: Actor, arrival: Arrival, news: Inbound) -> None:
    """A mail server tells of a mail of ours: that is a status, not a message."""
    if news.report is None:
        return
    problem = report(db, actor, said=news.report, event_id=news.event_id)
    if problem and "still" in problem:
        park(db, actor, arrival, problem)
    else:
        done(arrival, reason=problem)


def _our_addresses(db: Session, actor: Actor) -> frozenset[str]:
    """Those we send from: what comes from one of them is our own, come back."""
    return frozenset(row.mail_from.lower() for row in channels.listing(db, actor) if row.mail_from)


# ── whose it is ──────────────────────────────────────────


def _by_mail(db: Session, actor: Actor, news: Inbound) -> Found | None:
    """By the reply address, then by what it answers. Neither proves who wrote: only the sender's own address does."""
    conversation_id = replied_to(news.recipients) or _answered(db, [news.in_reply_to])
    if conversation_id is None and news.references:
        conversation_id = _answered(db, news.references, subject=news.subject)
    if conversation_id is None:
        return None
    contact_id = db.exec(select(Conversation.contact_id).where(Conversation.id == conversation_id)).one_or_none()
    if contact_id is None:
        return None
    known = contacts.by_ids(db, actor, ids=[contact_id])[contact_id]
    theirs = bool(known.email) and email_key(known.email) == email_key(news.sender[1])
    return Found(contact_id, unverified=not theirs or forged(news.headers, news.sender[1]))


def _answered(db: Session, references: Sequence[str], subject: str | None = None) -> UUID | None:
    """The conversation of a message with one of these ids, the nearest first; under another subject it is another matter."""
    for reference in [one for one in reversed(references) if one][:12]:
        by_wire = select(Message.conversation_id, Message.subject).where(Message.wire_id == reference[:250])
        found = db.exec(by_wire).first() or _sent_as(db, reference)
        if found and (subject is None or not found[1] or same_subject(found[1], subject)):
            return found[0]
    return None


def _sent_as(db: Session, reference: str) -> tuple[UUID, str] | None:
    """The same by the delivery, whose id is in the Message-ID we gave it, whatever the wire made of it."""
    mine = sa.or_(col(Delivery.id) == own_delivery(reference), col(Delivery.wire_id) == reference[:250])
    joined = select(Message.conversation_id, Message.subject).join(Delivery, col(Delivery.message_id) == col(Message.id))
    return db.exec(joined.where(mine)).first()


def _by_sender(db: Session, actor: Actor, news: Inbound, wrote: Nature) -> Found | None:
    """Whoever has that address or number, else a new lead; but no machine becomes one."""
    name, address = news.sender
    if not address:
        raise Hopeless("Nobody is named as the sender")
    if news.channel == "email" and wrote != "person":
        known = contacts.find(db, actor, email=address)
        return Found(known.id, unverified=forged(news.headers, news.sender[1])) if known else None
    try:
        who = _lead(db, actor, news, name, address)
    except Invalid as wrong:
        raise Hopeless(f"The sender cannot be answered: {wrong.problems[0].message if wrong.problems else wrong.message}") from wrong
    return Found(who.id, unverified=news.channel == "email" and forged(news.headers, news.sender[1]))


def _lead(db: Session, actor: Actor, news: Inbound, name: str, address: str) -> ContactRow:
    if news.channel == "email":
        return contact.register(db, actor, name=name_of(name, address), email=address, source=Source.email)
    number = contacts.read_phone(db, actor, address)
    return contact.register(db, actor, name=shown_phone(number) or address, phone=number, source=Source.sms)


# ── kept ─────────────────────────────────────────────────


def _heard_lately(db: Session, conversation_id: UUID) -> tuple[int, int]:
    """How many messages came in there within ten minutes, and within an hour."""
    moment = now()
    recent = sa.func.coalesce(sa.func.sum(sa.case((col(Message.at) > moment - TALK, 1), else_=0)), 0)
    mine = (Message.conversation_id == conversation_id, Message.direction == "in", Message.at > moment - HOUR)
    within, altogether = db.exec(select(recent, sa.func.count()).select_from(Message).where(*mine)).one()
    return int(within), int(altogether)


def _keep(db: Session, conversation: Conversation, news: Inbound, words: Words, *, key: str, machine: bool, unverified: bool) -> Message:
    """The message with its files; a machine's keeps nobody waiting and opens nothing."""
    if not machine:
        conversation.status, conversation.closed_at = "open", None
        conversation.version += 1
    message = append(
        db,
        conversation,
        direction="in",
        channel=news.channel,
        text=words.text,
        subject=one_line(news.subject, 250),
        at=now(),
        automated=machine,
        author=one_line(news.sender[0], 120) if unverified else "",
        key=key,
        sender=one_line(news.sender[1], 254),
        unverified=unverified,
        html=words.html,
        quoted=words.quoted,
        wire_id=news.message_id[:250] if news.channel == "email" else "",
        files=len(words.files),
        reason=_("Left out: {files}", files=", ".join(words.left_out))[:300] if words.left_out else "",
    )
    for file in words.files:
        db.add(Attachment(id=new_id(), message_id=message.id, name=file.name, mime=file.mime, size=len(file.content), content=file.content))
    db.flush()
    return message


def _welcome(db: Session, actor: Actor, conversation: Conversation, message: Message) -> None:
    record(
        db,
        actor,
        MessageReceived(
            subject=message.id,
            contact=conversation.contact_id,
            conversation_id=conversation.id,
            channel=message.channel,
            preview=conversation.preview,
        ),
    )
