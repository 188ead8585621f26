"""Published times and group sessions, for members: one, many, by a weekly pattern, and who sits in them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.booking.schemas.slots import (
    SeatIn,
    SeatRow,
    SlotCancelIn,
    SlotEdit,
    SlotIn,
    SlotMoveIn,
    SlotPatternEdit,
    SlotPatternIn,
    SlotPatternRow,
    SlotRow,
    SlotsDraft,
    SlotsIn,
    SlotsMade,
)
from careops.business.schemas.closures import Day
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1/slots", tags=["slots"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Manager = Annotated[Actor, Depends(member(Permission.bookings_manage))]
Version = Annotated[int | None, Depends(if_match)]


def _said(body: Any) -> dict[str, Any]:
    """What was asked, its parts still schemas."""
    return {name: getattr(body, name) for name in type(body).model_fields}


# ── publishing ───────────────────────────────────────────


@router.post("", status_code=201, response_model=SlotRow)
def publish_slot(request: Request, actor: Manager, body: SlotIn) -> Response:
    """Publishes one time; 409 `slot_taken` when anything else is there."""
    return post(request, actor, booking.publish, **_said(body))


@router.post("/bulk/preview")
def preview_slots(actor: Viewer, body: SlotsIn) -> SlotsDraft:
    """What would be published, and what clashes with what is there."""
    return ask(
        actor,
        bookings.plan_slots,
        booking_type_id=body.booking_type_id,
        provider_id=body.provider_id,
        starts_at=body.starts_at,
        minutes=body.minutes,
    )


@router.post("/bulk", status_code=201, response_model=SlotsMade)
def publish_slots(request: Request, actor: Manager, body: SlotsIn) -> Response:
    """Publishes several times: all, or those that clash with nothing; 409 `slots_clash` names the others."""
    return post(request, actor, booking.publish_many, **_said(body))


# ── patterns ─────────────────────────────────────────────


@router.post("/pattern/preview")
def preview_pattern(actor: Viewer, body: SlotPatternIn) -> SlotsDraft:
    """What a weekly pattern would publish, and what would be left out."""
    return ask(actor, bookings.plan_pattern, pattern=body)


@router.post("/pattern", status_code=201, response_model=SlotPatternRow)
def add_pattern(request: Request, actor: Manager, body: SlotPatternIn) -> Response:
    """Publishes by a weekly pattern from now on; each Sunday one week more."""
    return post(request, actor, booking.add_pattern, pattern=body)


@router.get("/patterns")
def list_patterns(actor: Viewer) -> Page[SlotPatternRow]:
    """Every weekly pattern."""
    return Page(items=ask(actor, bookings.slot_patterns))


@router.get("/patterns/{pattern_id}")
def get_pattern(actor: Viewer, pattern_id: UUID) -> SlotPatternRow:
    """One of them."""
    return ask(actor, bookings.slot_pattern, pattern_id=pattern_id)


@router.patch("/patterns/{pattern_id}", response_model=SlotPatternRow)
def edit_pattern(request: Request, actor: Manager, version: Version, pattern_id: UUID, body: SlotPatternEdit) -> Response:
    """Changes which days differ and how far it reaches; booked times stay."""
    return patch(request, actor, booking.edit_pattern, pattern_id=pattern_id, change=body, version=version)


@router.delete("/patterns/{pattern_id}", status_code=204, response_class=Response)
def remove_pattern(actor: Manager, version: Version, pattern_id: UUID) -> Response:
    """Takes the pattern and its empty times away."""
    with transaction(actor) as db:
        booking.remove_pattern(db, actor, pattern_id=pattern_id, version=version)
    return Response(status_code=204)


# ── one ──────────────────────────────────────────────────


@router.get("")
def list_slots(
    actor: Viewer,
    from_: Annotated[Day, Query(alias="from")],
    to: Annotated[Day, Query(description="The last day, at most 92 later")],
    booking_type_id: UUID | None = None,
    provider_id: UUID | None = None,
    pattern_id: UUID | None = None,
    cancelled: bool = False,
) -> Page[SlotRow]:
    """Published times and open sessions on the business's days, in order."""
    found = ask(
        actor,
        bookings.slots,
        from_=from_,
        to=to,
        booking_type_id=booking_type_id,
        provider_id=provider_id,
        pattern_id=pattern_id,
        cancelled=cancelled,
    )
    return Page(items=found)


@router.get("/{slot_id}")
def get_slot(actor: Viewer, slot_id: UUID) -> SlotRow:
    """One time, with how many seats are taken."""
    return ask(actor, bookings.slot, slot_id=slot_id)


@router.patch("/{slot_id}", response_model=SlotRow)
def edit_slot(request: Request, actor: Manager, version: Version, slot_id: UUID, body: SlotEdit) -> Response:
    """Changes seats and note, closes or reopens it; 409 `seats_taken` below the guests it has."""
    return patch(request, actor, booking.edit_slot, slot_id=slot_id, change=body, version=version)


@router.delete("/{slot_id}", status_code=204, response_class=Response)
def remove_slot(actor: Manager, version: Version, slot_id: UUID) -> Response:
    """Takes back a time nobody booked; 409 `slot_booked` otherwise."""
    with transaction(actor) as db:
        booking.remove_slot(db, actor, slot_id=slot_id, version=version)
    return Response(status_code=204)


@router.post("/{slot_id}/move", response_model=SlotRow)
def move_slot(request: Request, actor: Manager, version: Version, slot_id: UUID, body: SlotMoveIn) -> Response:
    """Moves the session with everybody in it; every guest is told."""
    return patch(request, actor, booking.move_slot, slot_id=slot_id, version=version, **_said(body))


@router.post("/{slot_id}/cancel", response_model=SlotRow)
def cancel_slot(request: Request, actor: Manager, version: Version, slot_id: UUID, body: SlotCancelIn) -> Response:
    """Calls it off; every guest is cancelled and told."""
    return patch(request, actor, booking.cancel_slot, slot_id=slot_id, version=version, reason=body.reason)


@router.get("/{slot_id}/seats")
def list_seats(actor: Viewer, slot_id: UUID) -> Page[SeatRow]:
    """Who sits in it, and who cancelled."""
    return Page(items=ask(actor, bookings.seats, slot_id=slot_id))


@router.post("/{slot_id}/seats", status_code=201, response_model=BookingRow)
def take_seat(request: Request, actor: Manager, slot_id: UUID, body: SeatIn) -> Response:
    """Gives somebody a seat."""
    return post(request, actor, booking.seat, slot_id=slot_id, **_said(body))
