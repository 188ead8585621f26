"""Files that are brought in: how far each is, and what became of its rows."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from careops.contacts.models import ImportedRow, ImportRun
from careops.contacts.rules.importing import FileGone
from careops.contacts.schemas import ImportOptions, ImportRow, Report
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.paging import Page

CONTENT = defer(sa.inspect(ImportRun).attrs["content"].class_attribute)


def import_row(run: ImportRun) -> ImportRow:
    """A run as readers see it; what is in the file stays inside."""
    told = run.report
    return ImportRow(
        **run.model_dump(exclude={"workspace_id", "content", "report", "options", "lease", "leased_until", "member_id"}),
        options=ImportOptions.model_validate(run.options),
        columns=told.get("columns", []),
        targets=told.get("targets", []),
        looked=_report(told.get("look")),
        ran=_report(told.get("run")),
        undone=_report(told.get("undo")),
    )


def _report(told: object) -> Report | None:
    return Report.model_validate(told) if told else None


def import_runs(db: Session, actor: Actor, *, what: str = "", cursor: str | None = None, limit: int = paging.LIMIT) -> Page[ImportRow]:
    """The files that were brought in or are waiting for it, the latest first; one statement."""
    actor.require(Permission.contacts_view)
    question = sa.select(ImportRun).options(CONTENT)
    if what:
        question = question.where(col(ImportRun.what) == what)
    attributes = sa.inspect(ImportRun).attrs
    return paging.paginate(
        db,
        question,
        by=attributes["created_at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=import_row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )


def import_run(db: Session, actor: Actor, *, import_id: UUID) -> ImportRow:
    """One of them."""
    actor.require(Permission.contacts_view)
    found = db.exec(select(ImportRun).where(ImportRun.id == import_id).options(CONTENT)).one_or_none()
    if found is None:
        raise NotFound
    return import_row(found)


def import_file(db: Session, actor: Actor, *, import_id: UUID) -> tuple[ImportRow, bytes]:
    """The same with what is in the file; FileGone when that is no longer kept."""
    actor.require(Permission.contacts_view)
    found = db.exec(select(ImportRun).where(ImportRun.id == import_id)).one_or_none()
    if found is None:
        raise NotFound
    if found.content is None:
        raise FileGone
    return import_row(found), found.content


def brought(db: Session, actor: Actor, *, kind: str, keys: Sequence[str]) -> dict[str, set[UUID]]:
    """What came of these source keys in any import so far."""
    actor.require_member()
    question = select(ImportedRow.source_key, ImportedRow.subject)
    mine = question.where(col(ImportedRow.source_key).in_(keys), ImportedRow.kind == kind, col(ImportedRow.subject).is_not(None))
    found: dict[str, set[UUID]] = {}
    for key, subject in db.exec(mine):
        if subject is not None:
            found.setdefault(key, set()).add(subject)
    return found


def refused_rows(db: Session, actor: Actor, *, import_id: UUID) -> Iterator[tuple[int, str]]:
    """Every row that was not brought in, and why."""
    import_run(db, actor, import_id=import_id)
    question = select(ImportedRow.number, ImportedRow.reason).where(ImportedRow.import_id == import_id, ImportedRow.outcome == "refused")
    yield from db.exec(question.order_by(col(ImportedRow.number)).execution_options(yield_per=1000))
