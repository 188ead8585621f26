"""What is known of an item: how long it lasts, where it is, in which lots, what uses it, what happened to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor
from careops.core.i18n import text as _
from careops.core.money import format_money
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemRow, MovementRow, Reason
from careops.inventory.state import choices
from careops.inventory.state.outlook import Chart, chart
from careops.inventory.state.words import TOLD, Choice, Line, LotLine, line, lot_line, plain, sheet, signed

SHOWN = 50


@dataclass(frozen=True)
class UsedIn:
    """A service that uses the item."""

    name: str
    amount: str
    href: str


# Packages above enter here who uses an item, when the app is put together.
users: list[Callable[[Session, Actor, UUID], list[UsedIn]]] = []


@dataclass(frozen=True)
class There:
    """How many are in one place."""

    place: str
    quantity: str


@dataclass(frozen=True)
class Entry:
    """One line of the ledger, with what brought it about."""

    id: str
    change: str
    tone: str
    why: str
    about: str
    href: str
    left: str
    at: str


@dataclass(frozen=True)
class Whole:
    """Everything the page shows of an item."""

    item: Line
    said: dict[str, str]
    facts: dict[str, str]
    version: int
    pack: int
    by_lot: bool
    chart: Chart
    levels: list[There]
    lots: list[LotLine]
    uses: list[UsedIn]
    places: list[Choice]
    suppliers: list[Choice]
    entries: list[Entry] = field(default_factory=list[Entry])
    more: bool = False


def whole(db: Session, actor: Actor, *, item_id: UUID, pages: int) -> Whole:
    """The item with all about it, or NotFound."""
    row, here = stock.get(db, actor, item_id=item_id), business.profile(db, actor)
    suppliers = choices.suppliers(db, actor)
    places = choices.places(db, actor)
    read = partial(stock.movements, db, actor, item_id=item_id, limit=SHOWN)
    ledger, now = paging.together(lambda cursor: read(cursor=cursor), pages), clock.now()
    return Whole(
        item=line(row),
        said=sheet(row, here.currency),
        facts=_facts(row, here.currency, suppliers),
        version=row.version,
        pack=row.pack_size,
        by_lot=row.by_lot,
        chart=chart(stock.forecast(db, actor, item_id=item_id)) if row.counted else Chart(),
        levels=[There(one.location, str(one.quantity)) for one in stock.levels(db, actor, item_id=item_id)],
        lots=[lot_line(one) for one in stock.lots(db, actor, item_id=item_id)],
        uses=[use for asked in users for use in asked(db, actor, item_id)],
        places=places,
        suppliers=suppliers,
        entries=[_entry(one, here.moment(one.moved_at, now), len(places) > 1) for one in ledger.items],
        more=ledger.next_cursor is not None,
    )


def _facts(row: ItemRow, currency: str, suppliers: list[Choice]) -> dict[str, str]:
    pack = _("{size} {unit}", size=row.pack_size, unit=row.unit) if row.pack_size > 1 else ""
    return {
        "codes": " · ".join(part for part in (row.sku, row.barcode) if part) or "–",
        "category": row.category or "–",
        "threshold": str(row.threshold) if row.threshold else _("Not watched"),
        "pack": f"{row.pack_name or _('Pack')}: {pack}" if pack else _("Single pieces"),
        "supplier": next((one.label for one in suppliers if one.value == str(row.supplier_id)), "–"),
        "cost": format_money(row.cost, currency) if row.cost else "–",
        "reserved": str(row.reserved),
        "available": plain(row.available),
        "notes": row.notes,
    }


def _entry(row: MovementRow, at: str, with_place: bool) -> Entry:
    kind, _colon, id = row.ref.partition(":")
    href = {"booking": f"/app/bookings/{id}", "purchase": f"/app/inventory/orders/{id}", "stocktake": f"/app/inventory/stocktakes/{id}"}
    about = (row.actor_name or "CareOps", row.location if with_place else "", _("lot {code}", code=row.lot) if row.lot else "")
    return Entry(
        id=str(row.id),
        change=signed(row.change),
        tone="c-ok" if row.change > 0 else "",
        why=row.note or TOLD[Reason(row.reason)],
        about=", ".join(part for part in about if part),
        href=href.get(kind, ""),
        left=_("{count} left", count=row.balance),
        at=at,
    )
