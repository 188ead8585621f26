"""The open question as rows: what it is called, must fulfil, and hangs on."""

from collections.abc import Mapping, Sequence
from typing import Any

from careops.core.i18n import text as _
from careops.forms.schemas import CHECKS, CHOICES, MAPS, OPS, PREFILLS, SILENT, FieldKind, FormField, Op
from careops.forms.schemas.fields import CUSTOM_KINDS, MAPPED
from careops.forms.state import words
from careops.forms.state.desk.rows import MANY, NO_VALUE, UNSIGNED, CheckRow, CondRow, Editing, GroupRow, Raw
from careops.forms.state.words import Pair


def editing(raw: Raw, fields: Sequence[FormField], customs: Sequence[Pair]) -> Editing:
    """The rows of what was typed; `customs` are the business's own fields of a contact."""
    kind = FieldKind(raw["kind"])
    earlier = before(fields, raw["key"])
    silent = kind in SILENT
    given = [] if silent or kind in UNSIGNED else [*(Pair(name, words.KNOWN[name]) for name in PREFILLS), *customs]
    kept = [] if silent else [Pair(name, words.KNOWN[name]) for name in MAPS if MAPPED[name] is kind]
    visible = raw["visible"] or {"match": "all", "groups": []}
    return Editing(
        key=raw["key"],
        kind=kind.value,
        kind_words=words.KINDS[kind][0],
        label=raw["label"],
        help=raw["help"],
        required=raw["required"],
        silent=silent,
        choice=kind in CHOICES,
        options=raw["options"],
        checks=[_check(name, raw["checks"].get(name, "")) for name in words.CHECK_WORDS if name in CHECKS.get(kind, ())],
        prefill=raw["prefill"],
        prefills=given,
        maps_to=raw["maps_to"],
        maps=[*kept, *(customs if kind in CUSTOM_KINDS else ())],
        match=visible["match"],
        groups=[_group(at, group, earlier) for at, group in enumerate(visible["groups"])],
        askable=[Pair(one.key, one.label) for one in earlier.values()],
    )


def before(fields: Sequence[FormField], key: str) -> dict[str, FormField]:
    """The questions that stand before one, which alone it may depend on."""
    at = next((at for at, one in enumerate(fields) if one.key == key), len(fields))
    return {one.key: one for one in fields[:at] if one.kind not in SILENT}


def _check(name: str, value: Any) -> CheckRow:
    if name == "sorts":
        return CheckRow(name, words.CHECK_WORDS[name], "", [Pair(v, label, v in value) for v, label in words.SORTS.items()], many=True)
    choices = [Pair(v, label) for v, label in words.PATTERNS.items()] if name == "pattern" else []
    return CheckRow(name, words.CHECK_WORDS[name], str(value), choices)


def _group(at: int, group: Raw, earlier: Mapping[str, FormField]) -> GroupRow:
    return GroupRow(at, group["match"], [_condition(i, one, earlier) for i, one in enumerate(group["conditions"])])


def _condition(at: int, one: Raw, earlier: Mapping[str, FormField]) -> CondRow:
    asked = earlier.get(one["key"])
    ops = OPS[asked.kind] if asked else (Op(one["op"]),)
    chosen = set(one["values"])
    choices = [Pair(v, label, v in chosen) for v, label in offered(asked)]
    takes = "none" if one["op"] in NO_VALUE else "many" if one["op"] in MANY else "one" if choices else "typed"
    return CondRow(at, one["key"], one["op"], one["value"], takes, [Pair(op, op_words(op, asked)) for op in ops], choices)


def offered(asked: FormField | None) -> list[tuple[str, str]]:
    if asked is None:
        return []
    if asked.kind is FieldKind.yes_no:
        return [("yes", _("Yes")), ("no", _("No"))]
    if asked.kind is FieldKind.rating:
        return [(str(n), str(n)) for n in range(1, (asked.checks.most or 5) + 1)]
    return [(option, option) for option in asked.options]


def op_words(op: Op, asked: FormField | None) -> str:
    timed = asked is not None and asked.kind in (FieldKind.date, FieldKind.time)
    return words.EARLIER_LATER.get(op, words.OPS[op]) if timed else words.OPS[op]


def first_condition(earlier: Mapping[str, FormField], key: str = "") -> Raw:
    """A condition to begin with: one that can be kept as it stands."""
    asked = earlier[key] if key in earlier else list(earlier.values())[-1]
    answers = offered(asked) if Op.equals in OPS[asked.kind] else []
    return {"key": asked.key, "op": Op.equals if answers else Op.answered, "value": answers[0][0] if answers else "", "values": []}
