"""The days a business is closed, for its owner and for whoever looks for free times."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from careops.business.models import Closure


def closed_days() -> sa.Select[*tuple[date, date, str]]:
    """The closures that touch the days from `first` to `last`: a piece for other domains' prepared statements.

    It names the model's own attributes, so the wall between workspaces stands in a UNION as well.
    """
    first, last = sa.bindparam("first", type_=sa.Date()), sa.bindparam("last", type_=sa.Date())
    return sa.select(col(Closure.first_day), col(Closure.last_day), col(Closure.name)).where(
        col(Closure.last_day) >= first, col(Closure.first_day) <= last
    )
