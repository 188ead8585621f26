"""How a stocktake and what was counted in it are said."""

from dataclasses import dataclass

from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.inventory.schemas import CountRow, StocktakeRow, Uncounted
from careops.inventory.state.words import signed

STATES = {"open": (_("Being counted"), "info", "clock"), "applied": (_("Applied"), "ok", "check"), "cancelled": (_("Cancelled"), "", "x")}


@dataclass(frozen=True)
class TakeLine:
    """A stocktake in the list."""

    id: str = ""
    place: str = ""
    open: bool = False
    state: str = ""
    tone: str = ""
    icon: str = ""
    who: str = ""
    counted: str = ""
    difference: str = ""
    blind: bool = True


@dataclass(frozen=True)
class CountLine:
    """An item in a stocktake; `difference` is empty while nobody may know it, or when there is none."""

    item_id: str = ""
    name: str = ""
    code: str = ""
    unit: str = ""
    counted: int = 0
    done: bool = False
    expected: str = ""
    difference: str = ""
    value: str = ""
    tone: str = ""
    lot_id: str = ""


def take_line(row: StocktakeRow, at: str, currency: str) -> TakeLine:
    """A stocktake as a list shows it."""
    state, tone, icon = STATES[row.status]
    return TakeLine(
        id=str(row.id),
        place=row.location,
        open=row.status == "open",
        state=state,
        tone=tone,
        icon=icon,
        who=f"{row.started_by or 'CareOps'}, {at}",
        counted=plural("{count} item counted", "{count} items counted", row.counted),
        difference=_difference(row, currency),
        blind=row.blind,
    )


def _difference(row: StocktakeRow, currency: str) -> str:
    if row.differing is None or row.value is None:
        return _("Counted blindly")
    if not row.differing:
        return _("Nothing differs")
    differing = plural("{count} item differs", "{count} items differ", row.differing)
    return f"{differing}, {money(row.value, currency)}"


def money(value: int, currency: str) -> str:
    """An amount with its sign."""
    return ("−" if value < 0 else "+" if value else "") + format_money(abs(value), currency)


def count_line(row: CountRow, currency: str) -> CountLine:
    """What was counted of an item."""
    known = row.difference is not None
    return CountLine(
        item_id=str(row.item_id),
        name=f"{row.name}, {row.lot}" if row.lot else row.name,
        code=row.sku or row.barcode,
        unit=row.unit,
        counted=row.counted,
        done=True,
        expected=_("books: {count}", count=row.expected) if known else "",
        difference=signed(row.difference) if row.difference else "",
        value=money(row.value, currency) if row.value else "",
        tone="danger" if (row.difference or 0) < 0 else "warn" if row.difference else "ok",
        lot_id=str(row.lot_id or ""),
    )


def uncounted_line(row: Uncounted) -> CountLine:
    return CountLine(item_id=str(row.item_id), name=row.name, code=row.sku or row.barcode, unit=row.unit)
