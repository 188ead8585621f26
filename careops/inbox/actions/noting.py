"""Notes to the team, and whom they call."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.inbox.actions.appending import append
from careops.inbox.actions.conversing import own
from careops.inbox.actions.drafting import forget_draft
from careops.inbox.events import MemberMentioned, NoteAdded
from careops.inbox.models import Conversation, Mention, Message
from careops.inbox.queries.keeping import team
from careops.inbox.rules.conversations import preview
from careops.inbox.rules.noting import called
from careops.inbox.schemas import MessageRow


def add_note(db: Session, actor: Actor, *, conversation_id: UUID, text: str, mentions: Sequence[UUID] = ()) -> MessageRow:
    """A note only the team sees; it calls those it names behind an @, and those in `mentions`."""
    conversation = own(db, actor, conversation_id)
    if not text.strip() or "\0" in text or len(text) > 20_000:
        raise Invalid.field("text", "Write something first" if not text.strip() else "This cannot be kept as it is")
    note = append(
        db,
        conversation,
        direction="out",
        kind="note",
        channel="note",
        text=text,
        author=actor.name,
        member_id=actor.member_id,
        at=now(),
    )
    record(db, actor, NoteAdded(subject=conversation.id, contact=conversation.contact_id))
    _call(db, actor, conversation, note, mentions)
    forget_draft(db, actor, conversation_id, "note")
    return MessageRow.model_validate(note.model_dump(exclude={"workspace_id", "event_id", "key", "wire_id", "html", "files"}))


def _call(db: Session, actor: Actor, conversation: Conversation, note: Message, also: Sequence[UUID]) -> None:
    if "@" not in note.text and not also:
        return
    everybody = team(db, actor)
    names = dict(everybody)
    if unknown := [id for id in also if id not in names]:
        raise Invalid.field("mentions", f"Nobody in the team who sees this has the id {unknown[0]}")
    for member_id in dict.fromkeys([*called(note.text, everybody), *also]):
        if member_id == actor.member_id:
            continue
        db.add(Mention(message_id=note.id, conversation_id=conversation.id, member_id=member_id))
        told = MemberMentioned(
            subject=conversation.id,
            contact=conversation.contact_id,
            member_id=member_id,
            member=names[member_id],
            note=preview(note.text),
        )
        record(db, actor, told)


def hear(db: Session, actor: Actor, conversation_id: UUID) -> bool:
    """This member has seen the notes that call them there; tells whether there were any."""
    mine = (col(Mention.conversation_id) == conversation_id, col(Mention.member_id) == actor.member_id, col(Mention.read_at).is_(None))
    if db.exec(select(Mention.id).where(*mine)).first() is None:
        return False
    db.exec(sa.update(Mention).where(*mine).values(read_at=now()))  # type: ignore[call-overload]
    return True
