"""What bookings came to."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, Status
from careops.booking.queries.ask import ask
from careops.booking.schemas.calendar import ContactFigures
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import everywhere


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
