"""Reading what a business keeps of people besides: tags, fields of its own, dependents, segments."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from careops.contacts.models import CustomField, CustomValue, Dependent, Segment, Tag, Tagged
from careops.contacts.queries.people import get
from careops.contacts.schemas import ContactFilter, ContactRow, DependentRow, FieldRow, SegmentRow, TagRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound


def tags(db: Session, actor: Actor) -> list[TagRow]:
    """All tags, by name."""
    actor.require(Permission.contacts_view)
    return [tag_row(tag) for tag in db.exec(select(Tag).order_by(col(Tag.name_key)))]


def tag_row(tag: Tag) -> TagRow:
    return TagRow(id=tag.id, name=tag.name, tint=tag.tint)


def fields(db: Session, actor: Actor, *, archived: bool = False) -> list[FieldRow]:
    """The business's own fields in their order; those put away only where they are asked for."""
    actor.require(Permission.contacts_view)
    question = select(CustomField).order_by(col(CustomField.position), col(CustomField.id))
    return [field_row(one) for one in db.exec(question if archived else question.where(col(CustomField.archived_at).is_(None)))]


def field_row(one: CustomField) -> FieldRow:
    return FieldRow(**one.model_dump(exclude={"workspace_id", "version"}))


def dependents(db: Session, actor: Actor, *, contact_id: UUID, archived: bool = False) -> list[DependentRow]:
    """Whom somebody books for, in the order they were told."""
    get(db, actor, contact_id=contact_id)
    question = select(Dependent).where(Dependent.contact_id == contact_id).order_by(col(Dependent.id))
    return [dependent_row(one) for one in db.exec(question if archived else question.where(col(Dependent.archived_at).is_(None)))]


def dependent_of(db: Session, actor: Actor, *, contact_id: UUID, dependent_id: UUID) -> DependentRow | None:
    """Somebody that contact books for, if they do; whoever books for people may know it."""
    actor.require_member()
    mine = (Dependent.id == dependent_id, Dependent.contact_id == contact_id, col(Dependent.archived_at).is_(None))
    found = db.exec(select(Dependent).where(*mine)).one_or_none()
    return dependent_row(found) if found else None


def dependent_row(one: Dependent) -> DependentRow:
    return DependentRow(**one.model_dump(exclude={"workspace_id"}))


def segments(db: Session, actor: Actor) -> list[SegmentRow]:
    """The saved ways to look at the list, in their order."""
    actor.require(Permission.contacts_view)
    return [segment_row(one) for one in db.exec(select(Segment).order_by(col(Segment.position), col(Segment.name_key)))]


def segment_row(one: Segment) -> SegmentRow:
    return SegmentRow(id=one.id, name=one.name, filter=ContactFilter.model_validate(one.filter), position=one.position)


def segment_filter(db: Session, actor: Actor, *, segment_id: UUID | None = None, tags: Sequence[UUID] = ()) -> ContactFilter:
    """The conditions of a segment, or none, with these tags besides."""
    actor.require(Permission.contacts_view)
    asked = ContactFilter()
    if segment_id:
        found = db.exec(select(Segment).where(Segment.id == segment_id)).one_or_none()
        if found is None:
            raise NotFound
        asked = segment_row(found).filter
    return asked.model_copy(update={"tags": [*asked.tags, *tags]})


# ── beside the person ────────────────────────────────────


def whole(db: Session, actor: Actor, *, contact_id: UUID) -> ContactRow:
    """One person with their tags and what is kept in the business's own fields; three statements."""
    return described(db, [get(db, actor, contact_id=contact_id)])[0]


def described(db: Session, people: Sequence[ContactRow]) -> list[ContactRow]:
    """The same people with their tags and fields; two statements, whatever their number."""
    ids = [person.id for person in people]
    borne, kept = _tags(db, ids), _values(db, ids)
    return [person.model_copy(update={"tags": borne.get(person.id, []), "fields": kept.get(person.id, {})}) for person in people]


def _tags(db: Session, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    question = select(Tagged.contact_id, Tag.name).join(Tag, col(Tag.id) == col(Tagged.tag_id))
    found: dict[UUID, list[str]] = {}
    for contact_id, name in db.exec(question.where(col(Tagged.contact_id).in_(ids)).order_by(col(Tag.name_key))):
        found.setdefault(contact_id, []).append(name)
    return found


def _values(db: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    question = select(CustomValue.contact_id, CustomField.key, CustomValue.text).join(
        CustomField, col(CustomField.id) == col(CustomValue.field_id)
    )
    there = question.where(col(CustomValue.contact_id).in_(ids), col(CustomField.archived_at).is_(None))
    found: dict[UUID, dict[str, str]] = {}
    for contact_id, key, text in db.exec(there):
        found.setdefault(contact_id, {})[key] = text
    return found
