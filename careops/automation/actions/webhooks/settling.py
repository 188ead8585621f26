"""How each try went, what follows for its address, and when both are forgotten."""

from datetime import timedelta
from random import random

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.automation.actions.webhooks.owing import drop_waiting
from careops.automation.events import WebhookDisabled, WebhookGaveUp
from careops.automation.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from careops.automation.queries.webhooks import host_of
from careops.automation.rules import webhooks as rules
from careops.automation.schemas.webhooks import Errand
from careops.core.actor import PLATFORM, Actor, Role
from careops.core.clock import now
from careops.core.db import Inserted, everywhere, inside, wake
from careops.integrations.webhooks.sending import Said

MANY = 1_000  # rows in one statement
ATTEMPTS = Inserted(WebhookAttempt)


def settle_call(db: Session, actor: Actor, *, errand: Errand, said: Said, headers: dict[str, str]) -> bool:
    """Keeps how the try went; False, and only the log knows, when somebody else has taken the call on since. Nothing of what is removed."""
    endpoint = db.exec(select(WebhookEndpoint).where(WebhookEndpoint.id == errand.endpoint_id).with_for_update()).one_or_none()
    if endpoint is None:
        return False
    _log(db, errand, said, headers)
    test = errand.kind == rules.TEST
    decided = rules.ruling(status=said.status, asked_to_wait=said.wait, tries=errand.tries, chance=random(), test=test)  # noqa: S311  spreads tries
    over = decided.wait is None or not endpoint.enabled
    values = {
        "state": "delivered" if decided.delivered else "failed" if over else "waiting",
        "due_at": None if over else now() + timedelta(seconds=decided.wait or 0),
        "settled_at": now() if over else None,
        "status": said.status,
        "reason": said.reason[:300],
    }
    mine = (col(WebhookCall.id) == errand.id, col(WebhookCall.attempts) == errand.attempts, col(WebhookCall.state) == "leased")
    kept = db.exec(sa.update(WebhookCall).where(*mine).values(**values).execution_options(synchronize_session=False))
    wake(db, f"ws:{errand.workspace_id}")
    if kept.rowcount == 0:
        return False
    if not test:
        _note(db, actor, endpoint, decided, said)
    return True


def _log(db: Session, errand: Errand, said: Said, headers: dict[str, str]) -> None:
    told = {"taken": said.taken, "status": said.status, "reason": said.reason[:300], "answer": said.answer}
    ATTEMPTS.add(
        db,
        call_id=errand.id,
        endpoint_id=errand.endpoint_id,
        kind=errand.kind,
        number=errand.attempts,
        headers=headers,
        milliseconds=said.milliseconds,
        at=now(),
        **told,
    )


def _note(db: Session, actor: Actor, endpoint: WebhookEndpoint, decided: rules.Ruling, said: Said) -> None:
    """How the address is doing; one that is gone, or took nothing for as long as a call is tried, is switched off."""
    moment = now()
    if decided.delivered:
        endpoint.failing_since, endpoint.paused_until, endpoint.last_success_at = None, None, moment
        return
    endpoint.failing_since = endpoint.failing_since or moment
    if decided.pause:
        endpoint.paused_until = moment + timedelta(seconds=decided.pause)
    if not endpoint.enabled:
        return
    if decided.gone:
        _give_up(db, actor, endpoint, "It answered that it is gone for good")
    elif decided.wait is None and rules.given_up(endpoint.failing_since, moment):
        _give_up(db, actor, endpoint, said.reason)


def _give_up(db: Session, actor: Actor, endpoint: WebhookEndpoint, reason: str) -> None:
    """Switches it off and says so, to the business and to its owners."""
    endpoint.enabled, endpoint.disabled_reason = False, reason[:300]
    endpoint.version += 1
    drop_waiting(db, endpoint)
    host = host_of(endpoint.url)
    record(db, actor, WebhookDisabled(subject=endpoint.id, label=endpoint.label, host=host, reason=reason))
    business = accounts.workspace(db, actor).name
    owners = [member for member in accounts.members(db, actor) if member.active and member.role is Role.owner]
    with inside(db, PLATFORM):
        for owner in owners:
            fact = WebhookGaveUp(
                subject=endpoint.id, address=owner.email, name=owner.name, locale="en", business=business, host=host, reason=reason
            )
            record(db, actor, fact)


def forget_webhook_calls(db: Session, actor: Actor) -> int:
    """Deletes some of what was settled a month ago, with its log, and keys that are good no more; returns how many calls."""
    with everywhere(db):
        old = sa.select(col(WebhookCall.id)).where(col(WebhookCall.settled_at) < now() - rules.KEPT).limit(MANY)
        gone = db.exec(sa.delete(WebhookCall).where(col(WebhookCall.id).in_(old)), execution_options={"synchronize_session": False})
        over = sa.update(WebhookEndpoint).where(col(WebhookEndpoint.before_until) < now()).values(sealed_before="", before_until=None)
        db.exec(over, execution_options={"synchronize_session": False})
    return gone.rowcount
