"""Reading copies: who was asked for what, and how far they are."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from careops.contacts import queries as contacts
from careops.contacts.rules import name_key
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.paging import LIMIT, MOST, Page, paginate
from careops.forms import rules
from careops.forms.models import FormSubmission, FormTemplate, Status
from careops.forms.schemas import FormCounts, SubmissionRow
from careops.inbox.schemas import Card


def _submissions() -> Select[FormSubmission, FormTemplate]:
    of_form = sa.and_(
        col(FormTemplate.id) == col(FormSubmission.template_id), col(FormTemplate.workspace_id) == col(FormSubmission.workspace_id)
    )
    return select(FormSubmission, FormTemplate).join(FormTemplate, of_form)


SHOWN = set(SubmissionRow.model_fields) - {"form", "status"}


def submission_row(found: Any) -> SubmissionRow:
    """A copy with its form's name and its status as of now."""
    copy, template = found
    said = copy.model_dump(include=SHOWN)
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
    q: str = "",
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[SubmissionRow]:
    """The copies people were asked for, newest first; of those the words find, at most two hundred people."""
    actor.require(Permission.forms_view)
    question = _submissions()
    if status is not None:
        question = question.where(is_status(status))
    if template_id is not None:
        question = question.where(FormSubmission.template_id == template_id)
    if contact_id is not None:
        question = question.where(FormSubmission.contact_id == contact_id)
    if q.strip():
        question = question.where(col(FormSubmission.contact_id).in_(_whom(db, actor, q[:200])))
    return paginate(
        db,
        question,
        by=col(FormSubmission.created_at),
        id=col(FormSubmission.id),
        row=submission_row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )


def _whom(db: Session, actor: Actor, q: str) -> list[UUID]:
    """Who is meant: by what the form calls them for whoever may not see people, else by addresses and numbers as well."""
    found = contacts.page(db, Actor.system(actor.workspace), q=q, limit=MOST).items
    if actor.can(Permission.contacts_view):
        return [who.id for who in found]
    return [who.id for who in found if all(word in name_key(who.name) for word in name_key(q).split())]


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


def due_in(db: Session) -> Sequence[UUID]:
    """The workspaces, of all, in which somebody is still to be reminded of a form."""
    with everywhere(db):
        awaited = select(col(FormSubmission.workspace_id)).where(
            col(FormSubmission.status).in_(rules.OPEN), col(FormSubmission.reminded_at).is_(None), col(FormSubmission.due_at) > now()
        )
        return db.exec(awaited.distinct()).all()
