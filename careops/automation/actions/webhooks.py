"""Telling others what happens: which addresses hear of what, what is owed to each, and how each try went. No network here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.activity.schemas import EventRow
from careops.automation.events import WebhookAdded, WebhookChanged, WebhookDisabled, WebhookGaveUp, WebhookRemoved
from careops.automation.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from careops.automation.queries.webhooks import call_row, host_of, place, webhook_row
from careops.automation.rules import webhooks as rules
from careops.automation.schemas.webhooks import CallRow, Errand, MadeWebhookRow, ReplayedRow, ReplayIn, WebhookChange, WebhookIn, WebhookRow
from careops.core.actor import PLATFORM, Actor, Permission, Role
from careops.core.clock import now
from careops.core.crypto import seal, unseal
from careops.core.db import Inserted, Prepared, everywhere, inside, wake
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id
from careops.integrations.web.addresses import AddressRefused, read
from careops.integrations.webhooks.sending import Said, reach
from careops.integrations.webhooks.signing import new_secret

WEBHOOKS = "webhooks"  # the live topic the sender listens to
MANY = 1_000  # rows in one statement

SWITCHED_OFF = "The webhook was switched off"
CALLS = Inserted(WebhookCall)
ATTEMPTS = Inserted(WebhookAttempt)
LISTENING = Prepared(
    sa.select(col(WebhookEndpoint.id), col(WebhookEndpoint.events))
    .where(col(WebhookEndpoint.enabled).is_(True))
    .with_for_update(read=True, key_share=True)
)


# ── by their keepers ─────────────────────────────────────


def add_webhook(db: Session, actor: Actor, *, given: WebhookIn) -> MadeWebhookRow:
    """Tells these events to that address from now on; the secret is in the answer, this once."""
    actor.require(Permission.settings)
    url = _address(given.url)
    _check_kinds(given.events)
    if len(db.exec(select(WebhookEndpoint.id)).all()) >= rules.MOST_ENDPOINTS:
        raise rules.TooManyWebhooks
    id, secret = new_id(), new_secret()
    made = WebhookEndpoint(id=id, url=url, label=given.label, events=given.events, sealed=seal(secret, place(id)))
    db.add(made)
    record(db, actor, WebhookAdded(subject=id, label=made.label, host=host_of(url)))
    return MadeWebhookRow(**webhook_row(made).model_dump(), secret=secret)


def change_webhook(db: Session, actor: Actor, *, webhook_id: UUID, change: WebhookChange) -> WebhookRow:
    """Changes what is given. Switched on it begins afresh; switched off, what it was owed is given up and can be replayed later."""
    found = _own(db, actor, webhook_id)
    said = change.model_dump(exclude_none=True)
    if change.url is not None:
        said["url"] = _address(change.url)
    if change.events is not None:
        _check_kinds(change.events)
    changed = {name: value for name, value in said.items() if getattr(found, name) != value}
    if not changed:
        return webhook_row(found)
    found.sqlmodel_update(changed)
    found.version += 1
    if "enabled" in changed or "url" in changed:
        found.failing_since, found.paused_until, found.disabled_reason = None, None, ""
    if not found.enabled:
        _drop_waiting(db, found)
    record(db, actor, WebhookChanged(subject=found.id, label=found.label, host=host_of(found.url), changed=sorted(changed)))
    return webhook_row(found)


def remove_webhook(db: Session, actor: Actor, *, webhook_id: UUID) -> None:
    """Forgets the address, its secret and its log; what is on its way there may still arrive."""
    found = _own(db, actor, webhook_id)
    record(db, actor, WebhookRemoved(subject=found.id, label=found.label, host=host_of(found.url)))
    db.delete(found)


def rotate_secret(db: Session, actor: Actor, *, webhook_id: UUID) -> MadeWebhookRow:
    """A new secret, shown this once; for a day everything is signed with the one before too, so that nothing is refused meanwhile."""
    found = _own(db, actor, webhook_id)
    secret = new_secret()
    found.sealed_before, found.before_until = found.sealed, now() + rules.OVERLAP
    found.sealed = seal(secret, place(found.id))
    found.version += 1
    record(db, actor, WebhookChanged(subject=found.id, label=found.label, host=host_of(found.url), changed=["secret"]))
    return MadeWebhookRow(**webhook_row(found).model_dump(), secret=secret)


def test_webhook(db: Session, actor: Actor, *, webhook_id: UUID) -> CallRow:
    """Tells it that this is a test; tried once, also while it is switched off."""
    found = _own(db, actor, webhook_id)
    at, event_id = now(), new_id()
    body = rules.body_of(rules.TEST, at, {"webhook_id": str(found.id), "message": "This is a test. Nothing happened."})
    made = WebhookCall(endpoint_id=found.id, event_id=event_id, kind=rules.TEST, body=body, created_at=at, due_at=at)
    db.add(made)
    wake(db, WEBHOOKS)
    return call_row(made)


def replay(db: Session, actor: Actor, *, webhook_id: UUID, given: ReplayIn) -> ReplayedRow:
    """Sends again what was sent before, with the same id and the same bytes: one call, or all that failed since then."""
    if (given.call_id is None) == (given.since is None):
        raise Invalid.field("since", "Give either a call or since when")
    found = _own(db, actor, webhook_id)
    if not found.enabled:
        raise rules.WebhookOff
    wake(db, WEBHOOKS)
    wake(db, f"ws:{actor.workspace}")
    if given.call_id is not None:
        return _replay_one(db, found, given.call_id)
    failed = (
        sa.select(col(WebhookCall.id))
        .where(
            col(WebhookCall.endpoint_id) == found.id,
            col(WebhookCall.state) == "failed",
            col(WebhookCall.kind) != rules.TEST,
            col(WebhookCall.created_at) >= given.since,
        )
        .order_by(col(WebhookCall.id))
        .limit(rules.MOST_REPLAYED)
    )
    again = sa.update(WebhookCall).where(col(WebhookCall.id).in_(failed)).values(**_afresh())
    return ReplayedRow(replayed=db.exec(again.execution_options(synchronize_session=False)).rowcount)


def _replay_one(db: Session, found: WebhookEndpoint, call_id: UUID) -> ReplayedRow:
    mine = select(WebhookCall).where(WebhookCall.id == call_id, WebhookCall.endpoint_id == found.id)
    call = db.exec(mine.with_for_update()).one_or_none()
    if call is None:
        raise NotFound
    if call.state == "leased" and call.due_at and call.due_at > now():
        raise rules.StillUnderWay
    call.sqlmodel_update(_afresh())
    return ReplayedRow(replayed=1)


def _afresh() -> dict[str, object]:
    return {"state": "waiting", "due_at": now(), "tries": 0, "settled_at": None}


def _own(db: Session, actor: Actor, webhook_id: UUID) -> WebhookEndpoint:
    actor.require(Permission.settings)
    found = db.exec(select(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _address(url: str) -> str:
    """The address as it will be called; where its name leads is looked up at each call."""
    try:
        return read(url, reach()).url
    except AddressRefused as refusal:
        raise Invalid.field("url", refusal.message) from None


def _check_kinds(kinds: Sequence[str]) -> None:
    for kind in kinds:
        if kind not in rules.BY_KIND:
            raise Invalid.field("events", "“{kind}” is not an event that can be told", kind=kind)


# ── what is owed ─────────────────────────────────────────


def tell_webhooks(db: Session, event: EventRow) -> int:
    """Owes the event to every address of its workspace that wants to hear of it; returns to how many. For the reactor's transaction."""
    offer = rules.BY_KIND.get(event.kind)
    if offer is None:
        return 0
    wanted = [id for id, kinds in LISTENING.ask(db) if event.kind in kinds]
    if not wanted:
        return 0
    body = rules.body_of(event.kind, event.occurred_at, rules.data_of(offer, event))
    for endpoint_id in wanted:
        CALLS.add_new(db, endpoint_id=endpoint_id, event_id=event.id, kind=event.kind, body=body)
    wake(db, WEBHOOKS)
    return len(wanted)


def calls_due(db: Session) -> bool:
    """Whether any call may be due, of any workspace: asked without a lock, so that looking costs nobody anything."""
    with everywhere(db):
        return db.exec(select(WebhookCall.id).where(col(WebhookCall.due_at) <= now()).limit(1)).first() is not None


def claim_call(db: Session, actor: Actor, *, failing: bool = True) -> Errand | None:
    """Takes on the call that has been due longest, of any workspace, for as long as the lease lasts.

    An address has few calls on its way at once, one in trouble a single one, and one that asked for patience none; with `failing`
    False those in trouble are passed over. So whoever is slow holds up nobody but themselves.
    """
    moment = now()
    with everywhere(db):
        taken = db.exec(_take(moment, failing)).scalar_one_or_none()
        if taken is None:
            return None
        endpoint = db.exec(select(WebhookEndpoint).where(WebhookEndpoint.id == taken.endpoint_id)).one()
    return Errand(
        id=taken.id,
        workspace_id=taken.workspace_id,
        endpoint_id=taken.endpoint_id,
        event_id=taken.event_id,
        kind=taken.kind,
        attempts=taken.attempts,
        tries=taken.tries,
        failing=endpoint.failing_since is not None,
        url=endpoint.url,
        body=taken.body,
        keys=_keys(endpoint),
    )


def _take(moment: datetime, failing: bool) -> ReturningUpdate[Any]:
    trouble = col(WebhookEndpoint.failing_since).is_not(None)
    busy = (
        sa.select(col(WebhookCall.endpoint_id))
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == col(WebhookCall.endpoint_id))
        .where(col(WebhookCall.state) == "leased", col(WebhookCall.due_at) > moment)
        .group_by(col(WebhookCall.endpoint_id), col(WebhookEndpoint.failing_since))
        .having(sa.func.count() >= sa.case((trouble, 1), else_=rules.AT_ONCE))
    )
    ready = [
        col(WebhookCall.due_at) <= moment,
        col(WebhookEndpoint.enabled).is_(True) | (col(WebhookCall.kind) == rules.TEST),
        col(WebhookEndpoint.paused_until).is_(None) | (col(WebhookEndpoint.paused_until) <= moment),
        col(WebhookCall.endpoint_id).not_in(busy),
    ]
    due = (
        sa.select(col(WebhookCall.id))
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == col(WebhookCall.endpoint_id))
        .where(*ready, *([] if failing else [~trouble]))
        .order_by(col(WebhookCall.due_at))
        .limit(1)
        .with_for_update(skip_locked=True, of=WebhookCall)
    )
    counted = {"attempts": col(WebhookCall.attempts) + 1, "tries": col(WebhookCall.tries) + 1}
    taking = sa.update(WebhookCall).where(col(WebhookCall.id).in_(due)).values(state="leased", due_at=moment + rules.LEASE, **counted)
    return taking.returning(WebhookCall).execution_options(synchronize_session=False)


def _keys(endpoint: WebhookEndpoint) -> tuple[str, ...]:
    """The secret, and the one before while both are good; none where they were sealed with a key that is no more."""
    sealed = [endpoint.sealed]
    if endpoint.sealed_before and endpoint.before_until and endpoint.before_until > now():
        sealed.append(endpoint.sealed_before)
    try:
        return tuple(unseal(one, place(endpoint.id)) for one in sealed)
    except ValueError:
        return ()


# ── how it went ──────────────────────────────────────────


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
    _drop_waiting(db, endpoint)
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


def _drop_waiting(db: Session, endpoint: WebhookEndpoint) -> None:
    """What it is still owed counts as failed: it is not sent any more, and can be replayed once it is on again."""
    waiting = (col(WebhookCall.endpoint_id) == endpoint.id, col(WebhookCall.state) == "waiting", col(WebhookCall.kind) != rules.TEST)
    given_up = sa.update(WebhookCall).where(*waiting).values(state="failed", due_at=None, settled_at=now(), reason=SWITCHED_OFF)
    db.exec(given_up.execution_options(synchronize_session=False))


# ── forgetting ───────────────────────────────────────────


def forget_webhook_calls(db: Session, actor: Actor) -> int:
    """Deletes some of what was settled a month ago, with its log, and keys that are good no more; returns how many calls."""
    with everywhere(db):
        old = sa.select(col(WebhookCall.id)).where(col(WebhookCall.settled_at) < now() - rules.KEPT).limit(MANY)
        gone = db.exec(sa.delete(WebhookCall).where(col(WebhookCall.id).in_(old)), execution_options={"synchronize_session": False})
        over = sa.update(WebhookEndpoint).where(col(WebhookEndpoint.before_until) < now()).values(sealed_before="", before_until=None)
        db.exec(over, execution_options={"synchronize_session": False})
    return gone.rowcount
