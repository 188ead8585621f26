"""The API's door to what happened, what the rules made of it, and what needs a person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, member, patch
from careops.activity.schemas import EventRow
from careops.automation import actions, queries
from careops.automation.schemas import RuleRow, RunRow, SwitchIn
from careops.core.actor import Actor, Permission
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line

router = APIRouter(prefix="/api/v1", tags=["automation"])

Keeper = Annotated[Actor, Depends(member(Permission.automation_manage))]
Anyone = Annotated[Actor, Depends(member())]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Word = Annotated[Line | None, Query(max_length=64)]


@router.get("/automation/rules")
def rules(actor: Keeper) -> list[RuleRow]:
    """The built-in rules as sentences, and whether they are on."""
    return ask(actor, queries.built_in)


@router.patch("/automation/rules/{name}", response_model=RuleRow)
def switch(request: Request, actor: Keeper, name: str, body: SwitchIn) -> Response:
    """Switches a rule on or off."""
    return patch(request, actor, actions.switch, rule=name, enabled=body.enabled)


@router.get("/automation/runs")
def runs(
    actor: Keeper,
    rule: Word = None,
    state: queries.Result | None = None,
    contact_id: UUID | None = None,
    event_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[RunRow]:
    """What the rules did, and why they did not."""
    return ask(actor, queries.runs, rule=rule, state=state, contact_id=contact_id, event_id=event_id, cursor=cursor, limit=limit)


@router.get("/events")
def events(
    actor: Keeper,
    kind: Word = None,
    subject: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[EventRow]:
    """Everything that happened, the latest first."""
    return ask(actor, queries.events, kind=kind, subject=subject, contact_id=contact_id, cursor=cursor, limit=limit)
