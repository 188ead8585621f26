"""Stocktakes."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from careops.accounts.api import ask, post
from careops.core.db import transaction
from careops.core.paging import LIMIT, Page
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.api.doors import Cursor, Keeper, Limit, Viewer
from careops.inventory.schemas import CountIn, CountRow, StocktakeDetail, StocktakeIn, StocktakeRow

router = APIRouter(prefix="/stocktakes")


@router.get("")
def stocktakes(actor: Viewer, standing: bool = False, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[StocktakeRow]:
    """The stocktakes, the latest first; `standing` keeps those that are under way."""
    return ask(actor, stock.stocktakes, standing=standing, cursor=cursor, limit=limit)


@router.post("", status_code=201, response_model=StocktakeDetail)
def start(actor: Keeper, body: StocktakeIn, request: Request) -> Response:
    """Begins to count a place."""
    return post(request, actor, inventory.start_stocktake, stocktake=body)


@router.get("/{stocktake_id}")
def stocktake(stocktake_id: UUID, actor: Viewer) -> StocktakeDetail:
    """One stocktake with what was counted last and what was not yet."""
    return ask(actor, stock.stocktake, stocktake_id=stocktake_id)


@router.get("/{stocktake_id}/counts")
def counts(stocktake_id: UUID, actor: Viewer, differing: bool = False, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[CountRow]:
    """What was counted, the latest first."""
    return ask(actor, stock.counts_of, stocktake_id=stocktake_id, differing=differing, cursor=cursor, limit=limit)


@router.post("/{stocktake_id}/counts", status_code=200, response_model=CountRow)
def count(stocktake_id: UUID, actor: Keeper, body: CountIn, request: Request) -> Response:
    """So many are there of an item, by its id or the barcode on it; counted again, it replaces what was counted before."""
    return post(request, actor, inventory.count_item, status=200, stocktake_id=stocktake_id, count=body)


@router.delete("/{stocktake_id}/counts/{item_id}", status_code=204)
def forget(stocktake_id: UUID, item_id: UUID, actor: Keeper, lot_id: UUID | None = None) -> None:
    """Takes back what was counted of an item."""
    with transaction(actor) as db:
        inventory.forget_count(db, actor, stocktake_id=stocktake_id, item_id=item_id, lot_id=lot_id)


@router.post("/{stocktake_id}/reveal", status_code=200, response_model=StocktakeDetail)
def reveal(stocktake_id: UUID, actor: Keeper, request: Request) -> Response:
    """Ends the blindness: the differences are seen."""
    return post(request, actor, inventory.reveal_stocktake, status=200, stocktake_id=stocktake_id)


@router.post("/{stocktake_id}/apply", status_code=200, response_model=StocktakeDetail)
def apply(stocktake_id: UUID, actor: Keeper, request: Request) -> Response:
    """Writes every difference into the ledger, once."""
    return post(request, actor, inventory.apply_stocktake, status=200, stocktake_id=stocktake_id)


@router.post("/{stocktake_id}/cancel", status_code=200, response_model=StocktakeDetail)
def cancel(stocktake_id: UUID, actor: Keeper, request: Request) -> Response:
    """Ends it without changing anything."""
    return post(request, actor, inventory.cancel_stocktake, status=200, stocktake_id=stocktake_id)
