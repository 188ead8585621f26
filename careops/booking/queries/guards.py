"""Whether the database itself still refuses to give a time away twice."""

import sqlalchemy as sa
from sqlmodel import Session

from careops.booking.models.occupancy import FINDERS


class GuardMissing(RuntimeError):
    """The database would accept overlapping bookings: nothing may be served before it is repaired."""


def assert_guards(db: Session) -> None:
    """Passes when the triggers, or the constraint, against overlapping are in place; asked at every start."""
    find, wanted = FINDERS[db.get_bind().dialect.name]
    if db.connection().scalar(sa.text(find)) != wanted:
        raise GuardMissing("the guard against double booking is missing: run the migrations (python -m careops does)")
