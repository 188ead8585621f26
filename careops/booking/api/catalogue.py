"""What is sold: services with their variants, add-ons, needs and terms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import (
    AddOnsIn,
    BookingTypeEdit,
    BookingTypeIn,
    BookingTypeRow,
    NeedsIn,
    OrderIn,
    TermsListIn,
    VariantsIn,
)
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1", tags=["booking"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Owner = Annotated[Actor, Depends(member(Permission.settings))]
Version = Annotated[int | None, Depends(if_match)]

# ── services ─────────────────────────────────────────────


@router.get("/booking-types")
def list_booking_types(actor: Viewer, active: bool | None = None) -> Page[BookingTypeRow]:
    """Every service, in the owner's order."""
    return Page(items=ask(actor, bookings.booking_types, active=active))


@router.post("/booking-types", status_code=201, response_model=BookingTypeRow)
def create_booking_type(request: Request, actor: Owner, body: BookingTypeIn) -> Response:
    """Puts a service on offer."""
    return post(request, actor, booking.create_booking_type, given=body)


@router.put("/booking-types/order")
def order_booking_types(actor: Owner, body: OrderIn) -> Page[BookingTypeRow]:
    """Puts the services in this order; those left out follow as they stand."""
    with transaction(actor) as db:
        return Page(items=booking.order_booking_types(db, actor, ids=body.ids))


@router.get("/booking-types/{booking_type_id}")
def get_booking_type(actor: Viewer, booking_type_id: UUID) -> BookingTypeRow:
    """One service."""
    return ask(actor, bookings.booking_type, booking_type_id=booking_type_id)


@router.patch("/booking-types/{booking_type_id}", response_model=BookingTypeRow)
def edit_booking_type(request: Request, actor: Owner, version: Version, booking_type_id: UUID, body: BookingTypeEdit) -> Response:
    """Changes what is offered from now on; bookings already made keep what they were promised."""
    return patch(request, actor, booking.edit_booking_type, booking_type_id=booking_type_id, change=body, version=version)


@router.put("/booking-types/{booking_type_id}/variants", response_model=BookingTypeRow)
def set_variants(request: Request, actor: Owner, version: Version, booking_type_id: UUID, body: VariantsIn) -> Response:
    """The lengths it is sold in, in this order; those left out are withdrawn, bookings of them stay."""
    change = BookingTypeEdit(variants=body.variants)
    return patch(request, actor, booking.edit_booking_type, booking_type_id=booking_type_id, change=change, version=version)


@router.put("/booking-types/{booking_type_id}/add-ons", response_model=BookingTypeRow)
def set_add_ons(request: Request, actor: Owner, version: Version, booking_type_id: UUID, body: AddOnsIn) -> Response:
    """What can be added to it, in this order; those left out are withdrawn."""
    change = BookingTypeEdit(add_ons=body.add_ons)
    return patch(request, actor, booking.edit_booking_type, booking_type_id=booking_type_id, change=change, version=version)


@router.put("/booking-types/{booking_type_id}/needs", response_model=BookingTypeRow)
def set_needs(request: Request, actor: Owner, version: Version, booking_type_id: UUID, body: NeedsIn) -> Response:
    """The rooms and things it takes: one of each list."""
    change = BookingTypeEdit(needs=body.needs)
    return patch(request, actor, booking.edit_booking_type, booking_type_id=booking_type_id, change=change, version=version)


@router.put("/booking-types/{booking_type_id}/terms", response_model=BookingTypeRow)
def set_terms(request: Request, actor: Owner, version: Version, booking_type_id: UUID, body: TermsListIn) -> Response:
    """What single providers ask otherwise than the service says."""
    change = BookingTypeEdit(terms=body.terms)
    return patch(request, actor, booking.edit_booking_type, booking_type_id=booking_type_id, change=change, version=version)


@router.delete("/booking-types/{booking_type_id}", status_code=204, response_class=Response)
def remove_booking_type(request: Request, actor: Owner, booking_type_id: UUID) -> Response:
    """Forgets a service nobody ever booked; 409 `in_use` otherwise."""
    return post(request, actor, booking.remove_booking_type, status=204, booking_type_id=booking_type_id)
