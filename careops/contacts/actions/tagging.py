"""Words people are grouped by."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.contacts import rules
from careops.contacts.actions.people import present
from careops.contacts.events import ContactChanged
from careops.contacts.models import Contact, Tag, Tagged
from careops.contacts.queries.keeping import tag_row
from careops.contacts.rules.keeping import TagExists
from careops.contacts.schemas import TagRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, wake
from careops.core.errors import NotFound
from careops.ui.people import TINTS

TAGS, TAGGED = Inserted(Tag), Inserted(Tagged)


def add_tag(db: Session, actor: Actor, *, name: str) -> TagRow:
    """A new tag; one of that name that is there already is answered as it is."""
    actor.require(Permission.contacts_manage)
    [id] = tags_named(db, actor, [name]).values()
    return tag_row(_tag(db, id))


def rename_tag(db: Session, actor: Actor, *, tag_id: UUID, name: str) -> TagRow:
    """Gives it another name everywhere."""
    actor.require(Permission.contacts_manage)
    tag = _tag(db, tag_id)
    try:
        with db.begin_nested():
            tag.name, tag.name_key = name, rules.name_key(name, 80)
            db.flush()
    except IntegrityError:
        raise TagExists from None
    wake(db, f"ws:{actor.workspace}")
    return tag_row(tag)


def remove_tag(db: Session, actor: Actor, *, tag_id: UUID) -> None:
    """Takes it off everybody, and away."""
    actor.require(Permission.contacts_manage)
    db.delete(_tag(db, tag_id))
    wake(db, f"ws:{actor.workspace}")


def set_tags(db: Session, actor: Actor, *, contact_id: UUID, names: Sequence[str]) -> list[str]:
    """Exactly these tags are somebody's; the history says so where that changes anything."""
    actor.require(Permission.contacts_manage)
    person = present(db, contact_id)
    wanted = set(tags_named(db, actor, names).values())
    borne = set(db.exec(select(Tagged.tag_id).where(Tagged.contact_id == contact_id)))
    if wanted != borne:
        gone = sa.delete(Tagged).where(col(Tagged.contact_id) == contact_id, col(Tagged.tag_id).in_(borne - wanted))
        db.exec(gone, execution_options={"synchronize_session": False})
        TAGGED.add_all(db, [{"contact_id": contact_id, "tag_id": id} for id in wanted - borne])
        touch(db, [contact_id])
        record(db, actor, ContactChanged(subject=contact_id, contact=contact_id, name=person.name, changed=["tags"]))
    return list(db.exec(select(Tag.name).where(col(Tag.id).in_(wanted)).order_by(col(Tag.name_key))))


def tags_named(db: Session, actor: Actor, names: Iterable[str]) -> dict[str, UUID]:
    """The tags of these names, by how names are compared; those that are missing are made."""
    said = (" ".join(name.split())[:40] for name in names)
    wanted = {rules.name_key(name, 80): name for name in said if name}
    if not wanted:
        return {}
    known = _known(db, wanted)
    for key in wanted.keys() - known.keys():
        TAGS.add_new(db, name=wanted[key], name_key=key, tint=sum(key.encode()) % TINTS + 1, created_at=now())
    return known if known.keys() == wanted.keys() else _known(db, wanted)


def touch(db: Session, ids: Sequence[UUID]) -> None:
    """Whoever read these people before must read them again."""
    newer = sa.update(Contact).where(col(Contact.id).in_(ids)).values(version=Contact.version + 1)
    db.exec(newer, execution_options={"synchronize_session": "fetch"})


def _known(db: Session, keys: Iterable[str]) -> dict[str, UUID]:
    return dict(db.exec(select(Tag.name_key, Tag.id).where(col(Tag.name_key).in_(list(keys)))).all())


def _tag(db: Session, tag_id: UUID) -> Tag:
    found = db.exec(select(Tag).where(Tag.id == tag_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found
