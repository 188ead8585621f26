"""Fields of the business's own, and what is kept in them."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from careops.contacts.models import Contact, CustomField, CustomValue
from careops.contacts.queries.keeping import field_row
from careops.contacts.rules import name_key
from careops.contacts.rules.fields import FieldKnown, field_key, read_value
from careops.contacts.rules.keeping import TooManyFields, no_such_field
from careops.contacts.schemas import FieldChange, FieldIn, FieldRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, wake
from careops.core.errors import Invalid, NotFound

VALUES = Inserted(CustomValue)
MOST = 100


def add_field(db: Session, actor: Actor, *, field: FieldIn) -> FieldRow:
    """Something more to keep of everybody, after the others."""
    actor.require(Permission.contacts_manage)
    _demand_options(field.kind, field.options)
    there = db.exec(select(CustomField).with_for_update()).all()
    shown = [one for one in there if one.archived_at is None]
    if any(name_key(one.label) == name_key(field.label) for one in shown):
        raise FieldKnown
    if len(shown) >= MOST:
        raise TooManyFields
    made = CustomField(
        key=field_key(field.label, [one.key for one in there]),
        label=field.label,
        kind=field.kind,
        options=_once(field.options) if field.kind == "choice" else [],
        position=max((one.position for one in shown), default=-1) + 1,
    )
    db.add(made)
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return field_row(made)


def change_field(db: Session, actor: Actor, *, field_id: UUID, change: FieldChange) -> FieldRow:
    """Its words, choices or place; what is kept already stays as it was said."""
    actor.require(Permission.contacts_manage)
    there = db.exec(select(CustomField).order_by(col(CustomField.position), col(CustomField.id)).with_for_update()).all()
    one = next((one for one in there if one.id == field_id), None)
    if one is None:
        raise NotFound
    if change.label is not None:
        if any(other is not one and other.archived_at is None and name_key(other.label) == name_key(change.label) for other in there):
            raise FieldKnown
        one.label = change.label
    if change.options is not None:
        _demand_options(one.kind, change.options)
        one.options = _once(change.options)
    if change.position is not None:
        others = [other for other in there if other is not one and other.archived_at is None]
        for position, other in enumerate([*others[: change.position], one, *others[change.position :]]):
            other.position = position
    one.version += 1
    db.flush()
    wake(db, f"ws:{actor.workspace}")
    return field_row(one)


def archive_field(db: Session, actor: Actor, *, field_id: UUID) -> FieldRow:
    """Puts a field away; what is kept in it stays and is there again when it is brought back."""
    return _put(db, actor, field_id, away=True)


def restore_field(db: Session, actor: Actor, *, field_id: UUID) -> FieldRow:
    """Brings a field back."""
    return _put(db, actor, field_id, away=False)


def keep_values(db: Session, actor: Actor, *, contact: Contact, said: Mapping[str, str]) -> list[str]:
    """What was said of somebody in the business's own fields, by key; answers the keys of what that changed."""
    known = {one.key: one for one in db.exec(select(CustomField).where(col(CustomField.archived_at).is_(None)))}
    kept = {value.field_id: value for value in db.exec(select(CustomValue).where(CustomValue.contact_id == contact.id))}
    return [key for key, typed in said.items() if _keep(db, contact.id, known.get(key), key, typed, kept)]


def _keep(db: Session, contact_id: UUID, one: CustomField | None, key: str, typed: str, kept: dict[UUID, CustomValue]) -> bool:
    if one is None:
        raise no_such_field(key)
    before = kept.get(one.id)
    if not typed.strip():
        if before:
            db.delete(before)
        return before is not None
    try:
        value = read_value(one.kind, one.options, typed)
    except ValueError as wrong:
        raise Invalid.field(f"fields.{key}", str(wrong)) from None
    told = {"text": value.text, "number": value.number, "day": value.day}
    if before is None:
        VALUES.add(db, contact_id=contact_id, field_id=one.id, **told)
    elif before.text == value.text:
        return False
    else:
        before.sqlmodel_update(told)
    return True


def _put(db: Session, actor: Actor, field_id: UUID, *, away: bool) -> FieldRow:
    actor.require(Permission.contacts_manage)
    one = db.exec(select(CustomField).where(CustomField.id == field_id).with_for_update()).one_or_none()
    if one is None:
        raise NotFound
    one.archived_at = (one.archived_at or now()) if away else None
    wake(db, f"ws:{actor.workspace}")
    return field_row(one)


def _demand_options(kind: str, options: list[str]) -> None:
    if kind == "choice" and len(_once(options)) < 2:
        raise Invalid.field("options", "Give at least two choices")


def _once(options: list[str]) -> list[str]:
    return list({name_key(option): option for option in options}.values())
