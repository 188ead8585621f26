"""What bookings came to."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, Status
from careops.booking.queries.agreed import LIVING, local_day
from careops.booking.queries.ask import ask
from careops.booking.schemas import DaySoFar, Stats
from careops.booking.schemas.calendar import ContactFigures
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import everywhere


def stats(db: Session, actor: Actor, *, days: int = 30) -> Stats:
    """The dashboard's figures in one statement: today, what comes, and how the last days ended."""
    actor.require(Permission.bookings_view)
    begin, end = local_day(business.profile(db, actor).timezone)
    now = clock.now()
    starts, status = col(Booking.starts_at), col(Booking.status)
    past, count = starts < now, sa.func.count()
    question = sa.select(
        count.filter(starts >= begin, starts < end, status != Status.cancelled),
        count.filter(starts >= now, status.in_(LIVING)),
        count.filter(starts >= now, status == Status.pending),
        count.filter(past, status == Status.completed),
        count.filter(past, status == Status.no_show),
        count.filter(past, status == Status.cancelled),
    ).select_from(Booking)
    figures = ask(db, question.where(starts >= min(begin, now - timedelta(days=days))))[0]
    return Stats(**dict(zip(Stats.model_fields, figures, strict=True)))


def day_so_far(db: Session, actor: Actor) -> DaySoFar:
    """How today's bookings on the business's calendar stand, cancelled ones left out; one statement beside the business's."""
    actor.require(Permission.bookings_view)
    begin, end = local_day(business.profile(db, actor).timezone)
    now = clock.now()
    starts, status, count = col(Booking.starts_at), col(Booking.status), sa.func.count()
    question = sa.select(
        count,
        count.filter(status == Status.completed),
        count.filter(status == Status.confirmed, starts <= now, col(Booking.ends_at) > now),
        count.filter(status == Status.no_show),
        count.filter(status.in_(LIVING), starts > now),
    ).where(starts >= begin, starts < end, status != Status.cancelled)
    return DaySoFar(**dict(zip(DaySoFar.model_fields, ask(db, question)[0], strict=True)))


def contact_figures(db: Session, actor: Actor, *, contact_id: UUID) -> ContactFigures:
    """How often one person came, stayed away and cancelled, what comes, and what their visits were worth; in minor units."""
    actor.require(Permission.bookings_view)
    status, ends = col(Booking.status), col(Booking.ends_at)
    count = sa.func.count(col(Booking.id))
    came = status == Status.completed
    question = sa.select(
        count.filter(came),
        count.filter(status == Status.no_show),
        count.filter(status == Status.cancelled),
        count.filter(status.in_((Status.pending, Status.confirmed)), ends > clock.now()),
        sa.func.max(col(Booking.starts_at)).filter(came),
        sa.func.coalesce(sa.func.sum(col(Booking.price)).filter(came), 0),
    ).where(col(Booking.contact_id) == contact_id)
    visits, no_shows, cancellations, upcoming, last, spent = ask(db, question)[0]
    return ContactFigures(
        visits=visits,
        no_shows=no_shows,
        cancellations=cancellations,
        upcoming=upcoming,
        last_visit=last,
        spent=spent,
        currency=business.profile(db, actor).currency,
    )


def unfinished(db: Session) -> Sequence[UUID]:
    """The workspaces, of all, that have confirmed bookings whose time has passed."""
    with everywhere(db):
        past = sa.select(col(Booking.workspace_id)).where(col(Booking.status) == Status.confirmed, col(Booking.ends_at) < clock.now())
        return db.scalars(past.distinct()).all()
