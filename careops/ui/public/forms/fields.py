"""One field, with its label, its help and what is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import htpy as h

from careops.core.i18n import text as _
from careops.ui.public.icons import icon

LATIN_KINDS = {"email", "tel", "url"}  # written from left to right in every language
KEYBOARDS = {"email": "email", "tel": "tel", "url": "url"}

Attributes = Mapping[str, str | int | bool | None]


def _hint(id: str, help: str) -> h.Element | None:
    return h.span(".hint", id=f"{id}-hint")[help] if help else None


def _error(id: str, error: str) -> h.Element | None:
    return h.p(".err", id=f"{id}-err")[icon("circle-alert", small=True), h.span[error]] if error else None


def described(id: str, help: str, error: str) -> str | None:
    return " ".join(part for part in (f"{id}-hint" if help else "", f"{id}-err" if error else "") if part) or None


def _optional(required: bool, locale: str) -> list[h.Node] | None:
    return None if required else [" ", h.span(".dim.s")[_("(optional)", locale)]]


def frame(id: str, label: h.Node, help: str, error: str, required: bool, locale: str, control: h.Node) -> h.Element:
    return h.div(".f")[h.label(for_=id)[label, _optional(required, locale)], _hint(id, help), control, _error(id, error)]


def field(
    name: str,
    label: h.Node,
    *,
    kind: str = "text",
    value: str = "",
    help: str = "",
    error: str = "",
    unit: str = "",
    required: bool = True,
    autocomplete: str = "",
    inputmode: str = "",
    maxlength: int | None = None,
    id: str = "",
    more: Attributes | None = None,
    locale: str = "en",
) -> h.Element:
    """One line to fill in. A field that may stay empty says so; the server judges, the browser only helps."""
    id = id or name
    control = h.input(
        {**(more or {})},
        class_="in",
        id=id,
        name=name,
        type=kind,
        value=value or None,
        required=required,
        autocomplete=autocomplete or None,
        inputmode=inputmode or KEYBOARDS.get(kind),
        dir="ltr" if kind in LATIN_KINDS else None,
        maxlength=maxlength,
        aria_describedby=described(id, help, error),
        aria_invalid="true" if error else None,
    )
    return frame(id, label, help, error, required, locale, h.div(".inwrap")[control, h.span(".unit")[unit]] if unit else control)


def password(
    name: str = "password",
    *,
    label: str = "",
    new: bool = False,
    help: str = "",
    error: str = "",
    forgot: str = "",
    locale: str = "en",
) -> h.Element:
    """A password, never written back; the script adds "Show". `forgot` is the address for those who forgot it."""
    control = h.input(
        class_="in",
        id=name,
        name=name,
        type="password",
        required=True,
        autocomplete="new-password" if new else "current-password",
        minlength=12 if new else None,
        maxlength=200,
        aria_describedby=described(name, help, error),
        aria_invalid="true" if error else None,
    )
    eye = h.button(".link.eye", type="button", aria_pressed="false", hidden=True, aria_label=_("Show password", locale))[_("Show", locale)]
    said = h.label(for_=name)[label or _("Password", locale)]
    top = h.div(".row.between")[said, h.a(".link.s", href=forgot)[_("Forgot password?", locale)]] if forgot else said
    return h.div(".f")[top, _hint(name, help), h.div(".inwrap")[control, eye], _error(name, error)]


def textarea(
    name: str,
    label: h.Node,
    *,
    value: str = "",
    help: str = "",
    error: str = "",
    required: bool = True,
    maxlength: int | None = None,
    id: str = "",
    locale: str = "en",
) -> h.Element:
    """Several lines to fill in."""
    id = id or name
    control = h.textarea(
        ".in",
        id=id,
        name=name,
        required=required,
        maxlength=maxlength,
        aria_describedby=described(id, help, error),
        aria_invalid="true" if error else None,
    )[["\n" if value.startswith("\n") else None, value]]  # HTML drops the first line break
    return frame(id, label, help, error, required, locale, control)


@dataclass(frozen=True)
class Option:
    """One line of a select."""

    value: str
    label: str


def select(
    name: str,
    label: h.Node,
    options: Sequence[Option],
    *,
    value: str = "",
    help: str = "",
    error: str = "",
    required: bool = True,
    id: str = "",
    locale: str = "en",
) -> h.Element:
    """One of many; up to about six stand better as `choices`."""
    id = id or name
    control = h.select(
        ".in",
        id=id,
        name=name,
        required=required,
        aria_describedby=described(id, help, error),
        aria_invalid="true" if error else None,
    )[[h.option(value=o.value, selected=o.value == value)[o.label] for o in options]]
    return frame(id, label, help, error, required, locale, control)


def checkbox(
    name: str,
    label: h.Node,
    *,
    value: str = "yes",
    checked: bool = False,
    help: str = "",
    error: str = "",
    required: bool = False,
    id: str = "",
) -> h.Element:
    """One thing to agree to; the whole row is the target, and a consent starts empty."""
    id = id or name
    box = h.input(
        type="checkbox",
        id=id,
        name=name,
        value=value,
        checked=checked,
        required=required,
        aria_describedby=described(id, "", error),
        aria_invalid="true" if error else None,
    )
    return h.div(".f")[
        h.label(class_=["opt", {"wrong": bool(error)}])[box, h.span[label, h.small[help] if help else None]],
        _error(id, error),
    ]


@dataclass(frozen=True)
class Choice:
    """One card to choose; `cents` and `minutes` are what it adds to the total that the script shows."""

    value: str
    label: str
    detail: str = ""
    price: str = ""
    cents: int | None = None
    minutes: int | None = None


def choices(
    name: str,
    legend: h.Node,
    options: Sequence[Choice],
    *,
    chosen: str | Collection[str] = "",
    many: bool = False,
    flow: bool = False,
    help: str = "",
    error: str = "",
    required: bool = True,
    hide_legend: bool = False,
    id: str = "",
    locale: str = "en",
) -> h.Element:
    """Cards of which one (or `many`) is chosen: a native input inside its label; `flow` sets short ones in a line."""
    id = id or name
    picked = {chosen} if isinstance(chosen, str) else set(chosen)

    def one(at: int, choice: Choice) -> h.Element:
        control = h.input(
            type="checkbox" if many else "radio",
            id=id if at == 0 else None,
            name=name,
            value=choice.value,
            checked=choice.value in picked,
            required=required and not many,
            data_c=choice.cents,
            data_m=choice.minutes,
        )
        return h.label(".opt")[
            control,
            h.span[choice.label, h.small[choice.detail] if choice.detail else None],
            h.b(".num")[choice.price] if choice.price else None,
        ]

    return h.fieldset(aria_describedby=described(id, help, error))[
        h.legend(class_="vh" if hide_legend else None)[legend, _optional(required, locale)],
        _hint(id, help),
        h.div(class_=["opts", {"flow": flow, "wrong": bool(error)}])[[one(at, choice) for at, choice in enumerate(options)]],
        _error(id, error),
    ]


def group(legend: h.Node, *content: h.Node) -> h.Element:
    """Fields that belong together under one question."""
    return h.fieldset[h.legend[legend], h.div(".opts")[content]]
