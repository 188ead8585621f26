"""The phone beside the builder: answers are tried and nothing of them is kept."""

from typing import Any

import reflex as rx

from careops.core.actor import Actor, Permission
from careops.forms.rules import answering
from careops.forms.schemas import SILENT, FieldKind
from careops.forms.state.builder.drafting import Drafting
from careops.frame.state import requires


class Trying(Drafting, mixin=True):
    """The phone."""

    @rx.event
    @requires(Permission.forms_manage)
    async def answer(self, actor: Actor, key: str, value: str) -> None:
        """Tries an answer on the phone; nothing of it is kept."""
        asked = next((one for one in self._fields if one.key == key), None)
        if asked is None or self._loaded is None or asked.kind in SILENT:
            return
        said: Any = value[:5000]
        if asked.kind is FieldKind.multi_choice:
            said = [one for one in asked.options if (one in self._answers.get(key, [])) != (one == value)]
        found = answering.take(self._fields, self._answers, {key: said}, self._loaded.setting())
        self._answers = found.answers
        self._typed = {**self._typed, key: value[:5000]}
        self._wrong = {problem.field: problem.message for problem in found.problems}
        self._look()

    @rx.event
    @requires(Permission.forms_manage)
    async def start_over(self, actor: Actor) -> None:
        """Empties the phone."""
        self._answers, self._typed, self._wrong = {}, {}, {}
        self._look()
