"""The API's door to what is done by the clock."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from careops.accounts.api import ask, member
from careops.automation import actions, queries
from careops.automation.schemas import JobRow, JobRunRow
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line

router = APIRouter(prefix="/api/v1", tags=["automation"])

Keeper = Annotated[Actor, Depends(member(Permission.automation_manage))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/jobs")
def jobs(actor: Keeper) -> list[JobRow]:
    """Every job with its schedule, its last run and its next; those of the own workspace first."""
    return ask(actor, queries.jobs)


@router.get("/jobs/{name}")
def job(actor: Keeper, name: Line) -> JobRow:
    """One job."""
    return ask(actor, queries.job, name=name)


@router.get("/jobs/{name}/runs")
def runs(actor: Keeper, name: Line, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[JobRunRow]:
    """Its runs, the latest first, with how long they took and what came of them."""
    return ask(actor, queries.job_runs, name=name, cursor=cursor, limit=limit)


@router.post("/jobs/{name}/run", status_code=202)
def run(actor: Keeper, name: Line) -> JobRunRow:
    """Has it done as soon as a process is free; 409 while it is under way, 403 for what is done for every business here at once."""
    with transaction(actor) as db:
        return actions.run_job(db, actor, name=name)


@router.post("/jobs/runs/{run_id}/retry", status_code=202)
def retry(actor: Keeper, run_id: UUID) -> JobRunRow:
    """Has a run that failed tried again; 409 for any other."""
    with transaction(actor) as db:
        return actions.retry_run(db, actor, run_id=run_id)
