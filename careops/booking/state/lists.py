"""Bookings as lists: today, upcoming, a range of days; filtered, page by page, live."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow
from careops.booking.state.form import BookingForm
from careops.booking.state.one import BookingState
from careops.booking.state.one_view import BookingView, one
from careops.booking.state.words import STATUS_WORDS, Choice, state_of
from careops.business import queries as business
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, while_here

SHOWN = 50
VIEWS = ("today", "upcoming", "past")
AHEAD = {"upcoming": True, "past": False}  # today shows both


@dataclass(frozen=True)
class Line:
    """One booking in a list."""

    id: str
    href: str
    who: str
    initials: str
    tint: int
    what: str
    when: str
    provider: str
    price: str
    state: str
    state_label: str


@dataclass(frozen=True)
class Asked:
    """What a list is asked for; empty texts mean "any"."""

    view: str = "upcoming"
    status: str = ""
    provider: str = ""
    type: str = ""
    from_: str = ""
    to: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Listed:
    """A list's page and the choices of its filters."""

    lines: list[Line]
    more: bool
    providers: list[Choice]
    types: list[Choice]
    from_: str
    to: str


def line(row: BookingRow) -> Line:
    """A booking as a list shows it."""
    state = state_of(row, clock.now())
    return Line(
        id=str(row.id),
        href=f"/app/bookings/{row.id}",
        who=row.contact_name,
        initials=row.contact_initials,
        tint=row.contact_tint,
        what=row.type_name,
        when=row.when,
        provider=row.provider_name,
        price=row.price_text,
        state=state,
        state_label=STATUS_WORDS[state],
    )


def listed(db: Session, actor: Actor, *, asked: Asked) -> Listed:
    """As much of the list as is asked for."""
    start, end = _days(asked, clock.today(business.profile(db, actor).timezone))
    read = partial(
        bookings.between,
        db,
        actor,
        from_=start,
        to=end,
        ahead=AHEAD.get(asked.view) if not asked.status else None,
        status=asked.status or None,
        provider_id=_one(asked.provider),
        booking_type_id=_one(asked.type),
        descending=asked.view == "past",
        limit=SHOWN,
    )
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    return Listed(
        lines=[line(row) for row in page.items],
        more=page.next_cursor is not None,
        providers=[Choice("", _("Everyone")), *(Choice(str(p.id), p.name) for p in bookings.providers(db, actor))],
        types=[Choice("", _("Everything")), *(Choice(str(t.id), t.name) for t in bookings.booking_types(db, actor))],
        from_=start.isoformat(),
        to=end.isoformat(),
    )


def _days(asked: Asked, today: date) -> tuple[date, date]:
    """The first and the last day: the named ones, or those of the view."""
    start, end = {
        "today": (today, today),
        "upcoming": (today, today + timedelta(days=60)),
        "past": (today - timedelta(days=60), today),
    }.get(asked.view, (today, today + timedelta(days=60)))
    first, last = _date(asked.from_) or start, _date(asked.to) or end
    if last < first:
        raise Invalid.field("to", _("The last day comes before the first"))
    return first, last


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one(text: str) -> UUID | None:
    return read_id(text) if text else None


class Bookings(Following, rx.State):
    """The list that is shown."""

    view: str = "upcoming"
    status: str = ""
    provider: str = ""
    type: str = ""
    from_day: str = ""
    to_day: str = ""
    lines: list[Line] = []
    more: bool = False
    providers: list[Choice] = []
    types: list[Choice] = []
    loaded: bool = False
    _pages: int = 1

    def _asked(self) -> Asked:
        return Asked(self.view, self.status, self.provider, self.type, self.from_day, self.to_day, self._pages)

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Loads the view in the address and keeps it true while the page is open."""
        query = self.router.url.query_parameters
        async with self:
            view = str(query.get("view", "upcoming"))
            self.view = view if view in VIEWS else "upcoming"
            status = str(query.get("status", ""))
            self.status = status if status in STATUS_WORDS else ""
            self.from_day = self.to_day = ""
            self._pages = 1
        async for member in while_here(self, actor, Permission.bookings_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(self._asked, lambda asked: look(actor, listed, asked=asked), self._show)

    def _show(self, found: Listed) -> None:
        if found.lines != self.lines:
            self.lines = found.lines
        self.more, self.providers, self.types, self.loaded = found.more, found.providers, found.types, True

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        async with self:
            self._pages = min(self._pages + 1, 20)
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def filter(self, actor: Actor, name: str, value: str) -> None:
        """Narrows the list by one filter."""
        if name not in {"status", "provider", "type", "from_day", "to_day"}:
            raise NotFound
        async with self:
            setattr(self, name, str(value)[:64])
            self._pages = 1
        await self._load(actor)


class BookingPage(rx.State):
    """One booking on its own page."""

    missing: bool = False

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> Any:
        """Loads the booking in the address and keeps it true while the page is open."""
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async with self:
            await (await self.get_state(BookingForm))._clear()  # one left open in the calendar is not about this booking
        async for member in while_here(self, actor, Permission.bookings_view):
            try:
                shown = await look(member, one, booking_id=read_id(asked))
            except NotFound:
                shown = BookingView()
            async with self:
                self.missing = not shown.id
                (await self.get_state(BookingState)).shown = shown
