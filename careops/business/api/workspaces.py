"""The business over the API; the workspace in the path is the one the caller stands in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessIn, BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound

router = APIRouter(prefix="/api/v1/workspaces", tags=["workspaces"])

Anybody = Annotated[Actor, Depends(member())]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]


def own(actor: Actor, workspace_id: UUID) -> None:
    """Passes for the caller's own workspace; another's is not found."""
    if actor.workspace_id != workspace_id:
        raise NotFound


@router.get("/{workspace_id}")
def read(workspace_id: UUID, actor: Anybody, response: Response) -> BusinessRow:
    """The business: its name, address, zone, currency, words and look."""
    own(actor, workspace_id)
    row = ask(actor, businesses.profile)
    response.headers["ETag"] = f'"{row.version}"'
    return row


@router.patch("/{workspace_id}", response_model=BusinessRow)
def change(workspace_id: UUID, actor: Keeper, body: BusinessIn, request: Request) -> Response:
    """Changes any part of it; what is left out stays. `If-Match` refuses to overwrite what somebody else just changed."""
    own(actor, workspace_id)
    return patch(request, actor, business.update, business=body, expected=if_match(request))
