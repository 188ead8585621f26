"""The list as a tab sees it: what it asks, who is chosen in it, and one thing done to all of them."""

import json
from dataclasses import replace
from typing import Any, get_args

import reflex as rx
from pydantic import ValidationError

from careops.contacts import actions, queries
from careops.contacts.schemas import BulkIn
from careops.contacts.state.listing.asked import AT_FIRST, DEEPEST, MOST, PAGE, Asked, Choice, Line, Seen, as_segment, listed
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here

OPPOSITE = {"tag": "untag", "untag": "tag", "archive": "restore", "restore": "archive"}


class Contacts(Following, rx.State):
    """The list that is shown, and who is chosen in it."""

    lines: list[Line] = []
    heads: list[str] = []
    tags: list[Choice] = []
    segments: list[Choice] = []
    columns: list[Choice] = []
    more: bool = False
    loaded: bool = False
    narrowed: bool = False
    sort: str = "name"
    reach: str = ""
    source: str = ""
    tag: str = ""
    segment: str = ""
    archived: bool = False
    shown_columns: list[str] = list(AT_FIRST)
    chosen: list[str] = []
    chosen_words: str = ""
    saving: bool = False
    errors: dict[str, str] = {}
    _asked: Asked = Asked()

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def live(self, actor: Actor) -> None:
        """Shows the list and keeps it true while the page is open."""
        async for member in while_here(self, actor, Permission.contacts_view):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(lambda: self._asked, lambda asked: look(actor, listed, asked=asked), self._show)

    def _show(self, seen: Seen) -> None:
        if seen.lines != self.lines or not self.loaded:
            self.lines, self.loaded = seen.lines, True
        for name in ("heads", "tags", "segments", "columns", "more"):
            if getattr(self, name) != getattr(seen, name):
                setattr(self, name, getattr(seen, name))
        asked = self._asked
        self.narrowed = asked.narrow
        self.sort, self.reach, self.source, self.tag = asked.sort, asked.reach, asked.source, asked.tag
        self.segment, self.archived, self.shown_columns = asked.segment, asked.archived, list(asked.columns)

    async def _ask(self, actor: Actor, **changed: Any) -> None:
        async with self:
            self._asked = replace(self._asked, **({"length": PAGE} | changed))
            if "length" not in changed:
                self._choose([])
        await self._load(actor)

    # ── what is asked ──

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def search(self, actor: Actor, typed: str) -> None:
        """Only people whose name, address or number fits what was typed."""
        await self._ask(actor, q=str(typed)[:200].replace("\0", ""))

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def sort_by(self, actor: Actor, sort: str) -> None:
        """By name, or the newest first."""
        if sort in get_args(queries.Sort):
            await self._ask(actor, sort=sort)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def reachable_by(self, actor: Actor, reach: str) -> None:
        """Only people who can be reached that way."""
        await self._ask(actor, reach=str(reach))

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def from_source(self, actor: Actor, source: str) -> None:
        """Only people who came that way."""
        await self._ask(actor, source=str(source))

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def bearing(self, actor: Actor, tag: str) -> None:
        """Only people with that tag."""
        await self._ask(actor, tag=str(tag))

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def in_segment(self, actor: Actor, segment: str) -> None:
        """Only who fulfils a segment's conditions."""
        await self._ask(actor, segment=str(segment))

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def put_away(self, actor: Actor, archived: bool) -> None:
        """Those who were archived, or everybody else."""
        await self._ask(actor, archived=bool(archived))

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def show_column(self, actor: Actor, column: str, shown: bool) -> None:
        """One column more, or less."""
        others = tuple(one for one in self._asked.columns if one != column)
        await self._ask(actor, columns=(*others, str(column)[:60])[:20] if shown else others, length=self._asked.length)

    @rx.event(background=True)
    @requires(Permission.contacts_view)
    async def show_more(self, actor: Actor) -> None:
        """More people below."""
        await self._ask(actor, length=min(self._asked.length + PAGE, DEEPEST))

    # ── a segment of what is asked ──

    @rx.event
    @requires(Permission.contacts_manage)
    async def start_saving(self, actor: Actor) -> None:
        """Asks what the segment shall be called."""
        self.saving, self.errors = True, {}

    @rx.event
    @requires()
    async def cancel_saving(self, actor: Actor) -> None:
        """Nothing is kept."""
        self.saving = False

    @rx.event
    @requires(Permission.contacts_manage)
    async def save_segment(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps what is asked of the list under a name."""
        try:
            segment = await look(actor, as_segment, asked=self._asked, name=str(form.get("name", "")))
            row = await perform(actor, actions.save_segment, segment=segment)
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
            return
        except Invalid as refusal:
            self.errors = {problem.field: problem.message for problem in refusal.problems}
            return
        self.saving = False
        await say(self, _("“{name}” is kept", name=row.name))

    @rx.event
    @requires(Permission.contacts_manage)
    async def remove_segment(self, actor: Actor) -> None:
        """Forgets the segment that is shown; nothing happens to anybody."""
        if self.segment:
            await perform(actor, actions.remove_segment, segment_id=read_id(self.segment))
            self._asked = replace(self._asked, segment="")
            await say(self, _("The segment is gone; nobody in it was changed"))

    # ── one thing to many ──

    @rx.event
    @requires(Permission.contacts_view)
    async def choose(self, actor: Actor, id: str) -> None:
        """Takes somebody into the choice, or out of it."""
        known = str(read_id(id))
        self._choose([one for one in self.chosen if one != known] if known in self.chosen else [*self.chosen, known])

    @rx.event
    @requires(Permission.contacts_view)
    async def choose_all(self, actor: Actor, all: bool) -> None:
        """Everybody who is shown, or nobody."""
        self._choose([line.id for line in self.lines] if all else [])

    @rx.event
    @requires(Permission.contacts_manage)
    async def tag_chosen(self, actor: Actor, form: dict[str, Any]) -> None:
        """Puts a tag on everybody chosen, or takes it off: by the button that was pressed."""
        name = str(form.get("tag", "")).strip()
        if name:
            await self._do(actor, "untag" if form.get("deed") == "untag" else "tag", name)

    @rx.event
    @requires(Permission.contacts_manage)
    async def archive_chosen(self, actor: Actor) -> None:
        """Archives everybody chosen, or brings them back where the archive is shown."""
        await self._do(actor, "restore" if self.archived else "archive")

    @rx.event
    @requires(Permission.contacts_manage)
    async def undo(self, actor: Actor, done: str) -> None:
        """Takes the last deed back, for exactly those whom it concerned."""
        bulk = BulkIn.model_validate(json.loads(str(done)))
        await perform(actor, actions.do_to_many, bulk=bulk)

    async def _do(self, actor: Actor, deed: str, tag: str = "") -> None:
        try:
            bulk = BulkIn.model_validate({"deed": deed, "ids": self.chosen[:MOST], "tag": tag})
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
            return
        done = await perform(actor, actions.do_to_many, bulk=bulk)
        self._choose([])
        back = done.model_dump(mode="json") | {"deed": OPPOSITE[deed]}
        told = plural("{count} contact changed", "{count} contacts changed", len(done.ids))
        await say(self, told, undo=(Contacts.undo, json.dumps(back)) if done.ids else None)

    def _choose(self, ids: list[str]) -> None:
        self.chosen = ids[:MOST]
        self.chosen_words = plural("{count} chosen", "{count} chosen", len(self.chosen)) if ids else ""
