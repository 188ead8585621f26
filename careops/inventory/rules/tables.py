"""Items as rows of a file: what the columns are called, and what a row says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from careops.core.errors import Problem, first_problems
from careops.core.i18n import text as _
from careops.inventory.schemas import ItemIn, ItemRow

# What is written, in this order; what is read may leave out any but the name.
COLUMNS = (
    "name",
    "sku",
    "barcode",
    "category",
    "unit",
    "quantity",
    "threshold",
    "reorder_quantity",
    "pack_name",
    "pack_size",
    "cost",
    "supplier",
    "counted",
    "by_lot",
    "below_zero",
    "notes",
)
ALSO = {
    "item": "name", "product": "name", "title": "name", "code": "sku", "article": "sku", "ean": "barcode", "gtin": "barcode",
    "upc": "barcode",
    "group": "category", "on hand": "quantity", "stock": "quantity", "qty": "quantity", "reorder at": "threshold", "minimum": "threshold",
    "min": "threshold", "reorder": "reorder_quantity", "price": "cost", "unit cost": "cost", "vendor": "supplier", "note": "notes",
}  # fmt: skip
NUMBERS = frozenset({"quantity", "threshold", "reorder_quantity", "pack_size", "cost"})
FLAGS = frozenset({"counted", "by_lot", "below_zero"})
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of an item: only of what it has a column for; the supplier by name."""

    item: ItemIn
    given: frozenset[str]
    supplier: str


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where each thing stands, by the names of the columns as people write them; the first of a name counts."""
    found: dict[str, int] = {}
    for at, column in enumerate(header):
        name = " ".join(column.casefold().replace("_", " ").split())
        known = ALSO.get(name, name.replace(" ", "_"))
        if known in COLUMNS:
            found.setdefault(known, at)
    return found


def said(columns: Mapping[str, int], cells: Sequence[str]) -> Said | list[Problem]:
    """What the row says, or everything that is wrong with it."""
    told = {name: cells[at] for name, at in columns.items() if at < len(cells) and cells[at] != ""}
    supplier, problems = told.pop("supplier", "")[:120], list[Problem]()
    values: dict[str, object] = {}
    for name, cell in told.items():
        value = _read(name, cell)
        if value is None:
            wanted = _("This must be a whole number") if name in NUMBERS else _("This must be yes or no")
            problems.append(Problem(name, wanted))
        else:
            values[name] = value
    try:
        item = ItemIn.model_validate(values)
    except ValidationError as wrong:
        known = {problem.field for problem in problems}
        return [*problems, *(problem for problem in first_problems(wrong) if problem.field not in known)]
    return problems or Said(item, frozenset(values), supplier)


def _read(name: str, cell: str) -> object:
    """The cell's value; None when it is none of its kind."""
    if name in NUMBERS:
        bare = cell.replace("\u00a0", "").replace("'", "").replace(" ", "")
        return int(bare) if bare.removeprefix("-").isascii() and bare.removeprefix("-").isdigit() and len(bare) < 19 else None
    if name in FLAGS:
        word = cell.casefold()
        return True if word in YES else False if word in NO else None
    return cell


def cells_of(row: ItemRow, supplier: str) -> list[object]:
    """An item as a row of the file."""
    values: dict[str, object] = {**row.model_dump(), "supplier": supplier}
    return [("yes" if values[name] else "no") if name in FLAGS else values[name] for name in COLUMNS]
