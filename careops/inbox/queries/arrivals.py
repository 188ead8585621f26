"""Reading what arrived, and the files of messages."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.inbox.models import Arrival, Attachment, Message
from careops.inbox.schemas.arriving import ArrivalRow, ArrivalState, File

_HEAVY = ("raw", "body")


def row(arrival: Arrival) -> ArrivalRow:
    """The news without what was said in it."""
    return ArrivalRow.model_validate(arrival, from_attributes=True)


def arrivals(
    db: Session, actor: Actor, *, state: ArrivalState | None = None, cursor: str | None = None, limit: int = paging.LIMIT
) -> Page[ArrivalRow]:
    """What providers told, the latest first; one statement, which reads none of the bytes."""
    actor.require(Permission.deliveries)
    attributes = sa.inspect(Arrival).attrs
    question = sa.select(Arrival).options(*(defer(attributes[name].class_attribute) for name in _HEAVY))
    if state:
        question = question.where(col(Arrival.state) == state)
    return paging.paginate(
        db,
        question,
        by=attributes["received_at"].class_attribute,
        id=attributes["id"].class_attribute,
        row=row,
        descending=True,
        cursor=cursor,
        limit=limit,
    )


def raw(db: Session, *, arrival_id: UUID) -> bytes:
    """The bytes that came with it."""
    return db.exec(select(Arrival.raw).where(Arrival.id == arrival_id)).one()


def is_unverified(db: Session, actor: Actor, *, message_id: UUID) -> bool:
    """Whether nothing proves that the message is from whom it says."""
    actor.require(Permission.inbox)
    return bool(db.exec(select(Message.unverified).where(Message.id == message_id)).first())


def attachment(db: Session, actor: Actor, *, attachment_id: UUID) -> File:
    """One file with its bytes."""
    actor.require(Permission.inbox)
    found = db.exec(select(Attachment).where(Attachment.id == attachment_id)).one_or_none()
    if found is None:
        raise NotFound
    return File(found.name, found.mime, found.content)
