"""The waitlist: for members, and for whoever waits by their private link."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from careops.accounts.api import ask, member, patch, post, visitor
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.api.guests import Guest, Holder
from careops.booking.rules import limits
from careops.booking.schemas.waiting import EarlierIn, MyEarlierIn, OfferIn, Opening, PublicWishIn, PublicWishRow, WishIn, WishRow
from careops.core import ratelimit
from careops.core.actor import Actor, Permission
from careops.core.db import reading, transaction
from careops.core.paging import LIMIT, MOST, Page

router = APIRouter(prefix="/api/v1", tags=["booking"])
public = APIRouter(prefix="/api/v1/public", tags=["public"])

Viewer = Annotated[Actor, Depends(member(Permission.bookings_view))]
Manager = Annotated[Actor, Depends(member(Permission.bookings_manage))]

EXAMPLE = {
    "booking_type_id": "01932c07-7f7e-7c9b-8e8b-3f1d2b6f0a11",
    "days": {"first_day": "2026-11-23", "last_day": "2026-11-27", "weekdays": [0, 2, 4], "hours": [{"start": 540, "end": 720}]},
    "customer": {"name": "Cleo Marsh", "email": "cleo@example.org"},
}


def holder_of_wish(token: str) -> tuple[Actor, UUID]:
    """Whoever has the private link of a wish, and which wish it is."""
    with reading() as db:
        return bookings.wish_by_link(db, token=token)


Waiting = Annotated[tuple[Actor, UUID], Depends(holder_of_wish)]

# ── for members ──────────────────────────────────────────


@router.get("/waitlist")
def list_waitlist(
    actor: Viewer,
    status: Literal["open", "waiting", "offered", "booked", "expired", "withdrawn"] | None = None,
    booking_type_id: UUID | None = None,
    provider_id: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT,
) -> Page[WishRow]:
    """Wishes in their order, the oldest first; `open` are those that wait or have an offer."""
    return ask(
        actor,
        bookings.waitlist,
        status=status,
        booking_type_id=booking_type_id,
        provider_id=provider_id,
        contact_id=contact_id,
        cursor=cursor,
        limit=limit,
    )


@router.post("/waitlist", status_code=201, response_model=WishRow)
def add_wish(request: Request, actor: Manager, body: Annotated[WishIn, Body(examples=[EXAMPLE])]) -> Response:
    """Puts somebody on a service's waitlist; 409 `no_waitlist`, `already_waiting` or `too_many_wishes`."""
    return post(request, actor, booking.wish, contact_id=body.contact_id, **_said(body))


@router.post("/waitlist/earlier", status_code=201, response_model=WishRow)
def add_earlier(request: Request, actor: Manager, body: EarlierIn) -> Response:
    """Notes that somebody who is booked would come earlier."""
    return post(request, actor, booking.come_earlier, **{name: getattr(body, name) for name in EarlierIn.model_fields})


@router.get("/waitlist/{wish_id}")
def get_wish(actor: Viewer, wish_id: UUID) -> WishRow:
    """One wish."""
    return ask(actor, bookings.wish, wish_id=wish_id)


@router.get("/waitlist/{wish_id}/openings")
def list_openings(actor: Viewer, wish_id: UUID) -> Page[Opening]:
    """The soonest starts that suit and could be offered now."""
    return Page(items=ask(actor, bookings.openings, wish_id=wish_id))


@router.post("/waitlist/{wish_id}/offer", response_model=WishRow)
def offer_time(request: Request, actor: Manager, wish_id: UUID, body: OfferIn) -> Response:
    """Keeps a time for them and asks them; 409 `slot_taken`, `already_offered` or `wish_over`."""
    return patch(request, actor, booking.offer_to, wish_id=wish_id, offer=body)


@router.post("/waitlist/{wish_id}/book", response_model=WishRow)
def book_wish(request: Request, actor: Manager, wish_id: UUID, body: OfferIn) -> Response:
    """Books for them at once, or moves what they have; 409 `slot_taken` or `wish_over`."""
    return patch(request, actor, booking.book_wish, wish_id=wish_id, offer=body)


@router.delete("/waitlist/{wish_id}", status_code=204, response_class=Response)
def withdraw_wish(request: Request, actor: Manager, wish_id: UUID) -> Response:
    """Takes the wish off the waitlist; what was offered goes to the next in line."""
    return post(request, actor, booking.withdraw_wish, status=204, wish_id=wish_id)


def _said(body: WishIn | PublicWishIn) -> dict[str, Any]:
    return {"wanted": body.wanted} | {name: getattr(body, name) for name in ("windows", "days", "seats", "customer", "note")}


# ── for whoever waits ────────────────────────────────────


@public.get("/waitlist/{token}", dependencies=[Depends(visitor("120/minute"))])
def get_own_wish(holder: Waiting) -> PublicWishRow:
    """One's own wish, with what is offered."""
    actor, wish_id = holder
    return ask(actor, bookings.public_wish, wish_id=wish_id)


@public.post("/waitlist/{token}/accept", dependencies=[Depends(visitor(*limits.CHANGES))])
def accept_offer(holder: Waiting) -> PublicWishRow:
    """Takes what is offered; 409 `offer_ended` or `offer_taken`, and the wish waits on."""
    return _answer(holder, booking.accept_offer)


@public.post("/waitlist/{token}/decline", dependencies=[Depends(visitor(*limits.CHANGES))])
def decline_offer(holder: Waiting) -> PublicWishRow:
    """Lets it go to the next in line; the wish waits on."""
    return _answer(holder, booking.decline_offer)


@public.post("/waitlist/{token}/withdraw", dependencies=[Depends(visitor(*limits.CHANGES))])
def withdraw_own_wish(holder: Waiting) -> PublicWishRow:
    """Takes the wish off the waitlist."""
    return _answer(holder, booking.withdraw_wish)


def _answer(holder: tuple[Actor, UUID], action: Any) -> PublicWishRow:
    actor, wish_id = holder
    with transaction(actor) as db:
        action(db, actor, wish_id=wish_id)
        return bookings.public_wish(db, actor, wish_id=wish_id)


@public.post("/bookings/{token}/earlier", status_code=201, dependencies=[Depends(visitor(*limits.CHANGES))], response_model=PublicWishRow)
def come_earlier(holder: Holder, body: MyEarlierIn) -> PublicWishRow:
    """Notes that one would come earlier than booked; 409 `no_waitlist` or `already_waiting`."""
    actor, booking_id = holder
    with transaction(actor) as db:
        made = booking.come_earlier(db, actor, booking_id=booking_id, provider_id=body.provider_id, windows=body.windows, note=body.note)
        return bookings.public_wish(db, actor, wish_id=made.id)


@public.post("/{slug}/waitlist", status_code=201, dependencies=[Depends(visitor(*limits.WISHES))], response_model=PublicWishRow)
def wish_publicly(request: Request, slug: str, actor: Guest, body: Annotated[PublicWishIn, Body(examples=[EXAMPLE])]) -> Response:
    """Joins a service's waitlist; the answer has the private link to it."""
    ratelimit.check(limits.FOR_ONE_ADDRESS, "booked", *limits.addressee(slug, body.customer.email))
    return post(request, actor, booking.wish_public, locale=body.customer.locale or "en", **_said(body))
