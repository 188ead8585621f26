"""Keeping book of how accounts do: their health, their breaker, and how fast they are used."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from careops.activity.actions import record
from careops.channels.events import IntegrationDown, IntegrationRecovered
from careops.channels.models import Integration
from careops.channels.queries.accounts import local
from careops.channels.rules.accounts import local_id
from careops.channels.rules.breaking import TRIAL, Breaker, after, standing
from careops.channels.rules.pacing import USUAL, admitted
from careops.core.actor import Actor
from careops.core.clock import now

HOUR = timedelta(hours=1)


def admit(db: Session, actor: Actor, *, integration_id: UUID, wanted: int) -> int:
    """How many of the wanted messages may leave through the account now; they count as taken.

    None while its breaker is open, one while it is half open and nobody else tries, and never more than its rate.
    """
    found = _found(db, integration_id)
    if found is None:
        return wanted if integration_id == local_id(actor.workspace) else 0
    moment = now()
    stands = standing(Breaker(found.failures, found.open_until), moment)
    if stands == "open" or wanted < 1:
        return 0
    rate = found.per_minute or USUAL.get(found.kind, 0)
    count, busy_until = admitted(1 if stands == "trying" else wanted, per_minute=rate, busy_until=found.busy_until, at=moment)
    if busy_until != found.busy_until:
        found.busy_until = busy_until
    if stands == "trying" and count:
        found.open_until = moment + TRIAL
    return count


def note(
    db: Session,
    actor: Actor,
    *,
    integration_id: UUID,
    sent: int = 0,
    failed: int = 0,
    problem: str = "",
    configuration: bool = False,
    test: bool = False,
    pause: int = 0,
) -> None:
    """Keeps how a batch ended, in one change: what was `sent`, and what `failed` by the account's fault with its last `problem`.

    A test that was accepted makes the account count as tried. For `pause` seconds the provider wants to be left alone.
    """
    found = _found(db, integration_id)
    if found is None and integration_id == local_id(actor.workspace):
        found = _first_of_all(db, actor)
    if found is None:
        return  # removed while the letters were on their way
    _count(found, sent, failed, problem)
    if sent and test:
        found.tested_at = now()
    if pause:
        found.busy_until = max(found.busy_until or now(), now() + timedelta(seconds=pause))
    _switch(db, actor, found, after(_breaker(found), sent=sent, failed=failed, configuration=configuration, at=now()), configuration)


def _breaker(found: Integration) -> Breaker:
    return Breaker(found.failures, found.open_until)


def _count(found: Integration, sent: int, failed: int, problem: str) -> None:
    moment = now()
    if found.window_at is None or found.window_at <= moment - HOUR:
        found.window_at, found.window_sent, found.window_failed = moment, 0, 0
    found.window_sent += sent
    found.window_failed += failed
    if sent:
        found.last_success_at, found.last_error = moment, ""
    if failed:
        found.last_failure_at, found.last_error = moment, problem[:300]


def _switch(db: Session, actor: Actor, found: Integration, breaker: Breaker, configuration: bool) -> None:
    """The breaker as it stands now; who watches is told when it opens and when it closes, once each."""
    was_down = found.open_until is not None
    found.failures, found.open_until = breaker.failures, breaker.open_until
    if not was_down and breaker.open_until is not None:
        told = IntegrationDown(
            subject=found.id, label=found.label, channel=found.channel, reason=found.last_error, configuration=configuration
        )
        record(db, actor, told)
    if was_down and breaker.open_until is None:
        record(db, actor, IntegrationRecovered(subject=found.id, label=found.label, channel=found.channel, by="sending"))


def _found(db: Session, integration_id: UUID) -> Integration | None:
    return db.exec(select(Integration).where(Integration.id == integration_id).with_for_update()).one_or_none()


def _first_of_all(db: Session, actor: Actor) -> Integration | None:
    """The local outbox's row, made when something first leaves through it; several letters may do so at once."""
    made = local(actor.workspace)
    try:
        with db.begin_nested():
            db.add(made)
    except IntegrityError:
        return _found(db, made.id)
    return made
