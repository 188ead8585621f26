"""Setting up over the API: the same steps, refusals and activation."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, member, patch, post
from careops.business.api import own
from careops.core.actor import Actor, Permission
from careops.onboarding import actions as onboarding
from careops.onboarding import queries as steps
from careops.onboarding.schemas import ProgressRow, StepIn

router = APIRouter(prefix="/api/v1/workspaces/{workspace_id}", tags=["workspaces"])

Keeper = Annotated[Actor, Depends(member(Permission.settings))]


@router.get("/onboarding")
def progress(workspace_id: UUID, actor: Keeper) -> ProgressRow:
    """The eight steps, what is in them, and what is still missing."""
    own(actor, workspace_id)
    return ask(actor, steps.progress)


@router.patch("/onboarding", response_model=ProgressRow)
def walk(workspace_id: UUID, actor: Keeper, body: StepIn, request: Request) -> Response:
    """Ends, skips or reopens a step, or fills every step in from a preset."""
    own(actor, workspace_id)
    return patch(request, actor, onboarding.walk, step=body)


@router.post("/activate", response_model=ProgressRow)
def activate(workspace_id: UUID, actor: Keeper, request: Request) -> Response:
    """Opens the public pages; 409 `not_ready` names each step where something is missing."""
    own(actor, workspace_id)
    return post(request, actor, onboarding.activate, status=200)


@router.post("/suspend", response_model=ProgressRow)
def suspend(workspace_id: UUID, actor: Keeper, request: Request) -> Response:
    """Closes the public pages for now."""
    own(actor, workspace_id)
    return post(request, actor, onboarding.suspend, status=200)
