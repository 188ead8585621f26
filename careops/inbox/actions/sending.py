"""What people, automation and accounts send. Nothing leaves here: each puts a delivery into the outbox with its cause."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.channels import queries as channels
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core.actor import PLATFORM, Actor, Permission
from careops.core.clock import now
from careops.core.db import inside, wake
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.core.settings import settings
from careops.inbox.actions.conversing import append, conversation_of, forget_reply_draft, own, pause_for, see
from careops.inbox.actions.queueing import answers_to, queue
from careops.inbox.events import MessageReplied
from careops.inbox.models import Conversation, Delivery, Message, Purpose
from careops.inbox.queries.deliveries import row as delivery_row
from careops.inbox.queries.gating import gate
from careops.inbox.queries.texting import on_the_wire
from careops.inbox.rules import letters
from careops.inbox.rules.conversations import ChannelNotReady, NoAddress, NotAllowed, reply_subject
from careops.inbox.rules.delivering import Priority, priority_of
from careops.inbox.rules.gate import Stop, Wait
from careops.inbox.rules.texts import MOST as MOST_SEGMENTS
from careops.inbox.rules.texts import length
from careops.inbox.schemas import By, DeliveryRow, MessageRow, ReplyBy, Sent, Skipped
from careops.integrations.ports import Attachment
from careops.ui.public.mail import Mail, Paragraph, mail_html, mail_text

# ── what people send ─────────────────────────────────────


def reply(
    db: Session, actor: Actor, *, conversation_id: UUID, text: str, channel: ReplyBy = "email", keeps_draft: bool = False
) -> MessageRow:
    """A person's answer: it pauses automation in this conversation, and nobody waits any more."""
    actor.require(Permission.inbox)
    if not text.strip() or "\0" in text or len(text) > 20_000:
        raise Invalid.field("text", "Write something first" if not text.strip() else "This cannot be sent as it is")
    conversation = own(db, actor, conversation_id)
    contact = contacts.by_ids(db, actor, ids=[conversation.contact_id])[conversation.contact_id]
    if not channels.working(db, actor, channel=channel):
        raise ChannelNotReady
    if not address_of(contact, channel):
        raise NoAddress
    wire = on_the_wire(db, actor, conversation_id=conversation.id, contact=contact, text=text) if channel == "sms" else ""
    if length(wire).segments > MOST_SEGMENTS:
        raise Invalid.field("text", f"A text message has at most {MOST_SEGMENTS} parts; write a shorter one, or an e-mail")
    _may_answer(db, actor, contact, channel)
    _take_over(db, actor, conversation)
    if channel == "sms":
        message = _send_text(db, actor, conversation, contact, text, wire)
    else:
        message = _send_mail(db, actor, conversation, contact, text)
    told = MessageReplied(
        subject=message.id, contact=contact.id, conversation_id=conversation.id, channel=channel, preview=conversation.preview
    )
    record(db, actor, told)
    if not keeps_draft:  # an answer written long ago leaves what is being written now
        forget_reply_draft(db, actor, conversation_id)
    told = message.model_dump(exclude={"workspace_id", "event_id", "key", "wire_id"})
    return MessageRow(**told, state="queued")


def address_of(contact: ContactRow, channel: ReplyBy) -> str:
    """Where a contact is reached on a channel; empty when they are not."""
    return contact.phone if channel == "sms" else contact.email


def _may_answer(db: Session, actor: Actor, contact: ContactRow, channel: ReplyBy) -> None:
    """Whoever left a channel, or whose address refuses mail, is not written to there, not even by a person."""
    answer = gate(db, actor, contact=contact, address=address_of(contact, channel), channel=channel, purpose=Purpose.reply, at=now())
    if isinstance(answer, Stop):
        raise NotAllowed(answer.reason)


def _take_over(db: Session, actor: Actor, conversation: Conversation) -> None:
    """Whoever answers has read it, and first has it; answering opens what was closed."""
    pause_for(db, actor, conversation)
    conversation.status, conversation.closed_at = "open", None
    conversation.assignee_id = conversation.assignee_id or actor.member_id
    see(db, actor, conversation)


def _send_mail(db: Session, actor: Actor, conversation: Conversation, contact: ContactRow, text: str) -> Message:
    here = business.profile(db, actor)
    earlier = _earlier_mail(db, conversation.id)
    subject = reply_subject(next((subject for subject, _wire in reversed(earlier) if subject), ""), here.name)
    mail = letters.reply_mail(here, author=actor.name, subject=subject, text=text, locale=contact.locale or here.locale)
    message = _said(db, actor, conversation, "email", text, subject)
    id = new_id()
    letter = letters.letter(
        id,
        at=message.at,
        sender=_("{name} at {business}", mail.locale, name=actor.name, business=here.name) if actor.name else here.name,
        to=contact.email,
        subject=message.subject,
        text=mail_text(mail),
        html=mail_html(mail),
        reply_to=answers_to(db, actor, conversation_id=conversation.id, name=here.name, own=here.email),
        headers=letters.threading([wire for _subject, wire in earlier]),
    )
    queue(db, actor, id=id, letter=letter, purpose=Purpose.reply, message=message, contact=contact)
    return message


def _send_text(db: Session, actor: Actor, conversation: Conversation, contact: ContactRow, text: str, wire: str) -> Message:
    message = _said(db, actor, conversation, "sms", text)
    id = new_id()
    letter = letters.text_letter(id, to=contact.phone, text=wire)
    queue(db, actor, id=id, letter=letter, purpose=Purpose.reply, message=message, contact=contact)
    return message


def _said(db: Session, actor: Actor, conversation: Conversation, channel: str, text: str, subject: str = "") -> Message:
    return append(
        db,
        conversation,
        direction="out",
        channel=channel,
        text=text,
        subject=subject,
        author=actor.name,
        member_id=actor.member_id,
        at=now(),
    )


def _earlier_mail(db: Session, conversation_id: UUID) -> list[tuple[str, str]]:
    """Subject and Message-ID of the conversation's last few mails, oldest first."""
    mails = (
        select(Message.subject, Message.wire_id)
        .where(Message.conversation_id == conversation_id, Message.kind == "message", Message.channel == "email")
        .order_by(col(Message.at).desc(), col(Message.id).desc())
        .limit(8)
    )
    return [(subject, wire) for subject, wire in db.exec(mails)][::-1]


# ── what automation sends ────────────────────────────────


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
) -> Sent | Skipped:
    """A message nobody typed, once for each `key`; skipped, with the reason, when it cannot or should not go.

    `title` and `text` are what the thread shows, `letter` the mail itself as text and as HTML, `texts` the same as a text message.
    By "either" it goes as mail to who has an address, else as a text. One that `yields` stays unsaid while a person has taken the
    conversation over; facts a contact needs (a booking confirmed, moved, cancelled) do not yield, and overtake what does.
    """
    if sent := db.exec(select(Message.id).where(Message.key == key)).first():
        return Sent(sent)
    contact = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id)
    if contact is None:
        return Skipped("The contact is no longer there")
    way = _way(channel, contact)
    if not address_of(contact, way):
        return Skipped("The contact has no phone number" if way == "sms" else "The contact has no email address")
    conversation = conversation_of(db, contact_id)
    usual = Priority.fact if purpose == Purpose.service and not yields else priority_of(purpose)
    rank, moment = usual if priority is None else priority, max(not_before or now(), now())
    answer = gate(
        db,
        actor,
        contact=contact,
        address=address_of(contact, way),
        channel=way,
        purpose=purpose,
        conversation=conversation,
        yields=yields,
        priority=rank,
        made_at=now(),
        expires_at=expires_at,
        at=moment,
    )
    if isinstance(answer, Stop):
        return Skipped(answer.reason)
    message = append(
        db,
        conversation,
        direction="out",
        channel=way,
        automated=True,
        title=title,
        subject=subject if way == "email" else "",
        text=(texts or text) if way == "sms" else text,
        at=now(),
        event_id=event_id,
        reason=reason,
        key=key,
    )
    id = new_id()
    stored = (
        letters.text_letter(
            id,
            to=contact.phone,
            text=on_the_wire(db, actor, conversation_id=conversation.id, contact=contact, text=texts or text),
        )
        if way == "sms"
        else _automatic_letter(db, actor, id, message, contact, letter, attachments, marketing=purpose == Purpose.marketing)
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


def _way(channel: By, contact: ContactRow) -> ReplyBy:
    """By "either": as mail, unless there is only a number."""
    if channel == "either":
        return "sms" if contact.phone and not contact.email else "email"
    return channel


def _automatic_letter(
    db: Session,
    actor: Actor,
    id: UUID,
    message: Message,
    contact: ContactRow,
    letter: tuple[str, str],
    attachments: Sequence[Attachment],
    *,
    marketing: bool,
) -> dict[str, Any]:
    here = business.profile(db, actor)
    plain, html = letter
    return letters.letter(
        id,
        at=message.at,
        sender=here.name,
        to=contact.email,
        subject=message.subject,
        text=plain,
        html=html,
        reply_to=answers_to(db, actor, conversation_id=message.conversation_id, name=here.name, own=here.email),
        headers=letters.AUTOMATIC | (letters.unsubscribing(letters.unsubscribe_url(contact.id)) if marketing else {}),
        attachments=attachments,
    )


def mail_account(db: Session, *, key: str, to: str, subject: str, text: str, html: str = "") -> None:
    """Mail about a person's own account, once for each `key`: kept on the platform, where no business can read its links."""
    with inside(db, PLATFORM):
        if db.exec(select(Delivery.id).where(Delivery.key == key)).first():
            return
        sender, _address = parseaddr(settings.mail_from)
        id = new_id()
        letter = letters.letter(id, at=now(), sender=sender, to=to, subject=subject, text=text, html=html, headers=letters.AUTOMATIC)
        queue(db, Actor.system(PLATFORM), id=id, key=key, letter=letter, purpose=Purpose.account)


def send_test(db: Session, actor: Actor, *, integration_id: UUID, to: str = "") -> DeliveryRow:
    """A real message through one account and no other; when it is accepted, the account counts as tested."""
    actor.require(Permission.settings)
    account = channels.get(db, actor, integration_id=integration_id)
    here = business.profile(db, actor)
    by_text = account.channel == "sms"
    to = to or (here.phone if by_text else actor.email or here.email)
    if not to:
        raise Invalid.field("to", "Give a number to send the test to" if by_text else "Give an address to send the test to")
    id = new_id()
    words = _("Test message from {business}", here.locale, business=here.name)
    letter = letters.text_letter(id, to=to, text=words) if by_text else _test_letter(id, here, account.label, actor.name, to, words)
    delivery = queue(db, actor, id=id, key=f"test:{id}", letter=letter, purpose=Purpose.test)
    delivery.pinned, delivery.integration_id, delivery.via = True, integration_id, account.label
    wake(db, f"ws:{actor.workspace}")
    return delivery_row(delivery)


def _test_letter(id: UUID, here: BusinessRow, label: str, name: str, to: str, subject: str) -> dict[str, Any]:
    mail = Mail(
        brand=letters.brand(here),
        subject=subject,
        preheader=_("Sending works.", here.locale),
        title=_("Sending works", here.locale),
        blocks=[Paragraph(_("This message left through “{account}”.", here.locale, account=label))],
        why=_("You get this because {name} pressed “Send a test message”.", here.locale, name=name or here.name),
        locale=here.locale,
    )
    plain, html = mail_text(mail), mail_html(mail)
    return letters.letter(id, at=now(), sender=here.name, to=to, subject=subject, text=plain, html=html, headers=letters.AUTOMATIC)
