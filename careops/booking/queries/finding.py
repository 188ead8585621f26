"""Finding bookings for Find or do."""

import re
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingType
from careops.booking.queries.rows import booking_row, words
from careops.contacts.queries.finding import some_matching
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.crypto import link_id
from careops.core.errors import NotFound
from careops.frame.schemas import Found

SHOWN = 5


UUIDS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)


def found(db: Session, actor: Actor, typed: str) -> list[Found]:
    """The booking of that reference, else those of people who bear the words and the next ones of a service that does.

    What comes first, then the latest; at most three statements beside the business's, none for those who may not see bookings. People
    are looked up only for whoever may see people.
    """
    if not actor.can(Permission.bookings_view):
        return []
    said = words(db, actor)
    rows = {row.id: row for question in _questions(db, actor, typed) for row in db.scalars(question)}
    shown = [booking_row(one, said) for one in list(rows.values())[:SHOWN]]
    return [
        Found(
            title=f"{row.contact_name} · {row.type_name}",
            detail=f"{row.when} · {row.provider_name}",
            href=f"/app/bookings/{row.id}",
            icon="calendar",
        )
        for row in shown
    ]


def referred(typed: str) -> UUID | None:
    """The booking somebody means by its id, by the address of its page, or by the private link its customer has."""
    if id := UUIDS.search(typed):
        return UUID(id[0])
    try:
        return link_id(typed.strip().rstrip("/").rsplit("/", 1)[-1])
    except NotFound:
        return None


def _questions(db: Session, actor: Actor, typed: str) -> list[sa.Select[Booking]]:
    if id := referred(typed):
        return [sa.select(Booking).where(col(Booking.id) == id)]
    comes, soonest = col(Booking.starts_at) >= clock.now(), (col(Booking.starts_at), col(Booking.id))
    service = sa.select(col(BookingType.id)).where(col(BookingType.name).icontains(typed, autoescape=True))
    of_it = sa.select(Booking).where(col(Booking.booking_type_id).in_(service), comes).order_by(*soonest).limit(SHOWN)
    if not actor.can(Permission.contacts_view):
        return [of_it]
    theirs = col(Booking.contact_id).in_(some_matching(db, actor, typed))
    ahead = sa.select(Booking).where(theirs, comes).order_by(*soonest).limit(SHOWN)
    latest = (col(Booking.starts_at).desc(), col(Booking.id).desc())
    past = sa.select(Booking).where(theirs, sa.not_(comes)).order_by(*latest).limit(SHOWN)
    return [ahead, of_it, past]
