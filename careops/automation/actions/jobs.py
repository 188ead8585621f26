"""Runs of jobs: planned once, taken on under a lease, settled only by whoever still holds the fence."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.automation.events import JobFailed, JobRecovered
from careops.automation.models import JobRun
from careops.automation.queries.jobs import for_whom, is_told, run_row
from careops.automation.rules.jobs import HAND, KEPT, KEPT_SHORT, LEASE, is_stale, next_try, subject_of, told
from careops.automation.schemas import JobRunRow, Taken
from careops.core.actor import PLATFORM, Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere, inside, wake
from careops.core.errors import Conflict, Forbidden, NotFound
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.core.schedule import Occurrence
from careops.core.scheduler import Job, Said, catalogue

JOBS = "jobs"  # the live topic the runner listens to
SYNCHRONISE: dict[str, Any] = {"synchronize_session": False}
AT_ONCE = 500  # runs planned in one statement
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Overtaken(RuntimeError):
    """Somebody else took this run on in the meantime: whatever was written for it is taken back."""


class ForEverybody(Forbidden):
    """It is done for every business here at once, so none of them starts it."""

    code, says = "job_for_everybody", _("This job is done for the whole installation: it runs by the clock only")


class AlreadyUnderWay(Conflict):
    """It is running, or about to."""

    code, says = "job_under_way", _("This job is already under way")


# ── planning ─────────────────────────────────────────────


def plan(db: Session, job: Job, *, occurrence: Occurrence, workspaces: Collection[UUID]) -> int:
    """Writes the occurrence down for each of the workspaces, unless it already is; returns how many runs are new.

    It stands for every earlier one that nobody has begun yet: after a time of silence each job runs once. A stale one only says so.
    """
    moment = now()
    stale = is_stale(job, occurrence, moment)
    state, due, why = ("skipped", None, _("Missed by too much to be made good")) if stale else ("waiting", occurrence.at, "")
    rows = [
        {
            "id": new_id(),
            "workspace_id": workspace,
            "job": job.name,
            "key": occurrence.key,
            "state": state,
            "planned_at": occurrence.at,
            "due_at": due,
            "ended_at": moment if stale else None,
            "result": why,
            "ms": 0,
            "tries": 0,
            "fence": 0,
            "worker": "",
            "asked_by": "",
            "error": "",
            "created_at": moment,
        }
        for workspace in workspaces
    ]
    made = sum(_insert(db, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE))
    if made:
        wake(db, JOBS)
    return made


def _insert(db: Session, rows: list[dict[str, Any]]) -> int:
    """Writes down those that are new; each stands for those of its workspace before it."""
    connection = db.connection()
    insert = INSERTS[connection.dialect.name](cast("sa.Table", sa.inspect(JobRun).local_table))
    made = len(connection.execute(insert.values(rows).on_conflict_do_nothing().returning(col(JobRun.id))).all())
    if made:
        earlier = (
            sa.update(JobRun)
            .where(
                col(JobRun.workspace_id).in_([row["workspace_id"] for row in rows]),
                col(JobRun.job) == rows[0]["job"],
                col(JobRun.state) == "waiting",
                col(JobRun.tries) == 0,
                col(JobRun.asked_by) == "",
                col(JobRun.planned_at) < rows[0]["planned_at"],
            )
            .values(state="skipped", due_at=None, ended_at=now(), result=_("A later one stands for it"))
        )
        with everywhere(db):
            db.exec(earlier, execution_options=SYNCHRONISE)
    return made


# ── running ──────────────────────────────────────────────


def take(db: Session, *, names: Sequence[str], worker: str) -> Taken | None:
    """Takes on a run, of jobs this process knows; None when none is due.

    First one whose lease has ended: whoever had it has stopped, or is frozen and will find out. A lease that ends later than any can
    was given by a clock that has been put back since: it counts as ended. Then the one that has been due longest; of one job, and in
    one workspace, one at a time.
    """
    moment = now()
    ended = sa.or_(col(JobRun.due_at) <= moment, col(JobRun.due_at) > moment + 2 * LEASE)
    found = _free(db, names, col(JobRun.state) == "running", ended) or _free(
        db, names, col(JobRun.state) == "waiting", col(JobRun.due_at) <= moment, ~_at_it(moment)
    )
    if found is None:
        return None
    found.state, found.fence, found.tries = "running", found.fence + 1, found.tries + 1
    found.due_at, found.started_at, found.worker = moment + LEASE, moment, worker
    return Taken(found.id, found.workspace_id, found.job, found.fence, found.tries, found.planned_at, moment)


def _free(db: Session, names: Sequence[str], *where: sa.ColumnElement[bool]) -> JobRun | None:
    question = select(JobRun).where(*where, col(JobRun.job).in_(names)).order_by(col(JobRun.due_at)).limit(1)
    with everywhere(db):
        return db.exec(question.with_for_update(skip_locked=True, of=JobRun)).first()


def _at_it(moment: datetime) -> sa.ColumnElement[bool]:
    """Whether somebody is at another run of the same job, for the same workspace."""
    other = aliased(JobRun)
    same = sa.and_(col(other.job) == col(JobRun.job), col(other.workspace_id) == col(JobRun.workspace_id), col(other.id) != col(JobRun.id))
    return sa.exists().where(same, col(other.state) == "running", col(other.due_at) > moment)


def still_mine(db: Session, run: Taken) -> None:
    """Passes and prolongs the lease, or raises Overtaken; whoever takes it over waits until this transaction has ended."""
    if not _write(db, run, due_at=now() + LEASE):
        raise Overtaken(run.job)


def finish(db: Session, run: Taken, *, job: Job, answer: Said, ms: int) -> None:
    """It is done; raises Overtaken when it no longer was this process's."""
    if not _write(db, run, state="done", due_at=None, ended_at=now(), ms=ms, result=told(job, answer), error=""):
        raise Overtaken(run.job)
    home = _home(db, run)
    if home and _failed_before(db, run):
        with inside(db, home):
            record(db, Actor.system(home), JobRecovered(subject=subject_of(run.job), job=run.job, title=job.title))
    _tell(db, run)


def fail(db: Session, run: Taken, *, job: Job, error: str, ms: int) -> None:
    """It broke: it is tried again later, and after the last try a person hears of it."""
    moment = now()
    again = next_try(run.tries, moment)
    state = "waiting" if again else "failed"
    if not _write(db, run, state=state, due_at=again, ended_at=moment, ms=ms, error=error[:500]):
        raise Overtaken(run.job)
    home = _home(db, run)
    if again is None and home:
        with inside(db, home):
            fact = JobFailed(subject=subject_of(run.job), job=run.job, title=job.title, error=error[:200], run_id=run.id)
            record(db, Actor.system(home), fact)
    _tell(db, run)


def _write(db: Session, run: Taken, **values: Any) -> bool:
    """Changes the run, if it is still whose it was: the fence is checked by the very statement that writes."""
    held = sa.update(JobRun).where(col(JobRun.id) == run.id, col(JobRun.fence) == run.fence, col(JobRun.state) == "running")
    with everywhere(db):
        return db.exec(held.values(**values).returning(col(JobRun.id)), execution_options=SYNCHRONISE).first() is not None


def _home(db: Session, run: Taken) -> UUID | None:
    """Whose people hear of it: the workspace's; of what ran for everybody only where there is but one."""
    return accounts.only_workspace(db) if run.workspace_id == PLATFORM else run.workspace_id


def _failed_before(db: Session, run: Taken) -> bool:
    with inside(db, run.workspace_id):
        before = (
            select(JobRun.state)
            .where(JobRun.job == run.job, col(JobRun.id) != run.id)
            .where(col(JobRun.state).in_(["done", "failed"]))
            .order_by(col(JobRun.ended_at).desc())
            .limit(1)
        )
        return db.exec(before).first() == "failed"


def _tell(db: Session, run: Taken) -> None:
    home = _home(db, run)
    if home:
        wake(db, f"jobs:{home}")


# ── what people ask for ──────────────────────────────────


def run_job(db: Session, actor: Actor, *, name: str) -> JobRunRow:
    """Somebody wants it done now: it is as soon as a process is free. What is done for the whole installation only its one owner starts."""
    actor.require(Permission.automation_manage)
    job = _known(name)
    home, moment = for_whom(job, actor), now()
    _demand_own(db, actor, home)
    with inside(db, home):
        _demand_rest(db, name)
        run = JobRun(
            job=name, key=f"{HAND}{new_id()}", planned_at=moment, due_at=moment, asked_by=actor.name or actor.email, workspace_id=home
        )
        db.add(run)
        db.flush()
    wake(db, JOBS)
    wake(db, f"jobs:{actor.workspace}")
    return run_row(run)


def retry_run(db: Session, actor: Actor, *, run_id: UUID) -> JobRunRow:
    """Somebody wants a failed run tried once more; the same ones as may start it."""
    actor.require(Permission.automation_manage)
    with everywhere(db):
        run = db.exec(
            select(JobRun).where(JobRun.id == run_id, col(JobRun.workspace_id).in_([actor.workspace, PLATFORM])).with_for_update()
        ).one_or_none()
    if run is None or run.job not in catalogue:
        raise NotFound
    _demand_own(db, actor, run.workspace_id)
    if run.state != "failed":
        raise Conflict(_("Only a run that failed can be tried again"))
    with inside(db, run.workspace_id):
        _demand_rest(db, run.job)
        run.state, run.due_at, run.tries, run.asked_by = "waiting", now(), 0, actor.name or actor.email
    wake(db, JOBS)
    wake(db, f"jobs:{actor.workspace}")
    return run_row(run)


def _known(name: str) -> Job:
    if name not in catalogue:
        raise NotFound
    return catalogue[name]


def _demand_own(db: Session, actor: Actor, home: UUID) -> None:
    """Passes for what is done for the actor's workspace alone, or for all when it is the only one."""
    if home != actor.workspace and not is_told(db, actor):
        raise ForEverybody


def _demand_rest(db: Session, name: str) -> None:
    """One at a time: who presses twice does not get it twice."""
    busy = (
        select(JobRun.id)
        .where(JobRun.job == name)
        .where(sa.or_(col(JobRun.state) == "running", sa.and_(col(JobRun.state) == "waiting", col(JobRun.due_at) <= now())))
    )
    if db.exec(busy).first():
        raise AlreadyUnderWay


# ── forgetting ───────────────────────────────────────────


def forget_runs(db: Session, moment: datetime) -> int:
    """Deletes runs that are over and old; uneventful ones of what is due all the time much sooner."""
    often = [job.name for job in catalogue.values() if job.schedule.often]
    over = col(JobRun.due_at).is_(None)
    old = sa.delete(JobRun).where(over, col(JobRun.created_at) < moment - KEPT)
    dull = sa.delete(JobRun).where(
        over, col(JobRun.job).in_(often), col(JobRun.state).in_(["done", "skipped"]), col(JobRun.created_at) < moment - KEPT_SHORT
    )
    with everywhere(db):
        return sum(cast("Any", db.exec(one, execution_options=SYNCHRONISE)).rowcount for one in (old, dull))
