"""Which account a delivery that may leave goes out through, and who has to wait because none has room for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import random

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.channels import actions as accounts
from careops.channels import queries as channels
from careops.channels.schemas import IntegrationRow
from careops.core.actor import PLATFORM, Actor
from careops.core.db import execute
from careops.inbox.actions.ending import end, put_off
from careops.inbox.models import Attempt, Delivery, State
from careops.inbox.rules.delivering import KEY_LIFE, LEASE, History, verdict
from careops.inbox.schemas.outbox import Claimed, Pair, Way
from careops.integrations.ports import RetryLater

PLATFORM_WAY = Way("CareOps")
RESTS = timedelta(seconds=1)  # a pair whose accounts have no room
KEYED = frozenset({"resend"})  # kinds of accounts that send the same key once


def held_since(db: Session, row: Delivery) -> datetime | None:
    """When it was handed over for the first time without an answer."""
    first = sa.select(sa.func.min(col(Attempt.at))).where(col(Attempt.delivery_id) == row.id, col(Attempt.outcome) == "unknown")
    return execute(db, first).scalar_one()


def with_room(db: Session, actor: Actor, pair: Pair, free: Sequence[Delivery], moment: datetime) -> tuple[list[Claimed], bool]:
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
