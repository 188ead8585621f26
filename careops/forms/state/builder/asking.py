"""The question that is open: its words and what an answer must fulfil."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.core.actor import Actor, Permission
from careops.core.errors import first_problems
from careops.forms.schemas import MAPS, PREFILLS, FieldKind, FormField
from careops.forms.schemas.fields import CHECKS
from careops.forms.state import desk, words
from careops.forms.state.builder.drafting import Drafting
from careops.frame.state import requires

PLAIN = ("label", "help", "options", "prefill", "maps_to")


class Asking(Drafting, mixin=True):
    """The question that is edited."""

    async def _changed(self, actor: Actor) -> None:
        """What was typed is kept as soon as it makes a question; until then it stays as typed, and says what is wrong."""
        at = next((at for at, one in enumerate(self._fields) if one.key == self._raw.get("key")), None)
        if at is None:
            return
        try:
            asked = FormField.model_validate(desk.plain_of(self._raw, desk.before(self._fields, self._raw["key"])))
        except ValidationError as wrong:
            self._rows(self._fields[at].visible)
            self.errors = [problem.message for problem in first_problems(wrong)][:3]
            return
        self.errors = []
        self._rows(asked.visible)
        if asked != self._fields[at]:
            await self._keep(actor, [*self._fields[:at], asked, *self._fields[at + 1 :]])

    @rx.event
    @requires(Permission.forms_manage)
    async def set_part(self, actor: Actor, part: str, value: str) -> None:
        """The label, the help, the options, what is filled in already, where the answer is kept."""
        if not self._raw or part not in PLAIN:
            return
        if part in ("prefill", "maps_to") and value not in ("", *PREFILLS, *MAPS, *(one.value for one in self._customs)):
            return
        self._raw = {**self._raw, part: value[: desk.MOST.get(part, 100)]}
        await self._changed(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def set_required(self, actor: Actor, on: bool) -> None:
        """Whether it has to be answered."""
        if self._raw:
            self._raw = {**self._raw, "required": bool(on)}
            await self._changed(actor)

    @rx.event
    @requires(Permission.forms_manage)
    async def set_check(self, actor: Actor, name: str, value: str) -> None:
        """What an answer must fulfil; of the kinds of files, one is switched."""
        if not self._raw or name not in CHECKS.get(FieldKind(self._raw["kind"]), ()):
            return
        before = self._raw["checks"].get(name, [])
        if name == "sorts":
            typed: Any = [one for one in words.SORTS if (one in before) != (one == value)]
        else:
            typed = value[: desk.MOST["check"]].strip()
        self._raw = {**self._raw, "checks": {**self._raw["checks"], name: typed}}
        await self._changed(actor)
