"""Answers that are kept in the business's own fields of a contact: which fit where, and how they are told there."""

from collections.abc import Mapping
from typing import Any, cast

from careops.contacts.rules import name_key
from careops.contacts.schemas import FieldRow
from careops.core.i18n import text as _
from careops.forms.schemas.fields import FieldKind, FormField

CUSTOM = "custom."
MOST = 500  # letters that such a field holds
LIKE: dict[str, frozenset[FieldKind]] = {
    "number": frozenset({FieldKind.number, FieldKind.rating}),
    "date": frozenset({FieldKind.date}),
    "yes_no": frozenset({FieldKind.yes_no}),
    "choice": frozenset({FieldKind.choice}),
}


def misfit(asked: FormField, own: Mapping[str, FieldRow]) -> str:
    """What stands against keeping that question's answers where it says; nothing for what is no field of the business's own."""
    if not asked.maps_to or not asked.maps_to.startswith(CUSTOM):
        return ""
    field = own.get(asked.maps_to.removeprefix(CUSTOM))
    if field is None:
        return _("The contact's field it is kept in is not there")
    if field.kind in LIKE and asked.kind not in LIKE[field.kind]:
        return _("The contact's field it is kept in takes another kind of answer")
    if field.kind == "choice" and not {name_key(one) for one in asked.options} <= {name_key(one) for one in field.options}:
        return _("It offers what the contact's field does not")
    if asked.kind is FieldKind.long_text and not 0 < (asked.checks.max_length or 0) <= MOST:
        return _("Limit its answer to 500 characters: the contact's field holds no more")
    return ""


def told(answer: Any) -> str:
    """An answer as somebody would type it into the field: the field's own kind reads it again."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, list):
        return ", ".join(str(one) for one in cast("list[Any]", answer))
    return str(answer)
