"""The days a business is closed, for its members and for whoever looks for free times."""

from datetime import date
from typing import Literal, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.business.models import Closure
from careops.business.queries.profile import profile
from careops.business.schemas import ClosureRow
from careops.core import clock
from careops.core.actor import Actor
from careops.core.errors import NotFound


def closed_days() -> sa.Select[*tuple[date, date, str]]:
    """The closures that touch the days from `first` to `last`: a piece for other domains' prepared statements.

    It names the model's own attributes, so the wall between workspaces stands in a UNION as well.
    """
    first, last = sa.bindparam("first", type_=sa.Date()), sa.bindparam("last", type_=sa.Date())
    return sa.select(col(Closure.first_day), col(Closure.last_day), col(Closure.name)).where(
        col(Closure.last_day) >= first, col(Closure.first_day) <= last
    )


def closures(db: Session, actor: Actor, *, from_: date | None = None, to: date | None = None) -> list[ClosureRow]:
    """The closures that touch these days, in their order: from today on and without an end where it is not said."""
    actor.require_member()
    first = clock.today(profile(db, actor).timezone) if from_ is None else from_
    asked = select(Closure).where(col(Closure.last_day) >= first)
    if to is not None:
        asked = asked.where(col(Closure.first_day) <= to)
    return [row(found) for found in db.exec(asked.order_by(col(Closure.first_day), col(Closure.last_day), col(Closure.id)))]


def closure(db: Session, actor: Actor, *, closure_id: UUID) -> ClosureRow:
    """One closure; NotFound when there is none."""
    actor.require_member()
    found = db.get(Closure, closure_id)
    if found is None:
        raise NotFound
    return row(found)


def row(found: Closure) -> ClosureRow:
    """A closure as its readers get it."""
    return ClosureRow(
        id=found.id,
        first_day=found.first_day,
        last_day=found.last_day,
        name=found.name,
        source=cast("Literal['owner', 'holiday']", found.source),
        holiday=date.fromisoformat(found.holiday_key) if found.holiday_key else None,
        version=found.version,
    )
