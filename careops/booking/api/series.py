"""Bookings that repeat: looked at first, booked at once, changed together; by members, by customers, and by whoever has a visit's link."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post, visitor
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.api.guests import Guest, Holder, count_more
from careops.booking.rules import limits
from careops.booking.rules.repeating import MOST
from careops.booking.schemas.series import (
    Occurrence,
    OwnSeriesCancelIn,
    OwnSeriesMoveIn,
    PublicSeriesIn,
    PublicSeriesPreviewIn,
    PublicSeriesRow,
    SeriesCancelIn,
    SeriesIn,
    SeriesMoveIn,
    SeriesPlan,
    SeriesPreviewIn,
    SeriesRow,
)
from careops.core import ratelimit
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1", tags=["booking"])
public = APIRouter(prefix="/api/v1/public", tags=["public"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Manager = Annotated[Actor, Depends(member(Permission.bookings_manage))]
Version = Annotated[int | None, Depends(if_match)]


def _said(body: Any) -> dict[str, Any]:
    """What was asked, its parts still schemas."""
    return {name: getattr(body, name) for name in type(body).model_fields}


# ── members ──────────────────────────────────────────────


@router.post("/booking-series/preview")
def preview_series(actor: Viewer, body: SeriesPreviewIn) -> SeriesPlan:
    """Every visit of a series with its verdict, and the nearest time instead of one that cannot be had. Nothing is booked."""
    return ask(actor, bookings.plan_series, **_said(body))


@router.post("/booking-series", status_code=201, response_model=SeriesRow)
def create_series(request: Request, actor: Manager, body: SeriesIn) -> Response:
    """Books all visits or none; 409 `series_conflicts` names what cannot be had unless it may be skipped or moved."""
    return post(request, actor, booking.book_series, **_said(body))


@router.get("/booking-series/{series_id}")
def get_series(actor: Viewer, series_id: UUID) -> SeriesRow:
    """A series with all its visits."""
    return ask(actor, bookings.series, series_id=series_id)


@router.post("/booking-series/{series_id}/preview")
def preview_series_move(actor: Manager, series_id: UUID, body: SeriesMoveIn) -> Page[Occurrence]:
    """Where each visit would go if one were moved there. Nothing is changed."""
    with transaction(actor) as db:
        return Page(items=booking.plan_move(db, actor, series_id=series_id, **body.model_dump(exclude={"on_conflict"})))


@router.patch("/booking-series/{series_id}", response_model=SeriesRow)
def move_series(request: Request, actor: Manager, version: Version, series_id: UUID, body: SeriesMoveIn) -> Response:
    """Moves one visit there, and the others of the scope as far on the wall clock; all or none, unless conflicts may stay or move."""
    return patch(request, actor, booking.reschedule_series, series_id=series_id, version=version, **_said(body))


@router.post("/booking-series/{series_id}/confirm", response_model=SeriesRow)
def confirm_series(request: Request, actor: Manager, version: Version, series_id: UUID) -> Response:
    """Says yes to every visit that waits."""
    return patch(request, actor, booking.confirm_series, series_id=series_id, version=version)


@router.post("/booking-series/{series_id}/cancel", response_model=SeriesRow)
def cancel_series(request: Request, actor: Manager, version: Version, series_id: UUID, body: SeriesCancelIn) -> Response:
    """Calls off one visit, it and the following, or all that still come; the customer gets one message."""
    return patch(request, actor, booking.cancel_series, series_id=series_id, version=version, **_said(body))


# ── everybody ────────────────────────────────────────────


@public.post("/{slug}/booking-series/preview", dependencies=[Depends(visitor("120/minute"))])
def preview_public_series(actor: Guest, body: PublicSeriesPreviewIn) -> SeriesPlan:
    """What a series would come to; 409 `not_repeatable` where customers may not repeat, or not that often."""
    return ask(actor, bookings.plan_series, **_said(body))


@public.post("/{slug}/booking-series", status_code=201, dependencies=[Depends(visitor(*limits.BOOKINGS))], response_model=PublicSeriesRow)
def book_series_publicly(request: Request, slug: str, actor: Guest, body: PublicSeriesIn) -> Response:
    """Books all visits or none; the answer has the private link of each."""
    ratelimit.check(limits.FOR_ONE_ADDRESS, "booked", *limits.addressee(slug, body.customer.email))
    count_more(request, body.seats, body.repeat.count or MOST)
    return post(request, actor, booking.book_series_public, locale=body.customer.locale or "en", **_said(body))


@public.get("/bookings/{token}/series", dependencies=[Depends(visitor("120/minute"))])
def get_own_series(holder: Holder) -> PublicSeriesRow:
    """The series that one's own visit is part of."""
    actor, booking_id = holder
    return ask(actor, bookings.series_of_visit, booking_id=booking_id)


@public.post("/bookings/{token}/series/cancel", dependencies=[Depends(visitor(*limits.CHANGES))])
def cancel_own_series(holder: Holder, body: OwnSeriesCancelIn) -> PublicSeriesRow:
    """Calls off this visit, it and the following, or all; 409 names those it is too late for, unless they may stay."""
    actor, booking_id = holder
    with transaction(actor) as db:
        own = bookings.series_of_visit(db, actor, booking_id=booking_id)
        booking.cancel_series(db, actor, series_id=own.id, booking_id=booking_id, **_said(body))
        return bookings.public_series(db, actor, series_id=own.id)


@public.post("/bookings/{token}/series/reschedule", dependencies=[Depends(visitor(*limits.CHANGES))])
def move_own_series(holder: Holder, body: OwnSeriesMoveIn) -> PublicSeriesRow:
    """Moves this visit there, and the others of the scope as far on the wall clock."""
    actor, booking_id = holder
    with transaction(actor) as db:
        made = booking.reschedule_series(db, actor, booking_id=booking_id, **_said(body))
        return bookings.public_series(db, actor, series_id=made.id)
