"""The business's own row, as whoever changes it holds it."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from careops.business import queries
from careops.business.models import Business


def locked(db: Session) -> Business:
    """The row to change, locked; made with the first thing that is said."""
    if (found := queries.mine(db)) is None:
        try:
            with db.begin_nested():
                db.add(Business())
        except IntegrityError:  # somebody else was first
            pass
        found = queries.mine(db)
    assert found is not None  # noqa: S101  (one of the two has just made it)
    db.refresh(found, with_for_update=True)
    return found
