"""Who and what is booked, and when they work. Hours and time off of a resource are under /providers as well."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import (
    OrderIn,
    OverrideIn,
    OverrideRow,
    ProviderEdit,
    ProviderIn,
    ProviderKind,
    ProviderRow,
    ResourceEdit,
    ResourceIn,
    ScheduleIn,
    ScheduleRow,
    TimeOffIn,
    TimeOffRow,
)
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1", tags=["booking"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Owner = Annotated[Actor, Depends(member(Permission.settings))]
Version = Annotated[int | None, Depends(if_match)]
Kind = Literal["person", "resource", "all"]

# ── people ───────────────────────────────────────────────


@router.get("/providers")
def list_providers(
    actor: Viewer, active: bool | None = None, booking_type_id: UUID | None = None, kind: Kind = "person"
) -> Page[ProviderRow]:
    """Who can be booked, in the owner's order; rooms and things when asked for."""
    wanted = None if kind == "all" else ProviderKind(kind)
    return Page(items=ask(actor, bookings.providers, active=active, booking_type_id=booking_type_id, kind=wanted))


@router.post("/providers", status_code=201, response_model=ProviderRow)
def add_provider(request: Request, actor: Owner, body: ProviderIn) -> Response:
    """Adds somebody that can be booked."""
    return post(request, actor, booking.add_provider, given=body)


@router.put("/providers/order")
def order_providers(actor: Owner, body: OrderIn) -> Page[ProviderRow]:
    """Puts people and resources in this order; those left out follow as they stand."""
    with transaction(actor) as db:
        return Page(items=booking.order_providers(db, actor, ids=body.ids))


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


# ── rooms and things ─────────────────────────────────────


@router.get("/resources")
def list_resources(actor: Viewer, active: bool | None = None) -> Page[ProviderRow]:
    """The rooms and things that services can take, in the owner's order."""
    return Page(items=ask(actor, bookings.providers, active=active, kind=ProviderKind.resource))


@router.post("/resources", status_code=201, response_model=ProviderRow)
def add_resource(request: Request, actor: Owner, body: ResourceIn) -> Response:
    """Adds a room, a chair, a laser: as many equal ones as its capacity says."""
    return post(request, actor, booking.add_resource, given=body)


@router.get("/resources/{resource_id}")
def get_resource(actor: Viewer, resource_id: UUID) -> ProviderRow:
    """One resource."""
    return ask(actor, bookings.provider, provider_id=resource_id, kind=ProviderKind.resource)


@router.patch("/resources/{resource_id}", response_model=ProviderRow)
def edit_resource(request: Request, actor: Owner, version: Version, resource_id: UUID, body: ResourceEdit) -> Response:
    """Changes what services can take; 409 `lanes_in_use` when more of it is booked at one time than would be left."""
    return patch(request, actor, booking.edit_resource, resource_id=resource_id, change=body, version=version)


@router.delete("/resources/{resource_id}", status_code=204, response_class=Response)
def remove_resource(request: Request, actor: Owner, resource_id: UUID) -> Response:
    """Forgets a resource nobody ever booked; 409 `in_use` otherwise."""
    return post(request, actor, booking.remove_resource, status=204, resource_id=resource_id)


# ── hours ────────────────────────────────────────────────


@router.get("/providers/{provider_id}/schedule")
def get_schedule(actor: Viewer, provider_id: UUID) -> ScheduleRow:
    """The provider's week, and the dates ahead that differ from it."""
    return ask(actor, bookings.schedule, provider_id=provider_id)


@router.put("/providers/{provider_id}/schedule", response_model=ScheduleRow)
def set_schedule(request: Request, actor: Owner, provider_id: UUID, body: ScheduleIn) -> Response:
    """Replaces the provider's week; an end after minute 1440 is on the next day."""
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


# ── time off ─────────────────────────────────────────────


@router.get("/providers/{provider_id}/time-off")
def list_time_off(actor: Viewer, provider_id: UUID, imported: bool = False) -> Page[TimeOffRow]:
    """The stretches from now on in which nobody is offered them, with what is booked all the same; `imported`: of their calendars."""
    return Page(items=ask(actor, bookings.time_off, provider_id=provider_id, imported=imported))


@router.post("/providers/{provider_id}/time-off", status_code=201, response_model=TimeOffRow)
def add_time_off(request: Request, actor: Viewer, provider_id: UUID, body: TimeOffIn) -> Response:
    """Offers nobody the provider in that stretch; the answer says what is booked in it all the same. Members do so for themselves only."""
    return post(request, actor, booking.add_time_off, provider_id=provider_id, given=body)


@router.delete("/providers/{provider_id}/time-off/{time_off_id}", status_code=204, response_class=Response)
def remove_time_off(request: Request, actor: Viewer, provider_id: UUID, time_off_id: UUID) -> Response:
    """Offers them in that stretch again; 409 `imported_time_off` when a calendar says so."""
    return post(request, actor, booking.remove_time_off, status=204, provider_id=provider_id, time_off_id=time_off_id)
