"""What people do with a file: upload it, say what its columns are, look it over, bring it in, take it out again, put it away."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, select

from careops.contacts.actions.importing.kinds import Importer, importer
from careops.contacts.models import ImportRun, ImportStatus, ImportTask
from careops.contacts.queries.imports import import_row
from careops.contacts.rules.importing import FileGone, ImportBusy, ImportOver, file_name_of, missing, suggested
from careops.contacts.schemas import ImportOptions, ImportRow, Looked, Target
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Invalid, NotFound, Problem

DUE = "imports"  # the live topic the job listens to
BUSY = {ImportStatus.waiting, ImportStatus.running}


def glance(db: Session, actor: Actor, *, what: str, origin: str, content: bytes) -> Looked:
    """What is in a file. A large one takes seconds, so it is looked at before the turn to write comes: others are not kept waiting."""
    kind = importer(what, origin)
    actor.require(kind.permission)
    return kind.look(content, kind.targets(db, actor))


def upload(db: Session, actor: Actor, *, what: str, origin: str, file_name: str, content: bytes, looked: Looked | None = None) -> ImportRow:
    """Keeps a file and says what is in it and what its columns seem to be, as a glance found; nothing is brought in yet."""
    kind = importer(what, origin)
    actor.require(kind.permission)
    targets = kind.targets(db, actor)
    looked = looked or kind.look(content, targets)
    mapping = looked.mapping or suggested([column.name for column in looked.columns], targets)
    run = ImportRun(
        what=what,
        origin=origin,
        file_name=file_name_of(file_name),
        content=content,
        options=ImportOptions(mapping=mapping).model_dump(),
        report={
            "columns": [column.model_dump() for column in looked.columns],
            "targets": [{"key": target.key, "label": target.label, "required": target.required} for target in targets],
        },
        total=looked.total,
        actor_name=actor.name,
        member_id=actor.member_id,
    )
    db.add(run)
    db.flush()
    _tell(db, actor)
    return import_row(run)


def choose(db: Session, actor: Actor, *, import_id: UUID, options: ImportOptions) -> ImportRow:
    """Says what the columns are and what happens with who is known; what an earlier dry run found is forgotten."""
    run, kind = _own(db, actor, import_id)
    _demand(run, fits=run.started_at is None)
    kind.ready(db, actor, options)
    run.options = options.model_dump()
    _demand_mapped(run, kind.targets(db, actor))
    run.report = {name: said for name, said in run.report.items() if name != "look"}
    _tell(db, actor)
    return import_row(run)


def look_over(db: Session, actor: Actor, *, import_id: UUID) -> ImportRow:
    """Finds out in the background what would be new, changed, known and refused; nothing is changed."""
    return _start(db, actor, import_id, ImportTask.look)


def bring_in(db: Session, actor: Actor, *, import_id: UUID) -> ImportRow:
    """Brings the file in, in the background. What failed halfway goes on where it was."""
    return _start(db, actor, import_id, ImportTask.run)


def take_out(db: Session, actor: Actor, *, import_id: UUID) -> ImportRow:
    """Undoes it, in the background: what was made is removed and what was changed is put back, where nobody has touched it since."""
    return _start(db, actor, import_id, ImportTask.undo)


def forget_import(db: Session, actor: Actor, *, import_id: UUID) -> None:
    """Throws away a file that was never brought in; of one that was, only what was in it: what became of its rows stays known."""
    run, _kind = _own(db, actor, import_id)
    if run.status in BUSY:
        raise ImportBusy
    if run.started_at is None:
        db.delete(run)
    else:
        run.content = None
    _tell(db, actor)


def _start(db: Session, actor: Actor, import_id: UUID, task: ImportTask) -> ImportRow:
    run, kind = _own(db, actor, import_id)
    _demand(run, fits=_may(run, task))
    if task is not ImportTask.undo:
        if run.content is None:
            raise FileGone
        _demand_mapped(run, kind.targets(db, actor))
        kind.ready(db, actor, ImportOptions.model_validate(run.options))
    if not (run.status == ImportStatus.failed and run.task == task):  # else it goes on where it stopped
        run.done = 0
        run.report = {name: said for name, said in run.report.items() if name != task}
    run.task, run.status = task, ImportStatus.waiting
    run.finished_at, run.lease, run.leased_until = None, "", None
    if task is ImportTask.run:
        run.started_at = run.started_at or now()
    _tell(db, actor)
    wake(db, DUE)
    return import_row(run)


def _may(run: ImportRun, task: ImportTask) -> bool:
    if run.status == ImportStatus.failed:
        begun = run.started_at is not None
        return {ImportTask.look: not begun, ImportTask.run: run.task != ImportTask.undo, ImportTask.undo: begun}[task]
    return run.status == (ImportStatus.done if task is ImportTask.undo else ImportStatus.uploaded)


def _demand_mapped(run: ImportRun, targets: Sequence[Target]) -> None:
    columns = [column["name"] for column in run.report["columns"]]
    if wrong := missing(run.options["mapping"], targets, columns):
        raise Invalid(problems=[Problem(f"mapping.{key}", says) for key, says in wrong.items()])


def _demand(run: ImportRun, *, fits: bool) -> None:
    if run.status in BUSY:
        raise ImportBusy
    if not fits:
        raise ImportOver


def _own(db: Session, actor: Actor, import_id: UUID) -> tuple[ImportRun, Importer]:
    run = db.exec(select(ImportRun).where(ImportRun.id == import_id).with_for_update()).one_or_none()
    if run is None:
        raise NotFound
    kind = importer(run.what, run.origin)
    actor.require(kind.permission)
    return run, kind


def _tell(db: Session, actor: Actor) -> None:
    wake(db, f"ws:{actor.workspace}")
