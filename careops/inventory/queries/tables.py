"""The shelf as a file."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.sheets import written
from careops.inventory.models import InventoryItem, Supplier
from careops.inventory.queries.items import item_row, question
from careops.inventory.rules.tables import COLUMNS, cells_of

BATCH = 1000


def items_file(db: Session, actor: Actor) -> str:
    """Every item that is not put away, by name, as CSV that no spreadsheet computes; it can be read in again as it is."""
    actor.require(Permission.inventory_view)
    names = {id: name for name, id in execute(db, sa.select(col(Supplier.name), col(Supplier.id)))}

    def rows() -> Iterator[list[object]]:
        asked = question().order_by(col(InventoryItem.name), col(InventoryItem.id))
        found = execute(db, asked.execution_options(yield_per=BATCH))
        for one in found:
            row = item_row(one)
            yield cells_of(row, names.get(row.supplier_id, "") if row.supplier_id else "")

    return "".join(written(COLUMNS, rows()))
