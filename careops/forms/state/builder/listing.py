"""The list of questions: opened, added, moved, removed and put back."""

from typing import Any, cast

import reflex as rx

from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.forms.schemas import CHOICES, SILENT, FieldKind, FormField
from careops.forms.schemas.fields import MOST_FIELDS
from careops.forms.state import words
from careops.forms.state.builder.drafting import Drafting
from careops.forms.state.desk import Editing
from careops.frame.state import requires, say

KEPT_BACK = 5  # removed questions that can be put back


class Listing(Drafting, mixin=True):
    """The questions in their order."""

    @rx.event
    @requires(Permission.forms_manage)
    async def open(self, actor: Actor, key: str) -> None:
        """Opens a question to edit it, or closes it."""
        asked = next((one for one in self._fields if one.key == key), None)
        if asked is None or self.edit.key == key:
            self._raw, self.edit, self.errors = {}, Editing(), []
        else:
            self._open(asked)

    @rx.event
    @requires(Permission.forms_manage)
    async def add(self, actor: Actor, kind: str) -> None:
        """One more question, behind the one that is open or at the end."""
        if kind not in tuple(FieldKind):
            return
        self._room()
        self.dialog = ""
        sort = FieldKind(kind)
        options = [_("First option"), _("Second option")] if sort in CHOICES else []
        label = words.KINDS[sort][0] if sort in SILENT else _("New question")
        asked = FormField(key=f"q{new_id().hex[-12:]}", kind=sort, label=label, options=options)
        at = next((at + 1 for at, one in enumerate(self._fields) if one.key == self.edit.key), len(self._fields))
        if await self._keep(actor, [*self._fields[:at], asked, *self._fields[at:]]):
            self._open(asked)

    def _room(self) -> None:
        if len(self._fields) >= MOST_FIELDS:
            raise Invalid(_("A form holds no more questions than this"))

    @rx.event
    @requires(Permission.forms_manage)
    async def move(self, actor: Actor, key: str, to: int) -> None:
        """The question stands there now, counted from 0."""
        asked = next((one for one in self._fields if one.key == key), None)
        if asked is not None and 0 <= to < len(self._fields):
            left = [one for one in self._fields if one.key != key]
            await self._keep(actor, [*left[:to], asked, *left[to:]])

    @rx.event
    @requires(Permission.forms_manage)
    async def duplicate(self, actor: Actor, key: str) -> None:
        """The same question once more, below it; where its answer is kept stays with the first."""
        at = next((at for at, one in enumerate(self._fields) if one.key == key), None)
        if at is None:
            return
        self._room()
        again = self._fields[at].model_copy(update={"key": f"q{new_id().hex[-12:]}", "maps_to": None})
        if await self._keep(actor, [*self._fields[: at + 1], again, *self._fields[at + 1 :]]):
            self._open(again)

    @rx.event
    @requires(Permission.forms_manage)
    async def remove(self, actor: Actor, key: str) -> None:
        """Takes the question out; it can be put back for a while."""
        at = next((at for at, one in enumerate(self._fields) if one.key == key), None)
        if at is None:
            return
        asked = self._fields[at]
        if await self._keep(actor, [one for one in self._fields if one.key != key]):
            self._gone = [*self._gone[1 - KEPT_BACK :], (key, at, asked)]
            self._raw, self.edit, self.errors = {}, Editing(), []
            await say(self, _("“{question}” is removed", question=asked.label), undo=(cast("Any", type(self)).put_back, key))

    @rx.event
    @requires(Permission.forms_manage)
    async def put_back(self, actor: Actor, key: str) -> None:
        """The question stands where it stood."""
        for gone, at, asked in self._gone:
            if gone == key and all(one.key != key for one in self._fields):
                await self._keep(actor, [*self._fields[:at], asked, *self._fields[at:]])
