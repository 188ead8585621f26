"""A series once it is booked."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.booking.models import Booking, BookingSeries, Status
from careops.booking.queries.rows import Words, booking_row, public_row, words
from careops.booking.queries.series.wording import sentence
from careops.booking.rules.repeating import Repeat
from careops.booking.schemas.series import PublicSeriesRow, SeriesRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound


def series(db: Session, actor: Actor, *, series_id: UUID, locale: str = "en") -> SeriesRow:
    """A series with all its visits, for members who may look and for the customer it belongs to."""
    found = own_series(db, actor, series_id)
    return series_row(db, found, words(db, actor, locale))


def public_series(db: Session, actor: Actor, *, series_id: UUID, locale: str = "en") -> PublicSeriesRow:
    """The same as its own customer sees it."""
    found, said = own_series(db, actor, series_id), words(db, actor, locale)
    return PublicSeriesRow(
        id=found.id,
        sentence=sentence(repeat_of(found), found.local_time, said),
        bookings=[public_row(visit, said) for visit in visits_of(db, found.id)],
    )


def series_of_visit(db: Session, actor: Actor, *, booking_id: UUID, locale: str = "en") -> PublicSeriesRow:
    """The series a customer's visit is part of; NotFound when it is none, and for one seat of several: its link may be a friend's."""
    own = sa.select(col(Booking.series_id)).where(col(Booking.id) == booking_id, col(Booking.party_id).is_(None))
    series_id = db.scalars(own).one_or_none()
    if series_id is None:
        raise NotFound
    return public_series(db, actor, series_id=series_id, locale=locale)


def series_row(db: Session, found: BookingSeries, said: Words) -> SeriesRow:
    """The series as members see it."""
    visits = visits_of(db, found.id)
    return SeriesRow(
        id=found.id,
        version=found.version,
        contact_id=found.contact_id,
        contact_name=visits[0].contact_name if visits else "",
        sentence=sentence(repeat_of(found), found.local_time, said),
        timezone=found.timezone,
        visits=sum(1 for visit in visits if visit.status in (Status.pending, Status.confirmed) and visit.ends_at > said.now),
        bookings=[booking_row(visit, said) for visit in visits],
    )


def own_series(db: Session, actor: Actor, series_id: UUID) -> BookingSeries:
    """The series itself; NotFound for everybody it is none of the business of."""
    if actor.contact_id is None:
        actor.require(Permission.bookings_view)
    found = db.exec(select(BookingSeries).where(BookingSeries.id == series_id)).one_or_none()
    if found is None or (actor.contact_id is not None and found.contact_id != actor.contact_id):
        raise NotFound
    return found


def visits_of(db: Session, series_id: UUID) -> list[Booking]:
    """The bookings of a series, in order of time."""
    question = sa.select(Booking).where(col(Booking.series_id) == series_id)
    return list(db.scalars(question.order_by(col(Booking.starts_at), col(Booking.series_index))))


def repeat_of(found: BookingSeries) -> Repeat:
    """The rule a series was booked by."""
    until = found.until.toordinal() if found.until else None
    weekdays = tuple(found.weekdays)
    return Repeat(found.frequency, found.first_day.toordinal(), found.every, weekdays, found.count, until, found.monthly)
