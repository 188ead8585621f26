"""Asking a rule's conditions of a snapshot: plain comparisons of typed facts, and in which words each question is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from careops.automation.rules.catalogue import Kind, Known, Trigger, fact_of
from careops.automation.schemas.defining import Condition, Group, Operator
from careops.core.i18n import text as _

ALLOWED: dict[Kind, tuple[Operator, ...]] = {
    Kind.text: ("contains", "contains_not", "is", "is_not"),
    Kind.number: ("at_least", "at_most", "is"),
    Kind.choice: ("is", "is_not"),
    Kind.several: ("is", "is_not"),
    Kind.yes_no: ("is",),
}
OPERATORS: dict[Operator, str] = {
    "is": _("is"),
    "is_not": _("is not"),
    "at_least": _("is at least"),
    "at_most": _("is at most"),
    "contains": _("contains"),
    "contains_not": _("does not contain"),
}
NEGATED: dict[Operator, str] = {
    "is": _("is not"),
    "is_not": _("is"),
    "at_least": _("is less than"),
    "at_most": _("is more than"),
    "contains": _("does not contain"),
    "contains_not": _("contains"),
}
SEVERAL: dict[Operator, str] = {  # the same where several values are given
    "is": _("is one of"),
    "is_not": _("is none of"),
    "contains": _("contains one of"),
    "contains_not": _("contains none of"),
}
YES, NO = "yes", "no"

Named = Callable[[Known, str], str]  # what a value is called: the name of a service, not its id


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and its answer: yes, no, or not known yet."""

    told: str
    holds: bool | None
    denied: str = ""  # the same as it is told where the answer is no


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all of it holds, `why` not, as a statement, and every question that was asked."""

    holds: bool | None
    why: str
    asked: tuple[Asked, ...]


def as_is(_fact: Known, value: str) -> str:
    """A value by its own name."""
    return value


def judge(group: Group, trigger: Trigger, snapshot: dict[str, Any], named: Named = as_is) -> Verdict:
    """Asks every question. A fact the snapshot does not hold yet leaves it open, unless the others decide."""
    asked: list[Asked] = []
    holds = _group(group, trigger, snapshot, named, asked)
    why = next((one.denied for one in asked if one.holds is False), "") if holds is False else ""
    return Verdict(holds, why, tuple(asked))


def _group(group: Group, trigger: Trigger, snapshot: dict[str, Any], named: Named, asked: list[Asked]) -> bool | None:
    answers = [
        _group(part, trigger, snapshot, named, asked) if isinstance(part, Group) else _one(part, trigger, snapshot, named, asked)
        for part in group.parts
    ]
    return all_of(answers) if group.mode == "all" or not answers else any_of(answers)


def all_of(answers: Sequence[bool | None]) -> bool | None:
    """No as soon as one is no; else open as long as one is open."""
    if False in answers:
        return False
    return None if None in answers else True


def any_of(answers: Sequence[bool | None]) -> bool | None:
    """Yes as soon as one is yes; else open as long as one is open."""
    if True in answers:
        return True
    return None if None in answers else False


def _one(condition: Condition, trigger: Trigger, snapshot: dict[str, Any], named: Named, asked: list[Asked]) -> bool | None:
    fact = fact_of(trigger, condition.fact)
    if fact is None:  # the trigger was another one when this was said
        asked.append(Asked(condition.fact, False, _("This cannot be asked here")))
        return False
    holds = compare(fact.kind, condition.op, snapshot[fact.name], condition.values) if fact.name in snapshot else None
    asked.append(Asked(told(condition, fact, named), holds, told(condition, fact, named, denied=True)))
    return holds


def compare(kind: Kind, op: Operator, value: Any, wanted: Sequence[str]) -> bool:
    """Whether a fact's value answers the question; what there is not is nothing, and no number."""
    if kind is Kind.number:
        return value is not None and _number(op, float(value), float(wanted[0]))
    if kind is Kind.yes_no:
        return (YES if value else NO) in wanted
    has = _texts(value)
    if op in ("contains", "contains_not"):
        found = any(word.casefold() in one.casefold() for word in wanted for one in has)
        return found is (op == "contains")
    found = bool({one.casefold() for one in has} & {word.casefold() for word in wanted})
    return found is (op == "is")


def _number(op: Operator, value: float, wanted: float) -> bool:
    match op:
        case "at_least":
            return value >= wanted
        case "at_most":
            return value <= wanted
        case _other:
            return value == wanted


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


# ── in words ─────────────────────────────────────────────


def told(condition: Condition, fact: Known, named: Named = as_is, *, denied: bool = False) -> str:
    """The question as a statement: "the service is Colour or Cut"; `denied`, as it is told when it does not hold."""
    if fact.kind is Kind.yes_no:
        return fact.title if (condition.values == [YES]) is not denied else fact.denied
    operator = (NEGATED if denied else OPERATORS)[condition.op]
    choices = dict(fact.choices)
    values = [choices.get(value) or named(fact, value) for value in condition.values]
    if len(values) > 1 and operator == OPERATORS["is_not"]:
        return _("{fact} is none of {values}", fact=fact.title, values=", ".join(values))
    last = values[-1] if len(values) == 1 else _("{some} or {last}", some=", ".join(values[:-1]), last=values[-1])
    amount = _("{number} {unit}", number=last, unit=fact.unit) if fact.unit else last
    return _("{fact} {operator} {values}", fact=fact.title, operator=operator, values=amount)


def told_group(group: Group, trigger: Trigger, named: Named = as_is) -> str:
    """All of it in one phrase; empty where there is nothing to ask."""
    parts = [_told_part(part, trigger, named) for part in group.parts]
    said = [part for part in parts if part]
    return (_(" and ") if group.mode == "all" else _(" or ")).join(said)


def _told_part(part: Condition | Group, trigger: Trigger, named: Named) -> str:
    if isinstance(part, Group):
        inner = told_group(part, trigger, named)
        return f"({inner})" if len(part.parts) > 1 else inner
    fact = fact_of(trigger, part.fact)
    return told(part, fact, named) if fact else part.fact


# ── what may be asked ────────────────────────────────────


def problem(condition: Condition, trigger: Trigger) -> str:
    """Why this cannot be asked there; empty when it can."""
    fact = fact_of(trigger, condition.fact)
    if fact is None:
        return _("This cannot be asked here")
    if condition.op not in ALLOWED[fact.kind]:
        return _("This cannot be compared that way")
    if fact.kind is Kind.number and not _is_number(condition.values[0]):
        return _("Give a number")
    if fact.kind is Kind.yes_no and condition.values not in ([YES], [NO]):
        return _("Say yes or no")
    if any(not value for value in condition.values):
        return _("Say what to compare with")
    if fact.choices and not {*condition.values} <= {value for value, _words in fact.choices}:
        return _("Choose from the list")
    return ""


def _is_number(value: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    return abs(number) < 1e12  # neither infinite nor "nan", which is smaller than nothing
