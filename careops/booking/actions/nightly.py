"""What staff forgot, done at night."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.change import complete
from careops.booking.models import Booking, Status
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor

NIGHT = time(1)  # o'clock, where the business is
AT_ONCE = 200  # in one transaction


def complete_past(db: Session, actor: Actor) -> int:
    """Completes the confirmed bookings of one business that had ended before its last 01:00; returns how many, 0 when none is left.

    Whoever did not come is a no-show only if staff say so; a request nobody answered stays a request.
    """
    night = _last_night(business.profile(db, actor).timezone)
    due = (
        sa.select(col(Booking.id))
        .where(col(Booking.status) == Status.confirmed, col(Booking.starts_at) < night, col(Booking.ends_at) <= night)
        .order_by(col(Booking.starts_at))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.scalars(due))
    for id in ids:
        complete(db, actor, booking_id=id)
    return len(ids)


def _last_night(timezone: str) -> datetime:
    """The latest moment at which the clock there said 01:00."""
    here = clock.local(clock.now(), timezone)
    tonight = datetime.combine(here.date(), NIGHT, here.tzinfo)
    return tonight if tonight <= here else tonight - timedelta(days=1)
