"""Reading forms and their versions."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.paging import LIMIT, Page, paginate
from careops.forms import rules
from careops.forms.models import FormTemplate, FormVersion, Kind
from careops.forms.schemas import Change, TemplateRow, VersionRow

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
        by=col(FormTemplate.name),
        id=col(FormTemplate.id),
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


def booking_types_asked(db: Session, actor: Actor) -> frozenset[str]:
    """The ids of what some active form is asked for after, in one statement."""
    actor.require(Permission.forms_view)
    rows = db.exec(select(FormTemplate).where(col(FormTemplate.active), FormTemplate.kind == Kind.booking))
    return frozenset(id for row in rows for id in row.booking_types)


def versions(db: Session, actor: Actor, *, template_id: UUID) -> list[VersionRow]:
    """Every version of a form's questions, newest first."""
    get(db, actor, template_id=template_id)
    found = db.exec(select(FormVersion).where(FormVersion.template_id == template_id).order_by(col(FormVersion.number).desc()))
    return [VersionRow.model_validate(version, from_attributes=True) for version in found]


def version(db: Session, actor: Actor, *, template_id: UUID, number: int) -> VersionRow:
    """The questions of one version, or NotFound; of a form that was put away as well, since its answers stay."""
    actor.require(Permission.forms_view)
    found = db.exec(select(FormVersion).where(FormVersion.template_id == template_id, FormVersion.number == number)).first()
    if found is None:
        raise NotFound
    return VersionRow.model_validate(found, from_attributes=True)


def answers_schema(db: Session, actor: Actor, *, template_id: UUID, number: int) -> dict[str, Any]:
    """The JSON Schema that whole answers to that version fulfil."""
    actor.require(Permission.forms_view)
    found = db.exec(select(FormVersion).where(FormVersion.template_id == template_id, FormVersion.number == number)).first()
    if found is None:
        raise NotFound
    return found.answers


def compared(db: Session, actor: Actor, *, template_id: UUID, before: int, after: int | None = None) -> list[Change]:
    """What one version changed of another, by keys; without `after`, what publishing the draft would change."""
    old = version(db, actor, template_id=template_id, number=before).fields
    if after is not None:
        return rules.changes(old, version(db, actor, template_id=template_id, number=after).fields)
    present = get(db, actor, template_id=template_id)
    return rules.changes(old, present.draft or present.fields)
