"""What bookings use of stocked things."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from careops.accounts.api import ask, if_match, member
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas.recipes import RecipeIn, RecipeRow
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.inventory.schemas import ActualIn, PromiseRow

router = APIRouter(prefix="/api/v1", tags=["booking"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Keeper = Annotated[Actor, Depends(member(Permission.bookings_manage))]
Owner = Annotated[Actor, Depends(member(Permission.settings))]
Version = Annotated[int | None, Depends(if_match)]


@router.get("/booking-types/{booking_type_id}/stock")
def recipe(actor: Viewer, booking_type_id: UUID) -> RecipeRow:
    """What one booking of the service uses."""
    return ask(actor, bookings.recipe, booking_type_id=booking_type_id)


@router.put("/booking-types/{booking_type_id}/stock")
def set_recipe(actor: Owner, version: Version, booking_type_id: UUID, body: RecipeIn) -> RecipeRow:
    """Everything it uses from now on; bookings that are still to come follow."""
    with transaction(actor) as db:
        return booking.set_recipe(db, actor, booking_type_id=booking_type_id, recipe=body, version=version)


@router.get("/bookings/{booking_id}/stock")
def stock_of(actor: Viewer, booking_id: UUID) -> list[PromiseRow]:
    """What is kept on the shelf for a booking, or was used for it."""
    return ask(actor, bookings.stock_of, booking_id=booking_id)


@router.put("/bookings/{booking_id}/stock")
def correct(actor: Keeper, booking_id: UUID, body: ActualIn) -> list[PromiseRow]:
    """What it really took of an item; once it took place, the difference moves."""
    with transaction(actor) as db:
        return booking.correct_stock(db, actor, booking_id=booking_id, actual=body)
