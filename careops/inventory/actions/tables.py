"""Reading items in from a file: first what it would do, then all of it at once."""

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.contacts.rules import name_key
from careops.core.actor import Actor, Permission
from careops.core.db import Inserted, execute, undone, wake
from careops.core.errors import Invalid, Problem, Refusal
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.core.sheets import Sheet, opened
from careops.inventory.actions.items import change, differing, put_in, rewrite
from careops.inventory.actions.writing import tell
from careops.inventory.models import InventoryItem, StockLevel, Supplier
from careops.inventory.rules.tables import Said, columns_of, said
from careops.inventory.schemas import ItemEdit, ItemFileReport, ItemIn, RowProblem

MOST_ROWS = 5000
SHOWN = 200  # problems
WEIGHING = {"threshold", "counted", "needs_refill"}  # what decides, beside how many there are, whether an item is short
SUPPLIERS = Inserted(Supplier)


@dataclass(slots=True)
class Known:
    """What is there already, by everything a row may name it by; `lowered` may go below zero."""

    items: dict[UUID, InventoryItem] = field(default_factory=dict[UUID, InventoryItem])
    lowered: set[UUID] = field(default_factory=set[UUID])
    by_sku: dict[str, UUID] = field(default_factory=dict[str, UUID])
    by_barcode: dict[str, UUID] = field(default_factory=dict[str, UUID])
    by_name: dict[str, tuple[UUID, str]] = field(default_factory=dict[str, tuple[UUID, str]])
    suppliers: dict[str, UUID] = field(default_factory=dict[str, UUID])

    def meant(self, row: Said) -> UUID | None:
        """The item a row is about: by its SKU, else its barcode, else its name, unless the SKUs say that they are two."""
        found = self.by_sku.get(row.item.sku.casefold()) or self.by_barcode.get(row.item.barcode)
        if found is not None:
            return found
        named, sku = self.by_name.get(name_key(row.item.name), (None, ""))
        return None if row.item.sku and sku else named

    def learn(self, id: UUID, name: str, sku: str, barcode: str) -> None:
        """There is an item of these names now."""
        self.by_name.setdefault(name_key(name), (id, sku))
        if sku:
            self.by_sku.setdefault(sku.casefold(), id)
        if barcode:
            self.by_barcode.setdefault(barcode, id)


@dataclass(slots=True)
class Plan:
    """What becomes of the rows: the items to add, how many others were changed or not, and which row was about which.

    Of those that are `weighed` anew it may be news that they are short, or not any more.
    """

    new: list[tuple[UUID, ItemIn]] = field(default_factory=list[tuple[UUID, ItemIn]])
    seen: dict[UUID, int] = field(default_factory=dict[UUID, int])
    weighed: list[UUID] = field(default_factory=list[UUID])
    changed: int = 0
    same: int = 0


def import_items(db: Session, actor: Actor, *, content: bytes, dry_run: bool = True, skip_bad: bool = False) -> ItemFileReport:
    """Adds the items of a CSV file and changes those that are there, by SKU, barcode or name.

    A dry run does all of it and takes it back, so that what it says is what will happen. With problems nothing is written, unless
    bad rows are to be skipped. Quantities are those of new items; of an item that is there only movements change it.
    """
    actor.require(Permission.inventory_manage)
    with undone(db):
        report = _read(db, actor, opened(content))
    written = not dry_run and (skip_bad or not report.problems)
    if written:
        report = _read(db, actor, opened(content))
    wake(db, f"ws:{actor.workspace}")
    return report.model_copy(update={"dry_run": not written})


def _read(db: Session, actor: Actor, sheet: Sheet) -> ItemFileReport:
    columns = columns_of(sheet.columns)
    if "name" not in columns:
        raise Invalid.field("file", "The file needs a column “name”")
    known, plan = _known(db), Plan()
    problems: list[RowProblem] = []
    rows = refused = 0
    for number, cells in sheet.rows():
        rows += 1
        if rows > MOST_ROWS:
            raise Invalid.field("file", "This file has more than {most} rows", most=MOST_ROWS)
        row = said(columns, cells)
        wrong = row if isinstance(row, list) else _write(db, actor, known, row, number, plan)
        refused += bool(wrong)
        problems += [RowProblem(row=number, field=one.field, message=one.message) for one in wrong]
    db.flush()
    for id in plan.weighed:
        tell(db, actor, id, 0)
    put_in(db, actor, plan.new)
    done = {"added": len(plan.new), "changed": plan.changed, "same": plan.same}
    return ItemFileReport(dry_run=True, rows=rows, refused=refused, problems=problems[:SHOWN], **done)


def _write(db: Session, actor: Actor, known: Known, row: Said, number: int, plan: Plan) -> list[Problem]:
    """Changes the item of one row, or notes it as one to add; what is wrong with it, if anything is."""
    id = known.meant(row)
    if id is not None and id in plan.seen:
        return [Problem("name", _("This is the item of row {row} again"), {"row": plan.seen[id]})]
    supplier = _supplier(db, known, row.supplier)
    if id is None:
        id = new_id()
        plan.new.append((id, row.item.model_copy(update={"supplier_id": supplier})))
    elif problems := _change(db, actor, known, known.items[id], row, supplier, plan):
        return problems
    plan.seen[id] = number
    known.learn(id, row.item.name, row.item.sku, row.item.barcode)
    return []


def _change(db: Session, actor: Actor, known: Known, item: InventoryItem, row: Said, supplier: UUID | None, plan: Plan) -> list[Problem]:
    """Makes the item say what the row says; only where lots or levels may forbid it, they are asked."""
    said_of_it = {name: getattr(row.item, name) for name in row.given if name != "quantity"}
    edit = ItemEdit.model_validate(said_of_it | ({"supplier_id": supplier} if supplier else {}))
    told, other_side = differing(item, edit), edit.below_zero not in (None, item.id in known.lowered)
    plan.same += not (told or other_side)
    if other_side or told.get("by_lot") is False:
        try:
            with db.begin_nested():
                change(db, actor, item, edit)
        except Refusal as refusal:
            return refusal.problems or [Problem("name", refusal.message)]
    elif told:
        rewrite(item, told)
        plan.weighed += [item.id] if WEIGHING & told.keys() else []
    plan.changed += bool(told or other_side)
    return []


def _known(db: Session) -> Known:
    known = Known()
    for item in db.scalars(sa.select(InventoryItem).where(col(InventoryItem.archived_at).is_(None))):
        known.items[item.id] = item
        known.learn(item.id, item.name, item.sku, item.barcode)
    known.lowered = set(db.scalars(sa.select(col(StockLevel.item_id)).where(col(StockLevel.below_zero))))
    suppliers = sa.select(col(Supplier.id), col(Supplier.name_key)).where(col(Supplier.archived_at).is_(None))
    known.suppliers = {key: id for id, key in execute(db, suppliers)}
    return known


def _supplier(db: Session, known: Known, name: str) -> UUID | None:
    """The supplier of that name, made when it is new."""
    if not name:
        return None
    key = name_key(name)
    if key not in known.suppliers:
        nothing = {"email": "", "phone": "", "account": "", "notes": "", "version": 1, "archived_at": None}
        made = SUPPLIERS.add_new(db, id=new_id(), name=name, name_key=key, **nothing)
        known.suppliers[key] = made or db.scalars(sa.select(col(Supplier.id)).where(col(Supplier.name_key) == key)).one()
    return known.suppliers[key]
