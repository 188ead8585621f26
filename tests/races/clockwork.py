"""Jobs that are due, and several processes that run them; now and then one is frozen past its lease and thawed again.

Each process's jobs write one line each into a table that would take any number. A frozen one stands where it does most harm: it has
taken a run on and has not begun to write. It stops itself there, the harness lets it go on after somebody else has done its work. Blind
processes do not show their fence, the control; what they write twice is counted.
"""

import os
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session

from careops.automation.actions import jobs as actions
from careops.automation.jobs.running import Runner
from careops.core import db
from careops.core.actor import Actor
from careops.core.schedule import Daily
from careops.core.scheduler import Job, Said, catalogue
from careops.core.worker import Worker
from tests.faults.warm import WARM, given, turn
from tests.servers import eventually

KINDS = 10  # jobs; so many workspaces each that it makes the wanted number of due runs
LEASE = timedelta(seconds=1)
LANES = 1  # frozen between two of its own lanes a process could hold the one lock SQLite has
PATIENCE = 10  # seconds after which a frozen process goes on although nobody took over: SQLite's other writers wait 15 for it
STANDSTILL = 90  # seconds in which nothing at all gets done: somebody waits for ever
EFFECTS = "CREATE TABLE effect (job VARCHAR(20), workspace VARCHAR(36), worker INTEGER)"
COUNT = "SELECT job, workspace, count(*) FROM effect GROUP BY job, workspace"


# ── one process ──────────────────────────────────────────


def work(environment: dict[str, str], due: int, freezes: int, folder: Path, blind: bool) -> None:
    """Runs jobs until the harness ends it; then ends what it is at."""
    turn(environment)
    actions.LEASE = LEASE
    if blind:
        actions._write = _write_blindly
    catalogue.clear()  # CareOps' own are no part of it
    workspaces = [UUID(int=number + 1) for number in range(due // KINDS)]
    for number in range(KINDS):
        name = f"test.{number}"
        act = _writer(name, freezes, folder)
        catalogue[name] = Job(name=name, title=name, schedule=Daily(0, local=False), per="workspace", whom=lambda _db: workspaces, act=act)
    runner = Runner()
    runner.look()
    lanes = [Worker(f"lane-{number}", actions.JOBS, runner.work, patience=0.2) for number in range(LANES)]
    if not blind:  # its words would spoil what was settled
        lanes.append(Worker("beats", "beats", runner.beat, patience=LEASE.total_seconds() / 4))
    for lane in lanes:
        lane.ensure()
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.pause()
    for lane in lanes:
        lane.stop()


def _writer(name: str, freezes: int, folder: Path) -> Any:
    """What a job of the test does; now and then it is frozen before it has written anything, one process at a time."""

    def act(session: Session, actor: Actor) -> Said:
        if actor.workspace.int % 7 == 0 and _freezes(folder, freezes):
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)  # sent to the process, it would let this thread go on for a while
        line = {"job": name, "workspace": str(actor.workspace), "worker": os.getpid()}
        session.connection().execute(sa.text("INSERT INTO effect VALUES (:job, :workspace, :worker)"), line)
        return 1

    return act


def _freezes(folder: Path, most: int) -> bool:
    """Whether it is this process's turn: nobody else is frozen, and there are freezes left."""
    try:
        (folder / "frozen").touch(exist_ok=False)
    except FileExistsError:
        return False
    if len(list(folder.glob("freeze-*"))) >= most:
        return False
    (folder / f"freeze-{uuid4()}").touch()
    return True


def _write_blindly(session: Session, run: Any, **values: Any) -> bool:
    """The guard taken away: whoever ends a run has ended it."""
    with db.everywhere(session):
        session.exec(sa.update(actions.JobRun).where(actions.col(actions.JobRun.id) == run.id).values(**values))
    return True


# ── the harness ──────────────────────────────────────────


@dataclass
class Tally:
    """What came of it: how often each due run had its effect, how many freezes there were, how long it took."""

    due: int
    effects: Counter[int] = field(default_factory=Counter)
    frozen: int = 0
    overtaken: int = 0
    by: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def once(self) -> bool:
        """Each due run had its effect, and none had it twice."""
        return self.effects == {1: self.due}


def contest(url: str, folder: Path, *, due: int, processes: int, freezes: int, blind: bool = False) -> Tally:
    """So many due runs on that migrated database, in so many processes, with so many freezes past the lease."""
    engine = db.make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(EFFECTS)
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    started = [WARM.Process(target=work, args=(given(url), due, freezes, folder, blind)) for _ in range(processes)]
    tally = Tally(due)
    before, since = 0, time.monotonic()
    for process in started:
        process.start()
    try:
        while (done := _done(engine)) < due:
            if done > before:
                before, since = done, time.monotonic()
            assert time.monotonic() < since + STANDSTILL, f"nothing has been done for a while, {due - done} are due still"
            for process in started:
                if _stopped(process):
                    _thaw_late(process, engine, folder, tally)
            assert all(process.exitcode is None for process in started), "a process ended by itself"
            time.sleep(0.05)
        for process in started:  # whoever is frozen still, or was thawed last, gets to try its write
            os.kill(_number(process), signal.SIGCONT)
            process.terminate()
        for process in started:
            process.join(60)
            assert process.exitcode is not None, "a process could not end what it was at"
    finally:
        for process in started:
            process.kill()
            process.join()
    tally.overtaken = _overtaken(engine)
    tally.seconds = time.perf_counter() - began
    _count(engine, tally)
    engine.dispose()
    return tally


def _thaw_late(process: BaseProcess, engine: sa.Engine, folder: Path, tally: Tally) -> None:
    """Lets a frozen process go on once somebody else has done its work."""
    tally.frozen += 1
    before = _overtaken(engine)  # a busy machine may have been slow enough for that without any freeze
    with suppress(TimeoutError):
        eventually(lambda: _overtaken(engine) > before, within=PATIENCE)
    os.kill(_number(process), signal.SIGCONT)
    eventually(lambda: not _stopped(process), within=5)
    (folder / "frozen").unlink()


def _overtaken(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM jobrun WHERE fence > 1 AND state = 'done'")) or 0


def _number(process: BaseProcess) -> int:
    assert process.pid
    return process.pid


def _stopped(process: BaseProcess) -> bool:
    return Path(f"/proc/{_number(process)}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"


def _done(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM jobrun WHERE state = 'done'")) or 0


def _count(engine: sa.Engine, tally: Tally) -> None:
    with engine.connect() as connection:
        found = connection.exec_driver_sql(COUNT).all()
        tally.by = Counter(dict(connection.exec_driver_sql("SELECT worker, count(*) FROM effect GROUP BY worker").all()))  # type: ignore[arg-type]
    tally.effects = Counter(count for _job, _workspace, count in found)
    if missing := tally.due - len(found):
        tally.effects[0] = missing
