"""The list of forms, or of the copies that were asked for; live."""

import reflex as rx

from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound
from careops.core.ids import read_id
from careops.forms import actions
from careops.forms.schemas import FormCounts, Status
from careops.forms.state.listed import ANY, Asked, Copy, Listed, Starter, Template, listed, starter, starters
from careops.forms.state.words import Pair
from careops.frame.state import Following, requires, while_here

MOST_PAGES = 20
SHOWS = ("", ANY, *Status)


def _id(said: object) -> str:
    """The id in the address; nothing for what is none."""
    try:
        return str(read_id(said))
    except NotFound:
        return ""


class Forms(Following, rx.State):
    """The list that is shown."""

    show: str = ""
    templates: list[Template] = []
    copies: list[Copy] = []
    more: bool = False
    counts: FormCounts = FormCounts()
    loaded: bool = False
    form: str = ""
    person: str = ""
    named: str = ""
    q: str = ""
    known: list[Pair] = []
    choices: list[Starter] = []
    choosing: bool = False
    _pages: int = 1

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def live(self, actor: Actor) -> None:
        """Shows the list in the address and keeps it true; the clock makes copies overdue."""
        query = self.router.url.query_parameters
        show = str(query.get("status", ""))
        wanted = Asked(show if show in SHOWS else "", 1, _id(query.get("form", "")), _id(query.get("person", "")))
        async with self:
            if wanted != Asked(self.show, 1, self.form, self.person):
                self.loaded = False
            self.show, self._pages, self.form, self.person, self.q = wanted.show, 1, wanted.form, wanted.person, ""
        async for member in while_here(self, actor, Permission.forms_view):
            await self._load(member)

    def _asked(self) -> Asked:
        return Asked(self.show, self._pages, self.form, self.person, self.q)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(self._asked, lambda asked: look(actor, listed, asked=asked), self._show)

    def _show(self, found: Listed) -> None:
        for name in ("templates", "copies", "known"):
            if getattr(found, name) != getattr(self, name):
                setattr(self, name, getattr(found, name))
        self.more, self.counts, self.named, self.loaded = found.more, found.counts, found.named, True

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def narrow(self, actor: Actor, by: str, value: str) -> None:
        """Only the copies of one form or person, or (nothing) of all of them."""
        async with self:
            if by == "form":
                self.form = _id(value)
            elif by == "person":
                self.person = _id(value)
            self._pages = 1
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def find(self, actor: Actor, typed: str) -> None:
        """Only the copies of people the words find."""
        async with self:
            self.q, self._pages = str(typed)[:200].strip(), 1
        await self._load(actor)

    @rx.event(background=True)
    @requires(Permission.forms_view)
    async def show_more(self, actor: Actor) -> None:
        """The next page, below what is shown."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def choose(self, actor: Actor, open: bool) -> None:
        """Opens what a new form begins with, or closes it."""
        self.choosing = bool(open)
        if open:
            self.choices = await look(actor, starters)

    @rx.event
    @requires(Permission.forms_manage)
    async def create(self, actor: Actor, key: str) -> rx.event.EventSpec:
        """A new form, empty or as the trade has it; it opens in the builder."""
        self.choosing = False
        template = await look(actor, starter, key=key)
        made = await perform(actor, actions.create_template, template=template)
        return rx.redirect(f"/app/forms/{made.id}")
