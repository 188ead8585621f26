"""Questions and conditions as sentences."""

from collections.abc import Mapping, Sequence

from careops.core.i18n import text as _
from careops.forms.schemas import SILENT, FormField
from careops.forms.schemas.fields import Condition, Group, Visible
from careops.forms.state import words
from careops.forms.state.desk.editing import op_words
from careops.forms.state.desk.rows import NO_VALUE, Line


def sentence(visible: Visible | None, earlier: Mapping[str, FormField]) -> str:
    """When a question is shown, in words."""
    if visible is None:
        return ""
    groups = [_group_words(group, earlier, bracket=len(visible.groups) > 1) for group in visible.groups]
    return _("Only if {conditions}", conditions=_joined(visible.match, groups))


def _group_words(group: Group, earlier: Mapping[str, FormField], *, bracket: bool) -> str:
    said = _joined(group.match, [_condition_words(one, earlier.get(one.key)) for one in group.conditions])
    return f"({said})" if bracket and len(group.conditions) > 1 else said


def _condition_words(one: Condition, asked: FormField | None) -> str:
    label = asked.label if asked else one.key
    if one.op in NO_VALUE:
        return _("“{question}” {op}", question=label, op=op_words(one.op, asked))
    value = ", ".join(one.values) or ((_("yes") if one.value else _("no")) if isinstance(one.value, bool) else one.value)
    return _("“{question}” {op} {value}", question=label, op=op_words(one.op, asked), value=value)


def _joined(match: str, parts: Sequence[str]) -> str:
    joint = _(" and ") if match == "all" else _(" or ")
    return joint.join(parts)


def lines(fields: Sequence[FormField], wrong: Mapping[int, str]) -> list[Line]:
    """The questions as they are listed, with what stands against publishing them."""
    found: list[Line] = []
    earlier: dict[str, FormField] = {}
    for at, asked in enumerate(fields):
        kind = words.KINDS[asked.kind][0]
        found.append(
            Line(
                key=asked.key,
                kind=asked.kind.value,
                label=asked.label,
                says=_("{kind}, required", kind=kind) if asked.required else kind,
                when=sentence(asked.visible, earlier),
                wrong=wrong.get(at, ""),
                head=asked.kind in SILENT,
            )
        )
        earlier[asked.key] = asked
    return found
