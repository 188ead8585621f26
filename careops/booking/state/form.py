"""Booking for a customer, and moving a booking: services, people, day, time; the same picker for both."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError

from careops.booking import actions as booking
from careops.booking.rules import at_wall, moment
from careops.booking.schemas import BookingIn, BookingRow
from careops.booking.schemas.wanted import Wanted
from careops.booking.state.asked import needed_day, needed_moment, read_day, read_one
from careops.booking.state.explained import Explained
from careops.booking.state.offer import (
    MOST,
    Picked,
    Soonest,
    Times,
    offer,
    soonest,
    times,
    times_to_move,
    tried,
)
from careops.booking.state.one import BookingState
from careops.booking.state.series import Repeat
from careops.booking.state.whom import Whom, passer_by
from careops.booking.state.words import Choice
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Refusal, invalid
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say

WALK_IN = _("Walk-in")


class BookingForm(rx.State):
    """The drawer for a new booking, or for moving the one that is open."""

    open: bool = False
    quick: bool = False  # a place in the day was chosen first: the service is next
    walking: bool = False  # somebody stands at the door: whoever has room
    moving: str = ""
    types: list[Choice] = []
    lines: list[Picked] = []
    more_lines: bool = False
    seats: int = 1
    most_seats: int = 1
    day: str = ""
    free: list[Choice] = []
    chosen: str = ""
    chosen_words: str = ""
    clock_time: str = ""
    level: str = ""
    verdict: str = ""
    who: str = ""
    next_day: str = ""
    next_words: str = ""
    soonest: list[Soonest] = []
    errors: dict[str, str] = {}
    _timezone: str = "UTC"
    _whose: str = ""  # whose column was pointed at

    # ── opening and closing ──────────────────────────────

    @rx.event
    @requires(Permission.bookings_manage)
    async def start(self, actor: Actor, day: str) -> None:
        """Opens the form for a new booking on that day."""
        await self._begin()
        self.day = str(read_day(day) or "")
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def start_walk_in(self, actor: Actor) -> None:
        """Opens it for somebody who stands at the door: who has room now, or next."""
        await self._begin()
        self.quick = self.walking = True
        await self._reload(actor)
        self.soonest = await look(actor, soonest, type_id=None)

    async def _open_at(self, actor: Actor, at: int, provider: UUID | None) -> None:
        """Opens it at a time that was pointed at, in somebody's column perhaps; open already, it goes there with all that is in it."""
        (await self.get_state(Explained)).open = False
        whose = str(provider or "")
        if not self.open:
            await self._begin()
            self.quick = True
        self.lines = [replace(self.lines[0], provider_id=whose), *self.lines[1:]] if self.lines else [Picked(provider_id=whose)]
        self.chosen, self.soonest, self.walking = moment(at).isoformat(), [], False
        self.day = clock.local(moment(at), self._timezone).date().isoformat()
        await self._reload(actor, keep_time=True)

    async def _open_from_address(self, actor: Actor, day: date, contact_id: str) -> None:
        """Opens it because the address says so (`?new=1`), with the contact it names chosen."""
        await self._begin()
        self.day = day.isoformat()
        await (await self.get_state(Whom))._begin(actor, contact_id)
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def move(self, actor: Actor) -> None:
        """Opens it to move the booking that is shown."""
        shown = (await self.get_state(BookingState)).shown
        await self._begin()
        self.moving, self.day = shown.id, shown.iso_day
        self.lines = [Picked(type_id=shown.type_id, provider_id=shown.provider_id)]
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_view)
    async def close(self, actor: Actor) -> None:
        """Puts the form away."""
        await self._clear()

    async def _begin(self) -> None:
        """Empty, and the only thing beside the days."""
        await self._clear()
        self.open = True
        (await self.get_state(Explained)).open = False

    async def _clear(self) -> None:
        """Away with all that was chosen."""
        self.reset()
        (await self.get_state(Whom)).reset()

    # ── choosing ─────────────────────────────────────────

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose(self, actor: Actor, index: int, what: str, value: str) -> None:
        """Another service, variant or person for one of the visit's services."""
        if not 0 <= index < len(self.lines) or what not in ("type", "variant", "provider"):
            raise NotFound
        line = self.lines[index]
        changed = Picked(type_id=value, provider_id=line.provider_id) if what == "type" else replace(line, **{f"{what}_id": value})
        self.lines = [changed if at == index else one for at, one in enumerate(self.lines)]
        await self._reload(actor, keep_time=self.quick)

    @rx.event
    @requires(Permission.bookings_manage)
    async def turn_extra(self, actor: Actor, index: int, id: str) -> None:
        """Adds something to a service, or takes it away."""
        if not 0 <= index < len(self.lines):
            raise NotFound
        self.lines = [one.turned(id) if at == index else one for at, one in enumerate(self.lines)]
        await self._reload(actor, keep_time=True)

    @rx.event
    @requires(Permission.bookings_manage)
    async def add_line(self, actor: Actor) -> None:
        """One more service, right after the others."""
        if len(self.lines) < MOST and self.types:
            self.lines = [*self.lines, Picked(type_id=self.types[0].value)]
            self.seats = 1
            await self._reload(actor, keep_time=True)

    @rx.event
    @requires(Permission.bookings_manage)
    async def drop_line(self, actor: Actor, index: int) -> None:
        """One service less."""
        if 0 < index < len(self.lines):
            self.lines = [one for at, one in enumerate(self.lines) if at != index]
            await self._reload(actor, keep_time=True)

    @rx.event
    @requires(Permission.bookings_manage)
    async def add_seats(self, actor: Actor, by: int) -> None:
        """One seat more, or one less."""
        self.seats = min(max(1, self.seats + (1 if by == 1 else -1)), self.most_seats)
        await self._reload(actor, keep_time=True)

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_day(self, actor: Actor, value: str) -> None:
        """Another day."""
        self.day = value[:10]
        await self._reload(actor)

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_time(self, actor: Actor, value: str) -> None:
        """One of the free times."""
        self.errors = {}
        await self._choose(actor, value[:40])

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_clock(self, actor: Actor, value: str) -> None:
        """Any other time of the day: what would come of it is said."""
        self.errors = {}
        self.clock_time = value[:5]
        try:
            wall = time.fromisoformat(self.clock_time)
        except ValueError:
            return
        day = needed_day(self.day)
        await self._choose(actor, moment(at_wall(self._timezone, day.toordinal(), wall.hour * 60 + wall.minute)).isoformat())

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_soonest(self, actor: Actor, provider: str) -> None:
        """Whoever has room, at that time."""
        one = next((one for one in self.soonest if one.provider_id == provider), None)
        if one is None:
            raise NotFound
        self.lines = [replace(self.lines[0], provider_id=one.provider_id), *self.lines[1:]]
        self.chosen = one.at
        await self._reload(actor, keep_time=True)

    async def _reload(self, actor: Actor, *, keep_time: bool = False) -> None:
        """The choices that follow from what is chosen so far."""
        kept = self.chosen if keep_time or self.quick else ""
        told = await look(actor, offer, lines=self.lines, preset=not self.quick)
        self.types, self.lines, self.most_seats, self._timezone = told.types, told.lines, told.most_seats, told.timezone
        self._whose = told.whose
        self.seats, self.more_lines = min(self.seats, self.most_seats), len(self.lines) < MOST
        if self.quick and kept:
            self.day = clock.local(needed_moment(kept), self._timezone).date().isoformat()
        self.day = self.day or clock.today(self._timezone).isoformat()
        self.free, self.next_day, self.next_words = [], "", ""
        if self._complete:
            shown = await self._times(actor)
            self.free, self.next_day, self.next_words = shown.free, shown.next_day, shown.next_words
        if self.quick and self.soonest:
            self.soonest = await look(actor, soonest, type_id=read_one(self.lines[0].type_id))
        await self._choose(actor, kept)

    async def _times(self, actor: Actor) -> Times:
        day = needed_day(self.day)
        if self.moving:
            provider = read_one(self.lines[0].provider_id)
            return await look(actor, times_to_move, booking_id=read_id(self.moving), provider_id=provider, day=day, timezone=self._timezone)
        return await look(actor, times, wanted=self._wanted, day=day, seats=self.seats, timezone=self._timezone)

    async def _choose(self, actor: Actor, at: str) -> None:
        """Takes the time, and says what would come of it."""
        self.chosen, self.chosen_words, self.level, self.verdict, self.who = at, "", "", "", ""
        if not at:
            return
        start = needed_moment(at)
        said = when.moment_text(clock.now(), start, self._timezone)
        self.chosen_words = _("{when} with {name}", when=said, name=self._whose) if self.quick and self._whose else said
        if not self._complete:
            return
        row = await look(
            actor,
            tried,
            wanted=[] if self.moving else self._wanted,
            moving=read_one(self.moving),
            provider_id=read_one(self.lines[0].provider_id),
            at=start,
            seats=self.seats,
        )
        self.level, self.verdict = row.level, row.text
        self.who = f"{row.who}: {row.because}" if row.who and row.because else row.who

    @property
    def _complete(self) -> bool:
        return bool(self.lines) and all(one.type_id for one in self.lines)

    @property
    def _wanted(self) -> list[Wanted]:
        return [one.wanted for one in self.lines]

    # ── doing it ─────────────────────────────────────────

    @rx.event
    @requires(Permission.bookings_manage)
    async def submit(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Books, or moves; what is wrong stands at its field and everything typed stays."""
        person = {key: str(form.get(key, "")) for key in ("name", "email", "phone")}
        return await self._do(actor, person, str(form.get("notes", "")), dependent=str(form.get("dependent", "")))

    @rx.event
    @requires(Permission.bookings_manage)
    async def walk_in(self, actor: Actor) -> Any:
        """Books for somebody who gave no name."""
        contact_id = await look(actor, passer_by, name=WALK_IN) if actor.can(Permission.contacts_view) else ""
        return await self._do(actor, {"name": WALK_IN}, "", contact_id)

    async def _do(self, actor: Actor, person: dict[str, str], notes: str, contact_id: str = "", dependent: str = "") -> Any:
        self.errors = {}
        try:
            if not self._complete:
                raise Invalid.field("type", _("Choose a service"))
            if not self.chosen:
                raise Invalid.field("time", _("Choose a time"))
            row = await self._moved(actor) if self.moving else await self._booked(actor, person, notes, contact_id, dependent)
        except Refusal as refusal:
            self.errors = {problem.field.rsplit(".", 1)[-1]: problem.message for problem in refusal.problems} or {"time": str(refusal)}
            if refusal.status == 409:
                await self._reload(actor, keep_time=True)
            return None
        await say(self, _("Moved to {when}", when=row.when) if self.moving else _("Booked: {when}", when=row.when))
        day = clock.local(row.starts_at, row.timezone).date()
        await self._clear()
        return rx.redirect(f"/app/calendar?date={day}&booking={row.id}")

    async def _moved(self, actor: Actor) -> BookingRow:
        provider = read_one(self.lines[0].provider_id)
        return await perform(
            actor, booking.reschedule, booking_id=read_id(self.moving), starts_at=needed_moment(self.chosen), provider_id=provider
        )

    async def _booked(self, actor: Actor, person: dict[str, str], notes: str, contact_id: str, dependent: str) -> BookingRow:
        contact = (await self.get_state(Whom)).contact
        whom = contact_id or (contact.id if contact else "")
        first, *rest = self.lines
        told = {
            **first.told,
            "also": [one.told for one in rest],
            "seats": self.seats,
            "starts_at": self.chosen,
            "contact_id": whom or None,
            "dependent_id": dependent or None if whom else None,
            "customer": None if whom else person,
            "notes": notes,
        }
        try:
            given = BookingIn.model_validate(told)
        except ValidationError as problem:
            raise invalid(problem) from None
        repeat = await self.get_state(Repeat)
        if repeat.on and not self.quick:
            return await repeat._book(actor, given)
        return await perform(actor, booking.book, **dict(given))

    @rx.event
    @requires(Permission.bookings_manage)
    async def look_ahead(self, actor: Actor) -> None:
        """Shows every visit of what is chosen, as often as it repeats."""
        repeat = await self.get_state(Repeat)
        if not self._complete or not self.chosen:
            repeat.error = _("Choose a service and a time first")
            return
        first, *rest = self._wanted
        asked = {
            "booking_type_id": first.booking_type_id,
            "provider_id": first.provider_id,
            "variant_id": first.variant_id,
            "add_on_ids": first.add_on_ids,
            "also": rest,
            "seats": self.seats,
            "starts_at": needed_moment(self.chosen),
        }
        await repeat._look(actor, asked)
