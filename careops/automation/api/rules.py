"""The API's door to what happened, the rules, and what they made of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, member, patch
from careops.activity.schemas import EventRow
from careops.automation import actions, queries
from careops.automation.schemas import Rehearsal, RuleRow, RunPage, RunRow, Trial, TriggerRow
from careops.automation.schemas.defining import RehearseIn, RuleEdit, RuleIn, TryIn
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line

router = APIRouter(prefix="/api/v1", tags=["automation"])

Keeper = Annotated[Actor, Depends(member(Permission.automation_manage))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Word = Annotated[Line | None, Query(max_length=64)]


@router.get("/automation/triggers")
def triggers(actor: Keeper) -> list[TriggerRow]:
    """What can set a rule off, with everything that may be asked and sent then."""
    return ask(actor, queries.triggers)


@router.get("/automation/rules")
def rules(actor: Keeper) -> list[RuleRow]:
    """Every rule as a sentence and in full: the built-in ones, then the business's own."""
    return ask(actor, queries.rules)


@router.post("/automation/rules", status_code=201)
def create(actor: Keeper, body: RuleIn) -> RuleRow:
    """A rule of the business's own; switched off unless said otherwise."""
    with transaction(actor) as db:
        return actions.create_rule(db, actor, rule=body)


@router.get("/automation/rules/{name}")
def rule(actor: Keeper, name: Line) -> RuleRow:
    """One rule."""
    return ask(actor, queries.rule, name=name)


@router.patch("/automation/rules/{name}", response_model=RuleRow)
def change(request: Request, actor: Keeper, name: Line, body: RuleEdit) -> Response:
    """Switches a rule on or off, or changes what it says."""
    return patch(request, actor, actions.edit_rule, rule=name, change=body)


@router.delete("/automation/rules/{name}", status_code=204)
def remove(actor: Keeper, name: Line) -> None:
    """Removes a rule of the business's own; what it did stays readable."""
    with transaction(actor) as db:
        actions.remove_rule(db, actor, rule=name)


@router.post("/automation/rules/{name}/reset")
def reset(actor: Keeper, name: Line) -> RuleRow:
    """Makes a built-in rule say again what it said in the beginning."""
    with transaction(actor) as db:
        return actions.reset_rule(db, actor, rule=name)


@router.post("/automation/rules/{name}/rehearse")
def rehearse(actor: Keeper, name: Line, body: RehearseIn) -> Rehearsal:
    """What the rule would have done in the last days: to whom, when, and why not. Nothing is done."""
    return ask(actor, queries.rehearse, name=name, days=body.days, definition=body.definition)


@router.post("/automation/rules/{name}/try")
def try_rule(actor: Keeper, name: Line, body: TryIn) -> Trial:
    """What the rule would make of one event now, step by step. Nothing is done."""
    with transaction(actor) as db:
        return actions.try_rule(db, actor, rule=name, event_id=body.event_id, definition=body.definition)


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


@router.get("/automation/runs/{run_id}")
def run(actor: Keeper, run_id: UUID) -> RunPage:
    """One run with its log, and the facts its conditions were asked of."""
    return ask(actor, queries.run, run_id=run_id)


@router.post("/automation/runs/{run_id}/retry", status_code=204)
def retry(actor: Keeper, run_id: UUID) -> None:
    """Tries a failed run once more."""
    with transaction(actor) as db:
        actions.try_again(db, actor, run_id=run_id)


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
