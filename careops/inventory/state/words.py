"""What the shelf's screens say of items, lots and movements: plain rows and plain functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from careops.core.errors import Invalid, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.money import amount_text, read_amount
from careops.core.when import date_text
from careops.inventory.schemas import ItemRow, LotRow, Reason
from careops.inventory.schemas.items import MOST

REASONS = {
    Reason.receive: _("Received"),
    Reason.use: _("Used"),
    Reason.sale: _("Sold"),
    Reason.give_back: _("Came back"),
    Reason.waste: _("Thrown away"),
    Reason.adjust: _("Counted: correct it by"),
}
TOLD = REASONS | {
    Reason.adjust: _("Corrected"),
    Reason.counted: _("Counted"),
    Reason.waste: _("Thrown away"),
    Reason.move: _("Carried elsewhere"),
}
SOON = 7  # days left from which on the number is the one thing coloured
TONES = {"low": "warn", "critical": "danger"}
NUMBERS = ("pack_size", "threshold", "reorder_quantity", "quantity")
WORDS = ("name", "sku", "barcode", "category", "unit", "pack_name", "notes")
SWITCHES = ("by_lot", "below_zero")
EMPTY = {"pack_size": "1", "threshold": "0", "reorder_quantity": "0", "quantity": "0"}


def again(form: Mapping[str, Any], key: object) -> bool:
    """Whether this form is not the one that is shown now: it was sent twice, and has been dealt with."""
    return str(form.get("once", key)) != str(key)


@dataclass(frozen=True)
class Choice:
    """One of a list's choices."""

    value: str
    label: str


@dataclass(frozen=True)
class Line:
    """An item in the list; `of` is what a full level would be, `soon` what is promised to bookings."""

    id: str = ""
    name: str = ""
    sku: str = ""
    unit: str = ""
    quantity: int = 0
    soon: int = 0
    threshold: int = 0
    of: int = 1
    state: str = "ok"
    tone: str = "ok"
    said: str = ""
    lasts: str = ""
    until: str = ""
    hurry: str = ""
    counted: bool = True
    refill: bool = False


@dataclass(frozen=True)
class LotLine:
    """What is left of a lot in one place."""

    id: str
    item_id: str
    item: str
    code: str
    place: str
    left: str
    expires: str
    tone: str


def line(row: ItemRow) -> Line:
    """An item as a list shows it."""
    return Line(
        id=str(row.id),
        name=row.name,
        sku=row.sku,
        unit=row.unit,
        quantity=row.quantity,
        soon=max(min(row.reserved, row.quantity), 0),
        threshold=row.threshold,
        of=max(row.threshold * 3, row.quantity, 1),
        state=row.state,
        tone=TONES.get(row.state, "ok"),
        said=_level_words(row),
        lasts=lasts(row.days_left) if row.counted else "",
        until=_("until {day}", day=date_text(row.runs_out_on)) if row.runs_out_on and row.counted else "",
        hurry=_hurry(row.days_left) if row.counted else "",
        counted=row.counted,
        refill=row.needs_refill,
    )


def _level_words(row: ItemRow) -> str:
    if not row.threshold:
        return _("{quantity} left, nobody watches it", quantity=row.quantity)
    if row.reserved:
        return _(
            "{quantity} left, {promised} promised to bookings, reorder at {threshold}",
            quantity=row.quantity,
            promised=row.reserved,
            threshold=row.threshold,
        )
    return _("{quantity} left, reorder at {threshold}", quantity=row.quantity, threshold=row.threshold)


def lasts(days: int | None) -> str:
    """How long it lasts, in days."""
    if days is None:
        return _("Over 60 days")
    return plural("{count} day", "{count} days", days) if days else _("Today")


def _hurry(days: int | None) -> str:
    return "" if days is None or days > SOON else "c-danger" if days <= 2 else "c-warn"


def lot_line(row: LotRow) -> LotLine:
    """A lot with when it expires."""
    return LotLine(
        id=str(row.id),
        item_id=str(row.item_id),
        item=row.item,
        code=row.code,
        place=row.location,
        left=_("{quantity} {unit}", quantity=row.quantity, unit=row.unit),
        expires=_expires(row.expires_on, row.days),
        tone="" if row.days is None or row.days > 14 else "danger" if row.days < 0 else "warn",
    )


def _expires(day: date | None, days: int | None) -> str:
    if day is None or days is None:
        return _("Does not expire")
    if days < 0:
        return _("Expired on {day}", day=date_text(day, year=True))
    return _("Expires on {day}", day=date_text(day, year=True))


def plain(count: int) -> str:
    """A number as it is printed: 12, −3."""
    return f"{count}".replace("-", "−")


def signed(change: int) -> str:
    """A change with its sign, as it is printed: +12, −3."""
    return f"{change:+d}".replace("-", "−")


# ── what was typed ───────────────────────────────────────


def sheet(row: ItemRow, currency: str) -> dict[str, str]:
    """An item in the fields of its form."""
    said = {name: str(getattr(row, name)) for name in (*WORDS, "pack_size", "threshold", "reorder_quantity")}
    said |= {name: "on" if getattr(row, name) else "" for name in (*SWITCHES, "counted")}
    said["cost"] = amount_text(row.cost, currency) if row.cost else ""
    said["supplier_id"] = str(row.supplier_id or "")
    return said


def typed(form: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """The fields of an item as they were typed; Invalid names an amount that is none."""
    said: dict[str, Any] = {name: form[name] for name in WORDS if name in form}
    if not str(said.get("unit", "x")).strip():
        del said["unit"]
    said |= {name: form[name] if str(form[name]).strip() else EMPTY[name] for name in NUMBERS if name in form}
    said |= {name: ticked(form, name) for name in SWITCHES}
    if "uncounted" in form or "whole" in form:
        said["counted"] = not ticked(form, "uncounted")
    if "supplier_id" in form:
        said["supplier_id"] = form["supplier_id"] or None
    said["cost"] = amount(form, "cost", currency)
    return said


def ticked(form: Mapping[str, Any], name: str) -> bool:
    """Whether a box was ticked; one that was not is not sent."""
    return form.get(name) not in (None, "", False, "false")


def amount(form: Mapping[str, Any], name: str, currency: str) -> int:
    """An amount in minor units; Invalid names the field when it is none."""
    try:
        return read_amount(str(form.get(name) or "")[:20], currency)
    except ValueError as wrong:
        raise Invalid.field(name, str(wrong)) from None


def several(form: Mapping[str, Any], name: str) -> int:
    """A whole number above 0; Invalid names the field when it is none."""
    said = str(form.get(name) or "").strip()
    if not (said.isascii() and said.isdecimal() and len(said) <= 10 and 0 < int(said) <= MOST):
        raise Invalid.field(name, "Give a number above 0")
    return int(said)


def wrong(problem: ValidationError | Invalid) -> dict[str, str]:
    """What is wrong, by the name of its field."""
    found = first_problems(problem) if isinstance(problem, ValidationError) else problem.problems
    return {one.field: one.message for one in found}
