"""The calendar: the days in its address, live; and what is done by hand on them."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules import day_bounds, moment, seconds
from careops.booking.schemas import BookingRow
from careops.booking.state.asked import STATUSES, VIEWS, Asked, read_day, read_one
from careops.booking.state.board import Axis, Part
from careops.booking.state.form import BookingForm
from careops.booking.state.one import BookingState
from careops.booking.state.one_view import BookingView, one
from careops.booking.state.view_days import Sheet
from careops.booking.state.views import Filters, Head, Screen, screen
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound, Refusal
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here
from careops.ui.kit.calendar import Column, ListDay, MonthDay, Verdict, asked
from careops.ui.kit.rows import Day

LONGEST = 2 * 1440  # minutes: nothing on the board is longer, or later in its day


def page(db: Session, actor: Actor, *, wanted: Asked) -> tuple[Screen, BookingView]:
    """The view that is asked for, and the booking that is open in it; a blank one when the id is nobody's here."""
    try:
        shown = one(db, actor, booking_id=wanted.booking) if wanted.booking else BookingView()
    except Refusal:
        shown = BookingView()
    return screen(db, actor, asked=wanted), shown


def _zone(db: Session, actor: Actor) -> str:
    return business.profile(db, actor).timezone


class Calendar(rx.State):
    """What is shown of the days, and the answers to the hand that holds something."""

    head: Head = Head()
    filters: Filters = Filters()
    strip: list[Day] = []
    axis: Axis = Axis()
    columns: list[Column] = []
    weekdays: list[str] = []
    month: list[MonthDay] = []
    agenda: list[ListDay] = []
    sheet: Sheet = Sheet()
    verdict: Verdict = Verdict()
    settled: int = 0
    loaded: bool = False
    kept: str = rx.LocalStorage("", name="careops-calendar", sync=False)  # how one likes to look at days; read as an address is
    _asked: Asked = Asked()
    _parts: dict[str, Part] = {}
    _timezone: str = "UTC"

    # ── what is shown ────────────────────────────────────

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Draws the days in the address and keeps them true while the page is open."""
        query = self.router.url.query_parameters
        timezone = await look(actor, _zone)
        wanted = Asked.read(query, clock.today(timezone), str(self.kept))
        async with self:
            self._asked, self._timezone = wanted, timezone
            if "view" in query:
                self.kept = wanted.chosen
            form = await self.get_state(BookingForm)
            if query.get("new") and actor.can(Permission.bookings_manage):
                await form._open_from_address(actor, wanted.day, str(query.get("contact", "")))
            elif wanted.booking:
                form.reset()
        async for member in while_here(self, actor, Permission.bookings_view):
            drawn, shown = await look(member, page, wanted=wanted)
            async with self:
                self._show(drawn)
                state = await self.get_state(BookingState)
                if shown != state.shown:
                    state.shown = shown

    def _show(self, drawn: Screen) -> None:
        """Puts there what is not there already: only that travels."""
        for name in ("head", "filters", "strip", "axis", "columns", "weekdays", "month", "agenda", "sheet"):
            if getattr(self, name) != getattr(drawn, name):
                setattr(self, name, getattr(drawn, name))
        self._parts, self.loaded = drawn.parts, True

    async def _draw(self, actor: Actor) -> None:
        """Draws at once what was just done, before the ghost leaves."""
        self._show(await look(actor, screen, asked=self._asked))

    @rx.event
    @requires(Permission.bookings_view)
    async def go(self, actor: Actor, day: str) -> Any:
        """To another day."""
        return self._to(day=read_day(day) or self._asked.day, booking=None)

    @rx.event
    @requires(Permission.bookings_view)
    async def narrow(self, actor: Actor, name: str, value: str) -> Any:
        """Leaves only some: of one service, in one state."""
        if name == "service":
            return self._to(service=read_one(value))
        if name == "status":
            return self._to(status=value if value in STATUSES else "")
        if name == "view":
            return self._to(view=value if value in VIEWS else "day")
        raise NotFound

    @rx.event
    @requires(Permission.bookings_view)
    async def turn(self, actor: Actor, person: str) -> Any:
        """Somebody more, or no longer, among those who are seen."""
        id, who = read_id(person), self._asked.who
        return self._to(who=tuple(one for one in who if one != id) if id in who else (*who, id))

    @rx.event
    @requires(Permission.bookings_view)
    async def turn_rooms(self, actor: Actor, seen: bool) -> Any:
        """Resources beside the people, or not."""
        return self._to(rooms=seen is True)

    def _to(self, **changes: Any) -> Any:
        return rx.redirect(self._asked.but(**changes).address)

    # ── what is done by hand ─────────────────────────────

    @rx.event
    @requires(Permission.bookings_manage)
    async def ask(self, actor: Actor, id: str, column: str, start: int, end: int) -> None:
        """What would come of dropping it there."""
        level, text = await self._verdict(actor, str(id), str(column), start, end)
        self.verdict = Verdict(asked(str(id), str(column), start, end), level, text)

    async def _verdict(self, actor: Actor, id: str, column: str, start: int, end: int) -> tuple[str, str]:
        try:
            if not id:
                return self._beside(column, *_span(start, end))
            told = self._move(id, column, *_span(start, end))
            row = await look(actor, bookings.preview, **await self._moved(actor, told))
        except Refusal as refusal:
            return "taken", str(refusal)
        return row.level, row.text

    def _beside(self, column: str, start: int, end: int) -> tuple[str, str]:
        """What is drawn where something new would be; of what service it is nobody knows yet."""
        there = next((one for one in self.columns if one.id == column), None)
        if there is None:
            raise NotFound
        if self._asked.view == "week" and len(self._asked.who) != 1:
            return "free", _("Somebody may be free")
        block = next((one for one in there.blocks if one.at < end and start < one.at + one.minutes), None)
        if block:
            return "warn", _("Taken by {name}", name=block.who)
        shade = next((one for one in there.shades if one.at < end and start < one.at + one.minutes), None)
        return ("warn", shade.label or shade.said) if shade else ("free", _("Free"))

    @rx.event
    @requires(Permission.bookings_manage)
    async def move(self, actor: Actor, id: str, column: str, start: int, end: int) -> None:
        """Moves it there, or lets it end there; the action is the judge, and for 10 seconds it can be taken back."""
        try:
            told = await self._moved(actor, self._move(str(id), str(column), *_span(start, end)))
            before = await look(actor, bookings.get, booking_id=told["booking_id"])
            row = await perform(actor, booking.reschedule, **told)
            await say(
                self,
                _("{name}: {when} with {provider}", name=row.contact_name, when=_when(row), provider=row.provider_name),
                undo=_back(before),
            )
            await self._draw(actor)
        finally:
            self.settled += 1

    @rx.event
    @requires(Permission.bookings_manage)
    async def put_back(self, actor: Actor, place: str) -> None:
        """Takes a move back, through the same action as any other."""
        try:
            told = json.loads(str(place)[:500])
            where = {
                "booking_id": read_id(told["booking"]),
                "starts_at": datetime.fromisoformat(told["starts_at"]),
                "provider_id": read_id(told["provider"]),
                "duration": int(told["duration"]),
            }
            if where["starts_at"].tzinfo is None:
                raise NotFound
        except (ValueError, TypeError, KeyError):
            raise NotFound from None
        row = await perform(actor, booking.reschedule, **where)
        await self._draw(actor)
        await say(self, _("Back at {when} with {provider}", when=_when(row), provider=row.provider_name))

    @rx.event
    @requires(Permission.bookings_manage)
    async def create(self, actor: Actor, column: str, start: int, end: int) -> Any:
        """Opens the form for the time that was drawn."""
        try:
            day, provider = self._where(str(column))
            first, _last = _span(start, end)
            form = await self.get_state(BookingForm)
            await form._open_at(actor, self._moment(day, first), provider)
        finally:
            self.settled += 1

    def _where(self, column: str) -> tuple[date, UUID | None]:
        """The day and the provider a column stands for."""
        if not any(one.id == column for one in self.columns):
            raise NotFound
        if self._asked.view == "week":
            return date.fromisoformat(column), self._asked.who[0] if len(self._asked.who) == 1 else None
        return self._asked.day, read_id(column)

    def _moment(self, day: date, minute: int) -> int:
        return day_bounds(self._timezone, day.toordinal())[0] + 60 * minute

    def _move(self, id: str, column: str, start: int, end: int) -> tuple[Part, int, UUID | None, int]:
        """What is picked up, how far it goes in seconds, to whom, and by how many minutes it grows."""
        part = self._parts.get(id)
        if part is None:
            raise NotFound
        day, provider = self._where(column)
        same = column == part.column or self._asked.view == "week"
        by = end - start - part.minutes
        return part, self._moment(day, start) - part.starts, None if same else provider, by if part.whole else 0

    async def _moved(self, actor: Actor, told: tuple[Part, int, UUID | None, int]) -> dict[str, Any]:
        """The same as the action takes it: the whole visit goes as far as its piece went."""
        part, far, provider, longer = told
        row = await look(actor, bookings.get, booking_id=read_id(part.booking_id))
        wanted: dict[str, Any] = {"booking_id": row.id, "starts_at": moment(seconds(row.starts_at) + far), "provider_id": provider}
        return wanted | {"duration": row.duration + longer} if longer else wanted


def _span(start: Any, end: Any) -> tuple[int, int]:
    """Two minutes of a day, as a hand may give them."""
    if not (type(start) is int and type(end) is int and 0 <= start < end <= LONGEST):
        raise NotFound
    return start, end


def _when(row: BookingRow) -> str:
    return f"{row.day} {row.time_range}"


def _back(before: BookingRow) -> tuple[Any, str]:
    """What takes the move back: where it was."""
    place = {
        "booking": str(before.id),
        "starts_at": before.starts_at.isoformat(),
        "provider": str(before.provider_id),
        "duration": before.duration,
    }
    return Calendar.put_back, json.dumps(place)
