"""Making forms, editing them without losing what was asked before, and asking for copies."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound, Stale
from careops.forms import queries, rules
from careops.forms.events import FormChanged, FormOverdue, FormRequested
from careops.forms.models import FormSubmission, FormTemplate, FormVersion, Kind, Status
from careops.forms.schemas import FormField, RequestIn, SubmissionRow, TemplateEdit, TemplateIn, TemplateRow

DUE_AFTER = timedelta(hours=48)


def create_template(db: Session, actor: Actor, *, template: TemplateIn) -> TemplateRow:
    """A new form with its first version."""
    actor.require(Permission.forms_manage)
    return _create(db, actor, template, Kind.booking)


def set_contact_form(db: Session, actor: Actor, *, template: TemplateIn) -> TemplateRow:
    """What the public contact page asks, from now on; the first time and every other time."""
    actor.require(Permission.forms_manage)
    present = queries.contact_form(db, actor)
    if present is None:
        return _create(db, actor, template, Kind.contact)
    edit = TemplateEdit(name=template.name, intro=template.intro, fields=template.fields)
    return edit_template(db, actor, template_id=present.id, edit=edit)


def edit_template(db: Session, actor: Actor, *, template_id: UUID, edit: TemplateEdit, expected: int | None = None) -> TemplateRow:
    """Changes a form; other questions become a new version. Stale when it is not the version the editor saw."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id)
    if expected is not None and expected != template.version:
        raise Stale
    present = queries.get(db, actor, template_id=template_id)
    if edit.fields is not None and edit.fields != present.fields:
        _check_every_version(db, template_id, edit.fields)
        template.current += 1
        _add_version(db, template, edit.fields)
    for name, value in edit.model_dump(exclude_none=True, exclude={"fields"}, mode="json").items():
        setattr(template, name, value)
    template.version += 1
    db.flush()
    record(db, actor, FormChanged(subject=template.id, name=template.name, number=template.current))
    return queries.get(db, actor, template_id=template_id)


def archive_template(db: Session, actor: Actor, *, template_id: UUID) -> None:
    """Takes a form out of use; copies and answers stay."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id)
    if template.kind == Kind.contact:
        raise NotFound
    template.archived_at, template.active = now(), False


def request(db: Session, actor: Actor, *, asked: RequestIn) -> SubmissionRow:
    """Asks a contact to fill in a form, due in two days unless said otherwise; for one booking each form is asked once."""
    actor.require(Permission.forms_manage)
    template = _template(db, asked.template_id)
    if not template.active or template.kind != Kind.booking:
        raise rules.FormAsleep
    contacts.get(db, actor, contact_id=asked.contact_id)
    if asked.booking_id and (earlier := _asked(db, asked)):
        return queries.submission(db, actor, submission_id=earlier.id)
    said = asked.model_dump(exclude={"due_at"})
    copy = FormSubmission(**said, number=template.current, created_at=now(), due_at=asked.due_at or now() + DUE_AFTER)
    try:
        with db.begin_nested():
            db.add(copy)
    except IntegrityError:  # asked for by somebody else at the same moment
        if (earlier := _asked(db, asked)) is None:
            raise
        return queries.submission(db, actor, submission_id=earlier.id)
    due = copy.due_at.isoformat() if copy.due_at else ""
    record(db, actor, FormRequested(copy.id, copy.contact_id, template.id, template.name, copy.booking_id, due))
    return queries.submission(db, actor, submission_id=copy.id)


def tell_overdue(db: Session, actor: Actor, *, limit: int = 100) -> int:
    """Records of some copies whose time is over that it is; returns how many, 0 when all of them have been told."""
    actor.require(Permission.forms_manage)
    late = queries.is_status(Status.overdue)
    mine = select(FormSubmission).where(late, col(FormSubmission.overdue_at).is_(None)).limit(limit).with_for_update(skip_locked=True)
    found = db.exec(mine).all()
    names = dict(db.exec(select(FormTemplate.id, FormTemplate.name)).all()) if found else {}
    for copy in found:
        copy.overdue_at = now()
        fact = FormOverdue(
            subject=copy.id,
            contact=copy.contact_id,
            template_id=copy.template_id,
            name=names[copy.template_id],
            booking_id=copy.booking_id,
            due_at=copy.due_at.isoformat() if copy.due_at else "",
        )
        record(db, actor, fact)
    return len(found)


def _create(db: Session, actor: Actor, template: TemplateIn, kind: Kind) -> TemplateRow:
    added = FormTemplate(kind=kind, **template.model_dump(exclude={"fields"}, mode="json"))
    db.add(added)
    db.flush()
    _add_version(db, added, template.fields)
    db.flush()
    record(db, actor, FormChanged(subject=added.id, name=added.name))
    return queries.template_row((added, _version(db, added)))


def _add_version(db: Session, template: FormTemplate, fields: list[FormField]) -> None:
    asked: list[dict[str, Any]] = [field.model_dump(mode="json") for field in fields]
    db.add(FormVersion(template_id=template.id, number=template.current, fields=asked, created_at=now()))


def _version(db: Session, template: FormTemplate) -> FormVersion:
    return db.exec(select(FormVersion).where(FormVersion.template_id == template.id, FormVersion.number == template.current)).one()


def _check_every_version(db: Session, template_id: UUID, fields: list[FormField]) -> None:
    for asked in db.exec(select(FormVersion).where(FormVersion.template_id == template_id)):
        rules.check_keys([FormField.model_validate(field) for field in asked.fields], fields)


def _template(db: Session, template_id: UUID) -> FormTemplate:
    found = db.exec(
        select(FormTemplate).where(FormTemplate.id == template_id, col(FormTemplate.archived_at).is_(None)).with_for_update()
    ).first()
    if found is None:
        raise NotFound
    return found


def _asked(db: Session, asked: RequestIn) -> FormSubmission | None:
    return db.exec(
        select(FormSubmission).where(FormSubmission.template_id == asked.template_id, FormSubmission.booking_id == asked.booking_id)
    ).first()
