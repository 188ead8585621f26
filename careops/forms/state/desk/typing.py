"""A question as it is typed, and back: what stands in the fields, and the question it makes."""

from collections.abc import Mapping
from typing import Any

from careops.forms.schemas import FieldKind, FormField
from careops.forms.state.desk.rows import MANY, NO_VALUE, Raw


def raw_of(asked: FormField) -> Raw:
    """A question as it is typed: every part words, or lists of words."""
    checks = {name: value for name, value in asked.checks.model_dump(mode="json").items() if value not in (None, [])}
    visible = asked.visible.model_dump(mode="json") if asked.visible else None
    for condition in conditions_of(visible):
        condition["value"] = said_as(condition["value"])
    return {
        "key": asked.key,
        "kind": asked.kind.value,
        "label": asked.label,
        "help": asked.help,
        "required": asked.required,
        "options": "\n".join(asked.options),
        "checks": {name: value if isinstance(value, list) else str(value) for name, value in checks.items()},
        "prefill": asked.prefill or "",
        "maps_to": asked.maps_to or "",
        "visible": visible,
    }


def said_as(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def plain_of(raw: Raw, earlier: Mapping[str, FormField]) -> Raw:
    """What was typed as a question to be judged."""
    visible = None
    if raw["visible"] and any(group["conditions"] for group in raw["visible"]["groups"]):
        groups = [
            {"match": group["match"], "conditions": [_plain_condition(one, earlier) for one in group["conditions"]]}
            for group in raw["visible"]["groups"]
            if group["conditions"]
        ]
        visible = {"match": raw["visible"]["match"], "groups": groups}
    return {
        **raw,
        "options": [line.strip() for line in raw["options"].split("\n") if line.strip()],
        "checks": {name: _number(value) for name, value in raw["checks"].items() if value not in ("", [])},
        "prefill": raw["prefill"] or None,
        "maps_to": raw["maps_to"] or None,
        "visible": visible,
    }


def _number(value: Any) -> Any:
    bare = value.strip().removeprefix("-") if isinstance(value, str) else ""
    return int(value) if bare.isascii() and bare.isdigit() and len(bare) < 16 else value


def _plain_condition(one: Raw, earlier: Mapping[str, FormField]) -> Raw:
    asked, op, value = earlier.get(one["key"]), one["op"], one["value"]
    if op in NO_VALUE:
        return {"key": one["key"], "op": op}
    if op in MANY:
        return {"key": one["key"], "op": op, "values": one["values"]}
    if asked and asked.kind is FieldKind.yes_no:
        value = value == "yes"
    elif asked and asked.kind in (FieldKind.number, FieldKind.rating):
        value = _number(value)
    return {"key": one["key"], "op": op, "value": None if value == "" else value}


def conditions_of(visible: Raw | None) -> list[Raw]:
    return [condition for group in (visible or {"groups": []})["groups"] for condition in group["conditions"]]
