"""Suppliers, what should be ordered, and purchase orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from careops.accounts.api import ask, if_match, patch, post
from careops.core.db import transaction
from careops.core.paging import LIMIT, Page
from careops.core.typed import Line
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.api.doors import Cursor, Keeper, Limit, Viewer, key_of
from careops.inventory.schemas import (
    Order,
    OrderDetail,
    OrderEdit,
    OrderIn,
    OrderRow,
    ReceiveIn,
    ReorderIn,
    Suggestion,
    SupplierEdit,
    SupplierIn,
    SupplierRow,
)

router = APIRouter()


@router.get("/suppliers")
def suppliers(
    actor: Viewer, q: Annotated[Line, Query(max_length=120)] = "", cursor: Cursor = None, limit: Limit = LIMIT
) -> Page[SupplierRow]:
    """Those who are ordered from, by name."""
    return ask(actor, stock.suppliers, q=q, cursor=cursor, limit=limit)


@router.post("/suppliers", status_code=201, response_model=SupplierRow)
def add_supplier(actor: Keeper, body: SupplierIn, request: Request) -> Response:
    """Somebody new to order from."""
    return post(request, actor, inventory.add_supplier, supplier=body)


@router.get("/suppliers/{supplier_id}")
def supplier(supplier_id: UUID, actor: Viewer) -> SupplierRow:
    """One supplier."""
    return ask(actor, stock.supplier, supplier_id=supplier_id)


@router.patch("/suppliers/{supplier_id}", response_model=SupplierRow)
def edit_supplier(supplier_id: UUID, actor: Keeper, body: SupplierEdit, request: Request) -> Response:
    """Changes what is known of a supplier."""
    return patch(request, actor, inventory.edit_supplier, supplier_id=supplier_id, edit=body, expected=if_match(request))


@router.delete("/suppliers/{supplier_id}", status_code=204)
def remove_supplier(supplier_id: UUID, actor: Keeper) -> None:
    """Takes a supplier out of every list; what was ordered there keeps its name."""
    with transaction(actor) as db:
        inventory.remove_supplier(db, actor, supplier_id=supplier_id)


# ── orders ───────────────────────────────────────────────


@router.get("/suggestions")
def suggestions(actor: Viewer) -> list[Suggestion]:
    """What should be ordered: what is short, or would be within two weeks, in whole packs."""
    return ask(actor, stock.suggestions)


@router.get("/orders")
def orders(
    actor: Viewer,
    status: Order | None = None,
    standing: bool = False,
    supplier_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[OrderRow]:
    """The purchase orders, newest first; `standing` keeps those of which something is still to come."""
    return ask(actor, stock.orders, status=status, standing=standing, supplier_id=supplier_id, cursor=cursor, limit=limit)


@router.post("/orders", status_code=201, response_model=OrderDetail)
def draft(actor: Keeper, body: OrderIn, request: Request) -> Response:
    """A draft of what to order."""
    return post(request, actor, inventory.draft_order, order=body)


@router.post("/orders/suggested", status_code=201, response_model=list[OrderRow])
def draft_suggested(actor: Keeper, body: ReorderIn, request: Request) -> Response:
    """A draft for each supplier with what should be ordered there; what is in a draft already is left out."""
    return post(request, actor, inventory.draft_reorders, reorder=body)


@router.get("/orders/{order_id}")
def order(order_id: UUID, actor: Viewer, response: Response) -> OrderDetail:
    """One purchase order with its lines, and the words to order with."""
    row = ask(actor, stock.order, order_id=order_id)
    response.headers["ETag"] = f'"{row.version}"'
    return row


@router.patch("/orders/{order_id}", response_model=OrderDetail)
def edit_order(order_id: UUID, actor: Keeper, body: OrderEdit, request: Request) -> Response:
    """Changes a draft; of what is ordered only the notes and when it is expected."""
    return patch(request, actor, inventory.edit_order, order_id=order_id, edit=body, expected=if_match(request))


@router.post("/orders/{order_id}/order", status_code=200, response_model=OrderDetail)
def place(order_id: UUID, actor: Keeper, request: Request) -> Response:
    """It was ordered: what it brings counts as on its way."""
    return post(request, actor, inventory.place_order, status=200, order_id=order_id, expected=if_match(request))


@router.post("/orders/{order_id}/receive", status_code=200, response_model=OrderDetail)
def receive(order_id: UUID, actor: Keeper, body: ReceiveIn, request: Request) -> Response:
    """What came of it goes into the ledger; the rest is still to come."""
    return post(request, actor, inventory.receive_order, status=200, order_id=order_id, received=body, key=key_of(request, actor))


@router.post("/orders/{order_id}/cancel", status_code=200, response_model=OrderDetail)
def cancel(order_id: UUID, actor: Keeper, request: Request) -> Response:
    """Nothing more comes of it; what has come stays."""
    return post(request, actor, inventory.cancel_order, status=200, order_id=order_id, expected=if_match(request))
