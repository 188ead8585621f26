"""What a person answers: it pauses automation in the conversation, and nobody waits any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.business import queries as business
from careops.channels import queries as channels
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.inbox.actions.appending import append
from careops.inbox.actions.attaching import take_along
from careops.inbox.actions.conversing import own, pause_for, see
from careops.inbox.actions.drafting import forget_reply_draft
from careops.inbox.actions.queueing import answers_to, queue
from careops.inbox.actions.sending.ways import address_of
from careops.inbox.events import MessageReplied
from careops.inbox.models import Conversation, Message, Purpose
from careops.inbox.queries.gating import gate
from careops.inbox.queries.texting import on_the_wire
from careops.inbox.queries.threads import attachments
from careops.inbox.rules import letters
from careops.inbox.rules.conversations import ChannelNotReady, NoAddress, NotAllowed, reply_subject
from careops.inbox.rules.delivering import UNDO
from careops.inbox.rules.gate import Stop
from careops.inbox.rules.texts import MOST as MOST_SEGMENTS
from careops.inbox.rules.texts import length
from careops.inbox.schemas import MessageRow, ReplyBy
from careops.ui.public.mail import mail_html, mail_text


def reply(
    db: Session,
    actor: Actor,
    *,
    conversation_id: UUID,
    text: str,
    channel: ReplyBy = "email",
    keeps_draft: bool = False,
    undoable: bool = False,
    files: Sequence[UUID] = (),
) -> MessageRow:
    """A person's answer: it pauses automation in this conversation, and nobody waits any more.

    One that is `undoable` leaves a moment later, so that its author can take it back (`undo_reply`). `files` are those of their draft.
    """
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
    if channel == "sms" and files:
        raise Invalid.field("files", "A text message carries no files; send them by e-mail")
    _may_answer(db, actor, contact, channel)
    waited, leaves = conversation.waiting_since, now() + UNDO if undoable else None
    if channel == "sms":
        message = _send_text(db, actor, conversation, contact, text, wire, leaves)
    else:
        message = _send_mail(db, actor, conversation, contact, text, leaves, files)
    _take_over(db, actor, conversation)
    told = MessageReplied(
        subject=message.id,
        contact=contact.id,
        conversation_id=conversation.id,
        channel=channel,
        preview=conversation.preview,
        waited_since=waited,
    )
    record(db, actor, told)
    if not keeps_draft:  # an answer written long ago leaves what is being written now
        forget_reply_draft(db, actor, conversation_id)
    row = MessageRow(**message.model_dump(exclude={"workspace_id", "event_id", "key", "wire_id", "files"}), state="queued")
    return row.model_copy(update={"attachments": attachments(db, actor, message_ids=[row.id])[row.id]}) if message.files else row


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


def _send_mail(
    db: Session,
    actor: Actor,
    conversation: Conversation,
    contact: ContactRow,
    text: str,
    leaves: datetime | None,
    file_ids: Sequence[UUID],
) -> Message:
    here = business.profile(db, actor)
    earlier = _earlier_mail(db, conversation.id)
    subject = reply_subject(next((subject for subject, _wire in reversed(earlier) if subject), ""), here.name)
    mail = letters.reply_mail(here, author=actor.name, subject=subject, text=text, locale=contact.locale or here.locale)
    message = _said(db, actor, conversation, "email", text, subject)
    files = take_along(db, actor, message, file_ids)
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
        files=[(file.id, file.name) for file in files],
    )
    queue(db, actor, id=id, letter=letter, purpose=Purpose.reply, message=message, contact=contact, not_before=leaves)
    return message


def _send_text(
    db: Session, actor: Actor, conversation: Conversation, contact: ContactRow, text: str, wire: str, leaves: datetime | None
) -> Message:
    message = _said(db, actor, conversation, "sms", text)
    id = new_id()
    letter = letters.text_letter(id, to=contact.phone, text=wire)
    queue(db, actor, id=id, letter=letter, purpose=Purpose.reply, message=message, contact=contact, not_before=leaves)
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
