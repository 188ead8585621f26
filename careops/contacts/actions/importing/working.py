"""The work on a file, batch by batch, each in a transaction of its own; whoever has lost the run to another writes nothing any more."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts.actions.importing.kinds import Importer, importer
from careops.contacts.events import ImportEnded
from careops.contacts.models import ImportedRow, ImportRun, ImportStatus, ImportTask
from careops.contacts.schemas import MOST_PROBLEMS, ImportOptions, Record, Report, RowProblem, Verdict
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import Inserted, everywhere, wake

LEASE = timedelta(seconds=20)  # renewed with every batch
BATCH = 250
KEEPS = timedelta(days=30)  # so long a file may be looked at again

ROWS = Inserted(ImportedRow)


class LeaseLost(Exception):
    """Somebody else has taken this run over."""


@dataclass(slots=True)
class Taken:
    """A run in the hands of one worker."""

    id: UUID
    actor: Actor
    kind: Importer
    task: ImportTask
    lease: str
    content: bytes
    options: ImportOptions
    total: int
    done: int
    report: Report
    seen: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def looks(self) -> bool:
        return self.task is ImportTask.look

    @property
    def undoes(self) -> bool:
        return self.task is ImportTask.undo


def take_import(db: Session, _everybody: Actor) -> Taken | None:
    """The oldest run nobody works on, for whoever asks first; one whose worker died is taken over when its lease has run out."""
    with everywhere(db):
        free = sa.or_(col(ImportRun.leased_until).is_(None), col(ImportRun.leased_until) < now())
        due = col(ImportRun.status).in_([ImportStatus.waiting, ImportStatus.running])
        question = select(ImportRun).where(due, free).order_by(col(ImportRun.created_at)).limit(1).with_for_update(skip_locked=True)
        run = db.exec(question).one_or_none()
        if run is None:
            return None
        run.lease, run.leased_until, run.status = secrets.token_hex(16), now() + LEASE, ImportStatus.running
        db.flush()
    wake(db, f"ws:{run.workspace_id}")
    return Taken(
        id=run.id,
        actor=replace(Actor.system(run.workspace_id), name=run.actor_name),
        kind=importer(run.what, run.origin),
        task=ImportTask(run.task),
        lease=run.lease,
        content=run.content or b"",
        options=ImportOptions.model_validate(run.options),
        total=run.total,
        done=run.done,
        report=Report.model_validate(run.report.get(run.task) or {}),
    )


def batches(run: Taken, records: Iterator[Record]) -> Iterator[list[Record]]:
    """What is left to do, some hundreds at a time."""
    left = islice(records, run.done, None)
    while batch := list(islice(left, BATCH)):
        yield batch


def judge_batch(db: Session, actor: Actor, *, run: Taken, context: Any, records: Sequence[Record]) -> list[Verdict]:
    """What becomes of each record, those the reader itself refuses included."""
    judged = iter(run.kind.judge(db, actor, context, [one for one in records if not one.problem], run.seen))
    return [Verdict(one.number, "refused", one.problem) if one.problem else next(judged) for one in records]


def act_batch(db: Session, actor: Actor, *, run: Taken, context: Any, records: Sequence[Record]) -> Report:
    """Brings a batch in: what comes of it, what became of every row and how far the run is stand in one transaction."""
    told = _held(db, run)
    verdicts = judge_batch(db, actor, run=run, context=context, records=records)
    run.kind.act(db, actor, context, run.id, [verdict for verdict in verdicts if verdict.outcome in ("made", "changed")])
    ROWS.add_all(db, [_kept(run, verdict) for verdict in verdicts])
    report = counted(run.report, verdicts)
    _noted(db, actor, run, told, report, done=run.done + len(records))
    return report


def undo_batch(db: Session, actor: Actor, *, run: Taken) -> tuple[Report, int]:
    """Takes back the next rows, the latest first; answers how many there were."""
    so_far = _held(db, run)
    mine = select(ImportedRow).where(ImportedRow.import_id == run.id).order_by(col(ImportedRow.number).desc())
    rows = db.exec(mine.offset(run.done).limit(BATCH)).all()
    told = run.kind.undo(db, actor, [row for row in rows if row.outcome in ("made", "changed")])
    report = run.report.model_copy(deep=True)
    for name, count in told.model_dump().items():
        setattr(report.counts, name, getattr(report.counts, name) + count)
    _noted(db, actor, run, so_far, report, done=run.done + len(rows))
    return report, len(rows)


def note(db: Session, actor: Actor, *, run: Taken, report: Report, done: int) -> None:
    """Writes how far it is and holds on to the run; LeaseLost when it is another's by now."""
    _noted(db, actor, run, _held(db, run), report, done=done)


def end(db: Session, actor: Actor, *, run: Taken, failed: str = "") -> None:
    """The run has ended, well or with a word on why not; what was looked over can be brought in now."""
    status = {ImportTask.look: ImportStatus.uploaded, ImportTask.run: ImportStatus.done, ImportTask.undo: ImportStatus.undone}[run.task]
    report = run.report.model_copy(update={"failed": failed})
    so_far = _held(db, run)
    _change(
        db,
        run,
        so_far,
        report,
        done=run.done,
        status=ImportStatus.failed if failed else status,
        lease="",
        leased_until=None,
        finished_at=now(),
    )
    if run.task is not ImportTask.look and not failed:
        record(db, actor, ImportEnded(subject=run.id, what=run.kind.what, task=run.task, **report.counts.model_dump()))
    wake(db, f"ws:{actor.workspace}")


def forget_files(db: Session, _everybody: Actor) -> int:
    """Forgets what was in files long after they were brought in; what became of their rows stays known."""
    with everywhere(db):
        old = sa.and_(col(ImportRun.content).is_not(None), col(ImportRun.created_at) < now() - KEEPS)
        over = col(ImportRun.status).not_in([ImportStatus.waiting, ImportStatus.running])
        return db.exec(sa.update(ImportRun).where(old, over).values(content=None)).rowcount


def counted(report: Report, verdicts: Sequence[Verdict]) -> Report:
    """The report with these rows in it."""
    whole = report.model_copy(deep=True)
    for verdict in verdicts:
        setattr(whole.counts, verdict.outcome, getattr(whole.counts, verdict.outcome) + 1)
    room = MOST_PROBLEMS - len(whole.problems)
    refused = [RowProblem(number=one.number, reason=one.reason) for one in verdicts if one.outcome == "refused"]
    whole.problems += refused[: max(room, 0)]
    return whole


def _noted(db: Session, actor: Actor, run: Taken, so_far: dict[str, Any], report: Report, *, done: int) -> None:
    _change(db, run, so_far, report, done=done, leased_until=now() + LEASE)
    wake(db, f"ws:{actor.workspace}")


def _change(db: Session, run: Taken, so_far: dict[str, Any], report: Report, **values: Any) -> None:
    """Only for as long as the run is in these hands: in the very transaction of what was done."""
    values["report"] = so_far | {run.task.value: report.model_dump()}
    db.exec(sa.update(ImportRun).where(*_mine(run)).values(**values), execution_options={"synchronize_session": False})


def _held(db: Session, run: Taken) -> dict[str, Any]:
    """Nobody else takes the run over before this transaction has ended; answers what it said so far."""
    asked = sa.select(col(ImportRun.report)).where(*_mine(run)).with_for_update()
    told: dict[str, Any] | None = cast("Any", db).execute(asked).scalar_one_or_none()
    if told is None:
        raise LeaseLost
    return told


def _mine(run: Taken) -> tuple[sa.ColumnElement[bool], ...]:
    return col(ImportRun.id) == run.id, col(ImportRun.lease) == run.lease


def _kept(run: Taken, verdict: Verdict) -> dict[str, Any]:
    return {
        "import_id": run.id,
        "number": verdict.number,
        "source_key": verdict.source_key[:200],
        "outcome": verdict.outcome,
        "kind": verdict.kind,
        "subject": verdict.subject,
        "reason": verdict.reason[:300],
        "before": verdict.before,
    }
