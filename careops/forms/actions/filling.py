"""Filling a copy in: page by page, with files, until it is sent. Whoever holds the link does it, on the version the copy began with."""

from collections.abc import Collection, Mapping
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Invalid, NotFound, Problem, Stale
from careops.core.i18n import text as _
from careops.forms import queries, rules
from careops.forms.actions.asking import tell
from careops.forms.actions.mapping import keep_with_contact
from careops.forms.events import FormCompleted
from careops.forms.models import FormFile, FormSubmission, Status
from careops.forms.rules import answering, files
from careops.forms.schemas import CopyRow, FieldKind, FileRow, FormField


def opened(db: Session, actor: Actor, *, submission_id: UUID) -> None:
    """Somebody looks at it; the first time is kept. A mail scanner presses nothing, so looking alone never tells this."""
    copy = _own(db, actor, submission_id)
    if copy.opened_at is None and copy.status in rules.OPEN:
        copy.opened_at = now()
        _moved(db, copy)


def save(
    db: Session,
    actor: Actor,
    *,
    submission_id: UUID,
    said: Mapping[str, Any],
    at: Collection[str] | None = None,
    page: int | None = None,
    version: int | None = None,
) -> tuple[CopyRow, list[Problem]]:
    """Keeps what was answered and says what is wrong with the rest; `at` are the questions that were put, all answered by it.

    Stale when the copy changed since it was read and this would undo what was answered elsewhere; the same answers once more are kept.
    """
    copy = _awaited(db, actor, submission_id)
    row = queries.copy_row(db, copy)
    before = copy.answers or {}
    if copy.begun_at is None:
        copy.prefilled = queries.known_answers(db, actor, row)
        before = {**copy.prefilled, **before}
    found = answering.take(row.fields, before, said, queries.setting(db, actor, row.files), at=at)
    if version is not None and version != copy.version and found.answers != copy.answers:
        raise Stale
    changed = found.answers != copy.answers
    copy.answers, copy.status = found.answers, Status.in_progress
    copy.begun_at = copy.begun_at or now()
    copy.opened_at = copy.opened_at or copy.begun_at
    copy.page = copy.page if page is None else page
    copy.version += changed
    _moved(db, copy)
    return queries.copy_row(db, copy), found.problems


def send(db: Session, actor: Actor, *, submission_id: UUID, version: int | None = None) -> CopyRow:
    """All of it, judged once more as a whole; Invalid with every answer that is missing or wrong. Sent twice it is sent once."""
    copy = _own(db, actor, submission_id)
    if copy.status == Status.completed:
        return queries.copy_row(db, copy)
    copy = _awaited(db, actor, submission_id)
    if version is not None and version != copy.version:
        raise Stale
    row = queries.copy_row(db, copy)
    before = copy.answers if copy.begun_at else queries.known_answers(db, actor, row)
    found = answering.whole(row.fields, before, queries.setting(db, actor, row.files))
    if found.problems:
        raise Invalid(problems=found.problems)
    moment = now()
    copy.answers, copy.status, copy.completed_at = found.answers, Status.completed, moment
    copy.begun_at, copy.opened_at = copy.begun_at or moment, copy.opened_at or moment
    copy.version += 1
    _forget_unused(db, copy)
    _moved(db, copy)
    tell(db, actor, FormCompleted, copy, row.form, send_copy=row.send_copy)
    keep_with_contact(db, copy, row)
    return queries.copy_row(db, copy)


# ── files ────────────────────────────────────────────────


def attach(db: Session, actor: Actor, *, submission_id: UUID, key: str, name: str, content: bytes) -> FileRow:
    """Takes a file in for a question; it answers it once its id is among the answers. What it is, its bytes say."""
    copy = _awaited(db, actor, submission_id)
    asked = _asked(db, copy, key, FieldKind.file)
    file = files.answering(asked, name, content)
    return _kept(db, copy, key, file.name, file.mime, file.content)


def draw(db: Session, actor: Actor, *, submission_id: UUID, key: str, address: str) -> FileRow:
    """Takes a drawn signature in, in the place of the one before; the same once more is the same."""
    copy = _awaited(db, actor, submission_id)
    asked = _asked(db, copy, key, FieldKind.signature)
    picture = files.drawn(asked, address)
    for before in db.exec(select(FormFile).where(FormFile.submission_id == copy.id, FormFile.key == key)).all():
        if before.content == picture:
            return FileRow.model_validate(before, from_attributes=True)
        db.delete(before)
    db.flush()
    return _kept(db, copy, key, "signature.png", "image/png", picture)


def _kept(db: Session, copy: FormSubmission, key: str, name: str, mime: str, content: bytes) -> FileRow:
    _forget_unused(db, copy)
    count, size = db.exec(
        select(sa.func.count(col(FormFile.id)), sa.func.coalesce(sa.func.sum(FormFile.size), 0)).where(FormFile.submission_id == copy.id)
    ).one()
    if count >= files.MOST_FILES or size + len(content) > files.MOST_ALTOGETHER:
        raise Invalid.field(key, _("These are too many files, or too large together"))
    kept = FormFile(submission_id=copy.id, key=key, name=name, mime=mime, size=len(content), content=content, created_at=now())
    db.add(kept)
    db.flush()
    return FileRow.model_validate(kept, from_attributes=True)


def _forget_unused(db: Session, copy: FormSubmission) -> None:
    """Files that no answer names any more go, except what came a moment ago and is about to be named."""
    named = {UUID(id) for answer in (copy.answers or {}).values() for id in _named(answer)}
    mine = delete(FormFile).where(col(FormFile.submission_id) == copy.id, col(FormFile.id).not_in(named))
    if copy.status != Status.completed:
        mine = mine.where(col(FormFile.created_at) < now() - files.ABOUT_TO_BE_NAMED)
    db.exec(mine)


def _named(answer: Any) -> list[str]:
    """The files an answer consists of."""
    parts = [*cast("list[Any]", answer)] if isinstance(answer, list) else [answer]
    parts += [part["drawn"] for part in parts if isinstance(part, dict) and "drawn" in part]
    return [str(part["id"]) for part in parts if isinstance(part, dict) and "id" in part]


def _asked(db: Session, copy: FormSubmission, key: str, kind: FieldKind) -> FormField:
    for field in queries.copy_row(db, copy).fields:
        if field.key == key and field.kind is kind:
            return field
    raise NotFound


# ── parts ────────────────────────────────────────────────


def _own(db: Session, actor: Actor, submission_id: UUID) -> FormSubmission:
    copy = db.exec(select(FormSubmission).where(FormSubmission.id == submission_id).with_for_update()).one_or_none()
    if copy is None:
        raise NotFound
    queries.theirs(actor, copy)
    return copy


def _awaited(db: Session, actor: Actor, submission_id: UUID) -> FormSubmission:
    copy = _own(db, actor, submission_id)
    if copy.status not in rules.OPEN:
        raise rules.NotAwaited
    return copy


def _moved(db: Session, copy: FormSubmission) -> None:
    """Tells open tabs how far it is."""
    db.flush()
    wake(db, f"ws:{copy.workspace_id}")
