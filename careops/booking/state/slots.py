"""The screen of published times: a week of them, the form that publishes more, and the weekly patterns."""

from datetime import date, datetime
from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules import at_wall, moment
from careops.booking.schemas.slots import SlotIn, SlotPatternIn, SlotsDraft
from careops.booking.state.asked import read_day, read_one
from careops.booking.state.slot_lines import DraftLine, Screen, draft_line, screen
from careops.booking.state.words import Choice
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, Refusal, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here


class Slots(rx.State):
    """The week that is shown, and the form that publishes more."""

    shown: Screen = Screen("", "", "", [], [], [], "", "UTC")
    loaded: bool = False
    publishing: bool = False
    weekly: bool = True
    type_id: str = ""
    providers: list[Choice] = []
    drafts: list[DraftLine] = []
    summary: str = ""
    publish_words: str = ""
    errors: dict[str, str] = {}
    _asked: dict[str, Any] = {}

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Loads the week in the address and keeps it true while the page is open."""
        day = str(self.router.url.query_parameters.get("from", ""))
        async with self:
            self.publishing = False
        async for member in while_here(self, actor, Permission.bookings_view):
            found = await look(member, screen, day=day)
            async with self:
                self.shown, self.loaded = found, True

    # ── publishing ───────────────────────────────────────

    @rx.event
    @requires(Permission.bookings_manage)
    async def start(self, actor: Actor) -> None:
        """Opens the form."""
        self._forget()
        self.publishing, self.weekly = True, True
        await self._choose(actor, self.shown.types[0].value if self.shown.types else "")

    @rx.event
    @requires()
    async def close(self, actor: Actor) -> None:
        """Puts the form away."""
        self.publishing = False

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_way(self, actor: Actor, way: str) -> None:
        """One time, or every week."""
        self._forget()
        self.weekly = way == "weekly"

    @rx.event
    @requires(Permission.bookings_manage)
    async def choose_type(self, actor: Actor, value: str) -> None:
        """Another service, and who gives it."""
        self._forget()
        await self._choose(actor, str(value))

    async def _choose(self, actor: Actor, value: str) -> None:
        self.type_id, chosen = value, read_one(value)
        found = await look(actor, bookings.providers, active=True, booking_type_id=chosen) if chosen else []
        self.providers = [Choice(str(row.id), row.name) for row in found]

    def _forget(self) -> None:
        self.drafts, self.summary, self.publish_words, self.errors, self._asked = [], "", "", {}, {}

    @rx.event
    @requires(Permission.bookings_manage)
    async def preview(self, actor: Actor, form: dict[str, Any]) -> None:
        """Shows what would be published and what is in the way; nothing is done yet."""
        self._forget()
        try:
            found = await (self._weekly(actor, form) if self.weekly else self._once(actor, form))
        except ValidationError as problem:
            self.errors = {p.field.split(".")[0] or "form": p.message for p in first_problems(problem)}
            return
        except Refusal as refusal:
            self.errors = {p.field: p.message for p in refusal.problems} or {"form": str(refusal)}
            return
        self.drafts = [draft_line(row) for row in found.times[:200]]
        self.summary = plural("{count} time can be published", "{count} times can be published", found.free)
        if found.conflicts:
            self.summary += _("; {count} would be left out", count=found.conflicts)
        self.publish_words = plural("Publish {count} time", "Publish {count} times", found.free) if found.free else ""

    async def _weekly(self, actor: Actor, form: dict[str, Any]) -> SlotsDraft:
        told = {
            "booking_type_id": self.type_id,
            "provider_id": form.get("provider", ""),
            "weekdays": [day for day in range(7) if form.get(f"weekday{day}")],
            "from_minute": minute_of(form, "from"),
            "to_minute": minute_of(form, "to"),
            "pause": form.get("pause") or 0,
            "breaks": _breaks(str(form.get("breaks", ""))),
            "excluded": _days(str(form.get("excluded", ""))),
            "capacity": form.get("capacity") or None,
            "first_day": form.get("first_day") or self.shown.today,
            "last_day": form.get("last_day") or None,
            "weeks_ahead": form.get("weeks_ahead") or 4,
        }
        pattern = SlotPatternIn.model_validate(told)
        found = await look(actor, bookings.plan_pattern, pattern=pattern)
        self._asked = pattern.model_dump(mode="json")
        return found

    async def _once(self, actor: Actor, form: dict[str, Any]) -> SlotsDraft:
        day = read_day(form.get("day", ""))
        if day is None:
            raise Invalid.field("day", _("Choose a day"))
        who = next((row for row in await look(actor, bookings.providers) if str(row.id) == form.get("provider")), None)
        start = moment(at_wall(who.timezone if who else self.shown.timezone, day.toordinal(), minute_of(form, "time")))
        told = {
            "booking_type_id": self.type_id,
            "provider_id": form.get("provider", ""),
            "starts_at": start,
            "minutes": form.get("minutes") or None,
            "capacity": form.get("capacity") or None,
            "note": form.get("note", ""),
        }
        one = SlotIn.model_validate(told)
        asked = {"booking_type_id": one.booking_type_id, "provider_id": one.provider_id, "minutes": one.minutes}
        found = await look(actor, bookings.plan_slots, starts_at=[one.starts_at], **asked)
        self._asked = one.model_dump(mode="json")
        return found

    @rx.event
    @requires(Permission.bookings_manage)
    async def change(self, actor: Actor) -> None:
        """Back to the form, as it was filled in."""
        self._forget()

    @rx.event
    @requires(Permission.bookings_manage)
    async def publish(self, actor: Actor) -> None:
        """Publishes what was shown."""
        try:
            if self.weekly:
                row = await perform(actor, booking.add_pattern, pattern=SlotPatternIn.model_validate(self._asked))
                told = plural("Published: {count} time", "Published: {count} times", row.coming)
            else:
                one = SlotIn.model_validate(self._asked)
                made = await perform(actor, booking.publish, **{name: getattr(one, name) for name in SlotIn.model_fields})
                told = _("Published: {day} {time}", day=made.day_text, time=made.time_range)
        except ValidationError:
            self.errors = {"form": _("Look at what would be published first")}
            return
        except Refusal as refusal:
            self.errors = {"form": str(refusal)}
            return
        self.publishing = False
        self._forget()
        await say(self, told)

    @rx.event
    @requires(Permission.bookings_manage)
    async def remove_pattern(self, actor: Actor, id: str) -> None:
        """Takes a pattern and its empty times away; what is booked stays."""
        await perform(actor, booking.remove_pattern, pattern_id=read_id(str(id)))
        await say(self, _("The pattern and its empty times are gone; booked times stay"))


def minute_of(form: dict[str, Any], name: str) -> int:
    """A wall time as minutes."""
    try:
        wall = datetime.strptime(str(form.get(name, "")), "%H:%M")  # noqa: DTZ007  (a wall time has no zone)
    except ValueError:
        raise Invalid.field(name, _("Give a time like 09:30")) from None
    return wall.hour * 60 + wall.minute


def _breaks(typed: str) -> list[list[int]]:
    """ "12:00-13:00, 15:30-15:45" as minutes."""
    found: list[list[int]] = []
    for part in (part.strip() for part in typed.replace("–", "-").split(",")):
        if part:
            begin, _dash, end = part.partition("-")
            found.append([minute_of({"breaks": begin.strip()}, "breaks"), minute_of({"breaks": end.strip()}, "breaks")])
    return found


def _days(typed: str) -> list[date]:
    """Dates, one after the other."""
    found: list[date] = []
    for part in (part.strip() for part in typed.replace("\n", ",").split(",")):
        if part:
            day = read_day(part)
            if day is None:
                raise Invalid.field("excluded", _("Give dates like 2026-12-24"))
            found.append(day)
    return found
