"""Booking step by step: services, time, details. A tap on a time holds it; the details turn the hold into the booking."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import htpy as h
from fastapi import Depends, Query, Request, Response
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from careops.accounts.public.doors import Typed, go, page_router
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.public import details, picking, repeating, search, services, words
from careops.booking.public.chosen import Chosen
from careops.booking.public.menu import Menu, menu, picked
from careops.booking.public.visit import Visit, book_path, visit
from careops.booking.rules import HoldExpired, NotOffered, SlotTaken, limits
from careops.booking.rules.repeating import MOST
from careops.booking.schemas import Customer, HoldRow
from careops.booking.schemas.inputs import Start
from careops.booking.schemas.matrix import Piece
from careops.booking.schemas.series import RepeatIn
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, NotFound, Refusal
from careops.core.http import visitor
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.ui.public import frame, parts
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Page

router = page_router()

LOOK = [Depends(visitor("600/minute"))]
ACT = [Depends(visitor("120/minute"))]
HOLDING, BOOKING, MORE = visitor(*limits.HOLDS), visitor(*limits.BOOKINGS), visitor(*limits.MORE)
Text = Annotated[str, Query(max_length=100)]
TIME: TypeAdapter[datetime] = TypeAdapter(Start)
GONE = (SlotTaken, NotOffered, HoldExpired)
OTHERS = 5  # times offered when the wanted one is gone


# ── the doors ────────────────────────────────────────────


@router.get("/book/{slug}", dependencies=LOOK)
def choose_service(request: Request, slug: str) -> Response:
    """What can be booked, each with its first free time; or what else, after the services chosen already."""
    with reading() as db:
        here = visit(db, request, slug)
        offered = menu(db, here)
        before = offered.before(request.query_params)
        firsts = bookings.first_free(db, here.actor, booking_type_ids=[row.id for row in offered.types]) if before is None else {}
        again = _again(db, here, offered) if before is None else None
    return here.remember(html_response(services.services(here, offered, firsts, before, again)))


@router.get("/book/{slug}/{service}", dependencies=LOOK)
def choose_time(request: Request, slug: str, service: str, hold: Text = "", change: Text = "", line: Text = "") -> Response:
    """The options of a service, the free times; or, while a time is held, the form for one's details."""
    with reading() as db:
        here = visit(db, request, slug)
        chosen = menu(db, here).read(service, request.query_params)
        if (at := _place(line, chosen)) is not None:
            return go(chosen.put(at, picked(chosen.lines[at], request.query_params)).address(here))
        if (at := _place(change, chosen) if change else chosen.open_at) is not None:
            return here.remember(html_response(services.options(here, chosen, at)))
        held = bookings.held(db, here.actor, token=hold) if hold else None
        if held and held.booking_type_id == chosen.first.id:
            return html_response(details.details(here, chosen, held, {}))
        refusal = HoldExpired() if hold else None
        return here.remember(_times(db, here, chosen, dict(request.query_params), refusal))


@router.post("/book/{slug}/{service}", dependencies=ACT)
def take(request: Request, slug: str, service: str, said: Typed) -> Response:
    """Holds a time, holds it longer, or books; what was typed is never lost."""
    with reading() as db:
        here = visit(db, request, slug, said)
        chosen = menu(db, here).read(service, request.query_params)
    if said.get("web"):  # only a machine fills the field nobody sees: it is told that all went well
        return go(here.address(book_path(here.host)))
    if chosen.open_at is not None:
        return go(chosen.address(here))
    if said.get("slot") or said.get("do") == "hold":
        return _hold(request, here, chosen, said)
    if said.get("do") == "repeat":
        return _show(here, chosen, said, None)
    return _book(request, here, chosen, said)


def _place(text: str, chosen: Chosen) -> int | None:
    """Which service of the visit an address means."""
    return int(text) - 1 if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= len(chosen.lines) else None


# ── the same again ───────────────────────────────────────


def _again(db: Session, here: Visit, offered: Menu) -> h.Node:
    """What somebody who came by their private link had last, with its first free time; nothing when it is not on offer any more."""
    if here.known is None:
        return None
    person = Actor.customer(here.host.id, here.known.id)
    had = bookings.last_visit(db, person, contact_id=here.known.id)
    try:
        lines = [
            offered.line(Piece(_id(one.booking_type_id), _id(one.variant_id), _id(one.provider_id), tuple(map(str, one.add_on_ids))))
            for one in had
        ]
    except NotFound:
        return None
    if not lines or any(line.open for line in lines):
        return None
    last = Chosen(tuple(lines))
    found = picking.look(db, here, last.asks, here.local(here.now).date())
    return services.same_again(here, last, found.next)


def _id(id: UUID | None) -> str:
    return str(id) if id else ""


# ── the time ─────────────────────────────────────────────


def _times(db: Session, here: Visit, chosen: Chosen, asked: dict[str, str], refusal: Refusal | None) -> Response:
    page = _times_page(db, here, chosen, asked, refusal)
    return html_response(page, 200 if refusal is None or isinstance(refusal, HoldExpired) else refusal.status)


def _times_page(db: Session, here: Visit, chosen: Chosen, asked: dict[str, str], refusal: Refusal | None) -> Page:
    locale, first = here.locale, chosen.first
    path = book_path(here.host, first.slug)
    at = picking.choice(here, asked, path, chosen.query, seats=chosen.lines[0].group, waitlist=_waitlist(here, chosen))
    found = picking.look(db, here, chosen.asks, at.first)
    names = " + ".join(line.name for line in chosen.lines)
    body: list[h.Node] = [
        services.steps(here, 1, chosen),
        parts.note(_(refusal.message, locale), "warn") if refusal else None,
        h.div(".row.between")[
            frame.heading(_("When suits you?", locale), names if len(chosen.lines) > 1 else None), words.add_another(here, chosen)
        ],
        picking.picker(here, at, found, [picking.who(here, at, chosen), picking.seats(here, at, chosen)], {}),
    ]
    stranger = here.known is None
    return frame.page(
        title=_("Choose a time: {service}", locale, service=names),
        body=body,
        brand=brand(here.host),
        locale=locale,
        private=not stranger,
        embed=here.embed,
        query=here.query,
        errors=refusal is not None,
        aside=words.summary(here, chosen),
        canonical=search.service_url(here.host, first),
        description=first.description[:160] or _("Book {service} with {business}.", locale, service=first.name, business=here.host.name),
        data=search.service(here.host, first) if stranger else None,
    )


def _waitlist(here: Visit, chosen: Chosen) -> str:
    """Where one asks to be told when a time frees, for visits of one service that has a list."""
    if len(chosen.lines) > 1 or chosen.first.waitlist == "off":
        return ""
    return here.address(f"{book_path(here.host, chosen.first.slug)}/waitlist", **chosen.query)


# ── holding ──────────────────────────────────────────────


def _hold(request: Request, here: Visit, chosen: Chosen, said: dict[str, str]) -> Response:
    """Holds the wanted time; without anything typed yet the address of the details is enough to come back to."""
    typed = any(said.get(name, "").strip() for name in details.TYPED)
    try:
        HOLDING.count(request)
        if chosen.seats > 1:
            MORE.count(request, times=chosen.seats - 1)
        held = _held(here, chosen, _start(said), said.get("hold", ""))
    except Refusal as refusal:
        if typed:
            return _pick_again(here, chosen, said, refusal)
        with reading(here.actor) as db:
            return _times(db, here, chosen, {"day": _day_of(here, said)}, refusal)
    if typed:
        return html_response(details.details(here, chosen, held, said))
    return go(chosen.address(here, hold=held.token))


def _held(here: Visit, chosen: Chosen, starts_at: datetime, before: str) -> HoldRow:
    with transaction(here.actor) as db:
        return booking.hold(db, here.actor, starts_at=starts_at, replaces=before or None, **chosen.asks)  # pyright: ignore[reportArgumentType]  (as they were read)


def _start(said: dict[str, str]) -> datetime:
    try:
        return TIME.validate_python(picking.slot_of(said))
    except ValidationError:
        raise Invalid.field("slot", "Choose a time from the list") from None


def _day_of(here: Visit, said: dict[str, str]) -> str:
    try:
        return here.local(_start(said)).date().isoformat()
    except Invalid:
        return ""


# ── booking ──────────────────────────────────────────────


def _book(request: Request, here: Visit, chosen: Chosen, said: dict[str, str]) -> Response:
    try:
        repeat = repeating.wanted(chosen, said)
        if repeat is not None and not said.get("version"):  # nothing is booked that was not shown
            return _show(here, chosen, said, None)
        customer, more = details.customer(here, said), details.more(chosen, said)
        BOOKING.count(request)
        if repeat is not None:
            MORE.count(request, times=chosen.seats * (repeat.count or MOST))
        ratelimit.check(limits.FOR_ONE_ADDRESS, "booked", *limits.addressee(here.host.slug, customer.email))
        token = _booked(here, chosen, said, customer, more, repeat)
    except GONE as refusal:
        return _pick_again(here, chosen, said, refusal)
    except Refusal as refusal:
        return _show(here, chosen, said, refusal)
    return go(here.stranger().address(f"/manage/{token}", new="1"))


def _booked(here: Visit, chosen: Chosen, said: dict[str, str], customer: Customer, more: details.More, repeat: RepeatIn | None) -> str:
    """The private link of what was booked: the visit, or the first of all that repeat."""
    hold = said.get("hold", "")[:100]
    told = {"hold": hold, "customer": customer, "notes": more.notes, "address": more.address, "locale": here.locale}
    with transaction(here.actor) as db:
        if repeat is None:
            return booking.book_public(db, here.actor, **told).token
        held = bookings.held(db, here.actor, token=hold)
        if held is None:
            raise HoldExpired
        how = {"repeat": repeat, "on_conflict": repeating.on_conflict(said), "version": said["version"][:40]}
        made = booking.book_series_public(db, here.actor, starts_at=held.starts_at, **chosen.asks, **how, **told)
        return made.bookings[0].token


def _show(here: Visit, chosen: Chosen, said: dict[str, str], refusal: Refusal | None) -> Response:
    """The form again with what was typed: what is wrong, and every date where the visit is to repeat."""
    dates = None
    with reading(here.actor) as db:
        held = bookings.held(db, here.actor, token=said.get("hold", "")[:100])
        try:
            repeat = repeating.wanted(chosen, said)
            dates = repeating.plan(db, here, chosen, held, repeat) if held and repeat else None
        except Refusal as wrong:
            refusal = refusal or wrong
    if held is None:
        return _pick_again(here, chosen, said, HoldExpired(problems=refusal.problems if refusal else None))
    return html_response(details.details(here, chosen, held, said, refusal, dates), refusal.status if refusal else 200)


def _pick_again(here: Visit, chosen: Chosen, said: dict[str, str], refusal: Refusal) -> Response:
    """The time is gone, what was typed is not: the same form with other times to take."""
    with reading(here.actor) as db:
        nearest = bookings.suggestions(db, here.actor, around=_wish(said), limit=OTHERS, **chosen.asks)  # pyright: ignore[reportArgumentType]  (as they were read)
    starts = [(one.starts_at.isoformat(), here.when(one.starts_at)) for one in nearest]
    return html_response(details.pick_again(here, chosen, starts, said, refusal), refusal.status)


def _wish(said: dict[str, str]) -> datetime | None:
    try:
        return _start(said)
    except Invalid:
        return None
