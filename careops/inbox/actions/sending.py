"""Putting letters into the outbox. Nothing is sent here: the delivery's row commits with its cause, the dispatcher does the rest."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
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
from careops.inbox.events import MessageReplied
from careops.inbox.models import Conversation, Delivery, Message, Purpose
from careops.inbox.queries.deliveries import row as delivery_row
from careops.inbox.rules import letters
from careops.inbox.rules.conversations import ChannelNotReady, NoAddress, reply_subject
from careops.inbox.schemas import DeliveryRow, MessageRow, ReplyBy, Sent, Skipped
from careops.integrations.ports import Attachment
from careops.ui.public.mail import Mail, Paragraph, mail_html, mail_text

OUTBOX = "outbox"  # the live topic the dispatcher listens to


# ── what people send ─────────────────────────────────────


def reply(db: Session, actor: Actor, *, conversation_id: UUID, text: str, channel: ReplyBy = "email") -> MessageRow:
    """A person's answer: it pauses automation in this conversation, and nobody waits any more."""
    actor.require(Permission.inbox)
    if not text.strip() or "\0" in text or len(text) > 20_000:
        raise Invalid.field("text", "Write something first" if not text.strip() else "This cannot be sent as it is")
    conversation = own(db, actor, conversation_id)
    contact = contacts.by_ids(db, actor, ids=[conversation.contact_id])[conversation.contact_id]
    if channel == "sms" and not channels.working(db, actor, channel="sms"):
        raise ChannelNotReady
    if channel != "email" or not contact.email:
        raise NoAddress
    _take_over(db, actor, conversation)
    message = _send_reply(db, actor, conversation, contact, text)
    forget_reply_draft(db, actor, conversation_id)
    told = message.model_dump(exclude={"workspace_id", "event_id", "key", "wire_id"})
    return MessageRow(**told, state="queued")


def _take_over(db: Session, actor: Actor, conversation: Conversation) -> None:
    """Whoever answers has read it, and first has it; answering opens what was closed."""
    pause_for(db, actor, conversation)
    conversation.status, conversation.closed_at = "open", None
    conversation.assignee_id = conversation.assignee_id or actor.member_id
    see(db, actor, conversation)


def _send_reply(db: Session, actor: Actor, conversation: Conversation, contact: ContactRow, text: str) -> Message:
    here = business.profile(db, actor)
    earlier = _earlier_mail(db, conversation.id)
    subject = reply_subject(next((subject for subject, _wire in reversed(earlier) if subject), ""), here.name)
    mail = letters.reply_mail(here, author=actor.name, subject=subject, text=text, locale=contact.locale or here.locale)
    message = append(
        db,
        conversation,
        direction="out",
        channel="email",
        text=text,
        subject=subject,
        author=actor.name,
        member_id=actor.member_id,
        at=now(),
    )
    _queue(
        db,
        here,
        message,
        contact,
        text=mail_text(mail),
        html=mail_html(mail),
        sender=_("{name} at {business}", mail.locale, name=actor.name, business=here.name) if actor.name else here.name,
        headers=letters.threading([wire for _subject, wire in earlier]),
    )
    record(
        db,
        actor,
        MessageReplied(
            subject=message.id,
            contact=contact.id,
            conversation_id=conversation.id,
            channel="email",
            preview=conversation.preview,
        ),
    )
    return message


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
    subject: str,
    text: str,
    letter: tuple[str, str],
    attachments: Sequence[Attachment] = (),
    reason: str = "",
    event_id: UUID | None = None,
    yields: bool = True,
) -> Sent | Skipped:
    """A message nobody typed, once for each `key`; skipped, with the reason, when it cannot or should not go.

    `title` and `text` are what the thread shows, `letter` the mail itself as text and as HTML. One that `yields` stays unsaid while
    a person has taken the conversation over; facts a contact needs (a booking confirmed, moved, cancelled) do not yield.
    """
    if sent := db.exec(select(Message.id).where(Message.key == key)).first():
        return Sent(sent)
    contact = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id)
    if contact is None:
        return Skipped("The contact is no longer there")
    if not contact.email:
        return Skipped("The contact has no email address")
    conversation = conversation_of(db, contact_id)
    if yields and conversation.automation_paused_at:
        return Skipped(f"Automation is paused here since {conversation.paused_by or 'a person'} took over")
    message = append(
        db,
        conversation,
        direction="out",
        channel="email",
        automated=True,
        title=title,
        subject=subject,
        text=text,
        at=now(),
        event_id=event_id,
        reason=reason,
        key=key,
    )
    here = business.profile(db, actor)
    plain, html = letter
    _queue(db, here, message, contact, text=plain, html=html, sender=here.name, headers=letters.AUTOMATIC, attachments=attachments)
    return Sent(message.id)


def mail_account(db: Session, *, key: str, to: str, subject: str, text: str, html: str = "") -> None:
    """Mail about a person's own account, once for each `key`: kept on the platform, where no business can read its links."""
    with inside(db, PLATFORM):
        if db.exec(select(Delivery.id).where(Delivery.key == key)).first():
            return
        sender, _address = parseaddr(settings.mail_from)
        id, moment = new_id(), now()
        letter = letters.letter(id, at=moment, sender=sender, to=to, subject=subject, text=text, html=html, headers=letters.AUTOMATIC)
        _add(db, id, key, "account", to, subject, letter, moment)


def send_test(db: Session, actor: Actor, *, integration_id: UUID, to: str = "") -> DeliveryRow:
    """A real message through one account and no other; when it is accepted, the account counts as tested."""
    actor.require(Permission.settings)
    account = channels.get(db, actor, integration_id=integration_id)
    here = business.profile(db, actor)
    to = to or actor.email or here.email
    if not to:
        raise Invalid.field("to", "Give an address to send the test to")
    mail = Mail(
        brand=letters.brand(here),
        subject=_("Test message from {business}", here.locale, business=here.name),
        preheader=_("Sending works.", here.locale),
        title=_("Sending works", here.locale),
        blocks=[Paragraph(_("This message left through “{account}”.", here.locale, account=account.label))],
        why=_("You get this because {name} pressed “Send a test message”.", here.locale, name=actor.name or here.name),
        locale=here.locale,
    )
    id, moment = new_id(), now()
    letter = letters.letter(
        id,
        at=moment,
        sender=here.name,
        to=to,
        subject=mail.subject,
        text=mail_text(mail),
        html=mail_html(mail),
        headers=letters.AUTOMATIC,
    )
    delivery = _add(db, id, f"test:{id}", "test", to, mail.subject, letter, moment)
    delivery.pinned, delivery.integration_id, delivery.via = True, integration_id, account.label
    wake(db, f"ws:{actor.workspace}")
    return delivery_row(delivery)


# ── into the outbox ──────────────────────────────────────


def _queue(
    db: Session,
    here: BusinessRow,
    message: Message,
    contact: ContactRow,
    *,
    text: str,
    html: str,
    sender: str,
    headers: dict[str, str],
    attachments: Sequence[Attachment] = (),
) -> None:
    """The message's letter, rendered once; answers go to the business's own address when it has one."""
    id = new_id()
    letter = letters.letter(
        id,
        at=message.at,
        sender=sender,
        to=contact.email,
        subject=message.subject,
        text=text,
        html=html,
        reply_to=(here.name, here.email) if here.email else ("", ""),
        headers=headers,
        attachments=attachments,
    )
    message.wire_id = letter["message_id"]
    purpose = Purpose.service if message.automated else Purpose.reply
    delivery = _add(db, id, f"message:{message.id}", purpose, contact.email, message.subject, letter, message.at)
    delivery.message_id, delivery.contact_id = message.id, contact.id


def _add(db: Session, id: UUID, key: str, purpose: str, to: str, subject: str, letter: dict[str, object], moment: datetime) -> Delivery:
    delivery = Delivery(
        id=id,
        key=key,
        channel="email",
        purpose=purpose,
        recipient=to,
        subject=subject[:250],
        letter=letter,
        due_at=moment,
        created_at=moment,
    )
    db.add(delivery)
    wake(db, OUTBOX)
    return delivery
