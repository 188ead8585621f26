"""The screen of calendars in other programs: links that are read there, and calendars that are read here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.rules.calendars import LOOKS
from careops.booking.schemas.calendars import FeedIn, FeedRow, ImportEdit, ImportIn, ImportRow, MadeFeedRow
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import clock, live, ratelimit
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires, say
from careops.integrations.ics import foreign

GOOGLE = "https://calendar.google.com/calendar/r?cid="
FORMS = ("feed", "import")
DEEDS = ("renew", "revoke", "remove")


@dataclass(frozen=True)
class FeedLine:
    """A private link, as the list shows it."""

    id: str
    name: str
    about: str
    read: str
    to_renew: str
    to_revoke: str


@dataclass(frozen=True)
class ImportLine:
    """A calendar that is read, with how that goes."""

    id: str
    name: str
    about: str
    state: str
    tone: str
    icon: str
    busy: str
    read: str
    error: str
    on: bool
    to_switch: str
    to_refresh: str
    to_remove: str


@dataclass(frozen=True)
class Screen:
    """Everything the page shows; the choices are whose calendars this member keeps."""

    feeds: list[FeedLine]
    imports: list[ImportLine]
    shared: list[Choice]
    kept: list[Choice]
    first_day: str
    last_day: str


@dataclass(frozen=True)
class Made:
    """A link just made: shown until its dialog is closed, and never again."""

    name: str = ""
    url: str = ""
    webcal_url: str = ""
    google_url: str = ""


@dataclass(frozen=True)
class Asking:
    """What somebody is about to do that cannot be undone."""

    deed: str = ""
    id: str = ""
    question: str = ""
    consequence: str = ""
    verb: str = ""


# ── in words ─────────────────────────────────────────────


def screen(db: Session, actor: Actor) -> Screen:
    """The member's own calendars, or all of them for whoever keeps the settings."""
    here = business.profile(db, actor)
    everything = actor.can(Permission.settings)
    own = [Choice(str(row.id), row.name) for row in bookings.kept_providers(db, actor) if row.active]
    today = clock.today(here.timezone)
    return Screen(
        feeds=[feed_line(row, here) for row in bookings.feeds(db, actor)],
        imports=[import_line(row, here) for row in bookings.imports(db, actor)],
        shared=[*([Choice("", _("Everybody: the whole business"))] if everything else []), *own],
        kept=own,
        first_day=today.isoformat(),
        last_day=(today + timedelta(days=30)).isoformat(),
    )


def feed_line(row: FeedRow, here: BusinessRow) -> FeedLine:
    """A link in words."""
    whose = row.provider_name or _("The whole business")
    names = _("with customers’ names") if row.with_names else _("without customers’ names")
    return FeedLine(
        id=str(row.id),
        name=row.name,
        about=f"{whose} · {names}",
        read=_("Last read: {when}", when=here.moment(row.last_read_at)) if row.last_read_at else _("Not read yet"),
        to_renew=_("New address for {name}", name=row.name),
        to_revoke=_("Take back {name}", name=row.name),
    )


def import_line(row: ImportRow, here: BusinessRow) -> ImportLine:
    """A calendar that is read, in words; while it cannot be, since when its busy times stand."""
    state, tone, icon = {
        "good": (_("Read"), "ok", "check"),
        "failing": (_("Cannot be read"), "warn", "triangle-alert"),
        "off": (_("Switched off"), "", "pause"),
    }[row.state]
    return ImportLine(
        id=str(row.id),
        name=row.name,
        about=_("{provider}, from {host}", provider=row.provider_name, host=row.host),
        state=state,
        tone=tone,
        icon=icon,
        busy="" if row.state == "off" else plural("{count} busy time ahead", "{count} busy times ahead", row.busy),
        read=_("Last read: {when}", when=here.moment(row.succeeded_at)) if row.succeeded_at else "",
        error=_("{reason}. Its last busy times stand until it can be read again.", reason=row.error) if row.error else "",
        on=row.enabled,
        to_switch=_("Read {name}", name=row.name),
        to_refresh=_("Read {name} now", name=row.name),
        to_remove=_("Remove {name}", name=row.name),
    )


def made(row: MadeFeedRow) -> Made:
    """A new link with its ways into other programs."""
    return Made(row.name, row.url, row.webcal_url, GOOGLE + quote(row.webcal_url, safe=""))


def asking(deed: str, id: str, name: str) -> Asking:
    """The question before it is done."""
    told = {
        "renew": (_("Give “{name}” a new address?"), _("Programs that read the old one stop; give them the new one."), _("New address")),
        "revoke": (_("Take back “{name}”?"), _("Programs that read it see nothing any more."), _("Take back")),
        "remove": (_("Remove “{name}”?"), _("Its busy times can be booked again at once."), _("Remove calendar")),
    }
    question, consequence, verb = told[deed]
    return Asking(deed, id, _(question, name=name), consequence, verb)


# ── the screen ───────────────────────────────────────────


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
        token, workspace = cookie_token(self), actor.workspace_id
        async with self:
            self.reset()
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.bookings_view):
                found = await look(member, screen)
                async with self:
                    self._show(found)
                await sub.news(timeout=60)
                member = await actor_of(token)

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
