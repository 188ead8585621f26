"""Keeping how hand-overs ended: many at once, each only for whoever took the delivery on last. No network here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import random
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.channels import actions as accounts
from careops.channels.rules.breaking import at_fault
from careops.contacts import actions as contacts
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.db import Inserted, execute, inside, wake
from careops.inbox.actions.ending import end, put_off
from careops.inbox.models import Attempt, Conversation, Delivery, Message, State
from careops.inbox.rules.delivering import KEY_LIFE, History, name_of, one_line, verdict
from careops.inbox.schemas.outbox import Claimed, Done, Tried, Way
from careops.integrations.ports import Accepted, Outcome, Rejected, RetryLater

_ATTEMPTS = Inserted(Attempt)


def settle(db: Session, *, done: Sequence[Done]) -> int:
    """Keeps how each ended; an outcome that comes after somebody else has taken the delivery on does not count. Returns how many did."""
    kept = 0
    parts: dict[UUID, list[Done]] = defaultdict(list)
    for one in done:
        if one.tried:
            parts[one.claimed.workspace_id].append(one)
    for workspace, ended in parts.items():
        with inside(db, workspace):
            kept += _settle(db, Actor.system(workspace), ended)
    return kept


def _settle(db: Session, actor: Actor, ended: Sequence[Done]) -> int:
    own = _still_ours(db, [one.claimed for one in ended])
    for one in ended:
        if row := own.get(one.claimed.id):
            _keep(db, actor, row, one)
    _remember(db, ended)
    if actor.workspace != PLATFORM:
        _note(db, actor, ended)
        _arrived(db, [row.message_id for row in own.values() if row.state == State.sent and row.message_id])
        wake(db, f"ws:{actor.workspace}")
    return len(own)


def _still_ours(db: Session, claimed: Iterable[Claimed]) -> dict[UUID, Delivery]:
    """The rows nobody has taken on since: the attempt's number fences."""
    numbers = {one.id: one.attempts for one in claimed}
    question = (
        sa.select(Delivery)
        .where(col(Delivery.id).in_(numbers), col(Delivery.state) == State.leased)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = execute(db, question).scalars()
    return {row.id: row for row in rows if row.attempts == numbers[row.id]}


def _keep(db: Session, actor: Actor, row: Delivery, one: Done) -> None:
    last = one.tried[-1]
    test = row.purpose == "test"
    forgotten = one.claimed.held_since is not None and now() - one.claimed.held_since > KEY_LIFE
    past = History(row.tries, unsettled=one.claimed.unsettled, test=test)
    decided = verdict(last.outcome, past, chance=random(), keyed=last.keyed and not forgotten)  # noqa: S311  it spreads tries
    row.via, row.local = last.way.label, last.way.local and decided.state == State.sent
    row.integration_id = last.way.integration_id or row.integration_id
    row.pinned = test or decided.held
    row.provider_id = one_line(last.outcome.provider_id)[:250] if isinstance(last.outcome, Accepted) else ""
    if isinstance(last.outcome, Rejected) and last.outcome.kind and not test:
        _never_again(db, actor, row, last.outcome)
    if decided.wait is None:
        end(db, actor, row, decided.state, decided.reason)
    else:
        put_off(row, now() + timedelta(seconds=decided.wait), decided.reason)
        wake(db, f"ws:{row.workspace_id}")


def _never_again(db: Session, actor: Actor, row: Delivery, refused: Rejected) -> None:
    """The provider says that they opted out there, or that there is no such address: nobody else is asked to try."""
    by: Literal["email", "sms"] = "sms" if row.channel == "sms" else "email"
    why = "opted_out" if refused.kind == "opted_out" else "invalid"
    contacts.suppress(db, actor, channel=by, address=row.recipient, reason=why, detail=one_line(refused.reason), contact_id=row.contact_id)


def _remember(db: Session, ended: Iterable[Done]) -> None:
    """The log of attempts, whoever's outcome counted: it says what was done."""
    rows = [
        {
            "delivery_id": one.claimed.id,
            "number": one.claimed.attempts,
            "integration_id": tried.way.integration_id,
            "via": tried.way.label,
            "outcome": name_of(tried.outcome),
            "reason": one_line(_reason(tried.outcome)),
            "milliseconds": tried.milliseconds,
            "at": now(),
        }
        for one in ended
        for tried in one.tried
    ]
    _ATTEMPTS.add_all(db, rows)


def _arrived(db: Session, messages: Sequence[UUID]) -> None:
    """The list says no longer "Not delivered" of a conversation whose latest message has left."""
    if not messages:
        return
    latest = (
        sa.select(col(Message.conversation_id))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Message.id).in_(messages), col(Conversation.undelivered).is_(True), col(Message.at) >= col(Conversation.last_message_at))
    )
    ids = list(execute(db, latest).scalars())
    if ids:
        db.exec(sa.update(Conversation).where(col(Conversation.id).in_(ids)).values(undelivered=False))


# ── how the accounts did ─────────────────────────────────


@dataclass(slots=True)
class _Tally:
    """What one account did in a batch."""

    sent: int = 0
    failed: int = 0
    problem: str = ""
    configuration: bool = False
    test: bool = False
    pause: int = 0

    def count(self, tried: Tried, *, test: bool) -> None:
        outcome = tried.outcome
        self.sent += isinstance(outcome, Accepted)
        self.test |= test
        if at_fault(outcome):
            self.failed += 1
            self.problem = _reason(outcome)
            self.configuration |= isinstance(outcome, Rejected) and outcome.configuration
        if isinstance(outcome, RetryLater) and outcome.after:
            self.pause = max(self.pause, outcome.after)


def _note(db: Session, actor: Actor, ended: Iterable[Done]) -> None:
    tallies: dict[Way, _Tally] = defaultdict(_Tally)
    for one in ended:
        for tried in one.tried:
            if tried.way.integration_id:
                tallies[tried.way].count(tried, test=one.claimed.purpose == "test")
    for way, tally in sorted(tallies.items(), key=lambda pair: str(pair[0].integration_id)):  # always in one order: no deadlock
        if way.integration_id:
            accounts.note(
                db,
                actor,
                integration_id=way.integration_id,
                sent=tally.sent,
                failed=tally.failed,
                problem=tally.problem,
                configuration=tally.configuration,
                test=tally.test,
                pause=tally.pause,
            )


def _reason(outcome: Outcome) -> str:
    return "" if isinstance(outcome, Accepted) else outcome.reason


# ── on the way to the next account ───────────────────────


def hand_on(db: Session, *, claimed: Claimed, way: Way) -> bool:
    """Before the next account is tried: the delivery is still ours, that account has room, and the row says who may have it now."""
    with inside(db, claimed.workspace_id):
        actor = Actor.system(claimed.workspace_id)
        if way.integration_id and not accounts.admit(db, actor, integration_id=way.integration_id, wanted=1):
            return False
        mine = (col(Delivery.id) == claimed.id, col(Delivery.attempts) == claimed.attempts, col(Delivery.state) == State.leased)
        values = {"integration_id": way.integration_id, "via": way.label}
        moved = db.exec(sa.update(Delivery).where(*mine).values(**values).execution_options(synchronize_session=False))
        return moved.rowcount == 1
