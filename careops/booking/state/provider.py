"""The page of one person, room or thing: who they are, when they work, and when not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import (
    OverrideIn,
    ProviderKind,
    ScheduleIn,
    TimeOffIn,
)
from careops.booking.state.provider_form import (
    DateLine,
    DayLine,
    OffLine,
    ServicePick,
    clash_words,
    date_lines,
    fields_of,
    hours_of,
    moment_of,
    off_lines,
    said_of,
    span_line,
    week_lines,
    week_of,
)
from careops.booking.state.provider_kept import FoundProvider, found_provider, keep_provider
from careops.booking.state.words import Choice
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Problem, Stale, first_problems
from careops.core.i18n import text as _
from careops.core.ids import new_id, read_id
from careops.core.typed import whole
from careops.frame.state import requires, say

NEW = {"new-person": ProviderKind.person, "new-resource": ProviderKind.resource}
MOST = 12  # stretches a day


class ProviderEditor(rx.State):
    """One provider, as they are typed; dates and time off are kept one by one."""

    id: str = ""
    kind: str = "person"
    title: str = ""
    said: dict[str, str] = {}
    week: list[DayLine] = []
    services: list[ServicePick] = []
    members: list[Choice] = []
    dates: list[DateLine] = []
    off: list[OffLine] = []
    errors: dict[str, str] = {}
    problems: list[dict[str, str]] = []
    stale: bool = False
    missing: bool = False
    loaded: bool = False
    form_key: int = 0
    opened: str = ""
    timezone: str = ""
    _version: int = 0

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Shows the provider in the address, or an empty one."""
        self.loaded, self.missing, self.opened = False, False, ""
        await self._show(actor, str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1])

    async def _show(self, actor: Actor, address: str) -> None:
        try:
            here = await look(actor, found_provider, provider=None if address in NEW else read_id(address))
        except NotFound:
            self.missing, self.id = True, ""
            return
        row = here.row
        self.id, self.kind = address, row.kind if row else NEW[address].value
        self.title = row.name if row else _("New person") if self.kind == ProviderKind.person else _("New room or thing")
        self.said = said_of(row) if row else {"timezone": here.timezone, "capacity": "1", "active": "on", "always_open": "on"}
        self.week, self.services, self.members = week_lines(here.schedule, here.first_weekday), here.services, here.members
        self._version, self.timezone = row.version if row else 0, row.timezone if row else here.timezone
        self._show_dates(here)
        self.errors, self.problems, self.stale = {}, [], False
        self.form_key, self.loaded = self.form_key + 1, True

    def _show_dates(self, here: FoundProvider) -> None:
        self.dates, self.off = date_lines(here.schedule) if here.schedule else [], off_lines(here.off)

    # ── the week ───────────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def add_hours(self, actor: Actor, weekday: int) -> None:
        """One more stretch on that day: the usual hours first, then an empty one."""

        def more(day: DayLine) -> DayLine:
            usual = ("09:00", "17:00") if all(span.removed for span in day.spans) else ("", "")
            return replace(day, spans=[*day.spans, span_line(day.weekday, f"new{str(new_id())[-8:]}", *usual)])

        self.week = [more(day) if day.weekday == weekday and len(day.spans) < MOST else day for day in self.week]

    @rx.event
    @requires(Permission.settings)
    async def remove_hours(self, actor: Actor, weekday: int, key: str) -> None:
        """Takes a stretch out; it goes when the page is saved."""
        self._mark(weekday, key, True)

    def _mark(self, weekday: int, key: str, removed: bool) -> None:
        self.week = [
            replace(day, spans=[replace(span, removed=removed) if span.key == key else span for span in day.spans])
            if day.weekday == weekday
            else day
            for day in self.week
        ]

    # ── keeping it ─────────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Keeps everything at once; what was typed stays while something is wrong."""
        known = None if self.id in NEW else read_id(self.id)
        try:
            fields = fields_of(form, self.kind, self.services)
            week = ScheduleIn.model_validate({"week": week_of(form, self.week)})
            row = await perform(
                actor, keep_provider, provider=known, kind=self.kind, fields=fields, week=week, version=self._version or None
            )
        except ValidationError as problem:
            return self._point_at(first_problems(problem))
        except Invalid as refusal:
            return self._point_at(refusal.problems)
        except Stale:
            self.stale = True
            return None
        await say(self, _("Saved: {name}", name=row.name))
        if known is None:
            return rx.redirect(f"/app/settings/providers/{row.id}", replace=True)
        await self._show(actor, str(row.id))
        return None

    def _point_at(self, problems: Sequence[Problem]) -> Any:
        named = {self._named(problem.field): problem.message for problem in problems}
        self.errors = named
        self.problems = [{"field": name, "message": message} for name, message in named.items()]
        return rx.call_script("setTimeout(() => document.querySelector('.errors')?.focus(), 60)")

    def _named(self, path: str) -> str:
        """A weekday's own place for what is wrong with its hours."""
        parts = path.split(".")
        day = whole(parts[1]) if parts[0] == "week" and len(parts) > 1 else None
        if day is not None and day < len(self.week):
            return f"day-{self.week[day].weekday}"
        return path if path.startswith("day-") else parts[0]

    @rx.event
    @requires(Permission.settings)
    async def insist(self, actor: Actor) -> None:
        """What is typed here is to be kept over what somebody else saved meanwhile: the next Save does."""
        self._version, self.stale = 0, False

    @rx.event
    @requires(Permission.settings)
    async def give_in(self, actor: Actor) -> None:
        """Shows what somebody else saved meanwhile."""
        await self._show(actor, self.id)

    @rx.event
    @requires(Permission.settings)
    async def delete(self, actor: Actor) -> Any:
        """Forgets a provider nobody ever booked."""
        if self.id not in NEW:
            await perform(actor, booking.remove_provider, provider_id=read_id(self.id))
            await say(self, _("Removed: {name}", name=self.title))
        return rx.redirect("/app/settings/providers")

    # ── dates and time off ─────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def open_form(self, actor: Actor, which: str) -> None:
        """Opens the form for a date or for time off, or closes it."""
        self.opened, self.errors, self.problems = which if which in {"date", "off"} else "", {}, []

    @rx.event
    @requires(Permission.settings)
    async def keep_date(self, actor: Actor, form: dict[str, Any]) -> None:
        """Gives one date hours of its own; none means they do not work."""
        await self._keep_one(actor, self._date(form))

    async def _keep_one(self, actor: Actor, made: Any) -> None:
        try:
            note = await made(actor)
        except ValidationError as problem:
            self.errors = {problem.field.split(".")[0]: problem.message for problem in first_problems(problem)}
            return
        except Invalid as refusal:
            self.errors = {problem.field: problem.message for problem in refusal.problems}
            return
        self.opened, self.errors = "", {}
        self._show_dates(await look(actor, found_provider, provider=read_id(self.id)))
        await say(self, note)

    def _date(self, form: dict[str, Any]) -> Any:
        async def made(actor: Actor) -> str:
            given = OverrideIn.model_validate({"day": form.get("day") or None, "hours": hours_of(str(form.get("hours") or "")[:200])})
            await perform(actor, booking.set_override, provider_id=read_id(self.id), given=given)
            return _("Hours of that date kept")

        return made

    @rx.event
    @requires(Permission.settings)
    async def keep_off(self, actor: Actor, form: dict[str, Any]) -> None:
        """Takes time off; says what is booked in it all the same."""
        await self._keep_one(actor, self._time_off(form))

    def _time_off(self, form: dict[str, Any]) -> Any:
        async def made(actor: Actor) -> str:
            moments = {name: moment_of(str(form.get(name) or "")[:30], self.timezone, name) for name in ("starts_at", "ends_at")}
            given = TimeOffIn.model_validate({**moments, "reason": str(form.get("reason") or "")[:400]})
            row = await perform(actor, booking.add_time_off, provider_id=read_id(self.id), given=given)
            booked = clash_words(row)
            return _("Time off kept. Still booked: {bookings}", bookings=booked) if booked else _("Time off kept")

        return made

    @rx.event
    @requires(Permission.settings)
    async def remove_date(self, actor: Actor, day: str) -> None:
        """The week applies on that date again."""
        who = read_id(self.id)
        before = next(
            (one for one in (await look(actor, bookings.schedule, provider_id=who)).overrides if one.day.isoformat() == day), None
        )
        if before is None:
            raise NotFound
        await perform(actor, booking.clear_override, provider_id=who, day=before.day)
        given = OverrideIn.model_validate({"day": before.day, "hours": [{"start": one.start, "end": one.end} for one in before.hours]})
        await say(self, _("Removed: hours of {day}", day=before.day_text), undo=(ProviderEditor.put_date_back, given.model_dump_json()))
        self._show_dates(await look(actor, found_provider, provider=who))

    @rx.event
    @requires(Permission.settings)
    async def put_date_back(self, actor: Actor, given: str) -> None:
        """Undoes that."""
        who = read_id(self.id)
        await perform(actor, booking.set_override, provider_id=who, given=OverrideIn.model_validate_json(given))
        self._show_dates(await look(actor, found_provider, provider=who))

    @rx.event
    @requires(Permission.settings)
    async def remove_off(self, actor: Actor, id: str) -> None:
        """Offers them in that stretch again."""
        who = read_id(self.id)
        before = next((one for one in await look(actor, bookings.time_off, provider_id=who) if str(one.id) == id), None)
        if before is None:
            raise NotFound
        await perform(actor, booking.remove_time_off, provider_id=who, time_off_id=before.id)
        given = TimeOffIn(starts_at=before.starts_at, ends_at=before.ends_at, reason=before.reason)
        await say(self, _("Removed: time off, {when}", when=before.when), undo=(ProviderEditor.put_off_back, given.model_dump_json()))
        self._show_dates(await look(actor, found_provider, provider=who))

    @rx.event
    @requires(Permission.settings)
    async def put_off_back(self, actor: Actor, given: str) -> None:
        """Undoes that."""
        who = read_id(self.id)
        await perform(actor, booking.add_time_off, provider_id=who, given=TimeOffIn.model_validate_json(given))
        self._show_dates(await look(actor, found_provider, provider=who))
