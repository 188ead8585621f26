"""Answering a form: what is kept of what was said, and what stands against sending it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from careops.core.errors import Problem
from careops.core.i18n import text as _
from careops.forms.rules.reading import NEEDED, Setting, Wrong, read
from careops.forms.rules.showing import Answers, live, shown
from careops.forms.schemas.fields import SILENT, FieldKind, FormField

ASKS = {
    FieldKind.choice: _("Choose one of the options"),
    FieldKind.multi_choice: _("Choose from the options"),
    FieldKind.yes_no: _("Choose yes or no"),
    FieldKind.rating: _("Give a rating"),
    FieldKind.file: _("Add a file"),
    FieldKind.signature: _("Type your full name to sign"),
    FieldKind.consent: _("Tick this box to go on"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What is kept, and what is wrong with it, in the order of the questions."""

    answers: dict[str, Any]
    problems: list[Problem] = field(default_factory=list[Problem])

    @property
    def wrong(self) -> frozenset[str]:
        """The keys that have to be looked at again."""
        return frozenset(problem.field for problem in self.problems)


def take(
    fields: Sequence[FormField], before: Answers, said: Mapping[str, Any], setting: Setting, *, at: Collection[str] | None = None
) -> Answered:
    """The answers so far with what was said now. What is wrong is not kept: the answer before it stays.

    `at` are the questions that were put, all of which are answered by it: what is missing among them was left empty, or taken
    back. Without it only what is named changes. What hangs on a question that is hidden now is dropped.
    """
    asking = {asked.key: asked for asked in fields if asked.kind not in SILENT}
    answers, problems = dict(before), [Problem(key, _("This field is not known here")) for key in said if key not in asking]
    wrong: dict[str, Wrong] = {}
    for key in [key for key in asking if key in said or (at is not None and key in at)]:
        try:
            answer = _dated(read(asking[key], said.get(key), setting), before.get(key))
        except Wrong as why:
            wrong[key] = why
            continue
        if answer is None:
            answers.pop(key, None)
        else:
            answers[key] = answer
    seen = {asked.key for asked in shown(fields, answers)}
    problems += [Problem(key, why.says, why.parts) for key, why in wrong.items() if key in seen]
    return Answered(live(fields, answers), problems)


def _dated(answer: Any, before: Any) -> Any:
    """A signature that stayed as it was keeps its day."""
    if isinstance(answer, dict) and isinstance(before, dict) and {**answer, "at": ""} == {**before, "at": ""}:
        return before  # pyright: ignore[reportUnknownVariableType]
    return answer  # pyright: ignore[reportUnknownVariableType]


def missing(fields: Sequence[FormField], answers: Answers, *, among: Collection[str] | None = None) -> list[Problem]:
    """The required questions that are shown and not answered, all or those `among` some."""
    return [
        Problem(asked.key, ASKS.get(asked.kind, NEEDED))
        for asked in shown(fields, answers)
        if asked.required and asked.key not in answers and (among is None or asked.key in among)
    ]


def whole(fields: Sequence[FormField], answers: Answers, setting: Setting) -> Answered:
    """All answers judged once more, together: what is sent fulfils everything that was asked, and holds nothing that was not."""
    read_again = take(fields, {}, {asked.key: answers[asked.key] for asked in fields if asked.key in answers}, setting)
    kept = {key: _dated(answer, answers.get(key)) for key, answer in read_again.answers.items()}
    problems = [*read_again.problems, *(p for p in missing(fields, kept) if p.field not in read_again.wrong)]
    order = {asked.key: at for at, asked in enumerate(fields)}
    return Answered(kept, sorted(problems, key=lambda p: order.get(p.field, -1)))


# ── what is known already ────────────────────────────────


def prefilled(fields: Sequence[FormField], known: Callable[[str], str | None], setting: Setting) -> dict[str, Any]:
    """What the business knows already, as first answers; what does not fit its question is left to be asked."""
    found: dict[str, Any] = {}
    for asked in fields:
        if asked.prefill is None:
            continue
        try:
            answer = read(asked, known(asked.prefill), setting)
        except Wrong:
            continue
        if answer is not None:
            found[asked.key] = answer
    return live(fields, found)
