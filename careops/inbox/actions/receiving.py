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
from careops.channels.rules.accounts import checker
from careops.channels.schemas import IntegrationRow
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.queries.newcomers import newcomers
from careops.contacts.rules import email_key, shown_phone
from careops.contacts.schemas import ContactRow, Source
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.inbox.actions.appending import append, conversation_of
from careops.inbox.actions.arriving import done, hold, is_held, let_in, ours, park
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
    name_of,
    nature,
    once,
    same_subject,
)
from careops.inbox.rules.crowds import WINDOW, Crowded, is_crowded
from careops.inbox.rules.letters import own_delivery, replied_to
from careops.inbox.rules.mailtext import one_line
from careops.inbox.rules.senders import Verdict, verdict
from careops.inbox.schemas.arriving import Taken, Words
from careops.integrations.ports import Inbound

WHY_NOT = {
    "own": "It came from our own address",
    "bounce": "A mail server's report that names nothing of ours",
    "loop": "More came from this sender than a person writes",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Whose conversation it is, whether it came from their address, and whether anything proves that it did."""

    contact_id: UUID
    theirs: bool = True
    unverified: bool = False


def hear(db: Session, actor: Actor, *, taken: Taken, news: Inbound, words: Words) -> None:
    """Puts the message where it belongs, once, whichever door it came through."""
    arrival = ours(db, [taken]).get(taken.id)
    if arrival is None:
        return
    key = once(news)
    if known := db.exec(select(Message.id).where(Message.key == key)).first():
        return done(arrival, message_id=known, reason="Known already")
    waited = is_held(arrival)
    _place(db, actor, arrival, news, words, key)
    if waited and not is_held(arrival):
        let_in(db, actor, arrival)


def _place(db: Session, actor: Actor, arrival: Arrival, news: Inbound, words: Words, key: str) -> None:
    """Finds out what it is and whose, and keeps it there."""
    accounts = channels.listing(db, actor) if news.channel == "email" else []
    wrote = nature(news, ours=_our_addresses(accounts)) if news.channel == "email" else "person"
    if wrote == "bounce" and news.report:
        return _reported(db, actor, arrival, news)
    if wrote in ("own", "bounce"):
        return done(arrival, reason=WHY_NOT[wrote])
    known_as = verdict(news.headers, news.sender[1], trusted=_checker(accounts, arrival.integration_id))
    found = _by_mail(db, actor, news, known_as) if news.channel == "email" else None
    try:
        who = found or _by_sender(db, actor, news, wrote, known_as)
    except Crowded:
        return hold(db, actor, arrival)
    if who is None:
        return done(arrival, reason="Nobody to answer wrote this")
    conversation = conversation_of(db, who.contact_id)
    heard_lately = _heard_lately(db, conversation.id)
    if heard_lately[1] >= MOST_HEARD:
        return done(arrival, reason=WHY_NOT["loop"])
    machine = wrote != "person" or heard_lately[0] >= CHATTY[news.channel]
    message = _keep(db, conversation, news, words, key=key, machine=machine, who=who)
    if not machine:
        _welcome(db, actor, conversation, message)
        person, proven = contacts.by_ids(db, actor, ids=[who.contact_id])[who.contact_id], not who.unverified
        heard(db, actor, contact_row=person, channel=news.channel, text=words.text, twilio=arrival.provider == "twilio", proven=proven)
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


def _our_addresses(accounts: Sequence[IntegrationRow]) -> frozenset[str]:
    """Those we send from: what comes from one of them is our own, come back."""
    return frozenset(row.mail_from.lower() for row in accounts if row.mail_from)


def _checker(accounts: Sequence[IntegrationRow], integration_id: UUID) -> str:
    """Whose findings about senders are believed of what came through that account."""
    return next((checker(row) for row in accounts if row.id == integration_id), "")


# ── whose it is ──────────────────────────────────────────


def _by_mail(db: Session, actor: Actor, news: Inbound, known_as: Verdict) -> Found | None:
    """By the reply address, then by what it answers. Either was sent to this contact alone, but may have travelled.

    So it proves who wrote only together with their own address, and only where it is ours: what a contact's own mail was called, and
    what stands among the references of one, others know as well.
    """
    conversation_id = replied_to(news.recipients) or _sent_with(db, news.in_reply_to)
    secret = conversation_id is not None
    conversation_id = conversation_id or _answered(db, [news.in_reply_to])
    if conversation_id is None and news.references:
        conversation_id = _answered(db, news.references, subject=news.subject)
    if conversation_id is None:
        return None
    contact_id = db.exec(select(Conversation.contact_id).where(Conversation.id == conversation_id)).one_or_none()
    if contact_id is None:
        return None
    known = contacts.by_ids(db, actor, ids=[contact_id])[contact_id]
    theirs = bool(known.email) and email_key(known.email) == email_key(news.sender[1])
    return Found(contact_id, theirs, unverified=not (theirs and (known_as == "proven" or (secret and known_as == "open"))))


def _sent_with(db: Session, answered: str) -> UUID | None:
    """The conversation of a mail of ours with that Message-ID."""
    found = _sent_as(db, answered) if answered else None
    return found[0] if found else None


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


def _by_sender(db: Session, actor: Actor, news: Inbound, wrote: Nature, known_as: Verdict) -> Found | None:
    """Whoever has that address or number, else a new lead; but no machine becomes one, and a crowd has to wait (Crowded)."""
    name, address = news.sender
    if not address:
        raise Hopeless("Nobody is named as the sender")
    unverified = news.channel == "email" and known_as != "proven"
    try:
        number = contacts.read_phone(db, actor, address) if news.channel == "sms" else ""
        known = contacts.find(db, actor, phone=number) if number else contacts.find(db, actor, email=address)
        if news.channel == "email" and wrote != "person":
            return Found(known.id, unverified=unverified) if known else None
        if known is None and _is_crowded(db, address):
            raise Crowded
        who = _lead(db, actor, name, address, number)
    except Invalid as wrong:
        raise Hopeless(f"The sender cannot be answered: {wrong.problems[0].message if wrong.problems else wrong.message}") from wrong
    return Found(who.id, unverified=unverified)


def _is_crowded(db: Session, address: str) -> bool:
    """Whether as many strangers have come in as may, or as many as may from there."""
    since, (_name, at, domain) = now() - WINDOW, address.rpartition("@")
    sources = (Source.email, Source.sms)
    of_one = newcomers(db, since=since, sources=sources, domain=domain) if at else 0
    return is_crowded(lately=newcomers(db, since=since, sources=sources), of_one_domain=of_one)


def _lead(db: Session, actor: Actor, name: str, address: str, number: str) -> ContactRow:
    if number:
        return contact.register(db, actor, name=shown_phone(number) or address, phone=number, source=Source.sms)
    return contact.register(db, actor, name=name_of(name, address), email=address, source=Source.email)


# ── kept ─────────────────────────────────────────────────


def _heard_lately(db: Session, conversation_id: UUID) -> tuple[int, int]:
    """How many messages came in there within ten minutes, and within an hour."""
    moment = now()
    recent = sa.func.coalesce(sa.func.sum(sa.case((col(Message.at) > moment - TALK, 1), else_=0)), 0)
    mine = (Message.conversation_id == conversation_id, Message.direction == "in", Message.at > moment - HOUR)
    within, altogether = db.exec(select(recent, sa.func.count()).select_from(Message).where(*mine)).one()
    return int(within), int(altogether)


def _keep(db: Session, conversation: Conversation, news: Inbound, words: Words, *, key: str, machine: bool, who: Found) -> Message:
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
        author="" if who.theirs else one_line(news.sender[0], 120),
        key=key,
        sender=one_line(news.sender[1], 254),
        unverified=who.unverified,
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
