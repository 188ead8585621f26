"""The API's door to provider accounts. Testing one is sending a message, so it stands with the inbox."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, member, patch, post
from careops.channels import actions, queries
from careops.channels.schemas import IntegrationChange, IntegrationGiven, IntegrationRow
from careops.core.actor import Actor, Permission
from careops.core.db import transaction

router = APIRouter(prefix="/api/v1/integrations", tags=["deliveries"])

Keeper = Annotated[Actor, Depends(member(Permission.settings))]


@router.get("")
def integrations(actor: Keeper) -> list[IntegrationRow]:
    """Every account in the order of fallback; secrets are never shown."""
    return ask(actor, queries.listing)


@router.post("", status_code=201, response_model=IntegrationRow)
def add(request: Request, actor: Keeper, body: IntegrationGiven) -> Response:
    """A new account, tried last of all."""
    return post(request, actor, actions.add, integration=body.root)


@router.patch("/{integration_id}", response_model=IntegrationRow)
def update(request: Request, actor: Keeper, integration_id: UUID, body: IntegrationChange) -> Response:
    """Changes what is given; `position` moves it in the order of fallback."""
    return patch(request, actor, actions.update, integration_id=integration_id, change=body)


@router.delete("/{integration_id}", status_code=204)
def remove(actor: Keeper, integration_id: UUID) -> None:
    """Forgets the account and its secret."""
    with transaction(actor) as db:
        actions.remove(db, actor, integration_id=integration_id)


@router.post("/{integration_id}/hook", response_model=IntegrationRow)
def renew_hook(request: Request, actor: Keeper, integration_id: UUID) -> Response:
    """Another webhook address; calls to the old one are refused from now on."""
    return post(request, actor, actions.renew_hook, status=200, integration_id=integration_id)


@router.get("/{integration_id}/health")
def health(actor: Keeper, integration_id: UUID) -> IntegrationRow:
    """How the account is doing: last success, last failure and what it said, the error rate of this hour, its breaker."""
    return ask(actor, queries.get, integration_id=integration_id)
