"""What every component is made of: words, class names, inline values, icons, keys, links, plain forms."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import reflex as rx

# What a screen may hand over: a literal, or a Var of its State.
Text: TypeAlias = str | rx.Var[str]
Flag: TypeAlias = bool | rx.Var[bool]
Child: TypeAlias = rx.Component | str | int | rx.Var[Any]
Count: TypeAlias = Any  # an int, or a Var of one: its comparisons make Vars
Handler: TypeAlias = Any  # what Reflex accepts for a trigger: a handler, a call of one, or a list of them

# Icons a row may name by itself; a name written in code can be any of lucide's.
ROW_ICONS = (
    "archive",
    "archive-restore",
    "ban",
    "bell",
    "calendar",
    "calendar-check",
    "calendar-clock",
    "calendar-x",
    "check",
    "circle-dashed",
    "circle-help",
    "clipboard-list",
    "clock",
    "file-text",
    "info",
    "lock",
    "mail",
    "message-square",
    "package",
    "pause",
    "pencil",
    "play",
    "skip-forward",
    "plus",
    "redo-2",
    "reply",
    "send",
    "settings",
    "smartphone",
    "tag",
    "triangle-alert",
    "truck",
    "user",
    "user-plus",
    "users",
    "x",
    "zap",
)


def classes(*names: Text | None) -> Any:
    """One class attribute of literal names and Vars; empty ones are left out."""
    return [name for name in names if name is not None and not (isinstance(name, str) and name == "")]


def when(flag: Flag, yes: Any, no: Any = "") -> Any:
    """One of two values, decided now for a literal and in the browser for a Var."""
    if isinstance(flag, bool):
        return yes if flag else no
    return rx.cond(flag, yes, no)


def how_many(items: Sequence[Any] | rx.Var[Any]) -> Any:
    """How long a list is, now or in the browser."""
    return items.to(list).length() if isinstance(items, rx.Var) else len(items)


def shown(flag: Flag | Text | None, component: rx.Component) -> rx.Component:
    """The component where the flag or text says something, else nothing."""
    if isinstance(flag, rx.Var):
        return rx.cond(flag, component, rx.fragment())
    return component if flag else rx.fragment()


def inline(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that belong to one element (a place in the day, a level), as its style attribute.

    As one Var, so that Reflex sees which State the values come from.
    """
    return {"style": rx.Var.create(dict(values))}


def among(value: rx.Var[Any], cases: Iterable[tuple[str, rx.Component]], otherwise: rx.Component | None = None) -> rx.Component:
    """The component that belongs to the Var's value."""
    return cast("rx.Component", rx.match(value, *cases, otherwise or rx.fragment()))


@rx.memo
def row_icon(name: rx.Var[str]) -> rx.Component:
    """The icon a row names; a dot-like circle where the name is unknown."""
    known = [(each, rx.icon(each, class_name="i", aria_hidden="true")) for each in ROW_ICONS]
    return among(name, known, rx.icon("circle", class_name="i", aria_hidden="true"))


def icon(name: Text, size: str = "") -> rx.Component:
    """A lucide icon, 16 px, or "xs" 13 and "l" 20; decoration: the words stand beside it."""
    if isinstance(name, rx.Var):
        return row_icon(name=name)
    return rx.icon(name, class_name=f"i i-{size}" if size else "i", aria_hidden="true")


def hidden(*words: Child) -> rx.Component:
    """Words only a screen reader meets."""
    return rx.el.span(*words, class_name="vh")


def num(*words: Child, class_name: str = "") -> rx.Component:
    """Times, money and counts: figures of one width."""
    return rx.el.span(*words, class_name=classes("num", class_name))


def kbd(key: Text, *, hidden_from_readers: bool = True) -> rx.Component:
    """A key, shown where it acts."""
    if hidden_from_readers:
        return rx.el.span(key, class_name="kbd", aria_hidden="true")
    return rx.el.kbd(key, class_name="kbd")


def link(label: Child, href: Text, *, strong: bool = False) -> rx.Component:
    """A link to a page of the signed-in app."""
    return rx.el.a(label, href=href, class_name=classes("link", "strong" if strong else ""))


class RawA(rx.el.Div):
    """An anchor that makes the browser load the page, for addresses the signed-in app does not serve itself."""

    tag = "a"

    href: rx.Var[str]
    target: rx.Var[str]
    rel: rx.Var[str]


def raw_link(*content: Child, href: Text, new_tab: bool = False, class_name: str = "link", **more: Any) -> rx.Component:
    """A plain link out of the app: public pages, sign-in, downloads."""
    if new_tab:
        more |= {"target": "_blank", "rel": "noopener"}
    return RawA.create(*content, href=href, class_name=class_name, **more)


class NativeForm(rx.el.Div):
    """A form the browser posts itself; rx.el.form would keep the event for React."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*content: Child, action: Text, **more: Any) -> rx.Component:
    """A plain POST to a server-rendered page: signing out, switching workspace."""
    return NativeForm.create(*content, action=action, method="post", **more)
