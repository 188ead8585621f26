"""Reading webhooks: which there are, what was told, and how each try went. A secret leaves this file only towards the sender."""

from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.automation.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from careops.automation.rules.webhooks import OFFERS
from careops.automation.schemas.webhooks import AttemptRow, CallRow, OfferRow, WebhookRow
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound
from careops.core.paging import Page

CallState = Literal["waiting", "leased", "delivered", "failed"]
SHOWN_BODY = 2_000  # characters of a body in the log


def place(endpoint_id: UUID) -> str:
    """Where its secret is sealed for."""
    return f"webhook:{endpoint_id}"


def webhook_row(endpoint: WebhookEndpoint) -> WebhookRow:
    """The webhook as its keepers see it."""
    told = {name: getattr(endpoint, name) for name in WebhookRow.model_fields if name not in {"host", "old_secret_until"}}
    until = endpoint.before_until if endpoint.before_until and endpoint.before_until > now() else None
    return WebhookRow(**told, host=host_of(endpoint.url), old_secret_until=until)


def host_of(url: str) -> str:
    """The machine an address names: what may be told where the rest may be a secret."""
    return (urlsplit(url).hostname or "")[:255]


def offers(db: Session, actor: Actor) -> list[OfferRow]:
    """Every kind of event that can be told."""
    actor.require(Permission.settings)
    return [
        OfferRow(kind=offer.kind, title=offer.title, fields=list(dict.fromkeys([offer.subject, "contact_id", *offer.fields])))
        for offer in OFFERS
    ]


def webhooks(db: Session, actor: Actor) -> list[WebhookRow]:
    """Every webhook of the business, the oldest first."""
    actor.require(Permission.settings)
    return [webhook_row(endpoint) for endpoint in db.exec(select(WebhookEndpoint).order_by(col(WebhookEndpoint.id)))]


def webhook(db: Session, actor: Actor, *, webhook_id: UUID) -> WebhookRow:
    """One of them."""
    actor.require(Permission.settings)
    found = db.exec(select(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id)).one_or_none()
    if found is None:
        raise NotFound
    return webhook_row(found)


def calls(
    db: Session,
    actor: Actor,
    *,
    webhook_id: UUID,
    state: CallState | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[CallRow]:
    """What it was told or is still owed, the latest first."""
    webhook(db, actor, webhook_id=webhook_id)
    id = sa.inspect(WebhookCall).attrs["id"].class_attribute
    question = sa.select(WebhookCall).where(col(WebhookCall.endpoint_id) == webhook_id)
    if state is not None:
        question = question.where(col(WebhookCall.state) == state)
    return paging.paginate(db, question, by=id, id=id, row=call_row, descending=True, cursor=cursor, limit=limit)


def call_row(call: WebhookCall) -> CallRow:
    """A call without its bytes."""
    told = {name: getattr(call, name) for name in CallRow.model_fields if name != "webhook_id"}
    return CallRow(**told, webhook_id=call.endpoint_id)


def attempts(
    db: Session, actor: Actor, *, webhook_id: UUID, call_id: UUID | None = None, cursor: str | None = None, limit: int = paging.LIMIT
) -> Page[AttemptRow]:
    """Each try with what was sent and answered, the latest first; of all its calls, or of one."""
    webhook(db, actor, webhook_id=webhook_id)
    id = sa.inspect(WebhookAttempt).attrs["id"].class_attribute
    question = (
        sa.select(WebhookAttempt, col(WebhookCall.body))
        .join(WebhookCall, col(WebhookCall.id) == col(WebhookAttempt.call_id))
        .where(col(WebhookAttempt.endpoint_id) == webhook_id)
    )
    if call_id is not None:
        question = question.where(col(WebhookAttempt.call_id) == call_id)
    return paging.paginate(db, question, by=id, id=id, row=_attempt_row, descending=True, cursor=cursor, limit=limit)


def _attempt_row(found: Any) -> AttemptRow:
    attempt, body = found
    told = {name: getattr(attempt, name) for name in AttemptRow.model_fields if name != "body"}
    return AttemptRow(**told, body=body.decode()[:SHOWN_BODY])
