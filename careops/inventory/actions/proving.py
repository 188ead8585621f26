"""What stock looks after by itself: that the books add up, and that nobody is surprised by what expires."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.inventory import queries
from careops.inventory.events import BooksDisagree, LotExpires
from careops.inventory.models import InventoryItem, Lot


def prove(db: Session, actor: Actor) -> int:
    """Adds the ledger up and tells of every level that is another, and of lots that hold more than there is; how many there are.

    It mends nothing: what is wrong has a cause, and a person decides which of the numbers is true.
    """
    actor.require(Permission.inventory_manage)
    wrong = queries.unproven(db, actor)
    for one in wrong:
        record(db, actor, BooksDisagree(one.item_id, None, one.name, one.location, one.level, one.ledger, one.lots))
    return len(wrong)


def warn_of_expiry(db: Session, actor: Actor) -> int:
    """Tells once of every lot that expires in two weeks from today; how many there are. Run once a day."""
    actor.require(Permission.inventory_manage)
    day = queries.today(db) + timedelta(days=queries.EXPIRY_WARNING)
    asked = (
        sa.select(Lot, col(InventoryItem.name), col(InventoryItem.unit))
        .join(InventoryItem, col(InventoryItem.id) == col(Lot.item_id))
        .where(col(Lot.expires_on) == day, col(Lot.quantity) > 0, col(InventoryItem.archived_at).is_(None))
    )
    found = execute(db, asked).all()
    for lot, name, unit in found:
        record(db, actor, LotExpires(lot.item_id, None, name, unit, lot.code, lot.quantity, day.isoformat()))
    return len(found)
