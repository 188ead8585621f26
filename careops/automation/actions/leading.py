"""Who does what one process should do for all. Two leaders do no harm: what they do is written down once."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.automation.models import Lease
from careops.automation.rules.jobs import LEAD
from careops.core.clock import now
from careops.core.db import Inserted

LEASES = Inserted(Lease)


def lead(db: Session, *, name: str, owner: str, length: timedelta = LEAD) -> int:
    """Keeps the lead, or takes it when it is free; the fence of whoever leads now, or 0 for anybody else.

    A lease that ends later than any can was given by a clock that has been put back since: it counts as ended.
    """
    moment = now()
    free = sa.or_(col(Lease.owner) == owner, col(Lease.until) < moment, col(Lease.until) > moment + 2 * length)
    fence = sa.case((col(Lease.owner) == owner, col(Lease.fence)), else_=col(Lease.fence) + 1)
    take = sa.update(Lease).where(col(Lease.name) == name, free).values(owner=owner, until=moment + length, fence=fence)
    held = db.exec(take.returning(col(Lease.fence)), execution_options={"synchronize_session": False}).first()
    if held:
        return held[0]
    return 1 if LEASES.add_new(db, name=name, owner=owner, until=moment + length) else 0


def stop_leading(db: Session, *, name: str, owner: str) -> None:
    """Lets somebody else lead at once."""
    mine = sa.update(Lease).where(col(Lease.name) == name, col(Lease.owner) == owner)
    db.exec(mine.values(until=now() - LEAD), execution_options={"synchronize_session": False})
