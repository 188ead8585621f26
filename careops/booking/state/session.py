"""One published time on a page of its own: who sits in it, and what can be done with all of them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules import at_wall, moment
from careops.booking.schemas import PersonIn
from careops.booking.schemas.slots import SeatRow, SlotEdit
from careops.booking.state.asked import read_day, read_one
from careops.booking.state.slot_lines import STATES, TONES
from careops.booking.state.slots import minute_of
from careops.booking.state.words import STATUS_WORDS, Choice, state_of
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Refusal, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here


@dataclass(frozen=True)
class Guest:
    """Somebody in the session, or who was."""

    seat: str
    name: str
    initials: str
    tint: int
    state: str
    state_label: str
    href: str


@dataclass(frozen=True)
class SessionView:
    """A published time with its guests."""

    id: str = ""
    version: int = 0
    service: str = ""
    day: str = ""
    iso_day: str = ""
    clock_time: str = ""
    time: str = ""
    provider: str = ""
    provider_id: str = ""
    timezone: str = "UTC"
    state: str = ""
    tone: str = ""
    status: str = ""
    seats: str = ""
    capacity: int = 1
    full: bool = False
    empty: bool = True
    note: str = ""
    guests: list[Guest] = field(default_factory=list[Guest])
    providers: list[Choice] = field(default_factory=list[Choice])


def session_view(db: Session, actor: Actor, *, slot_id: UUID) -> SessionView:
    """The session with everybody in it."""
    row, seats = bookings.slot(db, actor, slot_id=slot_id), bookings.seats(db, actor, slot_id=slot_id)
    providers = bookings.providers(db, actor, active=True, booking_type_id=row.booking_type_id)
    wall = clock.local(row.starts_at, row.timezone)
    return SessionView(
        id=str(row.id),
        version=row.version,
        service=row.type_name,
        day=row.day_text,
        iso_day=row.day.isoformat(),
        clock_time=f"{wall:%H:%M}",
        time=row.time_range,
        provider=row.provider_name,
        provider_id=str(row.provider_id),
        timezone=row.timezone,
        state=STATES[row.status],
        tone=TONES[row.status],
        status=row.status,
        seats=_("{taken} of {capacity} seats taken", taken=row.taken + row.held, capacity=row.capacity),
        capacity=row.capacity,
        full=row.free == 0,
        empty=not seats,
        note=row.note,
        guests=[guest(one) for one in seats],
        providers=[Choice(str(one.id), one.name) for one in providers],
    )


def guest(one: SeatRow) -> Guest:
    """Somebody in words."""
    row = one.booking
    state = state_of(row, clock.now())
    return Guest(
        seat=str(one.seat or "–"),
        name=row.contact_name,
        initials=row.contact_initials,
        tint=row.contact_tint,
        state=state,
        state_label=STATUS_WORDS[state],
        href=f"/app/bookings/{row.id}",
    )


class SessionPage(rx.State):
    """The session that is open."""

    shown: SessionView = SessionView()
    missing: bool = False
    adding: bool = False
    moving: bool = False
    errors: dict[str, str] = {}
    reason: str = ""

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Loads the session in the address and keeps it true while the page is open."""
        asked = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async with self:
            self.shown, self.adding, self.moving, self.errors = SessionView(), False, False, {}
        async for member in while_here(self, actor, Permission.bookings_view):
            try:
                shown = await look(member, session_view, slot_id=read_id(asked))
            except NotFound:
                shown = SessionView()
            async with self:
                self.shown, self.missing = shown, not shown.id

    @rx.event
    @requires(Permission.bookings_manage)
    async def turn(self, actor: Actor, what: str) -> None:
        """Opens one of the two forms, or neither."""
        self.errors, self.adding, self.moving = {}, what == "add", what == "move"

    async def _try(self, actor: Actor, action: Any, told: str, **arguments: Any) -> bool:
        self.errors = {}
        try:
            await perform(actor, action, slot_id=read_id(self.shown.id), **arguments)
        except Refusal as refusal:
            self.errors = {p.field.rsplit(".", 1)[-1]: p.message for p in refusal.problems} or {"form": str(refusal)}
            return False
        self.adding = self.moving = False
        await say(self, told)
        return True

    @rx.event
    @requires(Permission.bookings_manage)
    async def add(self, actor: Actor, form: dict[str, Any]) -> None:
        """Gives somebody a seat."""
        try:
            person = PersonIn.model_validate({name: str(form.get(name, "")) for name in ("name", "email", "phone")})
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        await self._try(actor, booking.seat, _("{name} has a seat", name=person.name), customer=person)

    @rx.event
    @requires(Permission.bookings_manage)
    async def add_seats(self, actor: Actor, by: int) -> None:
        """One seat more, or one less."""
        capacity = self.shown.capacity + (1 if by == 1 else -1)
        if 1 <= capacity <= 999:
            await self._try(actor, booking.edit_slot, _("{count} seats", count=capacity), change=SlotEdit(capacity=capacity))

    @rx.event
    @requires(Permission.bookings_manage)
    async def open_or_close(self, actor: Actor) -> None:
        """Takes no more bookings, or takes them again."""
        closing = self.shown.status == "open"
        told = _("Closed: no more bookings are taken") if closing else _("Open for bookings")
        await self._try(actor, booking.edit_slot, told, change=SlotEdit(status="closed" if closing else "open"))

    @rx.event
    @requires(Permission.bookings_manage)
    async def move(self, actor: Actor, form: dict[str, Any]) -> None:
        """Moves it with everybody in it."""
        try:
            day = read_day(form.get("day", ""))
            if day is None:
                raise Invalid.field("day", _("Choose a day"))
            start = moment(at_wall(self.shown.timezone, day.toordinal(), minute_of(form, "time")))
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return
        await self._try(
            actor, booking.move_slot, _("Moved; everybody in it is told"), starts_at=start, provider_id=read_one(form.get("provider", ""))
        )

    @rx.event
    @requires(Permission.bookings_manage)
    async def type_reason(self, actor: Actor, text: str) -> None:
        """The reason for cancelling, as it is typed."""
        self.reason = str(text)[:500]

    @rx.event
    @requires(Permission.bookings_manage)
    async def cancel(self, actor: Actor) -> None:
        """Calls it off; everybody in it is told."""
        if await self._try(actor, booking.cancel_slot, _("Cancelled; everybody in it is told"), reason=self.reason):
            self.reason = ""

    @rx.event
    @requires(Permission.bookings_manage)
    async def remove(self, actor: Actor) -> Any:
        """Takes back a time nobody ever booked."""
        if await self._try(actor, booking.remove_slot, _("The time is no longer published")):
            return rx.redirect("/app/slots")
        return None
