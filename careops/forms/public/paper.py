"""What a page of a form looks like: each question as a field, what is wrong with it, and what appears only with an answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import htpy as h

from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.typed import LINE_BREAKS
from careops.forms.public.posted import PREFIX
from careops.forms.rules import files
from careops.forms.rules.reading import day_of
from careops.forms.rules.showing import Page, meets
from careops.forms.schemas import SILENT, Condition, FieldKind, FormField, Visible
from careops.forms.schemas.fields import MOST_MEGABYTES, MOST_TEXT
from careops.ui.public import forms, parts

COMPLETES = {FieldKind.email: "email", FieldKind.phone: "tel"}
MAPPED = {"contact.name": "name", "contact.email": "email", "contact.phone": "tel"}
SHORT = 24  # characters of an option that stands in a line with others


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, ready to be drawn: what is answered, what was typed and is wrong, which questions are seen now."""

    page: Page
    fields: Sequence[FormField]
    answers: Mapping[str, Any]
    typed: Mapping[str, Any]
    wrong: Mapping[str, str]
    seen: frozenset[str]
    today: Any
    locale: str


def questions(sheet: Sheet) -> list[h.Node]:
    """Every question of the page; those that hang on an answer of the same page are there, hidden, for the script."""
    drawn: list[h.Node] = []
    under: Visible | None = None
    for field in sheet.page.fields:
        if field.kind is FieldKind.section:
            under = field.visible
            drawn.append(_part(sheet, field, [field.visible], _section(field)))
        else:
            drawn.append(_part(sheet, field, [under, field.visible], [forms.hidden("asked", field.key), _field(sheet, field)]))
    return drawn


def _section(field: FormField) -> h.Element:
    return h.div(".tight")[h.h2(".h")[field.label], h.p(".dim.s")[field.help] if field.help else None]


def _part(sheet: Sheet, field: FormField, conditions: list[Visible | None], content: h.Node) -> h.Node:
    """Around a question: nothing when it always stands there, a part to show and hide when an answer of this page decides."""
    whens = [condition for condition in conditions if condition]
    here = {one.key for one in sheet.page.fields}
    if not whens:
        return content if field.key in sheet.seen else None
    if not any(condition.key in here for when in whens for condition in when.conditions()):
        return content if field.key in sheet.seen else None
    told = json.dumps([_told(when, sheet, here) for when in whens])
    gone = field.key not in sheet.seen
    return h.fieldset(".part", data_when=told, hidden=gone, disabled=gone)[content]


def _told(when: Visible, sheet: Sheet, here: set[str]) -> dict[str, Any]:
    """The condition for the script; what hangs on other pages is decided already."""
    kinds = {field.key: field.kind for field in sheet.fields}

    def one(condition: Condition) -> Any:
        if condition.key not in here:
            return meets(condition, sheet.answers)
        return condition.model_dump(mode="json") | {"many": kinds[condition.key] is FieldKind.multi_choice}

    groups = [{"match": group.match, "conditions": [one(c) for c in group.conditions]} for group in when.groups]
    return {"match": when.match, "groups": groups}


# ── one question ─────────────────────────────────────────


def problems(sheet: Sheet) -> list[forms.Problem]:
    """What is wrong on the page, each with the place of its field."""
    return [forms.Problem(_id(field.key), sheet.wrong[field.key], field.label) for field in sheet.page.fields if field.key in sheet.wrong]


def _id(key: str) -> str:
    return f"q-{key}"


def _value(sheet: Sheet, field: FormField) -> Any:
    return sheet.typed[field.key] if field.key in sheet.typed else sheet.answers.get(field.key)


def _field(sheet: Sheet, field: FormField) -> h.Node:
    value, error, name, id = _value(sheet, field), sheet.wrong.get(field.key, ""), PREFIX + field.key, _id(field.key)
    said: dict[str, Any] = {"help": field.help, "error": error, "required": field.required, "id": id, "locale": sheet.locale}
    match field.kind:
        case FieldKind.long_text:
            most = field.checks.max_length or MOST_TEXT[field.kind]
            return forms.textarea(name, field.label, value=_text(value), maxlength=most, **said)
        case FieldKind.choice | FieldKind.multi_choice if len(field.options) > 12 and field.kind is FieldKind.choice:
            options = [forms.Option("", _("Choose", sheet.locale)), *(forms.Option(one, one) for one in field.options)]
            return forms.select(name, field.label, options, value=_text(value), **said)
        case FieldKind.choice | FieldKind.multi_choice | FieldKind.yes_no | FieldKind.rating:
            return _choices(sheet, field, value, said)
        case FieldKind.consent:
            return forms.checkbox(name, field.label, checked=value is True or value == "yes", help=field.help, error=error, id=id)
        case FieldKind.file:
            return _upload(sheet, field, said)
        case FieldKind.signature:
            return _signature(sheet, field, value, said)
        case _:
            return forms.field(name, field.label, value=_text(value), **_line(sheet, field), **said)


def _line(sheet: Sheet, field: FormField) -> dict[str, Any]:
    """What a one-line field is to a browser."""
    checks = field.checks
    completes = MAPPED.get(field.maps_to or field.prefill or "") or COMPLETES.get(field.kind, "")
    match field.kind:
        case FieldKind.email:
            return {"kind": "email", "maxlength": 254, "autocomplete": completes}
        case FieldKind.phone:
            return {"kind": "tel", "maxlength": 40, "autocomplete": completes}
        case FieldKind.number:
            return {"inputmode": "decimal" if checks.decimals else "numeric", "maxlength": 20}
        case FieldKind.date:
            limits = {"min": checks.earliest, "max": checks.latest}
            return {"kind": "date", "more": {at: day_of(day, sheet.today).isoformat() for at, day in limits.items() if day}}
        case FieldKind.time:
            return {"kind": "time", "more": {"min": checks.earliest, "max": checks.latest}}
        case _:
            return {"maxlength": checks.max_length or MOST_TEXT["text"], "autocomplete": completes}


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _choices(sheet: Sheet, field: FormField, value: Any, said: Mapping[str, Any]) -> h.Element:
    name, locale = PREFIX + field.key, sheet.locale
    if field.kind is FieldKind.yes_no:
        options = [forms.Choice("yes", _("Yes", locale)), forms.Choice("no", _("No", locale))]
        chosen: Any = {True: "yes", False: "no"}.get(value, _text(value)) if not isinstance(value, list) else ""
        return forms.choices(name, field.label, options, chosen=chosen, flow=True, **said)
    if field.kind is FieldKind.rating:
        options = [forms.Choice(str(number), str(number)) for number in range(1, (field.checks.most or 5) + 1)]
        return forms.choices(name, field.label, options, chosen=_text(value), flow=True, **said)
    many = field.kind is FieldKind.multi_choice
    chosen = [str(one) for one in value] if isinstance(value, list) else _text(value)
    options = [forms.Choice(option, option) for option in field.options]
    flow = not many and len(options) <= 4 and all(len(option) <= SHORT for option in field.options)
    return forms.choices(name, field.label, options, chosen=chosen, many=many, flow=flow, **said)


def _upload(sheet: Sheet, field: FormField, said: Mapping[str, Any]) -> list[h.Node]:
    held: list[dict[str, Any]] = sheet.answers.get(field.key) or []
    most, locale = field.checks.max_files or 1, sheet.locale
    limit = _("Up to {most} MB.", locale, most=field.checks.max_megabytes or MOST_MEGABYTES)
    several = plural("{count} file at most.", "{count} files at most.", most, locale) if most > 1 else ""
    name = PREFIX + field.key
    return [
        [forms.hidden(f"{name}.held", one["id"]) for one in held],
        forms.upload(
            name,
            field.label,
            accept=files.accept(field),
            held=[(one["name"], _size(one["size"])) for one in held],
            ids=[one["id"] for one in held],
            many=most > 1,
            **{**said, "help": " ".join(part for part in (field.help, limit, several) if part)},
        ),
    ]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, size // 1000)} kB"


def _signature(sheet: Sheet, field: FormField, value: Any, said: Mapping[str, Any]) -> list[h.Node]:
    given: dict[str, Any] = value if isinstance(value, dict) else {"name": _text(value)}
    drawn = (sheet.answers.get(field.key) or {}).get("drawn")
    name, locale = PREFIX + field.key, sheet.locale
    counts = _("Typing your full name counts as your signature.", locale)
    return [
        forms.hidden(f"{name}.held", drawn["id"]) if drawn else None,
        forms.field(
            name,
            field.label,
            value=_text(given.get("name")),
            autocomplete="name",
            maxlength=120,
            **{**said, "help": " ".join(part for part in (field.help, counts) if part)},
        ),
        parts.dim(_("Your drawn signature is kept. Draw again to replace it.", locale)) if drawn else None,
        forms.drawn_signature(f"{name}.drawn", locale=locale),
    ]


# ── reading it over ──────────────────────────────────────


def recited(lines: Sequence[tuple[FormField, str]]) -> h.Element:
    """The answers of a page as they will be read."""

    def one(field: FormField, said: str) -> h.Element:
        return h.div[h.dt(".dim.s")[field.label], h.dd[[[h.br if at else None, line] for at, line in enumerate(said.split(LINE_BREAKS))]]]

    return h.dl(".facts")[[one(field, said) for field, said in lines if field.kind not in SILENT]]
