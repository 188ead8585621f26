"""The contact form: what it always asks, what the business asks besides, and how that reads in the inbox."""

from collections.abc import Mapping, Sequence
from typing import Any

from careops.forms.rules.reciting import recited
from careops.forms.rules.showing import shown
from careops.forms.schemas import SILENT, FieldKind, FormField
from careops.inbox.schemas import WriteIn

ALWAYS = ("name", "email", "phone", "message")  # asked on every contact page, in its own places
NEVER = frozenset({FieldKind.file, FieldKind.signature, FieldKind.page})  # nobody unknown leaves files


def more(fields: Sequence[FormField]) -> list[FormField]:
    """What is asked besides."""
    return [field for field in fields if field.key not in ALWAYS and field.kind not in NEVER]


def told(message: str, asked: Sequence[FormField], answers: Mapping[str, Any], locale: str) -> str:
    """The words with what else was answered below, a line each."""
    lines = [
        f"{field.label}: {recited(field, answers[field.key], locale)}"
        for field in shown(asked, answers)
        if field.kind not in SILENT and field.key in answers
    ]
    return "\n\n".join([message, "\n".join(lines)]) if lines else message


def answers(fields: Sequence[FormField], message: WriteIn, besides: Mapping[str, Any]) -> dict[str, Any]:
    """All of it under the form's own keys."""
    always = {name: getattr(message, name) for name in ALWAYS if getattr(message, name)}
    keys = {field.key for field in fields}
    return {key: value for key, value in (always | dict(besides)).items() if key in keys}
