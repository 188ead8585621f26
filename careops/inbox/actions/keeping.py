"""Labels and kept words."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from careops.activity.actions import record
from careops.contacts.rules import name_key
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Conflict, Invalid, NotFound
from careops.inbox.actions.conversing import own
from careops.inbox.events import ConversationLabelled
from careops.inbox.models import CannedReply, Label, Labelled
from careops.inbox.queries.keeping import VARIABLES, canned_row
from careops.inbox.rules.noting import unknown_variables
from careops.inbox.schemas import CannedIn, CannedRow, LabelIn, LabelRow


class LabelExists(Conflict):
    code = "label_exists"
    says = "There is a label of that name already"


class ShortcutTaken(Conflict):
    code = "shortcut_taken"
    says = "Another canned reply has this short name"


# ── labels ───────────────────────────────────────────────


def create_label(db: Session, actor: Actor, *, label: LabelIn) -> LabelRow:
    """A new word to sort by."""
    actor.require(Permission.inbox)
    made = Label(name=label.name, name_key=name_key(label.name)[:80], tint=label.tint)
    _keep_label(db, actor, made)
    return LabelRow(id=made.id, name=made.name, tint=made.tint)


def change_label(db: Session, actor: Actor, *, label_id: UUID, label: LabelIn) -> LabelRow:
    """Another name or colour, wherever it is borne."""
    actor.require(Permission.inbox)
    known = _label(db, label_id)
    known.name, known.name_key, known.tint = label.name, name_key(label.name)[:80], label.tint
    _keep_label(db, actor, known)
    return LabelRow(id=known.id, name=known.name, tint=known.tint)


def remove_label(db: Session, actor: Actor, *, label_id: UUID) -> None:
    """Gone, from every conversation."""
    actor.require(Permission.inbox)
    db.delete(_label(db, label_id))
    wake(db, f"ws:{actor.workspace}")


def label(db: Session, actor: Actor, *, conversation_id: UUID, label_ids: Sequence[UUID]) -> None:
    """The conversation bears these labels and no others."""
    conversation = own(db, actor, conversation_id)
    wanted = db.exec(select(Label).where(col(Label.id).in_(label_ids)).order_by(col(Label.name_key))).all()
    if len(wanted) != len(set(label_ids)):
        raise Invalid.field("label_ids", "One of these labels does not exist")
    borne = set(db.exec(select(Labelled.label_id).where(Labelled.conversation_id == conversation_id)))
    given = {one.id for one in wanted}
    if borne == given:
        return
    gone = col(Labelled.label_id).in_(borne - given)
    db.exec(delete(Labelled).where(col(Labelled.conversation_id) == conversation_id, gone))
    db.add_all([Labelled(conversation_id=conversation_id, label_id=id) for id in given - borne])
    conversation.version += 1
    names = ", ".join(one.name for one in wanted)
    record(db, actor, ConversationLabelled(subject=conversation.id, contact=conversation.contact_id, labels=names))


def _label(db: Session, label_id: UUID) -> Label:
    found = db.exec(select(Label).where(Label.id == label_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _keep_label(db: Session, actor: Actor, label: Label) -> None:
    try:
        with db.begin_nested():
            db.add(label)
            db.flush()
    except IntegrityError:
        raise LabelExists from None
    wake(db, f"ws:{actor.workspace}")


# ── kept words ───────────────────────────────────────────


def keep_reply(db: Session, actor: Actor, *, reply: CannedIn) -> CannedRow:
    """Words for answering again."""
    actor.require(Permission.inbox)
    made = CannedReply(shortcut=reply.shortcut, title=reply.title, text=_checked(reply.text), member_id=actor.member_id)
    return _keep_canned(db, actor, made)


def change_reply(db: Session, actor: Actor, *, reply_id: UUID, reply: CannedIn) -> CannedRow:
    """The same in other words."""
    actor.require(Permission.inbox)
    known = _canned(db, reply_id)
    known.shortcut, known.title, known.text = reply.shortcut, reply.title, _checked(reply.text)
    known.version, known.updated_at = known.version + 1, now()
    return _keep_canned(db, actor, known)


def drop_reply(db: Session, actor: Actor, *, reply_id: UUID) -> None:
    """Not kept any more."""
    actor.require(Permission.inbox)
    db.delete(_canned(db, reply_id))
    wake(db, f"ws:{actor.workspace}")


def _checked(text: str) -> str:
    if unknown := unknown_variables(text, VARIABLES):
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise Invalid.field("text", f"Nothing fills {{{unknown[0]}}}. You can use {known}")
    return text


def _canned(db: Session, reply_id: UUID) -> CannedReply:
    found = db.exec(select(CannedReply).where(CannedReply.id == reply_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _keep_canned(db: Session, actor: Actor, reply: CannedReply) -> CannedRow:
    try:
        with db.begin_nested():
            db.add(reply)
            db.flush()
    except IntegrityError:
        raise ShortcutTaken from None
    wake(db, f"ws:{actor.workspace}")
    return canned_row(reply)
