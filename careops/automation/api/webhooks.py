"""The API's door to webhooks: where events are told, and how that goes."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, member, patch, post
from careops.automation import actions, queries
from careops.automation.schemas.webhooks import (
    AttemptRow,
    CallRow,
    MadeWebhookRow,
    OfferRow,
    ReplayedRow,
    ReplayIn,
    WebhookChange,
    WebhookIn,
    WebhookRow,
)
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])

Keeper = Annotated[Actor, Depends(member(Permission.settings))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("")
def webhooks(actor: Keeper) -> list[WebhookRow]:
    """Every webhook and how it is doing; secrets are never shown again."""
    return ask(actor, queries.webhooks)


@router.post("", status_code=201, response_model=MadeWebhookRow)
def add(request: Request, actor: Keeper, body: WebhookIn) -> Response:
    """A new webhook; its secret is in this answer and in no other."""
    return post(request, actor, actions.add_webhook, given=body)


@router.get("/events")
def events(actor: Keeper) -> list[OfferRow]:
    """The kinds of events that can be told, and what their data hold."""
    return ask(actor, queries.offers)


@router.get("/{webhook_id}")
def webhook(actor: Keeper, webhook_id: UUID) -> WebhookRow:
    """One webhook."""
    return ask(actor, queries.webhook, webhook_id=webhook_id)


@router.patch("/{webhook_id}", response_model=WebhookRow)
def change(request: Request, actor: Keeper, webhook_id: UUID, body: WebhookChange) -> Response:
    """Changes what is given; switched on again it begins afresh."""
    return patch(request, actor, actions.change_webhook, webhook_id=webhook_id, change=body)


@router.delete("/{webhook_id}", status_code=204)
def remove(actor: Keeper, webhook_id: UUID) -> None:
    """Forgets the webhook, its secret and its log."""
    with transaction(actor) as db:
        actions.remove_webhook(db, actor, webhook_id=webhook_id)


@router.post("/{webhook_id}/rotate", status_code=201, response_model=MadeWebhookRow)
def rotate(request: Request, actor: Keeper, webhook_id: UUID) -> Response:
    """A new secret, in this answer only; for a day the old one signs too."""
    return post(request, actor, actions.rotate_secret, webhook_id=webhook_id)


@router.post("/{webhook_id}/test", status_code=201, response_model=CallRow)
def test(request: Request, actor: Keeper, webhook_id: UUID) -> Response:
    """Sends a `webhook.test`, once."""
    return post(request, actor, actions.test_webhook, webhook_id=webhook_id)


@router.post("/{webhook_id}/replay", status_code=201, response_model=ReplayedRow)
def replay(request: Request, actor: Keeper, webhook_id: UUID, body: ReplayIn) -> Response:
    """Sends one call again, or all that failed since then, with the same ids and the same bytes."""
    return post(request, actor, actions.replay, webhook_id=webhook_id, given=body)


@router.get("/{webhook_id}/calls")
def calls(
    actor: Keeper, webhook_id: UUID, state: queries.CallState | None = None, cursor: Cursor = None, limit: Limit = LIMIT
) -> Page[CallRow]:
    """What it was told or is still owed, the latest first."""
    return ask(actor, queries.calls, webhook_id=webhook_id, state=state, cursor=cursor, limit=limit)


@router.get("/{webhook_id}/attempts")
def attempts(actor: Keeper, webhook_id: UUID, call_id: UUID | None = None, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[AttemptRow]:
    """Each try with what was sent and what was answered, the latest first."""
    return ask(actor, queries.attempts, webhook_id=webhook_id, call_id=call_id, cursor=cursor, limit=limit)
