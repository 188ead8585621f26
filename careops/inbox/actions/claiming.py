"""Taking deliveries on: who is due, may still leave, and has an account with room for it. No network here.

All of it happens in one transaction, and the gate is asked again in it, right before the hand-over: what was true when a message
was queued need not be true any more. On Postgres rows that somebody else looks at are skipped; on SQLite there is one writer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from random import random
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col

from careops.channels import actions as accounts
from careops.channels import queries as channels
from careops.channels.schemas import IntegrationRow
from careops.contacts import queries as contacts
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.db import everywhere, inside
from careops.inbox.actions.ending import end, put_off
from careops.inbox.models import Attempt, Conversation, Delivery, Message, State
from careops.inbox.queries.gating import Asked, Stop, Wait, gates
from careops.inbox.rules.delivering import KEY_LIFE, LEASE, MOST_TRIES, Due, History, Priority, in_turn, verdict
from careops.inbox.schemas.outbox import Claimed, Pair, Taken, Way
from careops.integrations.ports import RetryLater

log = structlog.get_logger(__name__)

PLATFORM_WAY = Way("CareOps")
RESTS = timedelta(seconds=1)  # a pair whose accounts have no room
KEYED = frozenset({"resend"})  # kinds of accounts that send the same key once

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
        rows = cast("Any", db).execute(question, {"priority": int(priority), "moment": moment, "places": places})
        found += [Due(*row) for row in rows]
    return found


def _rows(db: Session, ids: Sequence[UUID]) -> list[Delivery]:
    if not ids:
        return []
    question = sa.select(Delivery).where(col(Delivery.id).in_(ids)).execution_options(populate_existing=True)
    found = {row.id: row for row in cast("Any", db).execute(question).scalars()}
    return [found[id] for id in ids]


# ── one workspace's messages by one channel ──────────────


def _take(db: Session, pair: Pair, waiting: Sequence[Delivery], moment: datetime) -> Taken:
    """Those of them that may leave and have room."""
    with inside(db, pair.workspace_id):
        actor = Actor.system(pair.workspace_id)
        alive = [row for row in waiting if not _over(db, actor, row, moment)]
        free = [row for row in alive if row.workspace_id == PLATFORM] or _let_through(db, actor, alive, moment)
        claimed, rests = _with_room(db, actor, pair, free, moment)
        db.flush()
    return Taken(tuple(claimed), len(waiting) - len(free), {pair: moment + RESTS} if rests else {})


def _over(db: Session, actor: Actor, row: Delivery, moment: datetime) -> bool:
    """Whether it ends here: its sense is lost, or whoever took it on died over it each time."""
    if row.expires_at and row.expires_at <= moment:
        end(db, actor, row, State.skipped, "It would have come too late")
    elif row.tries > MOST_TRIES:
        end(db, actor, row, State.unknown if _held(row) else State.dead, "Whoever sent it stopped in the middle, each time")
    elif _held(row) and (since := held_since(db, row)) and moment - since > KEY_LIFE:
        end(db, actor, row, State.unknown, row.reason or "Nobody knows whether it arrived")
    return row.due_at is None


def _held(row: Delivery) -> bool:
    """Whether it may have arrived, so that only the account which may have it is asked again."""
    return row.pinned and row.purpose != "test"


def held_since(db: Session, row: Delivery) -> datetime | None:
    """When it was handed over for the first time without an answer."""
    first = sa.select(sa.func.min(col(Attempt.at))).where(col(Attempt.delivery_id) == row.id, col(Attempt.outcome) == "unknown")
    return cast("Any", db).execute(first).scalar_one()


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
    return dict(cast("Any", db).execute(question).all())


# ── room ─────────────────────────────────────────────────


def _with_room(db: Session, actor: Actor, pair: Pair, free: Sequence[Delivery], moment: datetime) -> tuple[list[Claimed], bool]:
    """The deliveries that found an account with room, and whether some did not."""
    if pair.workspace_id == PLATFORM:
        return [_lease(row, (PLATFORM_WAY,), moment) for row in free], False
    if not free:
        return [], False
    every = channels.listing(db, actor)
    ready = channels.ready(db, actor, channel="sms" if pair.channel == "sms" else "email")
    claimed: list[Claimed] = []
    waiting: list[Delivery] = []
    for row in free:
        if own := _only_way(row, every, moment):
            claimed += _own_way(db, actor, row, own, moment)
        else:
            waiting.append(row)
    for number, account in enumerate(ready):
        if not waiting:
            break
        room = accounts.admit(db, actor, integration_id=account.id, wanted=len(waiting))
        ways = tuple(_way(one) for one in ready[number:])
        claimed += [_lease(row, ways, moment) for row in waiting[:room]]
        waiting = waiting[room:]
        if account.breaker == "closed":  # it works and is only busy: the others wait for it
            break
    if not ready:
        _nowhere_to_go(db, actor, pair, waiting, every, moment)
    return claimed, bool(waiting) or len(claimed) < len(free)


def _only_way(row: Delivery, every: Sequence[IntegrationRow], moment: datetime) -> IntegrationRow | None:
    """The one account it must leave through: a test's, or the one that may have it already and would know it again."""
    account = next((one for one in every if one.id == row.integration_id), None)
    if account is None or row.pinned:
        return account if row.pinned else None
    crashed = row.state == State.leased and row.due_at is not None and moment - row.due_at < KEY_LIFE
    return account if crashed and account.kind in KEYED else None


def _own_way(db: Session, actor: Actor, row: Delivery, account: IntegrationRow, moment: datetime) -> list[Claimed]:
    """A test goes whatever the breaker says: it is how an account is found to work again."""
    test = row.purpose == "test"
    if not test and not accounts.admit(db, actor, integration_id=account.id, wanted=1):
        return []
    since = None if test or not row.pinned else held_since(db, row)
    return [_lease(row, (_way(account),), moment, alone=True, unsettled=not test, held_since=since)]


def _nowhere_to_go(
    db: Session, actor: Actor, pair: Pair, waiting: Iterable[Delivery], every: Sequence[IntegrationRow], moment: datetime
) -> None:
    """Says on each why it waits: every account rests, or there is none; it is tried again when the first of them may be."""
    resting = [one for one in every if one.channel == pair.channel and one.enabled and one.open_until]
    opens = min((one.open_until for one in resting if one.open_until), default=None)
    for row in waiting:
        if opens:
            put_off(row, max(opens, moment + RESTS), f"{resting[0].label} does not work at present")
        else:
            _without_account(db, actor, row, moment)


def _without_account(db: Session, actor: Actor, row: Delivery, moment: datetime) -> None:
    """The owner may set one up within the hour; after that the letter is a dead one."""
    row.tries += 1
    decided = verdict(RetryLater("No account is set up for this channel"), History(row.tries), chance=random())  # noqa: S311  as above
    if decided.wait is None:
        end(db, actor, row, decided.state, decided.reason)
    else:
        put_off(row, moment + timedelta(seconds=decided.wait), decided.reason)


def _way(account: IntegrationRow) -> Way:
    return Way(account.label, account.id, account.version, account.kind == "local")


def _lease(
    row: Delivery,
    ways: tuple[Way, ...],
    moment: datetime,
    *,
    alone: bool = False,
    unsettled: bool = False,
    held_since: datetime | None = None,
) -> Claimed:
    due_at, until = row.due_at or moment, moment + LEASE
    row.state, row.due_at, row.local = State.leased, until, False
    row.attempts, row.tries = row.attempts + 1, row.tries + 1
    row.integration_id, row.via = ways[0].integration_id, ways[0].label
    return Claimed(
        id=row.id,
        workspace_id=row.workspace_id,
        channel=row.channel,
        purpose=row.purpose,
        recipient=row.recipient,
        attempts=row.attempts,
        tries=row.tries,
        priority=row.priority,
        due_at=due_at,
        until=until,
        expires_at=row.expires_at,
        ways=ways,
        stored=row.letter,
        alone=alone,
        unsettled=unsettled,
        held_since=held_since,
    )
