"""The waitlist's doors: saying when it would suit, the private link of a wish, and coming earlier than booked."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import ValidationError
from sqlmodel import Session

from careops.accounts.public.doors import Typed, go, page_router
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.public import details, wishing
from careops.booking.public.chosen import Chosen
from careops.booking.public.menu import menu
from careops.booking.public.visit import Visit, book_path, of, visit
from careops.booking.rules import limits
from careops.booking.rules.waiting import NoWaitlist
from careops.booking.schemas.waiting import DaysIn, PublicWishRow
from careops.business import queries as businesses
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.http import visitor
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Page

router = page_router()

LOOK = [Depends(visitor("120/minute"))]
ACT = [Depends(visitor("120/minute"))]
ANSWER = [Depends(visitor(*limits.CHANGES))]
WISHING = visitor(*limits.WISHES)

ANSWERS: dict[str, Any] = {"accept": booking.accept_offer, "decline": booking.decline_offer, "withdraw": booking.withdraw_wish}


# ── joining ──────────────────────────────────────────────


@router.get("/book/{slug}/{service}/waitlist", dependencies=LOOK)
def say_when(request: Request, slug: str, service: str) -> Response:
    """The form: which days, which times of day, with whom, and who it is."""
    with reading() as db:
        here = visit(db, request, slug)
        chosen = menu(db, here).read(service, request.query_params)
    _check(chosen)
    return html_response(wishing.form(here, chosen, {}))


@router.post("/book/{slug}/{service}/waitlist", dependencies=ACT)
def join(request: Request, slug: str, service: str, said: Typed) -> Response:
    """Joins the waitlist; what was typed is never lost."""
    with reading() as db:
        here = visit(db, request, slug, said)
        chosen = menu(db, here).read(service, request.query_params)
    _check(chosen)
    if said.get("web"):  # only a machine fills the field nobody sees: it is told that all went well
        return go(here.address(book_path(here.host)))
    try:
        made = _join(request, here, wishing.with_choices(chosen, said), said)
    except Refusal as refusal:
        return html_response(wishing.form(here, chosen, said, refusal), refusal.status)
    return go(here.alone().address(f"/waitlist/{made.token}", new="1"))


def _check(chosen: Chosen) -> None:
    if chosen.first.waitlist == "off" or len(chosen.lines) > 1 or chosen.open_at is not None:
        raise NoWaitlist


def _join(request: Request, here: Visit, chosen: Chosen, said: Mapping[str, str]) -> PublicWishRow:
    days, customer = _days(here, said), details.customer(here, said)
    WISHING.count(request)
    ratelimit.check(limits.FOR_ONE_ADDRESS, "booked", *limits.addressee(here.host.slug, customer.email))
    with transaction(here.actor) as db:
        return booking.wish_public(
            db,
            here.actor,
            wanted=chosen.lines[0].wanted,
            days=days,
            seats=chosen.seats,
            customer=customer,
            note=wishing.note_of(said),
            locale=here.locale,
        )


def _days(here: Visit, said: Mapping[str, str]) -> DaysIn:
    weekdays = [day for day in range(7) if said.get(f"day{day}")]
    hours = [{"start": begin, "end": end} for name, (begin, end) in wishing.PARTS.items() if said.get(name)]
    if not weekdays:
        raise Invalid.field("day0", "Choose at least one day of the week")
    first, last = _date(said, "first_day"), _date(said, "last_day")
    if last < first:
        raise Invalid.field("last_day", "The last day comes before the first")
    try:
        return DaysIn.model_validate(
            {"first_day": first, "last_day": last, "weekdays": weekdays, "hours": hours, "timezone": here.timezone}
        )
    except ValidationError as problem:
        raise invalid(problem) from None


def _date(said: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(said.get(name, ""))
    except ValueError:
        raise Invalid.field(name, "Choose a day") from None


# ── one's own wish ───────────────────────────────────────


@router.get("/waitlist/{token}", dependencies=LOOK)
def own_wish(request: Request, token: str) -> Response:
    """How the wish stands, and what is offered."""
    with reading() as db:
        return html_response(_shown(db, request, token, dict(request.query_params)))


@router.post("/waitlist/{token}", dependencies=ANSWER)
def answer(request: Request, token: str, said: Typed) -> Response:
    """Takes what is offered, lets it go, or leaves the waitlist; refused, the page says why and how it stands."""
    act = ANSWERS.get(said.get("do", ""))
    with reading() as db:
        actor, wish_id = bookings.wish_by_link(db, token=token)
        here = of(request, businesses.profile(db, actor), actor, said)
    if act is None:
        return go(here.address(f"/waitlist/{token}"))
    try:
        with transaction(actor) as db:
            act(db, actor, wish_id=wish_id)
            row = bookings.public_wish(db, actor, wish_id=wish_id)
    except Refusal as refusal:
        with reading() as db:
            return html_response(_shown(db, request, token, dict(said), refusal), refusal.status)
    if row.status == "booked":
        return go(here.address(urlsplit(row.manage_url).path, **{"said": "moved"} if row.moves_from else {"new": "1"}))
    return go(here.address(f"/waitlist/{token}", said=said["do"]))


def _shown(db: Session, request: Request, token: str, asked: dict[str, str], refusal: Refusal | None = None) -> Page:
    actor, wish_id = bookings.wish_by_link(db, token=token)
    here = of(request, businesses.profile(db, actor), actor, asked)
    row = bookings.public_wish(db, actor, wish_id=wish_id, locale=here.locale)
    return wishing.own(here, row, asked, refusal)


# ── earlier than booked ──────────────────────────────────


@router.post("/manage/{token}/earlier", dependencies=ANSWER)
def come_earlier(request: Request, token: str, said: Typed) -> Response:
    """Notes that one would come earlier, and shows the wish; asked again it shows the one there is."""
    with reading() as db:
        actor, booking_id = bookings.by_link(db, token=token)
        here = of(request, businesses.profile(db, actor), actor, said)
    with transaction(actor) as db:
        waiting = _earlier(db, actor, booking_id) or booking.come_earlier(db, actor, booking_id=booking_id).id
        row = bookings.public_wish(db, actor, wish_id=waiting)
    return go(here.address(f"/waitlist/{row.token}", new="1"))


def _earlier(db: Session, actor: Actor, booking_id: UUID) -> UUID | None:
    found = bookings.earlier(db, actor, booking_id=booking_id)
    return found.wish_id
