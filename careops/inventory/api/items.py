"""Items and their ledger."""

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
    ForecastRow,
    ItemEdit,
    ItemIn,
    ItemRow,
    LevelRow,
    LotRow,
    MovementIn,
    MovementRow,
    Reason,
    TransferIn,
    UsageIn,
)

router = APIRouter()


@router.get("/items")
def items(
    actor: Viewer,
    q: Annotated[Line, Query(max_length=120)] = "",
    short: bool = False,
    category: Annotated[Line | None, Query(max_length=60)] = None,
    supplier_id: UUID | None = None,
    location_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[ItemRow]:
    """The items by name; `short` keeps those at or below their threshold."""
    narrowed = {"category": category, "supplier_id": supplier_id, "location_id": location_id}
    return ask(actor, stock.items, q=q, short=short, cursor=cursor, limit=limit, **narrowed)


@router.post("/items", status_code=201, response_model=ItemRow)
def add(actor: Keeper, body: ItemIn, request: Request) -> Response:
    """A new item with its first count."""
    return post(request, actor, inventory.add_item, item=body)


@router.get("/low-stock")
def low(actor: Viewer) -> list[ItemRow]:
    """The items at or below their threshold, the emptiest first."""
    return ask(actor, stock.low)


@router.get("/barcodes/{code}")
def by_barcode(code: Line, actor: Viewer) -> ItemRow:
    """The item that bears this barcode, or this SKU."""
    return ask(actor, stock.by_barcode, code=code)


@router.get("/items/{item_id}")
def item(item_id: UUID, actor: Viewer, response: Response) -> ItemRow:
    """One item with how many there are."""
    row = ask(actor, stock.get, item_id=item_id)
    response.headers["ETag"] = f'"{row.version}"'
    return row


@router.patch("/items/{item_id}", response_model=ItemRow)
def edit(item_id: UUID, actor: Keeper, body: ItemEdit, request: Request) -> Response:
    """Changes what is said about an item; its quantity changes by movements only."""
    return patch(request, actor, inventory.edit_item, item_id=item_id, edit=body, expected=if_match(request))


@router.delete("/items/{item_id}", status_code=204)
def archive(item_id: UUID, actor: Keeper) -> None:
    """Takes an item out of every list; its ledger stays."""
    with transaction(actor) as db:
        inventory.archive_item(db, actor, item_id=item_id)


@router.get("/items/{item_id}/forecast")
def forecast(item_id: UUID, actor: Viewer) -> ForecastRow:
    """How long it lasts by the recent rate and by what is booked, day by day."""
    return ask(actor, stock.forecast, item_id=item_id)


@router.get("/items/{item_id}/levels")
def levels(item_id: UUID, actor: Viewer) -> list[LevelRow]:
    """How many of it are where."""
    return ask(actor, stock.levels, item_id=item_id)


@router.get("/items/{item_id}/lots")
def lots(item_id: UUID, actor: Viewer, gone: bool = False) -> list[LotRow]:
    """Its lots, what expires first before; with `gone` also those of which nothing is left."""
    return ask(actor, stock.lots, item_id=item_id, gone=gone)


@router.get("/items/{item_id}/movements")
def movements(
    item_id: UUID, actor: Viewer, location_id: UUID | None = None, cursor: Cursor = None, limit: Limit = LIMIT
) -> Page[MovementRow]:
    """The ledger of an item, newest first."""
    return ask(actor, stock.movements, item_id=item_id, location_id=location_id, cursor=cursor, limit=limit)


@router.post("/items/{item_id}/movements", status_code=201, response_model=MovementRow)
def move(item_id: UUID, actor: Keeper, body: MovementIn, request: Request) -> Response:
    """Changes a quantity and writes down why; `out_of_stock` when there is not that much."""
    return post(request, actor, inventory.move, item_id=item_id, movement=body, key=key_of(request, actor))


@router.post("/items/{item_id}/transfers", status_code=201, response_model=MovementRow)
def transfer(item_id: UUID, actor: Keeper, body: TransferIn, request: Request) -> Response:
    """Carries so many from one place to another."""
    return post(request, actor, inventory.transfer, item_id=item_id, transfer=body, key=key_of(request, actor))


@router.post("/usage", status_code=201, response_model=MovementRow)
def use(actor: Keeper, body: UsageIn, request: Request) -> Response:
    """So many of an item were used."""
    return post(request, actor, inventory.use, usage=body, key=key_of(request, actor))


@router.get("/movements")
def moves(
    actor: Viewer,
    reason: Reason | None = None,
    contact_id: UUID | None = None,
    booking_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[MovementRow]:
    """The whole ledger, newest first: of one reason, one person or one booking, if named."""
    return ask(actor, stock.moves, reason=reason, contact_id=contact_id, booking_id=booking_id, cursor=cursor, limit=limit)
