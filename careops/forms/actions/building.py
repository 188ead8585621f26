"""Making forms and building the next version of one, without losing what was asked before."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import NotFound, Stale
from careops.core.i18n import text as _
from careops.forms import queries, rules
from careops.forms.events import FormChanged
from careops.forms.models import FormTemplate, FormVersion, Kind
from careops.forms.rules import fitting, keeping
from careops.forms.rules.described import answers_schema
from careops.forms.schemas import DraftIn, FormField, TemplateEdit, TemplateIn, TemplateRow


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
    template = _template(db, template_id, expected)
    if edit.fields is not None:
        _next_version(db, actor, template, edit.fields)
    for name, value in edit.model_dump(exclude_none=True, exclude={"fields"}, mode="json").items():
        setattr(template, name, value)
    return _changed(db, actor, template)


def archive_template(db: Session, actor: Actor, *, template_id: UUID) -> None:
    """Takes a form out of use; copies and answers stay."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id)
    if template.kind == Kind.contact:
        raise NotFound
    template.archived_at, template.active = now(), False


def duplicate_template(db: Session, actor: Actor, *, template_id: UUID) -> TemplateRow:
    """The same form once more, under another name; it is asked after nothing before somebody says after what."""
    actor.require(Permission.forms_manage)
    present = queries.get(db, actor, template_id=template_id)
    name = _("Copy of {name}", name=present.name)[:120]
    said = present.model_dump(include={"intro", "thanks", "due_hours", "remind_hours", "send_copy"})
    made = _create(db, actor, TemplateIn(**said, name=name, fields=present.fields), Kind.booking)
    return _drafted(db, _template(db, made.id), made, present.draft) if present.draft else made


# ── the draft ────────────────────────────────────────────


def save_draft(db: Session, actor: Actor, *, template_id: UUID, draft: DraftIn, expected: int | None = None) -> TemplateRow:
    """Keeps what is being built; nobody is asked it, and whether it fits together is only judged when it is published."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id, expected)
    return _drafted(db, template, queries.get(db, actor, template_id=template_id), draft.fields)


def discard_draft(db: Session, actor: Actor, *, template_id: UUID, expected: int | None = None) -> TemplateRow:
    """Back to what is published."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id, expected)
    present = queries.get(db, actor, template_id=template_id)
    return present if template.draft is None else _drafted(db, template, present, None)


def restore_version(db: Session, actor: Actor, *, template_id: UUID, number: int, expected: int | None = None) -> TemplateRow:
    """An earlier version's questions as the draft; published, they are a new version."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id, expected)
    earlier = queries.version(db, actor, template_id=template_id, number=number)
    return _drafted(db, template, queries.get(db, actor, template_id=template_id), earlier.fields)


def publish(db: Session, actor: Actor, *, template_id: UUID, expected: int | None = None) -> TemplateRow:
    """The draft becomes what new copies are asked; Invalid with every question that does not fit. Without a draft nothing happens."""
    actor.require(Permission.forms_manage)
    template = _template(db, template_id, expected)
    present = queries.get(db, actor, template_id=template_id)
    if present.draft is None:
        return present
    _next_version(db, actor, template, present.draft)
    template.draft = template.draft_at = None
    return _changed(db, actor, template)


def _drafted(db: Session, template: FormTemplate, present: TemplateRow, fields: list[FormField] | None) -> TemplateRow:
    """A draft that says what is published anyway is none."""
    differs = fields is not None and fields != present.fields
    template.draft = _plain(fields) if fields is not None and differs else None
    template.draft_at = now() if differs else None
    template.version += 1
    db.flush()
    wake(db, f"ws:{template.workspace_id}")
    draft = {"draft": fields if differs else None, "draft_at": template.draft_at, "version": template.version}
    return present.model_copy(update=draft)


# ── versions ─────────────────────────────────────────────


def _create(db: Session, actor: Actor, template: TemplateIn, kind: Kind) -> TemplateRow:
    _check(db, actor, template.fields)
    added = FormTemplate(kind=kind, **template.model_dump(exclude={"fields"}, mode="json"))
    db.add(added)
    db.flush()
    first = _add_version(db, actor, added, template.fields)
    db.flush()
    record(db, actor, FormChanged(subject=added.id, name=added.name))
    return queries.template_row((added, first))


def _check(db: Session, actor: Actor, fields: list[FormField]) -> None:
    """Passes when they fit together; the contact's own fields are only read where some answer is kept in one."""
    keeps = any(keeping.CUSTOM in (field.maps_to or "") for field in fields)
    own = contacts.fields(db, Actor.system(actor.workspace)) if keeps else []
    fitting.check(fields, {one.key: one for one in own})


def _next_version(db: Session, actor: Actor, template: FormTemplate, fields: list[FormField]) -> None:
    """Publishes those questions, unless they are what is asked already; a key keeps its kind over all versions there ever were."""
    versions = db.exec(select(FormVersion).where(FormVersion.template_id == template.id)).all()
    asked = {version.number: [FormField.model_validate(field) for field in version.fields] for version in versions}
    if fields == asked[template.current]:
        return
    _check(db, actor, fields)
    for earlier in asked.values():
        rules.check_keys(earlier, fields)
    template.current = max(asked) + 1
    _add_version(db, actor, template, fields)


def _add_version(db: Session, actor: Actor, template: FormTemplate, fields: list[FormField]) -> FormVersion:
    added = FormVersion(
        template_id=template.id,
        number=template.current,
        fields=_plain(fields),
        answers=answers_schema(template.name, fields),
        actor_name=actor.name,
        created_at=now(),
    )
    db.add(added)
    return added


def _plain(fields: list[FormField]) -> list[dict[str, Any]]:
    return [field.model_dump(mode="json", exclude_defaults=True) for field in fields]


def _changed(db: Session, actor: Actor, template: FormTemplate) -> TemplateRow:
    template.version += 1
    db.flush()
    record(db, actor, FormChanged(subject=template.id, name=template.name, number=template.current))
    return queries.get(db, actor, template_id=template.id)


def _template(db: Session, template_id: UUID, expected: int | None = None) -> FormTemplate:
    found = db.exec(
        select(FormTemplate).where(FormTemplate.id == template_id, col(FormTemplate.archived_at).is_(None)).with_for_update()
    ).first()
    if found is None:
        raise NotFound
    if expected is not None and expected != found.version:
        raise Stale
    return found
