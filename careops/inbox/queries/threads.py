"""Reading one conversation: its messages in pages, who looks at it, what a member has begun to write, how it may be answered."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from careops.accounts import queries as accounts
from careops.channels import queries as channels
from careops.contacts import queries as contacts
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.paging import Page
from careops.inbox.models import Attachment, Conversation, Delivery, Draft, Message, ScheduledReply, Viewing
from careops.inbox.queries.gating import Asked, Stop, Verdict, gates
from careops.inbox.schemas import AttachmentRow, Card, MessageRow, ReplyBy, ScheduledRow, ViewerRow, WayRow

LOOKING = timedelta(seconds=45)  # a page tells that it is open more often than that
CARDS: dict[str, Callable[[Session, Actor, list[UUID]], dict[UUID, Card]]] = {}
"""What packages above put into threads, by the first word of a message's `about`: each tells how its things stand now."""

# Columns, not objects: a thread is read often, and the mail's own look (`html`) may be long and is rarely asked for.
_SAID = (
    "id",
    "conversation_id",
    "direction",
    "kind",
    "channel",
    "automated",
    "title",
    "subject",
    "text",
    "author",
    "member_id",
    "at",
    "reason",
    "about",
    "quoted",
    "sender",
    "unverified",
    "files",
)


class Around(NamedTuple):
    """Messages before and after one of them, oldest last; whether there are more on either side."""

    items: list[MessageRow]
    earlier: bool
    later: bool


def thread(db: Session, actor: Actor, *, conversation_id: UUID, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[MessageRow]:
    """The conversation's messages, the latest first, with how deliveries stand; a statement more for files, and for each sort of card."""
    actor.require(Permission.inbox)
    if db.exec(select(Conversation.id).where(Conversation.id == conversation_id)).first() is None:
        raise NotFound
    attributes = sa.inspect(Message).attrs
    page = paging.paginate(
        db,
        _messages(conversation_id),
        by=attributes["at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=_message,
        descending=True,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=_whole(db, actor, page.items), next_cursor=page.next_cursor)


def around(db: Session, actor: Actor, *, conversation_id: UUID, message_id: UUID, limit: int = paging.LIMIT) -> Around:
    """The messages beside one that was found, the latest first."""
    actor.require(Permission.inbox)
    found = db.exec(select(Message.at).where(Message.id == message_id, Message.conversation_id == conversation_id)).first()
    if found is None:
        raise NotFound
    place = sa.tuple_(col(Message.at), col(Message.id))
    here = sa.tuple_(sa.bindparam("at", found, type_=UTCDateTime()), sa.bindparam("id", message_id, type_=sa.Uuid()))
    half = limit // 2
    question, newest = _messages(conversation_id), (col(Message.at).desc(), col(Message.id).desc())
    oldest = (col(Message.at).asc(), col(Message.id).asc())
    before = _rows(db, question.where(place <= here).order_by(*newest).limit(half + 1))
    after = _rows(db, question.where(place > here).order_by(*oldest).limit(half + 1))
    rows = [_message(row) for row in [*reversed(after[:half]), *before[:half]]]
    return Around(_whole(db, actor, rows), len(before) > half, len(after) > half)


def _rows(db: Session, question: sa.Select[*tuple[Any, ...]]) -> list[Any]:
    return list(execute(db, question).all())


def _messages(conversation_id: UUID) -> sa.Select[*tuple[Any, ...]]:
    said = [sa.inspect(Message).attrs[name].class_attribute for name in _SAID]
    return (
        sa.select(*said, col(Message.html) != "", col(Delivery.id), col(Delivery.state), col(Delivery.reason))
        .outerjoin(Delivery, col(Delivery.message_id) == col(Message.id))
        .where(col(Message.conversation_id) == conversation_id)
    )


def _message(found: Any) -> MessageRow:
    *said, has_html, delivery_id, state, reason = found
    told: dict[str, Any] = dict(zip(_SAID, said, strict=True))
    if told.pop("files"):
        told["attachments"] = [_EXPECTED]
    if delivery_id is None:
        return MessageRow(**told, has_html=bool(has_html))
    shown = "queued" if state == "leased" else state
    problem = "" if shown in ("sent", "delivered") else reason
    return MessageRow(**told, has_html=bool(has_html), delivery_id=delivery_id, state=shown, problem=problem)


_EXPECTED = AttachmentRow(id=UUID(int=0), name="", mime="", size=0)  # stands where files are still to be asked for


def _whole(db: Session, actor: Actor, rows: Sequence[MessageRow]) -> list[MessageRow]:
    """The rows with their files and cards."""
    files = attachments(db, actor, message_ids=[row.id for row in rows if row.attachments])
    cards = _cards(db, actor, rows)
    return [row.model_copy(update={"attachments": files[row.id], "card": cards.get(row.about)}) for row in rows]


def attachments(db: Session, actor: Actor, *, message_ids: Sequence[UUID]) -> defaultdict[UUID, list[AttachmentRow]]:
    """The files of those messages, without their bytes; one statement, none where there are none."""
    actor.require(Permission.inbox)
    kept: defaultdict[UUID, list[AttachmentRow]] = defaultdict(list)
    if not message_ids:
        return kept
    of = col(Attachment.message_id)
    columns = (of, col(Attachment.id), col(Attachment.name), col(Attachment.mime), col(Attachment.size))
    for message_id, *file in _rows(db, sa.select(*columns).where(of.in_(message_ids)).order_by(col(Attachment.id))):
        kept[message_id].append(AttachmentRow(**dict(zip(("id", "name", "mime", "size"), file, strict=True))))
    return kept


def _cards(db: Session, actor: Actor, rows: Iterable[MessageRow]) -> dict[str, Card]:
    """What the cards among the rows show, by their `about`; those nobody knows any more are left out."""
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        sort, _, id = row.about.partition(":")
        if row.kind == "card" and sort in CARDS:
            wanted[sort].add(UUID(id))
    return {f"{sort}:{id}": card for sort, ids in wanted.items() for id, card in CARDS[sort](db, actor, sorted(ids)).items()}


def html(db: Session, actor: Actor, *, message_id: UUID) -> str:
    """A message's own look, made harmless when it came in; empty where it has none."""
    actor.require(Permission.inbox)
    found = db.exec(select(Message.html).where(Message.id == message_id)).first()
    if found is None:
        raise NotFound
    return found


# ── who is at it ─────────────────────────────────────────


def drafts(db: Session, actor: Actor, *, conversation_id: UUID) -> dict[str, str]:
    """What this member has begun to write there, by kind."""
    actor.require(Permission.inbox)
    found = db.exec(select(Draft).where(Draft.conversation_id == conversation_id, Draft.member_id == actor.member_id))
    return {draft.kind: draft.text for draft in found}


def viewers(db: Session, actor: Actor, *, conversation_id: UUID) -> list[ViewerRow]:
    """The other members who have it open just now; whoever went away without a word is forgotten by himself."""
    actor.require(Permission.inbox)
    looking = select(Viewing).where(
        Viewing.conversation_id == conversation_id, Viewing.member_id != actor.member_id, Viewing.seen_at > now() - LOOKING
    )
    there = {seen.member_id: seen.writing for seen in db.exec(looking)}
    if not there:
        return []
    return [
        ViewerRow(member_id=m.id, name=m.name, initials=m.initials, tint=m.tint, writing=there[m.id])
        for m in accounts.members(db, actor)
        if m.id in there
    ]


# ── answers for later ────────────────────────────────────


def scheduled(db: Session, actor: Actor, *, conversation_id: UUID | None = None) -> list[ScheduledRow]:
    """The answers that have not left yet, and those that were held or could not go, the soonest first."""
    actor.require(Permission.inbox)
    question = select(ScheduledReply).where(col(ScheduledReply.state).in_(("waiting", "held", "failed")))
    if conversation_id:
        question = question.where(ScheduledReply.conversation_id == conversation_id)
    found = db.exec(question.order_by(col(ScheduledReply.send_at), col(ScheduledReply.id)).limit(paging.MOST)).all()
    if not found:
        return []
    team = {m.id: m.name for m in accounts.members(db, actor)}
    return [scheduled_row(reply, team.get(reply.member_id, "")) for reply in found]


def scheduled_row(reply: ScheduledReply, author: str) -> ScheduledRow:
    """An answer for later as readers see it."""
    return ScheduledRow(**reply.model_dump(exclude={"workspace_id", "due_at", "armed_inbound_at"}), author=author)


# ── how to answer ────────────────────────────────────────


def ways(db: Session, actor: Actor, *, conversation_id: UUID) -> list[WayRow]:
    """Mail and text message: whether the contact can be answered so, and if not, why; the gate is asked for both at once."""
    actor.require(Permission.inbox)
    conversation = db.exec(select(Conversation).where(Conversation.id == conversation_id)).one_or_none()
    if conversation is None:
        raise NotFound
    person = contacts.by_ids(db, actor, ids=[conversation.contact_id])[conversation.contact_id]
    reached: list[tuple[ReplyBy, str]] = [("email", person.email), ("sms", person.phone)]
    asked = [Asked(contact=person, address=address, channel=channel, purpose="reply") for channel, address in reached]
    verdicts = gates(db, actor, asked=asked, at=now())
    return [_way(db, actor, channel, address, verdict) for (channel, address), verdict in zip(reached, verdicts, strict=True)]


def _way(db: Session, actor: Actor, channel: ReplyBy, address: str, verdict: Verdict) -> WayRow:
    if not address:
        why = _("No address is known") if channel == "email" else _("No number is known")
    elif not channels.working(db, actor, channel=channel):
        why = _("No account sends mail yet") if channel == "email" else _("No account sends text messages yet")
    else:
        why = verdict.reason if isinstance(verdict, Stop) else ""
    return WayRow(channel=channel, address=address, open=not why, why=why)
