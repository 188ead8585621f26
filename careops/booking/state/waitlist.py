"""The waitlist as staff see it: who waits for what, what would suit them now, and giving it to them. Live."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules.waiting import WishOver
from careops.booking.schemas.waiting import OfferIn, WishRow
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.core import clock, paging, when
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here

SHOWN = 50
STATES = {
    "waiting": (_("Waiting"), "", "clock"),
    "offered": (_("Has an offer"), "warn", "send"),
    "booked": (_("Booked"), "ok", "check"),
    "expired": (_("Over"), "", "calendar-x"),
    "withdrawn": (_("Withdrawn"), "", "x"),
}
FILTERS = ("status", "type", "provider")
SHOWS = ("open", *STATES)


@dataclass(frozen=True)
class WaitLine:
    """One wish in the list; `place` is what it is about now: what is offered, or what would suit."""

    id: str = ""
    who: str = ""
    initials: str = ""
    tint: int = 1
    href: str = ""
    what: str = ""
    whom: str = ""
    when: str = ""
    since: str = ""
    state: str = ""
    state_label: str = ""
    tone: str = ""
    icon: str = ""
    place: str = ""
    note: str = ""
    open: bool = False
    to_give: str = ""


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; empty texts mean "any"."""

    status: str = "open"
    type: str = ""
    provider: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Listed:
    """A page of the list, and the choices of its filters."""

    lines: list[WaitLine]
    more: bool
    types: list[Choice]
    providers: list[Choice]


@dataclass(frozen=True)
class Given:
    """One wish, opened to give it a time: what could be offered now."""

    line: WaitLine
    times: list[Choice]


# ── words ────────────────────────────────────────────────


def wait_line(row: WishRow, timezone: str, cycle: int) -> WaitLine:
    """A wish as the list shows it."""
    label, tone, icon = STATES[row.status]
    seats = plural("{count} seat", "{count} seats", row.seats) if row.seats > 1 else ""
    with_whom = _("with {name}", name=row.provider_name) if row.provider_name else _("with anyone")
    href = f"/app/bookings/{row.booked_id or row.booking_id}" if row.booked_id or row.booking_id else f"/app/contacts/{row.contact_id}"
    return WaitLine(
        id=str(row.id),
        who=row.contact_name,
        initials=row.contact_initials,
        tint=row.contact_tint,
        href=href,
        what=f"{row.type_name}, {row.variant_name}" if row.variant_name else row.type_name,
        whom=", ".join(filter(None, (with_whom, seats))),
        when=_("Earlier than {when}", when=row.moves_from) if row.moves_from else row.windows_text,
        since=row.waited,
        state=row.status,
        state_label=label,
        tone="ok" if row.match_text and row.status == "waiting" else tone,
        icon=icon,
        place=_place(row, timezone, cycle),
        note=row.note,
        open=row.status in ("waiting", "offered"),
        to_give=_("Give {name} a time", name=row.contact_name),
    )


def _place(row: WishRow, timezone: str, cycle: int) -> str:
    """What is offered and until when, or what would suit."""
    if row.offered and row.offered.kept:
        until = when.moment_text(clock.now(), row.offered.ends_at, timezone, hour_cycle=cycle)
        return _("{when}, kept until {until}", when=row.offered.when, until=until)
    if row.offered:
        return _("{when}, told", when=row.offered.when)
    return _("{when} is free", when=row.match_text) if row.match_text else ""


# ── reading ──────────────────────────────────────────────


def listed(db: Session, actor: Actor, *, asked: Asked) -> Listed:
    """As much of the list as is asked for."""
    here = business.profile(db, actor)
    narrow = {"booking_type_id": _one(asked.type), "provider_id": _one(asked.provider)}
    status = asked.status if asked.status in SHOWS else None
    read = partial(bookings.waitlist, db, actor, status=status, **narrow, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    types = [Choice(str(row.id), row.name) for row in bookings.booking_types(db, actor)]
    people = [Choice(str(row.id), row.name) for row in bookings.providers(db, actor)]
    return Listed(
        lines=[wait_line(row, here.timezone, here.hour_cycle) for row in page.items],
        more=page.next_cursor is not None,
        types=[Choice("", _("Everything")), *types],
        providers=[Choice("", _("Everyone")), *people],
    )


def given(db: Session, actor: Actor, *, wish_id: UUID) -> Given:
    """One wish and the soonest times that would suit it now."""
    here = business.profile(db, actor)
    line = wait_line(bookings.wish(db, actor, wish_id=wish_id), here.timezone, here.hour_cycle)
    times = bookings.openings(db, actor, wish_id=wish_id)
    return Given(line, [Choice(one.starts_at.isoformat(), one.when) for one in times])


def _one(text: str) -> UUID | None:
    return read_id(text) if text else None


# ── the screen ───────────────────────────────────────────


class Waitlist(Following, rx.State):
    """The list that is shown, and the wish that is given a time."""

    status: str = "open"
    type: str = ""
    provider: str = ""
    lines: list[WaitLine] = []
    more: bool = False
    types: list[Choice] = []
    providers: list[Choice] = []
    loaded: bool = False
    giving: WaitLine = WaitLine()
    times: list[Choice] = []
    chosen: str = ""
    _pages: int = 1

    def _asked(self) -> Asked:
        return Asked(self.status, self.type, self.provider, self._pages)

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Loads the list and keeps it true while the page is open."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.bookings_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(self._asked, lambda asked: look(actor, listed, asked=asked), self._show)

    def _show(self, found: Listed) -> None:
        if found.lines != self.lines:
            self.lines = found.lines
        self.more, self.types, self.providers, self.loaded = found.more, found.types, found.providers, True

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
        if name not in FILTERS:
            raise NotFound
        async with self:
            setattr(self, name, str(value)[:64])
            self._pages = 1
        await self._load(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def give(self, actor: Actor, wish_id: str) -> None:
        """Opens a wish with the times that would suit it."""
        found = await look(actor, given, wish_id=read_id(wish_id))
        self.giving, self.times = found.line, found.times
        self.chosen = found.times[0].value if found.times else ""

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose(self, actor: Actor, value: str) -> None:
        """The time that is meant."""
        self.chosen = str(value)[:64]

    @rx.event
    @requires(Permission.bookings_manage)
    async def close(self, actor: Actor) -> None:
        """Leaves the wish as it is."""
        self._shut()

    def _shut(self) -> None:
        self.giving, self.times, self.chosen = WaitLine(), [], ""

    @rx.event
    @requires(Permission.bookings_manage)
    async def offer(self, actor: Actor) -> None:
        """Keeps the time for them and asks them."""
        await self._do(actor, booking.offer_to, _("{name} is asked", name=self.giving.who), offer=self._offer())

    @rx.event
    @requires(Permission.bookings_manage)
    async def book(self, actor: Actor) -> None:
        """Books it for them at once."""
        await self._do(actor, booking.book_wish, _("{name} is booked", name=self.giving.who), offer=self._offer())

    @rx.event
    @requires(Permission.bookings_manage)
    async def withdraw(self, actor: Actor) -> None:
        """Takes them off the waitlist."""
        await self._do(actor, booking.withdraw_wish, _("{name} no longer waits", name=self.giving.who))

    def _offer(self) -> OfferIn:
        try:
            return OfferIn(starts_at=datetime.fromisoformat(self.chosen))
        except (ValueError, ValidationError):
            raise Invalid(_("Choose a time first")) from None

    async def _do(self, actor: Actor, action: Any, said: str, **more: Any) -> None:
        if not self.giving.id:
            raise WishOver
        await perform(actor, action, wish_id=read_id(self.giving.id), **more)
        self._shut()
        await say(self, said)
