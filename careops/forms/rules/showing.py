"""Which questions are shown, given the answers so far; a form is walked once, from its first question to its last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from careops.forms.schemas.fields import SILENT, Condition, FieldKind, FormField, Group, Op, Visible

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands between two page breaks; `at` is its place in the form, `title` the break's words (none on a first page)."""

    at: int
    title: str
    help: str
    fields: tuple[FormField, ...]


def shown(fields: Sequence[FormField], answers: Answers) -> list[FormField]:
    """Everything that is seen with those answers, sections and page breaks as well."""
    return [field for field, on in walked(fields, answers) if on]


def live(fields: Sequence[FormField], answers: Answers) -> dict[str, Any]:
    """The answers to questions that are shown; what hangs on a hidden one is hidden too."""
    return {field.key: answers[field.key] for field, on in walked(fields, answers) if on and field.key in answers}


def walked(fields: Sequence[FormField], answers: Answers) -> list[tuple[FormField, bool]]:
    """Every field with whether it is shown: a page's condition holds for the page, a section's up to the next section or page."""
    found: list[tuple[FormField, bool]] = []
    seen: dict[str, Any] = {}
    page = section = True
    for field in fields:
        on = holds(field.visible, seen)
        if field.kind is FieldKind.page:
            page, section = on, True
        elif field.kind is FieldKind.section:
            section = on
        on = on and page and section
        if on and field.key in answers and field.kind not in SILENT:
            seen[field.key] = answers[field.key]
        found.append((field, on))
    return found


def pages(fields: Sequence[FormField]) -> list[Page]:
    """The form's pages, those that are not shown as well: a page keeps its place whatever is answered."""
    parts: list[tuple[FormField | None, list[FormField]]] = [(None, [])]
    for field in fields:
        if field.kind is FieldKind.page:
            parts.append((field, []))
        else:
            parts[-1][1].append(field)
    if not parts[0][1] and len(parts) > 1:
        parts = parts[1:]
    return [Page(at, head.label if head else "", head.help if head else "", tuple(inside)) for at, (head, inside) in enumerate(parts)]


def shown_pages(fields: Sequence[FormField], answers: Answers) -> list[Page]:
    """The pages on which there is something to answer, with those answers."""
    keys = {field.key for field in shown(fields, answers) if field.kind not in SILENT}
    return [page for page in pages(fields) if any(field.key in keys for field in page.fields)]


# ── one condition ────────────────────────────────────────


def holds(visible: Visible | None, answers: Answers) -> bool:
    """Whether all of its groups hold, or any."""
    if visible is None:
        return True
    return (all if visible.match == "all" else any)(_group_holds(group, answers) for group in visible.groups)


def _group_holds(group: Group, answers: Answers) -> bool:
    return (all if group.match == "all" else any)(meets(condition, answers) for condition in group.conditions)


def meets(condition: Condition, answers: Answers) -> bool:
    """Whether the answer it looks at is as it wants. What was not answered differs from everything."""
    if condition.key not in answers:
        return condition.op in (Op.unanswered, Op.differs, Op.none_of)
    answer = answers[condition.key]
    match condition.op:
        case Op.answered | Op.unanswered:
            return condition.op is Op.answered
        case Op.equals | Op.differs:
            return (_folded(answer) == _folded(condition.value)) == (condition.op is Op.equals)
        case Op.any_of | Op.none_of:
            return bool(_chosen(answer) & set(condition.values)) == (condition.op is Op.any_of)
        case Op.contains:
            return condition.value in _chosen(answer) if isinstance(answer, list) else _folded(condition.value) in str(_folded(answer))
        case Op.less | Op.more:
            return _before(answer, condition.value) if condition.op is Op.less else _before(condition.value, answer)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _chosen(answer: Any) -> set[str]:
    return set(cast("list[str]", answer)) if isinstance(answer, list) else {answer}


def _before(one: Any, other: Any) -> bool:
    """Numbers by size; days and times, which are written largest part first, as texts."""
    return one < other if isinstance(one, str) is isinstance(other, str) else False
