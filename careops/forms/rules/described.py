"""A form's answers as a JSON Schema (2020-12): made once, when a version is published, and kept with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from careops.forms.schemas.fields import CHOICES, MOST_NUMBER, MOST_TEXT, SILENT, Condition, FieldKind, FormField, Group, Op, Visible

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
FILE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "mime": {"type": "string"},
        "size": {"type": "integer", "minimum": 1},
        "key": {"type": "string"},
    },
    "required": ["id", "name"],
}


def answers_schema(name: str, fields: Sequence[FormField]) -> Schema:
    """What a whole copy's answers fulfil. A question that is not always shown is required only where its own condition says so;
    a condition that JSON Schema has no words for (one on days, or of a section or page above it) leaves it optional."""
    asking = [field for field in fields if field.kind not in SILENT]
    always, asked = _always(fields), {field.key: field for field in fields}
    schema: Schema = {"$schema": DIALECT, "title": name, "type": "object", "additionalProperties": False}
    schema["properties"] = {field.key: _property(field) for field in asking}
    schema["required"] = [field.key for field in asking if field.required and field.key in always]
    if depending := [
        {"if": condition, "then": {"required": [field.key]}}
        for field, under in _alone(fields)
        if field.required and not under and field.visible and (condition := _visible(field.visible, asked, always))
    ]:
        schema["allOf"] = depending
    return schema


def _alone(fields: Sequence[FormField]) -> list[tuple[FormField, bool]]:
    """Every question with whether a section or page above it may hide it."""
    found: list[tuple[FormField, bool]] = []
    page = section = False
    for field in fields:
        if field.kind is FieldKind.page:
            page, section = field.visible is not None, False
        elif field.kind is FieldKind.section:
            section = field.visible is not None
        else:
            found.append((field, page or section))
    return found


def _always(fields: Sequence[FormField]) -> set[str]:
    """The questions that nothing hides."""
    return {field.key for field, under in _alone(fields) if not under and field.visible is None}


# ── one question ─────────────────────────────────────────


def _property(field: FormField) -> Schema:
    described = {"title": field.label, **_type(field)}
    return described | ({"description": field.help} if field.help else {}) | ({"x-maps-to": field.maps_to} if field.maps_to else {})


def _type(field: FormField) -> Schema:
    checks = field.checks
    match field.kind:
        case FieldKind.text | FieldKind.long_text:
            return {"type": "string", "minLength": checks.min_length or 1, "maxLength": checks.max_length or MOST_TEXT[field.kind]}
        case FieldKind.email:
            return {"type": "string", "format": "email", "maxLength": 254}
        case FieldKind.phone:
            return {"type": "string", "pattern": r"^\+[0-9]{4,15}$"}
        case FieldKind.number:
            lowest = -MOST_NUMBER if checks.minimum is None else checks.minimum
            highest = MOST_NUMBER if checks.maximum is None else checks.maximum
            return {"type": "number" if checks.decimals else "integer", "minimum": lowest, "maximum": highest}
        case FieldKind.date:
            return {"type": "string", "format": "date"}
        case FieldKind.time:
            return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
        case FieldKind.choice:
            return {"type": "string", "enum": field.options}
        case FieldKind.multi_choice:
            many: Schema = {"type": "array", "items": {"type": "string", "enum": field.options}, "uniqueItems": True}
            return many | {"minItems": checks.min_choices or 1, "maxItems": checks.max_choices or len(field.options)}
        case FieldKind.yes_no:
            return {"type": "boolean"}
        case FieldKind.consent:
            return {"type": "boolean", "const": True}
        case FieldKind.rating:
            return {"type": "integer", "minimum": 1, "maximum": checks.most or 5}
        case FieldKind.file:
            return {"type": "array", "items": FILE, "minItems": 1, "maxItems": checks.max_files or 1}
        case FieldKind.signature:
            return {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 120},
                    "drawn": {"anyOf": [{"type": "null"}, FILE]},
                    "at": {"type": "string", "format": "date-time"},
                },
                "required": ["name", "at"],
                "additionalProperties": False,
            }
        case FieldKind.section | FieldKind.page:
            return {}


# ── one condition ────────────────────────────────────────


def _visible(visible: Visible, asked: Mapping[str, FormField], always: set[str]) -> Schema | None:
    return _joined(visible.match, [_group(group, asked, always) for group in visible.groups])


def _group(group: Group, asked: Mapping[str, FormField], always: set[str]) -> Schema | None:
    return _joined(group.match, [_condition(condition, asked[condition.key], always) for condition in group.conditions])


def _joined(match: str, parts: list[Schema | None]) -> Schema | None:
    """All or any of them; None when one of them cannot be said."""
    said = [part for part in parts if part is not None]
    return {f"{match}Of": said} if len(said) == len(parts) else None


def _condition(condition: Condition, asked: FormField, always: set[str]) -> Schema | None:
    """One condition in JSON Schema's words; texts are compared without case, which it cannot."""
    if condition.key not in always:
        return None
    there: Schema = {"required": [condition.key]}
    match condition.op:
        case Op.answered:
            return there
        case Op.unanswered:
            return {"not": there}
        case Op.equals | Op.differs if asked.kind in CHOICES | {FieldKind.yes_no, FieldKind.number, FieldKind.rating}:
            same = _with(condition.key, {"const": condition.value})
            return same if condition.op is Op.equals else {"not": same}
        case Op.any_of | Op.none_of:
            found: Schema = {"enum": condition.values}
            among = _with(condition.key, {"contains": found} if asked.kind is FieldKind.multi_choice else found)
            return among if condition.op is Op.any_of else {"not": among}
        case Op.contains if asked.kind is FieldKind.multi_choice:
            return _with(condition.key, {"contains": {"const": condition.value}})
        case Op.less | Op.more if asked.kind in (FieldKind.number, FieldKind.rating):
            return _with(condition.key, {f"exclusive{'Maximum' if condition.op is Op.less else 'Minimum'}": condition.value})
        case _:
            return None


def _with(key: str, must: Schema) -> Schema:
    return {"properties": {key: must}, "required": [key]}
