"""Booking step by step: service, time, details. A tap on a time holds it; the details turn the hold into the booking."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from careops.accounts.public.doors import Typed, go, page_router
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.public import pages, picking
from careops.booking.public.visit import Visit, book_path, visit
from careops.booking.rules import HoldExpired, NotOffered, SlotTaken, limits
from careops.booking.schemas import BookingTypeRow, Customer, HoldRow
from careops.booking.schemas.inputs import Start
from careops.core import ratelimit
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.http import visitor
from careops.ui.public.delivery import html_response

router = page_router()

LOOK = [Depends(visitor("600/minute"))]
ACT = [Depends(visitor("120/minute"))]
HOLDING, BOOKING = visitor(*limits.HOLDS), visitor(*limits.BOOKINGS)
Text = Annotated[str, Query(max_length=100)]
TIME: TypeAdapter[datetime] = TypeAdapter(Start)
GONE = (SlotTaken, NotOffered, HoldExpired)


@router.get("/book/{slug}", dependencies=LOOK)
def choose_service(request: Request, slug: str) -> Response:
    """What can be booked, each with its first free time."""
    with reading() as db:
        here = visit(db, request, slug)
        offered = bookings.offered_types(db, here.actor, locale=here.locale)
        firsts = {row.id: picking.first_of(db, here, row.id) for row in offered[: pages.FIRSTS]}
    return here.remember(html_response(pages.services(here, offered, firsts)))


@router.get("/book/{slug}/{service}", dependencies=LOOK)
def choose_time(request: Request, slug: str, service: str, hold: Text = "") -> Response:
    """The free times; or, while a time is held, the form for one's details."""
    with reading() as db:
        here = visit(db, request, slug)
        row = bookings.booking_type_by_slug(db, here.actor, slug=service, locale=here.locale)
        held = bookings.held(db, here.actor, token=hold) if hold else None
        if held and held.booking_type_id == row.id:
            return html_response(pages.details(here, row, held, {}))
        refusal = HoldExpired() if hold else None
        return here.remember(_times(db, here, row, dict(request.query_params), refusal))


@router.post("/book/{slug}/{service}", dependencies=ACT)
def take(request: Request, slug: str, service: str, said: Typed) -> Response:
    """Holds a time, holds it longer, or books; what was typed is never lost."""
    with reading() as db:
        here = visit(db, request, slug, said)
        row = bookings.booking_type_by_slug(db, here.actor, slug=service, locale=here.locale)
    if said.get("web"):  # only a machine fills the field nobody sees: it is told that all went well
        return go(here.address(book_path(here.host)))
    if said.get("slot") or said.get("do") == "hold":
        return _hold(request, here, row, said)
    return _book(request, here, row, said)


def _times(db: Session, here: Visit, row: BookingTypeRow, asked: dict[str, str], refusal: Refusal | None) -> Response:
    people = bookings.providers(db, here.actor, active=True, booking_type_id=row.id)
    if picking.provider_of(asked.get("with", "")) not in {one.id for one in people}:
        asked = {**asked, "with": ""}
    chosen = picking.choice(here, asked, row.id, book_path(here.host, row.slug))
    found = picking.look(db, here, chosen)
    page = pages.times(here, row, chosen, found, people, refusal)
    return html_response(page, 200 if refusal is None or isinstance(refusal, HoldExpired) else refusal.status)


def _hold(request: Request, here: Visit, row: BookingTypeRow, said: dict[str, str]) -> Response:
    """Holds the wanted time; without anything typed yet the address of the details is enough to come back to."""
    typed = any(said.get(name, "").strip() for name in pages.TYPED)
    try:
        HOLDING.count(request)
        starts_at, provider_id = _start(said), picking.provider_of(said.get("with", ""))
        held = _held(here, row.id, starts_at, provider_id, said.get("hold", ""))
    except Refusal as refusal:
        if typed:
            return _again(here, row, said, refusal)
        with reading(here.actor) as db:
            return _refused(db, here, row, said, refusal)
    if typed:
        return html_response(pages.details(here, row, held, said))
    return go(here.address(book_path(here.host, row.slug), hold=held.token))


def _held(here: Visit, service: UUID, starts_at: datetime, provider_id: UUID | None, before: str) -> HoldRow:
    with transaction(here.actor) as db:
        return booking.hold(db, here.actor, booking_type_id=service, starts_at=starts_at, provider_id=provider_id, replaces=before or None)


def _start(said: dict[str, str]) -> datetime:
    try:
        return TIME.validate_python(picking.slot_of(said))
    except ValidationError:
        raise Invalid.field("slot", "Choose a time from the list") from None


def _book(request: Request, here: Visit, row: BookingTypeRow, said: dict[str, str]) -> Response:
    try:
        customer = _customer(here, said)
        BOOKING.count(request)
        ratelimit.check(limits.FOR_ONE_ADDRESS, "booked", *limits.addressee(here.actor.workspace, customer.email))
        with transaction(here.actor) as db:
            made = booking.book_public(
                db, here.actor, hold=said.get("hold", "")[:100], customer=customer, notes=pages.notes_of(said), locale=here.locale
            )
    except GONE as refusal:
        return _again(here, row, said, refusal)
    except Refusal as refusal:
        with reading(here.actor) as db:
            held = bookings.held(db, here.actor, token=said.get("hold", ""))
        if held is None:
            return _again(here, row, said, HoldExpired(problems=refusal.problems))
        return html_response(pages.details(here, row, held, said, refusal), refusal.status)
    return go(here.address(f"/manage/{made.token}", new="1"))


def _customer(here: Visit, said: dict[str, str]) -> Customer:
    told = {name: said.get(name, "") for name in ("name", "email", "phone")}
    try:
        pages.check_notes(said)
        return Customer(**told, locale=here.locale, timezone=here.timezone)
    except ValidationError as problem:
        raise invalid(problem) from None


def _again(here: Visit, row: BookingTypeRow, said: dict[str, str], refusal: Refusal) -> Response:
    """The time is gone, what was typed is not: the same form with other times to take."""
    with reading(here.actor) as db:
        chosen = picking.choice(here, {}, row.id, book_path(here.host, row.slug))
        found = picking.look(db, here, chosen)
    return html_response(pages.pick_again(here, row, found, said, refusal), refusal.status)


def _refused(db: Session, here: Visit, row: BookingTypeRow, said: dict[str, str], refusal: Refusal) -> Response:
    return _times(db, here, row, {"with": said.get("with", ""), "day": _day_of(here, said)}, refusal)


def _day_of(here: Visit, said: dict[str, str]) -> str:
    try:
        return here.local(_start(said)).date().isoformat()
    except Invalid:
        return ""
