"""The runner: notes which jobs are due, takes their runs on one by one, does them, keeps how they ended.

Whichever process leads notes; every process runs. A run belongs to whoever took it on for as long as its lease lasts. Should that process
freeze, somebody else takes the run on, with the next fence; and when the frozen one wakes, the database refuses what it still wants to
write: every transaction of a run ends by showing the fence.
"""

import os
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from uuid import UUID

import structlog
from sqlmodel import Session

from careops.automation import actions
from careops.automation.actions.jobs import JOBS, Overtaken
from careops.automation.queries.jobs import due_runs
from careops.automation.rules.jobs import BEAT, LEAD, LONGEST
from careops.automation.schemas import Taken
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import PLATFORM, Actor
from careops.core.db import fenced, reading, transaction
from careops.core.ids import new_id
from careops.core.schedule import Occurrence, Place
from careops.core.scheduler import Job, Ticks, catalogue
from careops.core.worker import Worker

log = structlog.get_logger(__name__)

LEADER = "scheduler"
LANES = 3  # runs a process is at, at once
LOOK = 5  # seconds from one look at everything to the next


class Runner:
    """One process's hands. What it remembers only spares it work; what counts is in the database."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{str(new_id())[-6:]}"
        self._leads_until = self._looks_at = 0.0
        self._noted: dict[tuple[str, str, int | None], str] = {}
        self._at: dict[Taken, None] = {}
        self._lock = threading.Lock()

    # ── what is due ──────────────────────────────────────

    def leads(self) -> bool:
        """Whether this process notes for all; asks the database a few times in the length of a lease."""
        if time.monotonic() < self._leads_until:
            return True
        with transaction() as db:
            fence = actions.lead(db, name=LEADER, owner=self.name)
        self._leads_until = time.monotonic() + LEAD.total_seconds() / 3 if fence else 0.0
        return bool(fence)

    def look(self) -> None:
        """Notes whatever is due, of all jobs: also what no tick told of, because nobody led then, or the clock was changed."""
        if time.monotonic() < self._looks_at:
            return
        self._looks_at = time.monotonic() + LOOK
        for job in list(catalogue.values()):
            self.note(job)

    def note(self, job: Job) -> None:
        """Writes down the job's occurrence whose time has come, for everybody it is for; one at a time."""
        with self._lock:
            for occurrence, places in self._due(job):
                if not self.leads():
                    return
                with transaction() as db:
                    actions.plan(db, job, occurrence=occurrence, workspaces=[place.workspace_id for place in places])
                self._noted[job.name, places[0].timezone, places[0].minute] = occurrence.key

    def _due(self, job: Job) -> Iterable[tuple[Occurrence, list[Place]]]:
        """What has come since it was last noted: the places that go by the same clock together."""
        if job.per == "installation":
            everybody = [Place()]
            whom = {PLATFORM}
        else:
            everybody, whom = self._places(job)
        clocks: defaultdict[tuple[str, int | None], list[Place]] = defaultdict(list)
        for place in everybody:
            if place.workspace_id in whom:
                clocks[place.timezone, place.minute].append(place)
        moment = clock.now()
        for (timezone, minute), places in clocks.items():
            occurrence = job.schedule.last(moment, places[0])
            if occurrence and self._noted.get((job.name, timezone, minute)) != occurrence.key:
                yield occurrence, places

    def _places(self, job: Job) -> tuple[list[Place], set[UUID]]:
        with reading() as db:
            places = business.places(db)
            whom = set(job.whom(db)) if job.whom else {place.workspace_id for place in places}
        known = {place.workspace_id for place in places}
        return [*places, *(Place(workspace) for workspace in whom - known)], whom

    # ── doing it ─────────────────────────────────────────

    def work(self) -> int:
        """Does one run that is due; 0 when there was none."""
        with reading() as db:
            if not due_runs(db, moment=clock.now()):
                return 0
        with transaction() as db:
            run = actions.take(db, names=list(catalogue), worker=self.name)
        if run is None:
            return 0
        self.do(run)
        return 1

    def do(self, run: Taken) -> None:
        """Does it and keeps how it ended, unless somebody else has taken it over."""
        job, began = catalogue[run.job], time.monotonic()
        self._at[run] = None
        try:
            self._tried(run, job, began)
        except Overtaken:
            log.warning("a run was taken over by another process", job=run.job, run=str(run.id))
        except Exception as problem:
            log.exception("a job failed", job=run.job, workspace=str(run.workspace_id))
            error = f"{type(problem).__name__}: {problem}".replace("\0", "")
            with suppress(Overtaken), transaction() as db:
                actions.fail(db, run, job=job, error=error, ms=_ms(began))
        finally:
            self._at.pop(run, None)

    def _tried(self, run: Taken, job: Job, began: float) -> None:
        actor = Actor.system(None if run.workspace_id == PLATFORM else run.workspace_id)
        if job.act:
            with transaction(actor) as db:
                answer = job.act(db, actor)
                actions.finish(db, run, job=job, answer=answer, ms=_ms(began))
        elif job.sweep:
            with fenced(partial(_show_fence, run)):
                answer = job.sweep(actor)
            with transaction() as db:
                actions.finish(db, run, job=job, answer=answer, ms=_ms(began))

    def beat(self) -> int:
        """Says of every run this process is at that it still is."""
        moment = clock.now()
        for run in list(self._at):
            if moment - run.started_at < LONGEST:
                with suppress(Overtaken), transaction() as db:
                    actions.still_mine(db, run)
        return 0

    def stop(self) -> None:
        """Lets another process lead at once."""
        with transaction() as db:
            actions.stop_leading(db, name=LEADER, owner=self.name)


def _show_fence(run: Taken, db: Session) -> None:
    actions.still_mine(db, run)


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def start(ticks: Ticks, lanes: int = LANES) -> Runner:
    """Runs jobs until the process ends. Every process may: runs are taken, not read."""
    runner = Runner()
    ticks.hand_to(runner.note, runner.leads)

    def look_and_work() -> int:
        runner.look()
        return runner.work()

    # One lane also looks for itself what is due: ticks go by the wall's clock, this goes by the time that passes.
    works: list[Callable[[], int]] = [look_and_work, *[runner.work] * (lanes - 1)]
    workers = [Worker(f"jobs-{number}", JOBS, work) for number, work in enumerate(works)]
    workers.append(Worker("beats", "beats", runner.beat, patience=BEAT))
    for worker in workers:
        ticks.add_job(worker.ensure, "interval", seconds=5, id=worker.name, everywhere=True)
        ticks.on_stop(worker.stop)
    ticks.on_stop(runner.stop)
    return runner
