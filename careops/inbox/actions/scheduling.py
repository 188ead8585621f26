"""Answers for later: they leave at their time, unless the contact writes first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Kind, Permission, Source
from careops.core.clock import now
from careops.core.db import everywhere, wake
from careops.core.errors import Conflict, Forbidden, NotFound, Refusal
from careops.core.i18n import text as _
from careops.inbox.actions.conversing import close, own
from careops.inbox.actions.drafting import forget_reply_draft
from careops.inbox.actions.sending import address_of, reply
from careops.inbox.events import ReplyCancelled, ReplyHeld, ReplyScheduled
from careops.inbox.models import Conversation, ScheduledReply
from careops.inbox.queries.threads import scheduled_row
from careops.inbox.rules.conversations import NoAddress
from careops.inbox.rules.snoozing import ahead
from careops.inbox.schemas import MessageRow, ReplyBy, ScheduleChange, ScheduledRow, ScheduleIn

BATCH = 100
CHANGEABLE = ("waiting", "held", "failed")


class AlreadyGone(Conflict):
    """It was sent or cancelled before."""

    code = "reply_settled"
    says = "This answer was sent or cancelled already"


# ── what staff do ────────────────────────────────────────


def answer(
    db: Session,
    actor: Actor,
    *,
    conversation_id: UUID,
    text: str,
    channel: ReplyBy = "email",
    then_close: bool = False,
    undoable: bool = False,
    files: Sequence[UUID] = (),
) -> MessageRow:
    """A person's answer, now; and with it, if so wished, the end of the matter. One that is `undoable` leaves a moment later."""
    said = reply(db, actor, conversation_id=conversation_id, text=text, channel=channel, undoable=undoable, files=files)
    if then_close:
        close(db, actor, conversation_id=conversation_id)
    return said


def schedule(db: Session, actor: Actor, *, conversation_id: UUID, reply: ScheduleIn) -> ScheduledRow:
    """Keeps an answer for later; nothing leaves before its time."""
    conversation = own(db, actor, conversation_id)
    if actor.member_id is None:
        raise Forbidden
    channel: ReplyBy = "sms" if reply.channel == "sms" else "email"
    contact = contacts.by_ids(db, actor, ids=[conversation.contact_id])[conversation.contact_id]
    if not address_of(contact, channel):
        raise NoAddress
    send_at = ahead(reply.send_at, now(), "send_at")
    made = ScheduledReply(
        conversation_id=conversation_id,
        member_id=actor.member_id,
        channel=channel,
        text=reply.text,
        send_at=send_at,
        due_at=send_at,
        hold_if_written=reply.hold_if_written,
        armed_inbound_at=conversation.last_inbound_at,
    )
    db.add(made)
    db.flush()
    forget_reply_draft(db, actor, conversation_id)
    record(db, actor, ReplyScheduled(subject=conversation.id, contact=conversation.contact_id, send_at=send_at))
    return scheduled_row(made, actor.name)


def change_scheduled(db: Session, actor: Actor, *, scheduled_id: UUID, change: ScheduleChange) -> ScheduledRow:
    """Other words or another time; one that was held waits again from now on. Whoever gives it other words is its author."""
    kept, conversation = _changeable(db, actor, scheduled_id)
    if change.text and change.text != kept.text:
        if actor.member_id is None:
            raise Forbidden
        kept.text, kept.member_id = change.text, actor.member_id
    kept.send_at = ahead(change.send_at or kept.send_at, now(), "send_at")
    kept.state, kept.due_at, kept.reason, kept.armed_inbound_at = "waiting", kept.send_at, "", conversation.last_inbound_at
    record(db, actor, ReplyScheduled(subject=conversation.id, contact=conversation.contact_id, send_at=kept.send_at))
    return scheduled_row(kept, accounts.member(db, actor, member_id=kept.member_id).name)


def cancel_scheduled(db: Session, actor: Actor, *, scheduled_id: UUID) -> None:
    """Takes it back."""
    kept, conversation = _changeable(db, actor, scheduled_id)
    kept.state, kept.due_at = "cancelled", None
    record(db, actor, ReplyCancelled(subject=conversation.id, contact=conversation.contact_id))


def send_scheduled_now(db: Session, actor: Actor, *, scheduled_id: UUID) -> MessageRow:
    """Sends it at once, as the answer of whoever says so."""
    kept, _conversation = _changeable(db, actor, scheduled_id)
    return _send(db, actor, kept)


def _changeable(db: Session, actor: Actor, scheduled_id: UUID) -> tuple[ScheduledReply, Conversation]:
    """The answer and its conversation, both locked, the conversation first, as everybody does."""
    actor.require(Permission.inbox)
    where = db.exec(select(ScheduledReply.conversation_id).where(ScheduledReply.id == scheduled_id)).one_or_none()
    if where is None:
        raise NotFound
    conversation = own(db, actor, where)
    kept = db.exec(select(ScheduledReply).where(ScheduledReply.id == scheduled_id).with_for_update()).one()
    if kept.state not in CHANGEABLE:
        raise AlreadyGone
    return kept, conversation


# ── what the job does ────────────────────────────────────


def due_to_send(db: Session) -> list[tuple[UUID, UUID]]:
    """Workspace and id of every answer whose time has come, the soonest first; for the job."""
    due = (
        select(ScheduledReply.workspace_id, ScheduledReply.id)
        .where(col(ScheduledReply.due_at) <= now())
        .order_by(col(ScheduledReply.due_at))
        .limit(BATCH)
    )
    with everywhere(db):
        return [(workspace, id) for workspace, id in db.exec(due)]


def send_if_due(db: Session, actor: Actor, *, scheduled_id: UUID) -> bool:
    """Its time has come: it leaves as its author's answer, or says why not. Twice is once; tells whether it left."""
    try:
        kept, conversation = _changeable(db, actor, scheduled_id)
    except AlreadyGone:
        return False
    if kept.state != "waiting" or kept.due_at is None or kept.due_at > now():
        return False
    if kept.hold_if_written and wrote_since(conversation.last_inbound_at, kept.armed_inbound_at):
        return _stay(db, actor, kept, conversation, "held", _("The contact wrote first"))
    author = _author(db, actor, kept.member_id)
    if author is None:
        return _stay(db, actor, kept, conversation, "failed", _("Whoever wrote it may not answer here any more"))
    try:
        with db.begin_nested():
            _send(db, author, kept)
    except Refusal as why:
        return _stay(db, actor, kept, conversation, "failed", str(why))
    return True


def wrote_since(last: datetime | None, armed: datetime | None) -> bool:
    """Whether the contact has written since the answer was armed."""
    return last is not None and (armed is None or last > armed)


def _send(db: Session, author: Actor, kept: ScheduledReply) -> MessageRow:
    channel: ReplyBy = "sms" if kept.channel == "sms" else "email"
    said = reply(db, author, conversation_id=kept.conversation_id, text=kept.text, channel=channel, keeps_draft=True)
    kept.state, kept.due_at, kept.message_id, kept.reason = "sent", None, said.id, ""
    db.flush()
    return said


def _stay(db: Session, actor: Actor, kept: ScheduledReply, conversation: Conversation, state: str, why: str) -> bool:
    kept.state, kept.due_at, kept.reason = state, None, why[:300]
    record(db, actor, ReplyHeld(subject=conversation.id, contact=conversation.contact_id, reason=kept.reason))
    wake(db, f"ws:{actor.workspace}")
    return False


def _author(db: Session, actor: Actor, member_id: UUID) -> Actor | None:
    """Who wrote it, as they may act today; None once they may not answer here."""
    member = accounts.member(db, actor, member_id=member_id)
    if not member.active or Permission.inbox not in member.permissions:
        return None
    return Actor(
        workspace_id=actor.workspace_id,
        kind=Kind.member,
        source=Source.job,
        user_id=member.user_id,
        member_id=member.id,
        email=member.email,
        name=member.name,
        role=member.role,
        permissions=frozenset(member.permissions),
    )
