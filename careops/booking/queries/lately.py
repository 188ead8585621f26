"""Conditions on people by when they were last booked, for the contacts' list and its segments."""

from datetime import datetime, time

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, Status
from careops.business import queries as business
from careops.contacts.queries import Condition, Narrowing, among, lacking
from careops.contacts.rules.fields import read_day
from careops.core.actor import Actor
from careops.core.clock import zone
from careops.core.i18n import text as _


def _since(db: Session, actor: Actor, value: str) -> Narrowing:
    """Whoever has a booking on that day or after it."""
    day = datetime.combine(read_day(value), time(), zone(business.profile(db, actor).timezone))
    came = sa.select(col(Booking.contact_id)).where(col(Booking.starts_at) >= day, col(Booking.status) != Status.cancelled)
    return among(came)


LATELY = {
    "booked_since": Condition(_("Booked on that day or later"), _since),
    "not_booked_since": Condition(_("Not booked since that day"), lambda db, actor, value: lacking(_since(db, actor, value))),
}
