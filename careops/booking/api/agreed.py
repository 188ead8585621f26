"""Free times and bookings, for members."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.activity.schemas import EventRow
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.api.visits import AskedVisit, wish
from careops.booking.schemas import Availability, BookingEdit, BookingIn, BookingRow, MoveIn, StatusIn
from careops.booking.schemas.rows import NextFree
from careops.business.schemas.closures import Day
from careops.core.actor import Actor, Permission
from careops.core.paging import LIMIT, MOST, Page

router = APIRouter(prefix="/api/v1", tags=["booking"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Manager = Annotated[Actor, Depends(member(Permission.bookings_manage))]
Version = Annotated[int | None, Depends(if_match)]
From = Annotated[Day, Query(alias="from", description="The first day, as the clock of `timezone` counts days")]
To = Annotated[Day, Query(description="The last day, at most 61 later")]
Zone = Annotated[str, Query(max_length=64, description="IANA name; the provider's own when left out")]
Around = Annotated[datetime | None, Depends(wish)]
Few = Annotated[int, Query(ge=1, le=20)]

# The answer is written straight to bytes; this describes it to readers of the documentation.
AVAILABILITY: dict[int | str, dict[str, Any]] = {200: {"model": Availability}}


@router.get("/availability", responses=AVAILABILITY, response_class=Response)
def availability(actor: Viewer, visit: AskedVisit, from_: From, to: To, timezone: Zone = "") -> Response:
    """The free times of a visit on some days, and the first of all."""
    return Response(ask(actor, bookings.available_json, from_=from_, to=to, timezone=timezone, **visit), media_type="application/json")


@router.get("/availability/suggestions")
def suggestions(actor: Viewer, visit: AskedVisit, around: Around = None, limit: Few = 5) -> Page[NextFree]:
    """The free times nearest to a wished one (the soonest, where none is wished), at most two of one day."""
    return Page(items=ask(actor, bookings.suggestions, around=around, limit=limit, **visit))


# ── lists ────────────────────────────────────────────────


@router.get("/bookings")
def list_bookings(
    actor: Viewer,
    from_: Annotated[Day | None, Query(alias="from")] = None,
    to: Day | None = None,
    status: Literal["pending", "confirmed", "completed", "no_show", "cancelled"] | None = None,
    provider_id: UUID | None = None,
    booking_type_id: UUID | None = None,
    contact_id: UUID | None = None,
    sort: Literal["starts_at", "-starts_at"] = "starts_at",
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT,
) -> Page[BookingRow]:
    """Bookings on the business's calendar days from `from` to `to`, by filters."""
    return ask(
        actor,
        bookings.between,
        from_=from_,
        to=to,
        status=status,
        provider_id=provider_id,
        booking_type_id=booking_type_id,
        contact_id=contact_id,
        descending=sort == "-starts_at",
        cursor=cursor,
        limit=limit,
    )


@router.get("/bookings/today")
def today(actor: Viewer) -> Page[BookingRow]:
    """Today's bookings on the business's calendar."""
    return Page(items=ask(actor, bookings.today))


@router.get("/bookings/upcoming")
def upcoming(actor: Viewer, days: Annotated[int, Query(ge=1, le=366)] = 7) -> Page[BookingRow]:
    """What comes within so many days."""
    return Page(items=ask(actor, bookings.upcoming, days=days))


# ── one ──────────────────────────────────────────────────


@router.post("/bookings", status_code=201, response_model=BookingRow)
def create_booking(request: Request, actor: Manager, body: BookingIn) -> Response:
    """Books for a customer; 409 `slot_taken` when the time is somebody else's."""
    said = {name: getattr(body, name) for name in BookingIn.model_fields}
    return post(request, actor, booking.book, **said)


@router.get("/bookings/{booking_id}")
def get_booking(actor: Viewer, booking_id: UUID) -> BookingRow:
    """One booking."""
    return ask(actor, bookings.get, booking_id=booking_id)


@router.patch("/bookings/{booking_id}", response_model=BookingRow)
def edit_booking(request: Request, actor: Manager, version: Version, booking_id: UUID, body: BookingEdit) -> Response:
    """Changes notes or place."""
    return patch(request, actor, booking.edit, booking_id=booking_id, change=body, version=version)


@router.post("/bookings/{booking_id}/status", response_model=BookingRow)
def move_booking(request: Request, actor: Manager, version: Version, booking_id: UUID, body: StatusIn) -> Response:
    """Confirms, declines, completes, cancels, or notes that nobody came; 409 `illegal_move` where that cannot follow."""
    moves: dict[str, tuple[Callable[..., BookingRow], dict[str, str]]] = {
        "confirmed": (booking.confirm, {}),
        "completed": (booking.complete, {}),
        "no_show": (booking.mark_no_show, {}),
        "declined": (booking.decline, {"reason": body.reason}),
        "cancelled": (booking.cancel, {"reason": body.reason}),
    }
    action, more = moves[body.status]
    return patch(request, actor, action, booking_id=booking_id, version=version, **more)


@router.post("/bookings/{booking_id}/reschedule", response_model=BookingRow)
def reschedule_booking(request: Request, actor: Manager, version: Version, booking_id: UUID, body: MoveIn) -> Response:
    """Moves it to another time, or to somebody else; it keeps its id and its history."""
    return patch(
        request,
        actor,
        booking.reschedule,
        booking_id=booking_id,
        starts_at=body.starts_at,
        provider_id=body.provider_id,
        duration=body.duration,
        version=version,
    )


@router.get("/bookings/{booking_id}/history")
def booking_history(actor: Viewer, booking_id: UUID) -> Page[EventRow]:
    """Everything that happened to it, with who did it."""
    return Page(items=ask(actor, bookings.history, booking_id=booking_id))
