"""What the builder shows of the question that is edited, and of every question in the list."""

from dataclasses import dataclass, field
from typing import Any

from careops.forms.schemas import FieldKind, Op
from careops.forms.state.words import Pair

Raw = dict[str, Any]
MOST = {"label": 220, "help": 320, "options": 7000, "value": 320, "check": 20}
UNSIGNED = frozenset({FieldKind.file, FieldKind.signature, FieldKind.consent})
NO_VALUE = (Op.answered, Op.unanswered)
MANY = (Op.any_of, Op.none_of)


@dataclass(frozen=True)
class Line:
    """A question in the list; `when` is its condition as a sentence."""

    key: str
    kind: str
    label: str
    says: str
    when: str = ""
    wrong: str = ""
    head: bool = False


@dataclass(frozen=True)
class CheckRow:
    """What an answer must fulfil: typed, or one of `choices`, or (`many`) several of them."""

    name: str
    label: str
    value: str
    choices: list[Pair] = field(default_factory=list[Pair])
    many: bool = False


@dataclass(frozen=True)
class CondRow:
    """One condition; `takes` says whether it is compared with nothing, a typed value, one of `choices` or several of them."""

    at: int
    key: str
    op: str
    value: str
    takes: str
    ops: list[Pair]
    choices: list[Pair]


@dataclass(frozen=True)
class GroupRow:
    """Conditions of which all must hold, or any."""

    at: int
    match: str
    conditions: list[CondRow]


@dataclass(frozen=True)
class Editing:
    """The question that is open."""

    key: str = ""
    kind: str = ""
    kind_words: str = ""
    label: str = ""
    help: str = ""
    required: bool = False
    silent: bool = False
    choice: bool = False
    options: str = ""
    checks: list[CheckRow] = field(default_factory=list[CheckRow])
    prefill: str = ""
    prefills: list[Pair] = field(default_factory=list[Pair])
    maps_to: str = ""
    maps: list[Pair] = field(default_factory=list[Pair])
    match: str = "all"
    groups: list[GroupRow] = field(default_factory=list[GroupRow])
    askable: list[Pair] = field(default_factory=list[Pair])
    when: str = ""
