"""Reading forms and what was answered."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.paging import LIMIT, Page, paginate
from careops.forms import rules
from careops.forms.models import FormSubmission, FormTemplate, FormVersion, Kind, Status
from careops.forms.schemas import FormCounts, SubmissionRow, TemplateRow, VersionRow
from careops.inbox.schemas import Card

PRESENT = sa.and_(
    col(FormVersion.template_id) == col(FormTemplate.id),
    col(FormVersion.workspace_id) == col(FormTemplate.workspace_id),
    col(FormVersion.number) == col(FormTemplate.current),
)


def template_row(found: Any) -> TemplateRow:
    """A form and its present questions."""
    template, present = found
    return TemplateRow(**template.model_dump(exclude={"workspace_id", "archived_at"}), fields=present.fields)


def _templates() -> Select[FormTemplate, FormVersion]:
    return select(FormTemplate, FormVersion).join(FormVersion, PRESENT).where(col(FormTemplate.archived_at).is_(None))


def templates(db: Session, actor: Actor, *, cursor: str | None = None, limit: int = LIMIT) -> Page[TemplateRow]:
    """The forms that are sent to people, by name."""
    actor.require(Permission.forms_view)
    return paginate(
        db,
        _templates().where(FormTemplate.kind == Kind.booking),
        by=col(FormTemplate.name),  # pyright: ignore[reportArgumentType]
        id=col(FormTemplate.id),  # pyright: ignore[reportArgumentType]
        row=template_row,
        cursor=cursor,
        limit=limit,
    )


def get(db: Session, actor: Actor, *, template_id: UUID) -> TemplateRow:
    """One form, or NotFound."""
    actor.require(Permission.forms_view)
    found = db.exec(_templates().where(FormTemplate.id == template_id)).first()
    if found is None:
        raise NotFound
    return template_row(found)


def contact_form(db: Session, actor: Actor) -> TemplateRow | None:
    """The questions of the public contact page, for members and visitors alike; None before there is one."""
    found = db.exec(_templates().where(FormTemplate.kind == Kind.contact)).first()
    return template_row(found) if found else None


def asked_after(db: Session, actor: Actor, *, booking_type_id: UUID) -> list[TemplateRow]:
    """The active forms that belong to a booking of that type."""
    rows = [template_row(found) for found in db.exec(_templates().where(col(FormTemplate.active)).order_by(col(FormTemplate.name)))]
    return [row for row in rows if row.kind == Kind.booking and booking_type_id in row.booking_types]


def versions(db: Session, actor: Actor, *, template_id: UUID) -> list[VersionRow]:
    """Every version of a form's questions, newest first."""
    get(db, actor, template_id=template_id)
    found = db.exec(select(FormVersion).where(FormVersion.template_id == template_id).order_by(col(FormVersion.number).desc()))
    return [VersionRow.model_validate(version, from_attributes=True) for version in found]


def _submissions() -> Select[FormSubmission, FormTemplate]:
    of_form = sa.and_(
        col(FormTemplate.id) == col(FormSubmission.template_id), col(FormTemplate.workspace_id) == col(FormSubmission.workspace_id)
    )
    return select(FormSubmission, FormTemplate).join(FormTemplate, of_form)


def submission_row(found: Any) -> SubmissionRow:
    """A copy with its form's name and its status as of now."""
    copy, template = found
    said = copy.model_dump(exclude={"workspace_id", "status", "overdue_at"})
    return SubmissionRow(**said, form=template.name, status=rules.status(copy.status, copy.due_at, now()))


def is_status(wanted: Status) -> sa.ColumnElement[bool]:
    """rules.status in the database's words."""
    is_open = col(FormSubmission.status).in_(rules.OPEN)
    late = sa.and_(is_open, col(FormSubmission.due_at) < now())
    if wanted is Status.overdue:
        return late
    if wanted in rules.OPEN:
        return sa.and_(
            col(FormSubmission.status) == wanted, sa.or_(col(FormSubmission.due_at).is_(None), col(FormSubmission.due_at) >= now())
        )
    return col(FormSubmission.status) == wanted


def submissions(
    db: Session,
    actor: Actor,
    *,
    status: Status | None = None,
    template_id: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[SubmissionRow]:
    """The copies people were asked for, newest first."""
    actor.require(Permission.forms_view)
    question = _submissions()
    if status is not None:
        question = question.where(is_status(status))
    if template_id is not None:
        question = question.where(FormSubmission.template_id == template_id)
    if contact_id is not None:
        question = question.where(FormSubmission.contact_id == contact_id)
    return paginate(
        db,
        question,
        by=col(FormSubmission.created_at),  # pyright: ignore[reportArgumentType]
        id=col(FormSubmission.id),  # pyright: ignore[reportArgumentType]
        row=submission_row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )


def submission(db: Session, actor: Actor, *, submission_id: UUID) -> SubmissionRow:
    """One copy, or NotFound."""
    actor.require(Permission.forms_view)
    found = db.exec(_submissions().where(FormSubmission.id == submission_id)).first()
    if found is None:
        raise NotFound
    return submission_row(found)


CARDS = {
    Status.pending: (_("Asked for"), "", "clock"),
    Status.in_progress: (_("In progress"), "info", "pencil"),
    Status.overdue: (_("Overdue"), "danger", "triangle-alert"),
    Status.completed: (_("Filled in"), "ok", "check"),
    Status.waived: (_("Waived"), "", "ban"),
}


def cards(db: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Card]:
    """Those copies as they stand in a conversation, in one statement; none for who may not see forms."""
    if not actor.can(Permission.forms_view):
        return {}
    found = [submission_row(one) for one in db.exec(_submissions().where(col(FormSubmission.id).in_(ids)))]
    return {row.id: _card(row) for row in found}


def _card(row: SubmissionRow) -> Card:
    state, tone, icon = CARDS[Status(row.status)]
    return Card(title=row.form, state=state, tone=tone, icon=icon, href="/app/forms", link=_("Open forms"))


def counts(db: Session, actor: Actor) -> FormCounts:
    """How many copies stand at each status that somebody looks for, in one statement."""
    actor.require(Permission.forms_view)
    wanted = list(FormCounts.model_fields)
    asked = [sa.func.count().filter(is_status(Status(name))) for name in wanted]
    found = cast("Any", db).execute(sa.select(*asked).select_from(FormSubmission)).one()
    return FormCounts(**dict(zip(wanted, found, strict=True)))


def overdue_in(db: Session) -> Sequence[UUID]:
    """The workspaces, of all, that have copies whose time is over and that nobody has been told of."""
    with everywhere(db):
        late = select(col(FormSubmission.workspace_id)).where(is_status(Status.overdue), col(FormSubmission.overdue_at).is_(None))
        return db.exec(late.distinct()).all()
