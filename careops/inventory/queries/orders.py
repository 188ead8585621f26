"""Suppliers, and what is ordered from them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.paging import LIMIT, Page, paginate
from careops.core.when import date_text
from careops.inventory.models import InventoryItem, Order, PurchaseLine, PurchaseOrder, StockLocation, Supplier
from careops.inventory.queries.outlook import Question
from careops.inventory.rules.outlook import packs
from careops.inventory.schemas import OrderDetail, OrderLineRow, OrderRow, SupplierRow

HIDDEN = {"workspace_id", "name_key", "archived_at"}
OPEN = (Order.draft, Order.ordered, Order.partly)


def suppliers(db: Session, actor: Actor, *, q: str = "", cursor: str | None = None, limit: int = LIMIT) -> Page[SupplierRow]:
    """Those who are ordered from, by name."""
    actor.require(Permission.inventory_view)
    asked = sa.select(Supplier).where(col(Supplier.archived_at).is_(None))
    if text := q.strip()[:120]:
        asked = asked.where(col(Supplier.name).icontains(text, autoescape=True))
    return paginate(db, asked, by=col(Supplier.name_key), id=col(Supplier.id), row=supplier_row, cursor=cursor, limit=limit)


def supplier(db: Session, actor: Actor, *, supplier_id: UUID) -> SupplierRow:
    """One supplier, or NotFound."""
    actor.require(Permission.inventory_view)
    mine = sa.select(Supplier).where(col(Supplier.id) == supplier_id, col(Supplier.archived_at).is_(None))
    found = db.scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    return supplier_row(found)


def supplier_row(found: Supplier) -> SupplierRow:
    """A supplier as readers see it."""
    return SupplierRow(**found.model_dump(exclude=HIDDEN))


# ── orders ───────────────────────────────────────────────


def _its(value: Any) -> Any:
    lines = sa.select(value).where(
        col(PurchaseLine.order_id) == col(PurchaseOrder.id), col(PurchaseLine.workspace_id) == col(PurchaseOrder.workspace_id)
    )
    return lines.correlate(PurchaseOrder).scalar_subquery()


def _question() -> Question:
    items = _its(sa.func.count(col(PurchaseLine.id)))
    total = _its(sa.func.coalesce(sa.func.sum(col(PurchaseLine.quantity) * col(PurchaseLine.unit_cost)), 0))
    return (
        sa.select(PurchaseOrder, col(Supplier.name), col(Supplier.email), col(StockLocation.name), items, total)
        .outerjoin(Supplier, col(Supplier.id) == col(PurchaseOrder.supplier_id))
        .join(StockLocation, col(StockLocation.id) == col(PurchaseOrder.location_id))
    )


def _order_row(found: Any) -> OrderRow:
    order, supplier, _email, place, items, total = found
    said = order.model_dump(exclude={"workspace_id"})
    return OrderRow(**said, supplier=supplier or "", location=place, items=items, total=int(total))


def orders(
    db: Session,
    actor: Actor,
    *,
    status: Order | None = None,
    standing: bool = False,
    supplier_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[OrderRow]:
    """The purchase orders, newest first; `standing` keeps those of which something is still to come."""
    actor.require(Permission.inventory_view)
    asked = _question()
    if status is not None:
        asked = asked.where(col(PurchaseOrder.status) == status)
    if standing:
        asked = asked.where(col(PurchaseOrder.status).in_(OPEN))
    if supplier_id is not None:
        asked = asked.where(col(PurchaseOrder.supplier_id) == supplier_id)
    by, id = col(PurchaseOrder.created_at), col(PurchaseOrder.id)
    return paginate(db, asked, by=by, id=id, row=_order_row, descending=True, cursor=cursor, limit=limit)


def order(db: Session, actor: Actor, *, order_id: UUID) -> OrderDetail:
    """One purchase order with its lines and the words to order with, or NotFound."""
    actor.require(Permission.inventory_view)
    found: Any = execute(db, _question().where(col(PurchaseOrder.id) == order_id)).first()
    if found is None:
        raise NotFound
    row, lines = _order_row(found), _lines(db, order_id)
    return OrderDetail(**row.model_dump(), lines=lines, email=found[2] or "", text=_text(db, actor, row, lines))


def _lines(db: Session, order_id: UUID) -> list[OrderLineRow]:
    asked = (
        sa.select(PurchaseLine, InventoryItem)
        .join(InventoryItem, col(InventoryItem.id) == col(PurchaseLine.item_id))
        .where(col(PurchaseLine.order_id) == order_id)
        .order_by(col(PurchaseLine.id))
    )
    return [
        OrderLineRow(
            **line.model_dump(exclude={"workspace_id", "order_id"}),
            **item.model_dump(include={"name", "sku", "unit", "pack_name", "pack_size", "by_lot"}),
            missing=max(line.quantity - line.received, 0),
            total=line.quantity * line.unit_cost,
        )
        for line, item in execute(db, asked)
    ]


def _text(db: Session, actor: Actor, row: OrderRow, lines: Sequence[OrderLineRow]) -> str:
    """What to send to the supplier: who orders, what, until when."""
    host = business.profile(db, actor)
    account = db.scalar(sa.select(col(Supplier.account)).where(col(Supplier.id) == row.supplier_id)) if row.supplier_id else ""
    said = [_("Order {number} of {business}", number=row.number, business=host.name)]
    said += [_("Customer number {account}", account=account)] if account else []
    said += ["", *(_amount(line) for line in lines), ""]
    said += [_("Please deliver by {day}.", day=_day(row.expected_on))] if row.expected_on else []
    said += [part for part in (row.notes, host.name, host.address) if part]
    return "\n".join(said).strip()


def _amount(line: OrderLineRow) -> str:
    name = f"{line.name} ({line.sku})" if line.sku else line.name
    if line.pack_size > 1:
        count, pack = packs(line.quantity, line.pack_size), line.pack_name or _("pack")
        return _("{count} × {pack} of {size} {unit}: {name}", count=count, pack=pack, size=line.pack_size, unit=line.unit, name=name)
    return _("{count} {unit}: {name}", count=line.quantity, unit=line.unit, name=name)


def _day(day: date | None) -> str:
    return date_text(day, year=True) if day else ""
