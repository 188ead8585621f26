"""What is done by the clock, how it went, and what comes next; live."""

from dataclasses import dataclass, field

import reflex as rx
from sqlmodel import Session

from careops.automation import actions, queries
from careops.automation.schemas import JobRow, JobRunRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

RUNS = 30  # shown of a job's history
# How a run stands: its word, its colour, its icon.
STATES = {
    "waiting": (_("About to run"), "info", "clock"),
    "running": (_("Running"), "accent", "play"),
    "done": (_("Done"), "ok", "check"),
    "failed": (_("Failed"), "danger", "triangle-alert"),
    "skipped": (_("Skipped"), "", "skip-forward"),
    "never": (_("Has not run yet"), "", "circle-dashed"),
}


@dataclass(frozen=True)
class JobLine:
    """One job in the list."""

    name: str
    title: str
    about: str
    schedule: str
    own: bool
    word: str
    tone: str
    icon: str
    last: str
    took: str
    result: str
    next: str
    busy: bool
    startable: bool
    current: bool
    href: str


@dataclass(frozen=True)
class RunLine:
    """One run in a job's history."""

    id: str
    at: str
    word: str
    tone: str
    icon: str
    took: str
    told: str
    again: bool


@dataclass(frozen=True)
class Board:
    """Every job, and the history of the one that is open."""

    jobs: list[JobLine] = field(default_factory=list[JobLine])
    runs: list[RunLine] = field(default_factory=list[RunLine])
    open: str = ""
    title: str = ""
    about: str = ""
    startable: bool = False
    failed: int = 0


def board(db: Session, actor: Actor, *, asked: str) -> Board:
    """The jobs, the failed ones first, and the asked one's runs."""
    here = business.profile(db, actor)
    rows = sorted(queries.jobs(db, actor), key=lambda row: row.state != "failed")
    opened = next((row for row in rows if row.name == asked), None)
    return Board(
        jobs=[_job(row, here, asked) for row in rows],
        runs=_runs(db, actor, here, opened) if opened else [],
        open=opened.name if opened else "",
        title=opened.title if opened else "",
        about=opened.about if opened else "",
        startable=opened.startable if opened else False,
        failed=sum(row.state == "failed" for row in rows),
    )


def _runs(db: Session, actor: Actor, here: BusinessRow, job: JobRow) -> list[RunLine]:
    try:
        return [_run(run, here, job.startable) for run in queries.job_runs(db, actor, name=job.name, limit=RUNS).items]
    except NotFound:
        return []


def _job(row: JobRow, here: BusinessRow, asked: str) -> JobLine:
    word, tone, icon = STATES[row.state]
    last = row.last
    return JobLine(
        name=row.name,
        title=row.title,
        about=row.about,
        schedule=row.schedule,
        own=row.scope == "workspace",
        word=word,
        tone=tone,
        icon=icon,
        last=here.moment(last.started_at or last.planned_at) if last else "",
        took=_took(last) if last else "",
        result=(last.error or last.result) if last else "",
        next=here.moment(row.next_at) if row.next_at else "",
        busy=row.state == "running",
        startable=row.startable,
        current=row.name == asked,
        href=f"/app/jobs?job={row.name}",
    )


def _run(run: JobRunRow, here: BusinessRow, startable: bool) -> RunLine:
    word, tone, icon = STATES[run.state]
    told = run.error or run.result
    if run.asked_by:
        told = " · ".join(part for part in (told, _("asked for by {name}", name=run.asked_by)) if part)
    if run.tries > 1:
        told = " · ".join(part for part in (told, _("{count} tries", count=run.tries)) if part)
    again = startable and run.state == "failed"
    return RunLine(str(run.id), here.moment(run.started_at or run.planned_at), word, tone, icon, _took(run), told, again)


def _took(run: JobRunRow) -> str:
    if run.ended_at is None or run.started_at is None:
        return ""
    return _("{count} ms", count=run.ms) if run.ms < 1000 else _("{seconds} s", seconds=f"{run.ms / 1000:.1f}")


class Jobs(rx.State):
    """The list and one job's history."""

    shown: Board = Board()
    loaded: bool = False
    _asked: str = ""

    @rx.event(background=True)
    @requires(Permission.automation_manage)
    async def live(self, actor: Actor) -> None:
        """Shows the job in the address and keeps everything true."""
        async with self:
            self._asked = str(self.router.url.query_parameters.get("job", ""))
        async for member in while_here(self, actor, Permission.automation_manage, topic="jobs", patience=15):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        found = await look(actor, board, asked=self._asked)
        async with self:
            if found != self.shown or not self.loaded:
                self.shown, self.loaded = found, True

    @rx.event
    @requires(Permission.automation_manage)
    async def run(self, actor: Actor, name: str) -> None:
        """Somebody wants it done now."""
        await perform(actor, actions.run_job, name=name)
        await say(self, _("It runs in a moment"))

    @rx.event
    @requires(Permission.automation_manage)
    async def retry(self, actor: Actor, id: str) -> None:
        """Somebody wants a failed run tried again."""
        await perform(actor, actions.retry_run, run_id=read_id(id))
        await say(self, _("It is tried again in a moment"))
