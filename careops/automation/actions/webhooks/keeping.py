"""By whoever keeps them: which addresses hear of what, their secrets, a test, and what is sent again."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.automation.actions.webhooks.owing import WEBHOOKS, drop_waiting
from careops.automation.events import WebhookAdded, WebhookChanged, WebhookRemoved
from careops.automation.models import WebhookCall, WebhookEndpoint
from careops.automation.queries.webhooks import call_row, host_of, place, webhook_row
from careops.automation.rules import webhooks as rules
from careops.automation.schemas.webhooks import CallRow, MadeWebhookRow, ReplayedRow, ReplayIn, WebhookChange, WebhookIn, WebhookRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.crypto import seal
from careops.core.db import wake
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id
from careops.integrations.web.addresses import AddressRefused, read
from careops.integrations.webhooks.sending import reach
from careops.integrations.webhooks.signing import new_secret


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
        drop_waiting(db, found)
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
