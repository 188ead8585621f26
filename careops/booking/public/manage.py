"""One's own booking by its private link: see it, put it into a calendar, move it, cancel it. Opening the link changes nothing."""

from datetime import datetime
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from careops.accounts.public.doors import Typed, go, page_router
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.public import own, picking, wishing
from careops.booking.public.visit import of
from careops.booking.rules import limits
from careops.booking.schemas import CancelIn
from careops.booking.schemas.inputs import Start
from careops.booking.schemas.series import Scope
from careops.business import queries as businesses
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.http import visitor
from careops.integrations.ics import gateway as calendar
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Page

router = page_router()

LOOK = [Depends(visitor("120/minute"))]
ACT = [Depends(visitor(*limits.CHANGES))]
SCOPES: dict[str, Scope] = {"following": "following", "all": "all"}
TIME: TypeAdapter[datetime] = TypeAdapter(Start)


@router.get("/manage/{token}", dependencies=LOOK)
def own_booking(request: Request, token: str) -> Response:
    """The booking: just made (`new`), looked at, or about to be moved (`move`)."""
    with reading() as db:
        return html_response(_shown(db, request, token, dict(request.query_params)))


@router.get("/manage/{token}/booking.ics", dependencies=LOOK)
def calendar_file(token: str) -> Response:
    """The booking for a calendar; each later revision replaces this one there."""
    with reading() as db:
        actor, booking_id = bookings.by_link(db, token=token)
        content = bookings.ics(db, actor, booking_id=booking_id)
    headers = {
        "Content-Disposition": 'attachment; filename="booking.ics"',
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return Response(content, headers=headers, media_type=calendar.MIME)


@router.post("/manage/{token}", dependencies=ACT)
def change(request: Request, token: str, said: Typed) -> Response:
    """Cancels it, or moves it to the time that was tapped; refused, it stays as it was and the page says why."""
    with reading() as db:
        actor, booking_id = bookings.by_link(db, token=token)
        here = of(request, businesses.profile(db, actor), actor, said)
    try:
        if said.get("do") == "cancel":
            _cancel(actor, booking_id, said)
        else:
            starts_at, provider_id = _start(said), picking.provider_of(said.get("with", ""))
            with transaction(actor) as db:
                booking.reschedule(db, actor, booking_id=booking_id, starts_at=starts_at, provider_id=provider_id)
    except Refusal as refusal:
        with reading() as db:
            shown = dict(said) if said.get("do") == "cancel" else {**said, "move": "1"}
            return html_response(_shown(db, request, token, shown, refusal), refusal.status)
    return go(here.address(f"/manage/{token}", said="moved" if said.get("do") != "cancel" else ""))


def _cancel(actor: Actor, booking_id: UUID, said: dict[str, str]) -> None:
    """Cancels it, or more of the series it is part of; what it is too late for stays."""
    reason, scope = _reason(said), SCOPES.get(said.get("scope", ""))
    with transaction(actor) as db:
        if scope is None:
            booking.cancel(db, actor, booking_id=booking_id, reason=reason)
            return
        own = bookings.series_of_visit(db, actor, booking_id=booking_id)
        booking.cancel_series(db, actor, series_id=own.id, booking_id=booking_id, scope=scope, reason=reason, on_conflict="skip")


def _reason(said: dict[str, str]) -> str:
    try:
        return CancelIn(reason=said.get("reason", "")).reason
    except ValidationError as problem:
        raise invalid(problem) from None


def _start(said: dict[str, str]) -> datetime:
    try:
        return TIME.validate_python(picking.slot_of(said))
    except ValidationError:
        raise Invalid.field("slot", "Choose a time from the list") from None


def _shown(db: Session, request: Request, token: str, asked: dict[str, str], refusal: Refusal | None = None) -> Page:
    actor, booking_id = bookings.by_link(db, token=token)
    here = of(request, businesses.profile(db, actor), actor, asked)
    row = bookings.public_booking(db, actor, booking_id=booking_id, locale=here.locale)
    if asked.get("move") and row.may_reschedule:
        return own.page(here, row, own.move(db, here, row, booking_id, asked), refusal)
    visit = bookings.visit_of(db, actor, booking_id=booking_id, locale=here.locale)
    series = bookings.series_of_visit(db, actor, booking_id=booking_id, locale=here.locale) if visit.series else None
    told = own.Own(row, visit, own.again(db, here, booking_id), series)
    entry = bookings.appointment(db, here.actor, booking_id=booking_id, locale=here.locale)
    if asked.get("new"):
        return own.page(here, row, own.done(here, told, booking_id, entry), refusal, framed=True)
    earlier = wishing.earlier(here, bookings.earlier(db, actor, booking_id=booking_id), token)
    return own.page(here, row, [own.manage(here, told, booking_id, entry, asked, refusal), earlier], refusal)
