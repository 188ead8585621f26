"""Reading jobs and their runs."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.automation.models import JobRun
from careops.automation.schemas import JobRow, JobRunRow
from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import PLATFORM, Actor, Permission
from careops.core.db import everywhere, inside
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.paging import Page
from careops.core.schedule import Place
from careops.core.scheduler import Job, catalogue


def run_row(run: JobRun, *, told: bool = True) -> JobRunRow:
    """The run as its readers see it; what it found and who asked for it is not `told` to those it was not for alone."""
    row = JobRunRow.model_validate(run, from_attributes=True)
    return row if told else row.model_copy(update={"result": "", "asked_by": "", "error": _("See the log") if row.error else ""})


def for_whom(job: Job, actor: Actor) -> UUID:
    """Where its runs are kept for that actor: their workspace, or the platform for what is done for everybody."""
    return actor.workspace if job.per == "workspace" else PLATFORM


def due_runs(db: Session, *, moment: datetime) -> int:
    """How many runs wait for somebody to take them on, of all workspaces."""
    with everywhere(db):
        return db.exec(select(sa.func.count()).select_from(JobRun).where(col(JobRun.due_at) <= moment)).one()


def jobs(db: Session, actor: Actor) -> list[JobRow]:
    """Every job with its last run and its next, those of the own workspace first."""
    actor.require(Permission.automation_manage)
    place, moment = _place(db, actor), clock.now()
    told = is_told(db, actor)
    last = _latest(db, actor)
    rows = [_job_row(job, place, moment, last.get(job.name), told) for job in catalogue.values()]
    return sorted(rows, key=lambda row: (row.scope != "workspace", row.title))


def _job_row(job: Job, place: Place, moment: datetime, last: JobRun | None, told: bool) -> JobRow:
    own = job.per == "workspace"
    coming = job.schedule.next(moment, place if own else Place())
    waits = last.due_at if last and last.state == "waiting" else None
    return JobRow(
        name=job.name,
        title=job.title,
        about=job.about,
        schedule=job.schedule.sentence(place),
        scope=job.per,
        next_at=waits or (coming.at if coming else None),
        state=last.state if last else "never",
        last=run_row(last, told=own or told) if last else None,
        startable=own or told,
    )


def _place(db: Session, actor: Actor) -> Place:
    here = business.profile(db, actor)
    return Place(actor.workspace, here.timezone, here.digest_minute)


def is_told(db: Session, actor: Actor) -> bool:
    """What runs for the whole installation is told to, and started by, a business that has it for itself."""
    return accounts.only_workspace(db) == actor.workspace


def _latest(db: Session, actor: Actor) -> dict[str, JobRun]:
    """The latest run of each job, of the own workspace and the platform; a skipped one only where there is no other."""
    said = col(JobRun.state) != "skipped"
    order = sa.func.row_number().over(partition_by=col(JobRun.job), order_by=[said.desc(), col(JobRun.id).desc()])
    homes = col(JobRun.workspace_id).in_([actor.workspace, PLATFORM])
    with everywhere(db):
        newest = sa.select(col(JobRun.id), order.label("place")).where(homes).subquery()
        found = db.exec(select(JobRun).join(newest, newest.c.id == JobRun.id).where(newest.c.place == 1)).all()
    return {run.job: run for run in found}


def job(db: Session, actor: Actor, *, name: str) -> JobRow:
    """One job, or NotFound."""
    found = next((row for row in jobs(db, actor) if row.name == name), None)
    if found is None:
        raise NotFound
    return found


def job_runs(db: Session, actor: Actor, *, name: str, cursor: str | None = None, limit: int = paging.LIMIT) -> Page[JobRunRow]:
    """The runs of one job, the latest first."""
    actor.require(Permission.automation_manage)
    if name not in catalogue:
        raise NotFound
    known = catalogue[name]
    told = known.per == "workspace" or is_told(db, actor)
    id = sa.inspect(JobRun).attrs["id"].class_attribute
    with inside(db, for_whom(known, actor)):
        question = sa.select(JobRun).where(col(JobRun.job) == name)
        return paging.paginate(
            db, question, by=id, id=id, row=lambda run: run_row(run, told=told), descending=True, cursor=cursor, limit=limit
        )
