"""How an order and its amounts are said, in the list and on its page."""

from dataclasses import dataclass

from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.core.when import date_text
from careops.inventory.schemas import OrderLineRow, OrderRow, Suggestion

STATES = {
    "draft": (_("Draft"), "", "pencil"),
    "ordered": (_("Ordered"), "info", "truck"),
    "partly": (_("Partly here"), "warn", "truck"),
    "received": (_("Received"), "ok", "check"),
    "cancelled": (_("Cancelled"), "", "x"),
}


@dataclass(frozen=True)
class OrderHead:
    """An order in the list."""

    id: str = ""
    title: str = ""
    supplier: str = ""
    state: str = ""
    status: str = ""
    tone: str = ""
    icon: str = ""
    size: str = ""
    total: str = ""
    at: str = ""
    expected: str = ""


def order_head(row: OrderRow, at: str, currency: str) -> OrderHead:
    """An order as a list shows it."""
    state, tone, icon = STATES[row.status]
    return OrderHead(
        id=str(row.id),
        title=_("Order {number}", number=row.number),
        supplier=row.supplier or _("No supplier"),
        state=state,
        status=row.status,
        tone=tone,
        icon=icon,
        size=plural("{count} item", "{count} items", row.items),
        total=format_money(row.total, currency) if row.total else "",
        at=at,
        expected=_("expected {day}", day=date_text(row.expected_on)) if row.expected_on and not row.closed_at else "",
    )


def packed(count: int, of: Suggestion | OrderLineRow) -> str:
    """So many units, in packs where it comes in packs."""
    if of.pack_size > 1 and count % of.pack_size == 0:
        pack = of.pack_name or _("pack")
        return _("{packs} × {pack} ({count} {unit})", packs=count // of.pack_size, pack=pack, count=count, unit=of.unit)
    return _("{quantity} {unit}", quantity=count, unit=of.unit)
