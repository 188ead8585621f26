"""Stock over the API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemEdit, ItemIn, ItemRow, MovementIn, MovementRow

router = APIRouter(prefix="/api/v1/inventory", tags=["inventory"])

Viewer = Annotated[Actor, Depends(member(Permission.inventory_view))]
Keeper = Annotated[Actor, Depends(member(Permission.inventory_manage))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]


@router.get("/items")
def items(
    actor: Viewer, q: Annotated[str, Query(max_length=120)] = "", short: bool = False, cursor: Cursor = None, limit: Limit = LIMIT
) -> Page[ItemRow]:
    """The items by name; `short` keeps those at or below their threshold."""
    return ask(actor, stock.items, q=q, short=short, cursor=cursor, limit=limit)


@router.post("/items", status_code=201, response_model=ItemRow)
def add(actor: Keeper, body: ItemIn, request: Request) -> Response:
    """A new item with its first count."""
    return post(request, actor, inventory.add_item, item=body)


@router.get("/low-stock")
def low(actor: Viewer) -> list[ItemRow]:
    """The items at or below their threshold, the emptiest first."""
    return ask(actor, stock.low)


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


@router.get("/items/{item_id}/movements")
def movements(item_id: UUID, actor: Viewer, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[MovementRow]:
    """The ledger of an item, newest first."""
    return ask(actor, stock.movements, item_id=item_id, cursor=cursor, limit=limit)


@router.post("/items/{item_id}/movements", status_code=201, response_model=MovementRow)
def move(item_id: UUID, actor: Keeper, body: MovementIn, request: Request) -> Response:
    """Changes a quantity and writes down why; `out_of_stock` when there is not that much."""
    return post(request, actor, inventory.move, item_id=item_id, movement=body)
