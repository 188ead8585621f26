"""What is owed to each address, and who takes on which call when. No network here."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, col, select

from careops.activity.schemas import EventRow
from careops.automation.models import WebhookCall, WebhookEndpoint
from careops.automation.queries.webhooks import place
from careops.automation.rules import webhooks as rules
from careops.automation.schemas.webhooks import Errand
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.crypto import unseal
from careops.core.db import Inserted, Prepared, everywhere, once, wake

WEBHOOKS = "webhooks"  # the live topic the sender listens to
SWITCHED_OFF = "The webhook was switched off"
CALLS = Inserted(WebhookCall)
LISTENING = Prepared(
    sa.select(col(WebhookEndpoint.id), col(WebhookEndpoint.events))
    .where(col(WebhookEndpoint.enabled).is_(True))
    .with_for_update(read=True, key_share=True)
)


def tell_webhooks(db: Session, event: EventRow) -> int:
    """Owes the event to every address of its workspace that wants to hear of it; returns to how many. For the reactor's transaction."""
    offer = rules.BY_KIND.get(event.kind)
    if offer is None:
        return 0
    wanted = [id for id, kinds in once(db, "listening", lambda: LISTENING.ask(db)) if event.kind in kinds]
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


def drop_waiting(db: Session, endpoint: WebhookEndpoint) -> None:
    """What it is still owed counts as failed: it is not sent any more, and can be replayed once it is on again."""
    waiting = (col(WebhookCall.endpoint_id) == endpoint.id, col(WebhookCall.state) == "waiting", col(WebhookCall.kind) != rules.TEST)
    given_up = sa.update(WebhookCall).where(*waiting).values(state="failed", due_at=None, settled_at=now(), reason=SWITCHED_OFF)
    db.exec(given_up.execution_options(synchronize_session=False))
