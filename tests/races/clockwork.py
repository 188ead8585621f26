"""Jobs that are due, and several processes that run them; now and then one is frozen past its lease and thawed again.

`python -m tests.races.clockwork` is one such process: its jobs write one line each into a table that would take any number. A frozen
one stands where it does most harm: it has taken a run on and has not begun to write. It stops itself there, the harness lets it go on
after somebody else has done its work. Blind processes do not show their fence, the control; what they write twice is counted.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session

from careops.automation.actions import jobs as actions
from careops.automation.jobs.running import Runner
from careops.core import db, log
from careops.core.actor import Actor
from careops.core.schedule import Daily
from careops.core.scheduler import Job, Said, catalogue
from careops.core.settings import ROOT, settings
from careops.core.worker import Worker
from tests.servers import eventually

KINDS = 10  # jobs; so many workspaces each that it makes the wanted number of due runs
LEASE = timedelta(seconds=1)
LANES = 1  # frozen between two of its own lanes a process could hold the one lock SQLite has
PATIENCE = 10  # seconds after which a frozen process goes on although nobody took over
EFFECTS = "CREATE TABLE effect (job VARCHAR(20), workspace VARCHAR(36), worker INTEGER)"
COUNT = "SELECT job, workspace, count(*) FROM effect GROUP BY job, workspace"


# ── one process ──────────────────────────────────────────


def main(url: str, due: int, freezes: int, folder: Path, *, blind: bool) -> None:
    """Runs jobs until the harness ends it."""
    log.start()
    settings.database_url = url
    db.connect(url)
    actions.LEASE = LEASE
    if blind:
        actions._write = _write_blindly
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
    signal.pause()


def _writer(name: str, freezes: int, folder: Path) -> Any:
    """What a job of the test does; now and then it is frozen before it has written anything, one process at a time."""

    def act(session: Session, actor: Actor) -> Said:
        if actor.workspace.int % 7 == 0 and _freezes(folder, freezes):
            os.kill(os.getpid(), signal.SIGSTOP)
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
    told = json.dumps({"url": url, "due": due, "freezes": freezes, "folder": str(folder), "blind": blind})
    began = time.perf_counter()
    started = [subprocess.Popen([sys.executable, "-m", "tests.races.clockwork", told], cwd=ROOT) for _ in range(processes)]
    tally = Tally(due)
    try:
        while not _all_done(engine, due):
            for process in started:
                if _stopped(process.pid):
                    _thaw_late(process, engine, folder, tally)
            assert all(process.poll() is None for process in started), "a process ended by itself"
            time.sleep(0.05)
        time.sleep(0.5)  # whoever was thawed last gets to try its write
    finally:
        for process in started:
            process.kill()
            process.wait()
    tally.overtaken = _overtaken(engine)
    tally.seconds = time.perf_counter() - began
    _count(engine, tally)
    engine.dispose()
    return tally


def _thaw_late(process: subprocess.Popen[bytes], engine: sa.Engine, folder: Path, tally: Tally) -> None:
    """Lets a frozen process go on once somebody else has done its work."""
    tally.frozen += 1
    with suppress(TimeoutError):
        eventually(lambda: _overtaken(engine) >= tally.frozen, within=PATIENCE)
    process.send_signal(signal.SIGCONT)
    eventually(lambda: not _stopped(process.pid), within=5)
    (folder / "frozen").unlink()


def _overtaken(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.text("SELECT count(*) FROM jobrun WHERE fence > 1 AND state = 'done'")) or 0


def _stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"


def _all_done(engine: sa.Engine, due: int) -> bool:
    with engine.connect() as connection:
        done = connection.scalar(sa.text("SELECT count(*) FROM jobrun WHERE state = 'done'"))
    return done == due


def _count(engine: sa.Engine, tally: Tally) -> None:
    with engine.connect() as connection:
        found = connection.exec_driver_sql(COUNT).all()
        tally.by = Counter(dict(connection.exec_driver_sql("SELECT worker, count(*) FROM effect GROUP BY worker").all()))  # type: ignore[arg-type]
    tally.effects = Counter(count for _job, _workspace, count in found)
    if missing := tally.due - len(found):
        tally.effects[0] = missing


if __name__ == "__main__":
    said = json.loads(sys.argv[1])
    main(said["url"], said["due"], said["freezes"], Path(said["folder"]), blind=said["blind"])
