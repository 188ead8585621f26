"""Booking for everybody: an open business's services, free times, holds and bookings, and one's own booking by its private link."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import Finding, ask, post, visitor
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.api.visits import AskedVisit, wish
from careops.booking.rules import limits
from careops.booking.schemas import (
    Availability,
    CancelIn,
    HoldIn,
    HoldRow,
    PublicBookingIn,
    PublicBookingRow,
    PublicBusinessRow,
    PublicTypeRow,
    RescheduleIn,
)
from careops.booking.schemas.rows import NextFree
from careops.business import queries as businesses
from careops.business.schemas import BusinessRow
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1/public", tags=["public"])

AVAILABILITY: dict[int | str, dict[str, Any]] = {200: {"model": Availability}}


def guest(slug: str) -> Actor:
    """Whoever stands at the public door of an open business."""
    with reading() as db:
        return Actor.customer(businesses.open_workspace(db, slug=slug).id)


async def door(slug: str) -> Finding:
    """The same for what is asked most: found in the session that answers, without a thread and a session of its own."""
    return lambda db: Actor.customer(businesses.open_workspace(db, slug=slug).id)


def holder(token: str) -> tuple[Actor, UUID]:
    """Whoever has the private link of a booking, and which booking it is."""
    with reading() as db:
        return bookings.by_link(db, token=token)


Guest = Annotated[Actor, Depends(guest)]
Door = Annotated[Finding, Depends(door)]
Holder = Annotated[tuple[Actor, UUID], Depends(holder)]

MORE = visitor(*limits.MORE)


def count_more(request: Request, seats: int, visits: int = 1) -> None:
    """Counts what a hold or a booking takes beyond one seat of one visit; nothing for most."""
    if seats * visits > 1:
        MORE.count(request, times=seats * visits - 1)


# ── one's own booking ────────────────────────────────────


@router.delete("/holds/{token}", status_code=204, dependencies=[Depends(visitor("120/minute"))], response_class=Response)
def release_hold(token: str) -> Response:
    """Lets a held time go; a hold that is no more is no error."""
    with transaction() as db:
        booking.release(db, None, token=token)
    return Response(status_code=204)


@router.get("/bookings/{token}", dependencies=[Depends(visitor("120/minute"))])
def get_own_booking(holder: Holder) -> PublicBookingRow:
    """One's own booking."""
    actor, booking_id = holder
    return ask(actor, bookings.public_booking, booking_id=booking_id)


@router.post("/bookings/{token}/cancel", dependencies=[Depends(visitor(*limits.CHANGES))])
def cancel_own_booking(holder: Holder, body: CancelIn) -> PublicBookingRow:
    """Cancels it; 409 `too_late` after the policy's hour."""
    actor, booking_id = holder
    with transaction(actor) as db:
        booking.cancel(db, actor, booking_id=booking_id, reason=body.reason)
        return bookings.public_booking(db, actor, booking_id=booking_id)


@router.post("/bookings/{token}/reschedule", dependencies=[Depends(visitor(*limits.CHANGES))])
def reschedule_own_booking(holder: Holder, body: RescheduleIn) -> PublicBookingRow:
    """Moves it to another offered time; 409 `slot_taken`, `not_offered` or `too_late` leave it where it was."""
    actor, booking_id = holder
    with transaction(actor) as db:
        booking.reschedule(db, actor, booking_id=booking_id, starts_at=body.starts_at, provider_id=body.provider_id)
        return bookings.public_booking(db, actor, booking_id=booking_id)


# ── a business ───────────────────────────────────────────


def _public(host: BusinessRow) -> PublicBusinessRow:
    return PublicBusinessRow(**host.model_dump(include=set(PublicBusinessRow.model_fields)))


@router.get("/{slug}", dependencies=[Depends(visitor("300/minute"))])
def get_business(slug: str) -> PublicBusinessRow:
    """An open business; 404 until it is active."""
    with reading() as db:
        return _public(businesses.open_business(db, slug=slug))


@router.get("/{slug}/booking-types", dependencies=[Depends(visitor("300/minute"))])
def list_offered_types(actor: Guest) -> Page[PublicTypeRow]:
    """What can be booked there, and with whom."""
    return Page(items=ask(actor, bookings.public_types))


@router.get("/{slug}/availability", dependencies=[Depends(visitor("600/minute"))], responses=AVAILABILITY, response_class=Response)
def public_availability(
    door: Door,
    visit: AskedVisit,
    from_: Annotated[date, Query(alias="from")],
    to: date,
    timezone: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The free times of a visit on some days, and the first of all."""
    with reading() as db:
        actor = door(db)
        body = bookings.available_json(db, actor, from_=from_, to=to, timezone=timezone or businesses.timezone(db), **visit)
    return Response(body, media_type="application/json")


@router.get("/{slug}/availability/suggestions", dependencies=[Depends(visitor("300/minute"))])
def public_suggestions(
    actor: Guest,
    visit: AskedVisit,
    around: Annotated[datetime | None, Depends(wish)] = None,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Page[NextFree]:
    """The free times nearest to a wished one (the soonest, where none is wished), at most two of one day."""
    return Page(items=ask(actor, bookings.suggestions, around=around, limit=limit, **visit))


@router.post("/{slug}/holds", status_code=201, dependencies=[Depends(visitor(*limits.HOLDS))], response_model=HoldRow)
def hold_time(request: Request, door: Door, body: HoldIn) -> Response:
    """Keeps an offered time for five minutes, for whoever has the answer's token; 409 `slot_taken` or `not_offered`."""
    count_more(request, body.seats)
    said = {name: getattr(body, name) for name in HoldIn.model_fields}
    return post(request, door, booking.hold, **said)


@router.post("/{slug}/bookings", status_code=201, dependencies=[Depends(visitor(*limits.BOOKINGS))], response_model=PublicBookingRow)
def book_publicly(request: Request, slug: str, door: Door, body: PublicBookingIn) -> Response:
    """Books what is held, or an offered time; the answer has the private link to change it."""
    ratelimit.check(limits.FOR_ONE_ADDRESS, "booked", *limits.addressee(slug, body.customer.email))
    if body.hold is None:  # what is held was counted when it was
        count_more(request, body.seats)
    said = {name: getattr(body, name) for name in PublicBookingIn.model_fields}
    return post(request, door, booking.book_public, locale=body.customer.locale or "en", **said)
