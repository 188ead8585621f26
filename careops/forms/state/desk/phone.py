"""The questions as the phone beside them shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from careops.forms.rules.showing import Answers
from careops.forms.schemas import FormField
from careops.forms.state.desk.editing import offered
from careops.forms.state.desk.typing import said_as
from careops.forms.state.words import Pair


@dataclass(frozen=True)
class Seen:
    """A question as it is seen on the phone, with what was tried."""

    key: str
    kind: str
    label: str
    help: str
    required: bool
    value: str
    wrong: str
    options: list[Pair]


def seen(shown: Sequence[FormField], answers: Answers, typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[Seen]:
    """What somebody sees who has answered like that."""
    return [_seen(asked, answers.get(asked.key), typed.get(asked.key, ""), wrong.get(asked.key, "")) for asked in shown]


def _seen(asked: FormField, answer: Any, typed: str, wrong: str) -> Seen:
    chosen = {str(one) for one in answer} if isinstance(answer, list) else {said_as(answer)} if answer is not None else set[str]()
    options = [Pair(value, label, value in chosen) for value, label in offered(asked)]
    return Seen(asked.key, asked.kind.value, asked.label, asked.help, asked.required, typed, wrong, options)
