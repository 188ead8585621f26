"""Visits that repeat, for staff: the repeat part of the booking form, and what is done with a series that is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules import at_wall, moment
from careops.booking.schemas import BookingIn, BookingRow
from careops.booking.schemas.series import Occurrence, RepeatIn, SeriesIn, SeriesPlan, SeriesRow
from careops.booking.state.asked import read_day, read_one
from careops.booking.state.one import BookingState
from careops.booking.state.slots import minute_of
from careops.booking.state.words import STATUS_WORDS, state_of
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Refusal, invalid
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say

ON_CONFLICT = ("skip", "move", "refuse")
SIX_WEEKS = {"frequency": "weekly", "every": "1", "monthly": "day", "ends": "count", "count": "6", "until": ""}


@dataclass(frozen=True)
class Visit:
    """One visit of a plan: when, whether it can be had, and what would be done otherwise."""

    when: str
    free: bool
    says: str
    instead: str


@dataclass(frozen=True)
class Dated:
    """One visit of a series that is booked."""

    when: str
    state: str
    state_label: str
    href: str
    current: bool


def visit(one: Occurrence) -> Visit:
    """A planned visit in words."""
    return Visit(
        when=one.when,
        free=one.verdict == "free",
        says=one.says,
        instead=_("nearest: {when}", when=one.instead.when) if one.instead and one.verdict != "free" else "",
    )


def summary(visits: list[Visit]) -> str:
    """How many of them can be had."""
    free = sum(1 for one in visits if one.free)
    told = plural("{count} visit is free", "{count} visits are free", free)
    return told if free == len(visits) else told + plural(", {count} is not", ", {count} are not", len(visits) - free)


class Repeat(rx.State):
    """How often the booking in the form repeats, and what that comes to."""

    on: bool = False
    said: dict[str, str] = dict(SIX_WEEKS)
    weekdays: list[bool] = [False] * 7
    visits: list[Visit] = []
    sentence: str = ""
    summary: str = ""
    clashes: bool = False
    on_conflict: str = "refuse"
    error: str = ""
    _version: str = ""

    @rx.event
    @requires()
    async def begin(self, actor: Actor) -> None:
        """A form that was just opened repeats nothing."""
        self.reset()

    @rx.event
    @requires(Permission.bookings_manage)
    async def turn(self, actor: Actor, on: bool) -> None:
        """Repeats it, or not."""
        self.on = bool(on)
        self._forget()

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose(self, actor: Actor, name: str, value: str) -> None:
        """How often, until when."""
        if name not in {"frequency", "every", "monthly", "ends", "count", "until"}:
            raise NotFound
        self.said = {**self.said, name: str(value)[:20]}
        self._forget()

    @rx.event
    @requires(Permission.bookings_manage)
    async def turn_day(self, actor: Actor, day: int) -> None:
        """On that weekday too, or not."""
        if not 0 <= day < 7:
            raise NotFound
        self.weekdays = [on != (at == day) for at, on in enumerate(self.weekdays)]
        self._forget()

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_conflict(self, actor: Actor, value: str) -> None:
        """What becomes of visits that cannot be had."""
        self.on_conflict = value if value in ON_CONFLICT else "refuse"

    def _forget(self) -> None:
        self.visits, self.sentence, self.summary, self.clashes, self.error, self._version = [], "", "", False, "", ""

    def _rule(self) -> RepeatIn:
        said = self.said
        told = {
            "frequency": said.get("frequency", "weekly"),
            "every": said.get("every") or 1,
            "monthly": said.get("monthly", "day"),
            "weekdays": [day for day, on in enumerate(self.weekdays) if on] if said.get("frequency") == "weekly" else [],
            "count": said.get("count") or None if said.get("ends") == "count" else None,
            "until": said.get("until") or None if said.get("ends") != "count" else None,
        }
        try:
            return RepeatIn.model_validate(told)
        except ValidationError as problem:
            raise invalid(problem) from None

    async def _look(self, actor: Actor, asked: dict[str, Any]) -> None:
        """Shows every visit of what the form asks for."""
        self._forget()
        try:
            plan: SeriesPlan = await look(actor, bookings.plan_series, repeat=self._rule(), **asked)
        except Refusal as refusal:
            self.error = " ".join(p.message for p in refusal.problems) or str(refusal)
            return
        self.visits = [visit(one) for one in plan.occurrences]
        self.sentence, self.summary, self.clashes = plan.sentence, summary(self.visits), plan.conflicts > 0
        self._version = plan.version

    async def _book(self, actor: Actor, given: BookingIn) -> BookingRow:
        """Books all visits; the first that comes stands for them."""
        told = {name: getattr(given, name) for name in BookingIn.model_fields if name in SeriesIn.model_fields}
        asked = {"repeat": self._rule(), "on_conflict": self.on_conflict, "version": self._version or None}
        try:
            made: SeriesRow = await perform(actor, booking.book_series, **told, **asked)
        except Refusal:
            self._forget()  # what was shown is no longer true: it is to be looked at again
            raise
        return made.bookings[0]


class SeriesDialog(rx.State):
    """The series of the open booking: its visits, and one change for several of them."""

    open: bool = False
    sentence: str = ""
    dates: list[Dated] = []
    waits: bool = False
    scope: str = "following"
    day: str = ""
    clock_time: str = ""
    visits: list[Visit] = []
    summary: str = ""
    clashes: bool = False
    on_conflict: str = "refuse"
    reason: str = ""
    error: str = ""
    _booking: str = ""
    _series: str = ""
    _timezone: str = "UTC"
    _start: str = ""

    @rx.event
    @requires(Permission.bookings_view)
    async def start(self, actor: Actor) -> None:
        """Opens the series of the booking that is shown."""
        shown = (await self.get_state(BookingState)).shown
        self.reset()
        await self._load(actor, read_id(shown.id))
        self.open = True

    async def _load(self, actor: Actor, booking_id: UUID) -> None:
        one = await look(actor, bookings.get, booking_id=booking_id)
        if one.series_id is None:
            raise NotFound
        row = await look(actor, bookings.series, series_id=one.series_id)
        here = clock.local(one.starts_at, one.timezone)
        self._booking, self._series, self._timezone = str(one.id), str(row.id), one.timezone
        self.sentence, self.day, self.clock_time = row.sentence, here.date().isoformat(), f"{here:%H:%M}"
        self.waits = any(each.status == "pending" for each in row.bookings)
        self.dates = [_dated(each, one.id) for each in row.bookings]

    @rx.event
    @requires()
    async def close(self, actor: Actor) -> None:
        """Puts it away."""
        self.reset()

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_scope(self, actor: Actor, value: str) -> None:
        """From this visit on, or all."""
        self.scope = value if value in ("this", "following", "all") else "following"
        self._forget()

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_conflict(self, actor: Actor, value: str) -> None:
        """What becomes of visits that cannot go there."""
        self.on_conflict = value if value in ON_CONFLICT else "refuse"

    @rx.event
    @requires(Permission.bookings_manage)
    async def type_reason(self, actor: Actor, text: str) -> None:
        """The reason for cancelling, as it is typed."""
        self.reason = str(text)[:500]

    def _forget(self) -> None:
        self.visits, self.summary, self.clashes, self.error, self._start = [], "", False, "", ""

    @rx.event
    @requires(Permission.bookings_manage)
    async def look_at(self, actor: Actor, form: dict[str, Any]) -> None:
        """Shows where each visit would go; nothing is changed yet."""
        self._forget()
        try:
            day = read_day(form.get("day", ""))
            if day is None:
                raise Invalid.field("day", _("Choose a day"))
            start = moment(at_wall(self._timezone, day.toordinal(), minute_of(form, "time")))
            found = await perform(actor, booking.plan_move, booking_id=read_id(self._booking), scope=self.scope, starts_at=start)
        except Refusal as refusal:
            self.error = " ".join(p.message for p in refusal.problems) or str(refusal)
            return
        self.visits = [visit(one) for one in found]
        self.summary, self.clashes, self._start = summary(self.visits), any(not one.free for one in self.visits), start.isoformat()

    @rx.event
    @requires(Permission.bookings_manage)
    async def move(self, actor: Actor) -> None:
        """Moves them as it was shown."""
        try:
            start = datetime.fromisoformat(self._start)
        except ValueError:
            self.error = _("Look at the dates first")
            return
        asked = {"booking_id": read_id(self._booking), "scope": self.scope, "starts_at": start, "on_conflict": self.on_conflict}
        await self._do(actor, booking.reschedule_series, _("Moved; the customer is told once, with all dates"), **asked)

    @rx.event
    @requires(Permission.bookings_manage)
    async def cancel(self, actor: Actor) -> None:
        """Calls them off."""
        asked = {"series_id": read_id(self._series), "scope": self.scope, "booking_id": read_one(self._booking), "reason": self.reason}
        await self._do(actor, booking.cancel_series, _("Cancelled; the customer is told once"), **asked)

    @rx.event
    @requires(Permission.bookings_manage)
    async def confirm(self, actor: Actor) -> None:
        """Says yes to all that wait."""
        await self._do(actor, booking.confirm_series, _("All visits are confirmed"), series_id=read_id(self._series))

    async def _do(self, actor: Actor, action: Any, told: str, **asked: Any) -> None:
        try:
            await perform(actor, action, **asked)
        except Refusal as refusal:
            self.error = " ".join(p.message for p in refusal.problems) or str(refusal)
            return
        self.reset()
        await say(self, told)


def _dated(row: BookingRow, shown: UUID) -> Dated:
    state = state_of(row, clock.now())
    return Dated(row.when, state, STATUS_WORDS[state], f"/app/bookings/{row.id}", row.id == shown)
