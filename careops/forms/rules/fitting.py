"""Whether questions fit together: what a form must be before it is published, and what one version changed of another."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from careops.contacts.schemas import FieldRow
from careops.core.errors import Invalid, Problem
from careops.core.i18n import text as _
from careops.forms.rules.keeping import misfit
from careops.forms.schemas.fields import CHOICES, OPS, SILENT, Condition, FieldKind, FormField


def check(fields: Sequence[FormField], own: Mapping[str, FieldRow]) -> None:
    """Passes, or names every question that does not fit."""
    if found := problems(fields, own):
        raise Invalid(problems=found)


def problems(fields: Sequence[FormField], own: Mapping[str, FieldRow]) -> list[Problem]:
    """What stands against publishing: conditions that look at nothing before them, answers kept in the same place or where they do
    not fit, no question. `own` are the contact's fields of the business's own, by key."""
    earlier: dict[str, FormField] = {}
    targets: set[str] = set()
    found: list[Problem] = []
    for at, field in enumerate(fields):
        if said := _condition_problem(field, earlier):
            found.append(Problem(f"fields.{at}.visible", said))
        if field.maps_to in targets:
            found.append(Problem(f"fields.{at}.maps_to", _("Two answers would be kept in the same place")))
        elif said := misfit(field, own):
            found.append(Problem(f"fields.{at}.maps_to", said))
        targets |= {field.maps_to} if field.maps_to else set()
        earlier[field.key] = field
    if all(field.kind in SILENT for field in fields):
        found.append(Problem("fields", _("A form asks at least one question")))
    return found


def _condition_problem(field: FormField, earlier: Mapping[str, FormField]) -> str:
    for condition in field.visible.conditions() if field.visible else []:
        asked = earlier.get(condition.key)
        if asked is None or asked.kind in SILENT:
            return _("It may only depend on a question before it")
        if condition.op not in OPS[asked.kind]:
            return _("The answers it depends on cannot be compared like that")
        if not _can_be(condition, asked):
            return _("It waits for an answer that cannot be given")
    return ""


def _can_be(condition: Condition, asked: FormField) -> bool:
    value = condition.value
    if asked.kind in CHOICES:
        return {*condition.values, *([] if value is None else [value])} <= set(asked.options)
    if value is None:
        return True
    match asked.kind:
        case FieldKind.number | FieldKind.rating:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FieldKind.yes_no:
            return isinstance(value, bool)
        case FieldKind.date | FieldKind.time:
            return isinstance(value, str) and _reads(value, asked.kind)
        case _:
            return isinstance(value, str) and value != ""


def _reads(value: str, kind: FieldKind) -> bool:
    try:
        read = date.fromisoformat(value).isoformat() if kind is FieldKind.date else time.fromisoformat(value).strftime("%H:%M")
    except ValueError:
        return False
    return read == value
