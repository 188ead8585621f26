"""The screen of calendars in other programs: links that are read there, and calendars that are read here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from pydantic import ValidationError

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules.calendars import LOOKS
from careops.booking.schemas.calendars import FeedIn, ImportEdit, ImportIn, ImportRow
from careops.booking.state.calendar_links import Asking, FeedLine, ImportLine, Made, Screen, asking, made, screen
from careops.booking.state.words import Choice
from careops.core import ratelimit
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import plural
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here
from careops.integrations.ics import foreign

FORMS = ("feed", "import")
DEEDS = ("renew", "revoke", "remove")


class Calendars(rx.State):
    """The lists, the open form, the link just made, and what is being asked."""

    feeds: list[FeedLine] = []
    imports: list[ImportLine] = []
    shared: list[Choice] = []
    kept: list[Choice] = []
    first_day: str = ""
    last_day: str = ""
    loaded: bool = False
    form: str = ""
    form_key: int = 0
    errors: dict[str, str] = {}
    reading: str = ""  # the calendar that is being looked at; "new" for the one in the form
    made: Made = Made()
    asked: Asking = Asking()

    @rx.var
    def export_href(self) -> str:
        """Where these days are had as a file."""
        return "/api/v1/calendar/export.ics?" + urlencode({"from": self.first_day, "to": self.last_day})

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def live(self, actor: Actor) -> None:
        """Loads the lists and keeps them true while the page is open."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.bookings_view):
            found = await look(member, screen)
            async with self:
                self._show(found)

    def _show(self, found: Screen) -> None:
        if not self.loaded:
            self.first_day, self.last_day = found.first_day, found.last_day
        self.feeds, self.imports, self.shared, self.kept, self.loaded = found.feeds, found.imports, found.shared, found.kept, True

    # ── links ──────────────────────────────────────────────

    @rx.event
    @requires(Permission.bookings_view)
    async def start(self, actor: Actor, form: str) -> None:
        """Opens an empty form."""
        self.form, self.errors, self.form_key = form if form in FORMS else "", {}, self.form_key + 1

    @rx.event
    @requires()
    async def close(self, actor: Actor, what: str) -> None:
        """Closes the form, the link that was shown (it is gone from here then), or the question."""
        if what == "form":
            self.form = ""
        elif what == "made":
            self.made = Made()
        else:
            self.asked = Asking()

    @rx.event
    @requires(Permission.bookings_view)
    async def make(self, actor: Actor, form: dict[str, Any]) -> None:
        """Makes the link and shows it, once."""
        said = {"name": form.get("called", ""), "with_names": bool(form.get("with_names")), "provider_id": form.get("shared") or None}
        try:
            row = await perform(actor, booking.make_feed, given=FeedIn.model_validate(said))
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        self.form, self.made = "", made(row)
        self._show(await look(actor, screen))

    # ── calendars that are read ────────────────────────────

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def add(self, actor: Actor, form: dict[str, Any]) -> None:
        """Reads the calendar once and adds it, or says beside the link why it cannot be."""
        async with self._looking("new"):
            row = await self._add(actor, form)
            if row is None:
                return
            said = plural("{name} is read: {count} busy time ahead", "{name} is read: {count} busy times ahead", row.busy, name=row.name)
            await say(self, said)
            found = await look(actor, screen)
            async with self:
                self.form = ""
                self._show(found)

    async def _add(self, actor: Actor, form: dict[str, Any]) -> ImportRow | None:
        try:
            given = ImportIn(provider_id=form.get("kept", ""), url=form.get("url", ""), name=form.get("name", ""))
            errand = await look(actor, bookings.plan_import, given=given)
            ratelimit.check(LOOKS, "calendar", str(actor.member_id))
            found = await asyncio.to_thread(foreign.look, errand)
            return await perform(actor, booking.add_import, given=given, look=found)
        except ValidationError as problem:
            wrong = first_problems(problem)
        except Invalid as refusal:
            wrong = refusal.problems
        async with self:
            self.errors = {p.field: p.message for p in wrong}
        return None

    @rx.event(background=True)
    @requires(Permission.bookings_view)
    async def refresh(self, actor: Actor, id: str) -> None:
        """Reads a calendar now."""
        import_id = read_id(id)
        await look(actor, bookings.import_of, import_id=import_id)
        ratelimit.check(LOOKS, "calendar", str(actor.member_id))
        async with self._looking(id):
            refresh = await perform(actor, booking.start_refresh, import_id=import_id)
            found = await asyncio.to_thread(foreign.look, refresh.errand)
            await perform(actor, booking.finish_refresh, refresh=refresh, look=found)
            shown = await look(actor, screen)
            async with self:
                self._show(shown)

    @asynccontextmanager
    async def _looking(self, what: str) -> AsyncIterator[None]:
        """Says what is being looked at for as long as it takes."""
        async with self:
            self.reading, self.errors = what, {}
        try:
            yield
        finally:
            async with self:
                self.reading = ""

    @rx.event
    @requires(Permission.bookings_view)
    async def switch(self, actor: Actor, id: str, on: bool) -> None:
        """Reads a calendar from now on, or no more."""
        await perform(actor, booking.edit_import, import_id=read_id(id), change=ImportEdit(enabled=bool(on)))
        self._show(await look(actor, screen))

    # ── what cannot be undone ──────────────────────────────

    @rx.event
    @requires(Permission.bookings_view)
    async def ask(self, actor: Actor, deed: str, id: str) -> None:
        """Asks before a link or a calendar is gone."""
        if deed not in DEEDS:
            raise NotFound
        names = {line.id: line.name for line in [*self.feeds, *self.imports]}
        if id not in names:
            raise NotFound
        self.asked = asking(deed, id, names[id])

    @rx.event
    @requires(Permission.bookings_view)
    async def go_on(self, actor: Actor) -> None:
        """Does what was asked."""
        asked, self.asked = self.asked, Asking()
        if asked.deed == "renew":
            self.made = made(await perform(actor, booking.renew_feed, feed_id=read_id(asked.id)))
        elif asked.deed == "revoke":
            await perform(actor, booking.revoke_feed, feed_id=read_id(asked.id))
        elif asked.deed == "remove":
            await perform(actor, booking.remove_import, import_id=read_id(asked.id))
        self._show(await look(actor, screen))

    # ── as a file ──────────────────────────────────────────

    @rx.event
    @requires(Permission.bookings_view)
    async def span(self, actor: Actor, name: str, day: str) -> None:
        """The first or the last day of the file."""
        if name == "first_day":
            self.first_day = str(day)[:10]
        elif name == "last_day":
            self.last_day = str(day)[:10]
        else:
            raise NotFound
