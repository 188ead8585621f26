"""Reading the history."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.models import Event
from careops.activity.schemas import EventRow
from careops.core import paging
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.core.paging import Page


def row(event: Event) -> EventRow:
    """The fact as its readers see it."""
    return EventRow.model_validate(event, from_attributes=True)


def about(db: Session, actor: Actor, *, subject: UUID, limit: int = 100) -> list[EventRow]:
    """The history of one thing, oldest first."""
    actor.require_member()
    found = db.exec(select(Event).where(Event.subject == subject).order_by(col(Event.id)).limit(limit))
    return [row(event) for event in found]


def of_contact(
    db: Session,
    actor: Actor,
    *,
    contact_id: UUID,
    kinds: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    before: UUID | None = None,
    limit: int = 100,
) -> list[EventRow]:
    """What concerns one contact, newest first: everything, or some kinds, or all of some areas ("booking"); all of it or what was before
    one fact; one statement.
    """
    actor.require_member()
    question = select(Event).where(Event.contact == contact_id)
    if kinds is not None:
        question = question.where(col(Event.kind).in_(kinds))
    if areas is not None:
        question = question.where(sa.or_(*(col(Event.kind).startswith(f"{area}.") for area in areas)))
    if before is not None:
        question = question.where(col(Event.id) < before)
    return [row(event) for event in db.exec(question.order_by(col(Event.id).desc()).limit(limit))]


def latest_of(db: Session, actor: Actor, *, contact_id: UUID | None, kinds: Collection[str]) -> EventRow | None:
    """The last thing of these kinds, that concerns one contact or anybody."""
    actor.require_member()
    of_these = select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.id).desc()).limit(1)
    found = db.exec(of_these.where(Event.contact == contact_id) if contact_id else of_these).first()
    return row(found) if found else None


def get(db: Session, actor: Actor, *, event_id: UUID) -> EventRow:
    """One fact."""
    actor.require_member()
    found = db.exec(select(Event).where(Event.id == event_id)).one_or_none()
    if found is None:
        raise NotFound
    return row(found)


def page(
    db: Session,
    actor: Actor,
    *,
    kind: str | None = None,
    subject: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[EventRow]:
    """Everything that happened in the workspace, the latest first; one statement."""
    actor.require_member()
    question = sa.select(Event)
    for column, wanted in ((col(Event.kind), kind), (col(Event.subject), subject), (col(Event.contact), contact_id)):
        if wanted is not None:
            question = question.where(column == wanted)
    id = sa.inspect(Event).attrs["id"].class_attribute
    return paging.paginate(db, question, by=id, id=id, row=row, descending=True, cursor=cursor, limit=limit)
