"""Services, providers and their hours."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import (
    BookingTypeEdit,
    BookingTypeIn,
    BookingTypeRow,
    OverrideIn,
    OverrideRow,
    ProviderEdit,
    ProviderIn,
    ProviderRow,
    ScheduleIn,
    ScheduleRow,
)
from careops.core.actor import Actor, Permission
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


@router.get("/booking-types/{booking_type_id}")
def get_booking_type(actor: Viewer, booking_type_id: UUID) -> BookingTypeRow:
    """One service."""
    return ask(actor, bookings.booking_type, booking_type_id=booking_type_id)


@router.patch("/booking-types/{booking_type_id}", response_model=BookingTypeRow)
def edit_booking_type(request: Request, actor: Owner, version: Version, booking_type_id: UUID, body: BookingTypeEdit) -> Response:
    """Changes what is offered from now on; bookings already made keep what they were promised."""
    return patch(request, actor, booking.edit_booking_type, booking_type_id=booking_type_id, change=body, version=version)


@router.delete("/booking-types/{booking_type_id}", status_code=204, response_class=Response)
def remove_booking_type(request: Request, actor: Owner, booking_type_id: UUID) -> Response:
    """Forgets a service nobody ever booked; 409 `in_use` otherwise."""
    return post(request, actor, booking.remove_booking_type, status=204, booking_type_id=booking_type_id)


# ── providers ────────────────────────────────────────────


@router.get("/providers")
def list_providers(actor: Viewer, active: bool | None = None, booking_type_id: UUID | None = None) -> Page[ProviderRow]:
    """Who or what can be booked, in the owner's order."""
    return Page(items=ask(actor, bookings.providers, active=active, booking_type_id=booking_type_id))


@router.post("/providers", status_code=201, response_model=ProviderRow)
def add_provider(request: Request, actor: Owner, body: ProviderIn) -> Response:
    """Adds somebody, or something, that can be booked."""
    return post(request, actor, booking.add_provider, given=body)


@router.get("/providers/{provider_id}")
def get_provider(actor: Viewer, provider_id: UUID) -> ProviderRow:
    """One provider."""
    return ask(actor, bookings.provider, provider_id=provider_id)


@router.patch("/providers/{provider_id}", response_model=ProviderRow)
def edit_provider(request: Request, actor: Owner, version: Version, provider_id: UUID, body: ProviderEdit) -> Response:
    """Changes who is booked from now on."""
    return patch(request, actor, booking.edit_provider, provider_id=provider_id, change=body, version=version)


@router.delete("/providers/{provider_id}", status_code=204, response_class=Response)
def remove_provider(request: Request, actor: Owner, provider_id: UUID) -> Response:
    """Forgets a provider nobody ever booked; 409 `in_use` otherwise."""
    return post(request, actor, booking.remove_provider, status=204, provider_id=provider_id)


# ── hours ────────────────────────────────────────────────


@router.get("/providers/{provider_id}/schedule")
def get_schedule(actor: Viewer, provider_id: UUID) -> ScheduleRow:
    """The provider's week, and the dates ahead that differ from it."""
    return ask(actor, bookings.schedule, provider_id=provider_id)


@router.put("/providers/{provider_id}/schedule", response_model=ScheduleRow)
def set_schedule(request: Request, actor: Owner, provider_id: UUID, body: ScheduleIn) -> Response:
    """Replaces the provider's week."""
    return patch(request, actor, booking.set_week, provider_id=provider_id, given=body)


@router.get("/providers/{provider_id}/overrides")
def list_overrides(actor: Viewer, provider_id: UUID) -> Page[OverrideRow]:
    """The dates from today on that have hours of their own."""
    return Page(items=ask(actor, bookings.schedule, provider_id=provider_id).overrides)


@router.put("/providers/{provider_id}/overrides", response_model=ScheduleRow)
def set_override(request: Request, actor: Owner, provider_id: UUID, body: OverrideIn) -> Response:
    """Gives one date hours of its own; none closes it."""
    return patch(request, actor, booking.set_override, provider_id=provider_id, given=body)


@router.delete("/providers/{provider_id}/overrides/{day}", response_model=ScheduleRow)
def clear_override(request: Request, actor: Owner, provider_id: UUID, day: date) -> Response:
    """Lets the week apply on that date again."""
    return patch(request, actor, booking.clear_override, provider_id=provider_id, day=day)
