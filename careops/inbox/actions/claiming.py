"""Taking deliveries on: who is due, may still leave, and has an account with room for it. No network here.

All of it happens in one transaction, and the gate is asked again in it, right before the hand-over: what was true when a message
was queued need not be true any more. On Postgres rows that somebody else looks at are skipped; on SQLite there is one writer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import random
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col

from careops.contacts import queries as contacts
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.db import everywhere, execute, inside
from careops.inbox.actions.ending import end, put_off
from careops.inbox.actions.room import RESTS, held_since, with_room
from careops.inbox.models import Attachment, Conversation, Delivery, Message, State
from careops.inbox.queries.gating import Asked, Stop, Wait, gates
from careops.inbox.rules.delivering import KEY_LIFE, MOST_BEGUN, Due, Priority, in_turn
from careops.inbox.rules.letters import file_ids, with_files
from careops.inbox.schemas.outbox import Claimed, Pair, Taken
from careops.integrations.ports import Attachment as File

log = structlog.get_logger(__name__)

_HEADS = (
    sa.select(col(Delivery.id), col(Delivery.priority), col(Delivery.due_at))
    .where(col(Delivery.priority) == sa.bindparam("priority"), col(Delivery.due_at) <= sa.bindparam("moment"))
    .order_by(col(Delivery.due_at))
    .limit(sa.bindparam("places"))
    .with_for_update(skip_locked=True)
)


def claim(db: Session, *, places: int = 1, resting: Collection[Pair] = (), chance: float | None = None) -> Taken:
    """Takes on as many due deliveries as there are places, of any workspace, for as long as the lease lasts.

    A lease that has run out is due like any other: whoever held it died, or its outcome comes too late to count. What may not leave
    any more is settled at once; whoever has no account with room for it stays where it is, and its pair rests.
    """
    moment = now()
    with everywhere(db):
        heads = _due(db, moment, places, resting)
        chosen = in_turn(heads, places, random() if chance is None else chance)  # noqa: S311  it spreads turns, it keeps no secret
        rows = _rows(db, [one.id for one in chosen])
    parts: dict[Pair, list[Delivery]] = defaultdict(list)
    for row in rows:
        parts[Pair(row.workspace_id, row.channel)].append(row)
    taken = [_take(db, pair, waiting, moment) for pair, waiting in parts.items()]
    return Taken(
        claimed=tuple(one for part in taken for one in part.claimed),
        settled=sum(part.settled for part in taken),
        resting={pair: until for part in taken for pair, until in part.resting.items()},
    )


def _due(db: Session, moment: datetime, places: int, resting: Collection[Pair]) -> list[Due]:
    """The first few of each priority: an index leads straight to them, however many wait or are not due yet."""
    question = _HEADS
    for pair in resting:
        question = question.where((col(Delivery.workspace_id) != pair.workspace_id) | (col(Delivery.channel) != pair.channel))
    found: list[Due] = []
    for priority in Priority:
        rows = execute(db, question, {"priority": int(priority), "moment": moment, "places": places})
        found += [Due(*row) for row in rows]
    return found


def _rows(db: Session, ids: Sequence[UUID]) -> list[Delivery]:
    if not ids:
        return []
    question = sa.select(Delivery).where(col(Delivery.id).in_(ids)).execution_options(populate_existing=True)
    found = {row.id: row for row in execute(db, question).scalars()}
    return [found[id] for id in ids]


# ── one workspace's messages by one channel ──────────────


def _take(db: Session, pair: Pair, waiting: Sequence[Delivery], moment: datetime) -> Taken:
    """Those of them that may leave and have room."""
    with inside(db, pair.workspace_id):
        actor = Actor.system(pair.workspace_id)
        alive = [row for row in waiting if not _over(db, actor, row, moment)]
        free = [row for row in alive if row.workspace_id == PLATFORM] or _let_through(db, actor, alive, moment)
        claimed, rests = with_room(db, actor, pair, free, moment)
        claimed = _with_files(db, claimed)
        db.flush()
    return Taken(tuple(claimed), len(waiting) - len(free), {pair: moment + RESTS} if rests else {})


def _over(db: Session, actor: Actor, row: Delivery, moment: datetime) -> bool:
    """Whether it ends here: its sense is lost, or whoever took it on died over it each time."""
    if row.expires_at and row.expires_at <= moment:
        end(db, actor, row, State.skipped, "It would have come too late")
    elif row.tries >= MOST_BEGUN:
        end(db, actor, row, State.unknown if _held(row) else State.dead, "Whoever sent it stopped in the middle, each time")
    elif _held(row) and (since := held_since(db, row)) and moment - since > KEY_LIFE:
        end(db, actor, row, State.unknown, row.reason or "Nobody knows whether it arrived")
    return row.due_at is None


def _held(row: Delivery) -> bool:
    """Whether it may have arrived, so that only the account which may have it is asked again."""
    return row.pinned and row.purpose != "test"


def _let_through(db: Session, actor: Actor, rows: Sequence[Delivery], moment: datetime) -> list[Delivery]:
    """Those the gate lets go now; the others wait, or are skipped with the reason."""
    if not rows:
        return []
    try:
        with db.begin_nested():
            return _judged(db, actor, rows, moment)
    except Exception:  # one bad row must not hold up the others: they are judged one by one, and it is put off
        log.exception("the gate could not judge", workspace=str(actor.workspace))
    if len(rows) == 1:
        put_off(rows[0], moment + timedelta(minutes=5), "It could not be judged whether this may be sent")
        rows[0].tries += 1
        return []
    return [let for row in rows for let in _let_through(db, actor, [row], moment)]


def _judged(db: Session, actor: Actor, rows: Sequence[Delivery], moment: datetime) -> list[Delivery]:
    people = contacts.by_ids(db, actor, ids=[row.contact_id for row in rows if row.contact_id])
    talks = _conversations(db, rows)
    asked = [
        Asked(
            contact=people.get(row.contact_id) if row.contact_id else None,
            address=row.recipient,
            channel=row.channel,
            purpose=row.purpose,
            conversation=talks.get(row.message_id) if row.message_id else None,
            yields=row.yields,
            priority=row.priority,
            made_at=row.created_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]
    free: list[Delivery] = []
    for row, answer in zip(rows, gates(db, actor, asked=asked, at=moment), strict=True):
        match answer:
            case Stop(reason):
                end(db, actor, row, State.skipped, reason)
            case Wait(until, reason):
                put_off(row, until, reason)
            case _:
                free.append(row)
    return free


def _conversations(db: Session, rows: Iterable[Delivery]) -> dict[UUID, Conversation]:
    """By message; only those that yield need one."""
    ids = [row.message_id for row in rows if row.yields and row.message_id]
    if not ids:
        return {}
    question = (
        sa.select(col(Message.id), Conversation)
        .join(Message, col(Message.conversation_id) == col(Conversation.id))
        .where(col(Message.id).in_(ids))
    )
    return dict(execute(db, question).all())


def _with_files(db: Session, claimed: list[Claimed]) -> list[Claimed]:
    """Each with the bytes of the files that go along; few letters have any, and only those are asked for."""
    wanted = {one.id: file_ids(one.stored) for one in claimed if one.stored.get("files")}
    if not wanted:
        return claimed
    question = sa.select(Attachment).where(col(Attachment.id).in_([id for ids in wanted.values() for id in ids]))
    found = {row.id: File(row.name, row.mime, row.content) for row in execute(db, question).scalars()}
    return [
        replace(one, stored=with_files(one.stored, [found[id] for id in wanted[one.id] if id in found])) if one.id in wanted else one
        for one in claimed
    ]
