"""Which visits of a series are meant, and which of them may still be changed; the series is this transaction's alone."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingSeries, Status
from careops.booking.queries.rows import Words, words
from careops.booking.queries.series import series_row, told_of
from careops.booking.rules import TooLate, check_change, seconds
from careops.booking.rules.series import Planned, SeriesConflicts, Wish
from careops.booking.schemas.series import OnConflict, Scope, SeriesRow
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.errors import Conflict, NotFound, Stale


class NoVisits(Conflict):
    """None of the visits still comes."""

    code, says = "no_visits", "None of these visits is still to come"


def own_series(db: Session, actor: Actor, series_id: UUID, version: int | None) -> BookingSeries:
    """The series, nobody else's to change until the transaction ends; customers have only their own."""
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    found = db.scalars(sa.select(BookingSeries).where(col(BookingSeries.id) == series_id).with_for_update()).one_or_none()
    if found is None or (actor.kind is Kind.customer and found.contact_id != actor.contact_id):
        raise NotFound
    if version is not None and version != found.version:
        raise Stale
    return found


def visit_of(db: Session, series_id: UUID, booking_id: UUID | None) -> Booking:
    """The visit of that series which was named; NotFound when it is none of them."""
    for visit in visits_of(db, series_id):
        if visit.id == booking_id:
            return visit
    raise NotFound


def visits_of(db: Session, series_id: UUID) -> list[Booking]:
    """The visits, all of them this transaction's alone, in order of time."""
    question = sa.select(Booking).where(col(Booking.series_id) == series_id).order_by(col(Booking.id)).with_for_update()
    return sorted(db.scalars(question), key=lambda visit: (visit.starts_at, visit.series_index or 0))


def in_scope(db: Session, found: BookingSeries, scope: Scope, booking_id: UUID | None, said: Words) -> list[Booking]:
    """The visits that are meant, of those that still come."""
    visits = visits_of(db, found.id)
    since = said.now
    if scope == "following":
        since = next((visit.starts_at for visit in visits if visit.id == booking_id), None)
        if since is None:
            raise NotFound
    meant = [v for v in visits if v.status in (Status.pending, Status.confirmed) and v.starts_at >= since and v.starts_at > said.now]
    if not meant:
        raise NoVisits
    return meant


def policy(actor: Actor, hours: int) -> int | None:
    """How many hours before a visit it may still be changed; staff are bound to none."""
    return hours if actor.kind is Kind.customer else None


def too_late(actor: Actor, visit: Booking, hours: int) -> bool:
    """Whether this actor may change the visit no more, so shortly before it."""
    try:
        check_change(visit.status, visit.starts_at, now(), policy(actor, hours), "changed")
    except TooLate:
        return True
    return False


def as_it_stands(visit: Booking) -> Planned:
    """A visit that is left where it is because it is too late for it."""
    start = seconds(visit.starts_at)
    return Planned(Wish(date.fromisoformat(visit.local_start[:10]).toordinal(), start), "too_late", "too_late")


def without(visits: Sequence[Booking], late: Sequence[Booking], on_conflict: OnConflict, said: Words) -> list[Booking]:
    """Those that may be changed; the others are refused by name unless they may be left as they are."""
    if late and on_conflict == "refuse":
        raise SeriesConflicts([told_of(as_it_stands(visit), visit.timezone, said) for visit in late])
    left = [visit for visit in visits if visit not in late]
    if not left:
        raise TooLate
    return left


def changed_row(db: Session, actor: Actor, found: BookingSeries) -> SeriesRow:
    """The series after something happened to it."""
    found.version += 1
    db.flush()
    return series_row(db, found, words(db, actor))
