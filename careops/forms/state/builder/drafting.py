"""The form as it is shown and kept: what others make of it appears, and is not written over unasked."""

from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError

from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Stale, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.forms import actions
from careops.forms.rules import fitting, showing
from careops.forms.schemas import DraftIn, FormField, TemplateRow
from careops.forms.state import desk
from careops.forms.state.desk import Editing, Line, Pair, Raw, Seen
from careops.forms.state.reading import ChangeLine, Head, Loaded, VersionLine, loaded
from careops.frame.state import requires, say, while_here


class Drafting(rx.State, mixin=True):
    """What the builder shows; questions themselves stay on the server."""

    head: Head = Head()
    missing: bool = False
    lines: list[Line] = []
    edit: Editing = Editing()
    errors: list[str] = []
    problems: list[str] = []
    conflict: bool = False
    dialog: str = ""
    changes: list[ChangeLine] = []
    people: str = ""
    versions: list[VersionLine] = []
    settings_errors: dict[str, str] = {}
    preview: list[Seen] = []
    _fields: list[FormField] = []
    _raw: Raw = {}
    _version: int = 0
    _customs: list[Pair] = []
    _loaded: Loaded | None = None
    _gone: list[tuple[str, int, FormField]] = []
    _answers: dict[str, Any] = {}
    _typed: dict[str, str] = {}
    _wrong: dict[str, str] = {}

    def _name(self) -> UUID:
        return read_id(str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1])

    @rx.event(background=True)
    @requires(Permission.forms_manage)
    async def live(self, actor: Actor) -> None:
        """Shows the form in the address, and what others make of it."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.forms_manage):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        try:
            found = await look(actor, loaded, template_id=self._name())
        except NotFound:
            async with self:
                self.missing = True
            return
        async with self:
            self._take(found)

    def _take(self, found: Loaded, *, anew: bool = False) -> None:
        """Shows what is kept; what is older than what is shown was read before our last change."""
        self._loaded, self._customs = found, found.customs
        if found.head != self.head and found.row.version >= self._version:
            self.head = found.head
        if (found.row.version > self._version and not self.conflict) or anew:
            self._laid(found.row)

    def _laid(self, row: TemplateRow) -> None:
        self._version, self._fields, self.conflict = row.version, list(row.draft or row.fields), False
        self._redraw()
        opened = next((one for one in self._fields if one.key == self.edit.key), None)
        if opened is None:
            self._raw, self.edit, self.errors = {}, Editing(), []
        elif not self.errors:
            self._open(opened)

    def _redraw(self) -> None:
        found = fitting.problems(self._fields, self._loaded.own if self._loaded else {})
        at = {int(parts[1]): one.message for one in found if len(parts := one.field.split(".")) > 1}
        drawn = desk.lines(self._fields, at)
        if drawn != self.lines:
            self.lines = drawn
        self.problems = [f"{self._fields[n].label}: {says}" for n, says in at.items()] + [p.message for p in found if p.field == "fields"]
        self._look()

    def _look(self) -> None:
        self._answers = showing.live(self._fields, self._answers)
        self.preview = desk.seen(showing.shown(self._fields, self._answers), self._answers, self._typed, self._wrong)

    def _open(self, asked: FormField) -> None:
        self._raw, self.errors = desk.raw_of(asked), []
        self._rows(asked.visible)

    def _rows(self, visible: Any = None) -> None:
        shown = desk.editing(self._raw, self._fields, self._customs)
        said = desk.sentence(visible, desk.before(self._fields, self._raw["key"]))
        self.edit = Editing(**{**shown.__dict__, "when": said})

    async def _keep(self, actor: Actor, fields: list[FormField], *, over: bool = False) -> bool:
        """Keeps the questions as the draft; what somebody else changed meanwhile is not written over unasked."""
        try:
            draft = DraftIn(fields=fields)
        except ValidationError as wrong:
            raise Invalid(first_problems(wrong)[0].message) from None
        self._fields = list(draft.fields)
        self._redraw()
        expected = None if over else self._version
        try:
            row = await perform(actor, actions.save_draft, template_id=self._name(), draft=draft, expected=expected)
        except Stale:
            self.conflict = True
            return False
        self._version, self.conflict = row.version, False
        await self._refresh(actor)
        return True

    async def _refresh(self, actor: Actor) -> None:
        self._take(await look(actor, loaded, template_id=self._name()))

    @rx.event
    @requires(Permission.forms_manage)
    async def keep_mine(self, actor: Actor) -> None:
        """Writes over what somebody else changed."""
        if self.conflict and await self._keep(actor, self._fields, over=True):
            await say(self, _("Your questions are kept"))

    @rx.event
    @requires(Permission.forms_manage)
    async def take_theirs(self, actor: Actor) -> None:
        """Shows what somebody else changed, and lets go of what stands here."""
        self.errors = []
        self._take(await look(actor, loaded, template_id=self._name()), anew=True)
