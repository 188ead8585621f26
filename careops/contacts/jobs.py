"""What contacts do in the background: bring files in."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError

from careops.contacts.actions import importing
from careops.contacts.actions.importing import LeaseLost, Taken
from careops.contacts.schemas import Record, Report
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Refusal, Unavailable
from careops.core.i18n import text as _
from careops.core.schedule import Daily
from careops.core.scheduler import Job, Ticks
from careops.core.worker import Worker

log = structlog.get_logger(__name__)
TRIES = 5  # of one batch that others were in the way of


def bring_in() -> int:
    """Takes a file on and works it off; returns whether there was one."""
    everybody = Actor.system(None)
    with transaction(everybody) as db:
        run = importing.take_import(db, everybody)
    if run is None:
        return 0
    try:
        _work(run)
        _end(run)
    except LeaseLost:
        log.warning("a file was taken over by another worker", run=run.id)
    except Refusal as refusal:
        _end(run, refusal.problems[0].message if refusal.problems else refusal.message)
    except Exception:
        log.exception("a file could not be brought in", run=run.id)
        _end(run, _("Something went wrong on our side. What was done so far is kept; start again to go on."))
    return 1


def _end(run: Taken, failed: str = "") -> None:
    with transaction(run.actor) as db:
        importing.end(db, run.actor, run=run, failed=failed)


def _work(run: Taken) -> None:
    if run.undoes:
        while _undo(run):
            pass
        return
    with reading(run.actor) as db:
        context = run.kind.ready(db, run.actor, run.options)
    for records in importing.batches(run, run.kind.read(context, run.content, run.options)):
        step = _look if run.looks else _act
        run.report = step(run, context, records)
        run.done += len(records)


def _look(run: Taken, context: Any, records: Sequence[Record]) -> Report:
    """Judged in a session that only reads: a dry run is in nobody's way."""
    with reading(run.actor) as db:
        verdicts = importing.judge_batch(db, run.actor, run=run, context=context, records=records)
    report = importing.counted(run.report, verdicts)
    with transaction(run.actor) as db:
        importing.note(db, run.actor, run=run, report=report, done=run.done + len(records))
    return report


def _act(run: Taken, context: Any, records: Sequence[Record]) -> Report:
    """Tried again when somebody made the same person in this very moment: judged anew, they are known."""
    tries = 0
    while True:
        seen = dict(run.seen)
        try:
            with transaction(run.actor) as db:
                return importing.act_batch(db, run.actor, run=run, context=context, records=records)
        except (IntegrityError, Unavailable):
            run.seen, tries = seen, tries + 1
            if tries == TRIES:
                raise


def _undo(run: Taken) -> int:
    with transaction(run.actor) as db:
        report, rows = importing.undo_batch(db, run.actor, run=run)
    run.report = report
    run.done += rows
    return rows


def _forget() -> int:
    everybody = Actor.system(None)
    with transaction(everybody) as db:
        return importing.forget_files(db, everybody)


JOBS = (
    Job(
        name="contacts.forget_files",
        title=_("Files that were brought in are forgotten"),
        about=_("What was in a file is kept for 30 days after it was uploaded; what became of its rows stays known."),
        schedule=Daily(3 * 60 + 40, local=False),
        sweep=lambda _everybody: _forget(),
    ),
)


def start(ticks: Ticks) -> None:
    """Brings files in until the process ends. Every process may: a run is taken with a lease."""
    worker = Worker("imports", importing.DUE, bring_in)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="imports", everywhere=True)
    ticks.on_stop(worker.stop)
