"""Saved ways to look at the list."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from careops.contacts.models import Segment
from careops.contacts.queries.filtering import narrowings
from careops.contacts.queries.keeping import segment_row
from careops.contacts.rules import name_key
from careops.contacts.rules.keeping import SegmentExists
from careops.contacts.schemas import SegmentIn, SegmentRow
from careops.core.actor import Actor, Permission
from careops.core.db import wake
from careops.core.errors import NotFound


def save_segment(db: Session, actor: Actor, *, segment: SegmentIn, segment_id: UUID | None = None) -> SegmentRow:
    """Keeps conditions under a name, or changes what is kept; who fulfils them is found out each time."""
    actor.require(Permission.contacts_manage)
    narrowings(db, actor, segment.filter)  # what cannot be asked is not kept
    one = _own(db, segment_id) if segment_id else Segment(name="", name_key="")
    try:
        with db.begin_nested():
            one.name, one.name_key = segment.name, name_key(segment.name, 160)
            one.filter = segment.filter.model_dump(mode="json", exclude_defaults=True)
            one.version += 0 if segment_id is None else 1
            db.add(one)
            db.flush()
    except IntegrityError:
        raise SegmentExists from None
    wake(db, f"ws:{actor.workspace}")
    return segment_row(one)


def remove_segment(db: Session, actor: Actor, *, segment_id: UUID) -> None:
    """Forgets the conditions; nothing happens to anybody."""
    actor.require(Permission.contacts_manage)
    db.delete(_own(db, segment_id))
    wake(db, f"ws:{actor.workspace}")


def _own(db: Session, segment_id: UUID) -> Segment:
    found = db.exec(select(Segment).where(Segment.id == segment_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found
