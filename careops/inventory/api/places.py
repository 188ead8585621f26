"""Places and lots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from careops.accounts.api import ask, patch, post
from careops.core.db import transaction
from careops.core.typed import Line
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.api.doors import Keeper, Viewer
from careops.inventory.schemas import LocationIn, LocationOrder, LocationRow, LotRow, RecallRow

router = APIRouter()


@router.get("/locations")
def locations(actor: Viewer) -> list[LocationRow]:
    """The places things are kept in; the first is where everything goes that names no other."""
    return ask(actor, stock.locations)


@router.post("/locations", status_code=201, response_model=LocationRow)
def add(actor: Keeper, body: LocationIn, request: Request) -> Response:
    """Another place."""
    return post(request, actor, inventory.add_location, location=body)


@router.put("/locations/order")
def order(actor: Keeper, body: LocationOrder) -> list[LocationRow]:
    """Puts the places in this order; those left out follow as they stand."""
    with transaction(actor) as db:
        return inventory.order_locations(db, actor, ids=body.ids)


@router.patch("/locations/{location_id}", response_model=LocationRow)
def rename(location_id: UUID, actor: Keeper, body: LocationIn, request: Request) -> Response:
    """Another name for a place."""
    return patch(request, actor, inventory.rename_location, location_id=location_id, location=body)


@router.delete("/locations/{location_id}", status_code=204)
def remove(location_id: UUID, actor: Keeper) -> None:
    """Takes an empty place out of every list."""
    with transaction(actor) as db:
        inventory.remove_location(db, actor, location_id=location_id)


@router.get("/lots/expiring")
def expiring(actor: Viewer, days: Annotated[int, Query(ge=0, le=365)] = stock.EXPIRY_WARNING) -> list[LotRow]:
    """The lots of which something is left and that expire within so many days, or have."""
    return ask(actor, stock.expiring, days=days)


@router.get("/items/{item_id}/lots/{code}/recall")
def recall(item_id: UUID, code: Annotated[Line, Path(max_length=60)], actor: Viewer) -> RecallRow:
    """For whom a lot was used."""
    return ask(actor, stock.recall, item_id=item_id, code=code)
