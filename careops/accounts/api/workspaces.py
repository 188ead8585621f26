"""The workspaces a person belongs to, and founding another."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.api.doors import ask, person, post
from careops.accounts.schemas import WorkspaceIn, WorkspaceRow
from careops.core.actor import Actor
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1/workspaces", tags=["workspaces"])

Signed = Annotated[Actor, Depends(person)]


@router.get("")
def workspaces(actor: Signed) -> Page[WorkspaceRow]:
    """Every workspace one belongs to."""
    return Page(items=ask(actor, queries.workspaces_of))


@router.post("", status_code=201, response_model=WorkspaceRow)
def create(request: Request, actor: Signed, body: WorkspaceIn) -> Response:
    """Founds a further business, of which one is the owner."""
    anywhere = replace(actor, workspace_id=None, member_id=None)  # a repetition counts wherever it comes from
    return post(request, anywhere, accounts.create_workspace, name=body.name, slug=body.slug)
