"""What is chosen with one press: a tick, a switch, one of a few, one more or one less."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, Text, icon, shown, when
from careops.ui.kit.fields import Option


def _ticked(checked: Flag | None, default_checked: bool | None, on_change: Handler) -> dict[str, Any]:
    given = {"checked": checked, "default_checked": default_checked, "on_change": on_change}
    return {key: what for key, what in given.items() if what is not None}


def checkbox(
    label: Child,
    name: str,
    *,
    checked: Flag | None = None,
    default_checked: bool | None = None,
    on_change: Handler = None,
    help_text: Text = "",
    value: str = "",
    **more: Any,
) -> rx.Component:
    """Yes or no, sent with its form."""
    if value:
        more["value"] = value
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, **_ticked(checked, default_checked, on_change), **more),
        rx.el.span(label, shown(help_text, rx.el.span(help_text, class_name="t3 block"))),
        class_name="check",
    )


def radio(
    label: Child, name: str, value: str, *, checked: Flag | None = None, default_checked: bool | None = None, on_change: Handler = None
) -> rx.Component:
    """One of a few, in a line of its own."""
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=value, **_ticked(checked, default_checked, on_change)),
        rx.el.span(label),
        class_name="check",
    )


def toggle(
    label: Text,
    *,
    checked: Flag | None = None,
    default_checked: bool | None = None,
    on_change: Handler = None,
    bare: bool = False,
    name: str = "",
    **more: Any,
) -> rx.Component:
    """On or off, and it acts at once; `bare` leaves the words to the row around it."""
    if name:
        more["name"] = name
    if bare:
        more["aria_label"] = label
    switch = rx.el.input(type="checkbox", role="switch", class_name="switch", **_ticked(checked, default_checked, on_change), **more)
    return rx.el.label(switch, class_name="switch-hit") if bare else rx.el.label(switch, label, class_name="row")


def radio_cards(
    label: Text,
    name: str,
    choices: Sequence[tuple[str, str, str]],
    *,
    value: Text | None = None,
    default_value: str | None = None,
    on_change: Handler = None,
) -> rx.Component:
    """One of a few that need a sentence each: value, title, what it means."""

    def card(key: str, title: str, meaning: str) -> rx.Component:
        chosen = None if value is None else (value == key)
        at_first = (default_value == key) if default_value is not None else None
        return rx.el.label(
            rx.el.input(type="radio", name=name, value=key, **_ticked(chosen, at_first, on_change)),
            rx.el.span(rx.el.span(title, class_name="strong"), rx.el.span(meaning, class_name="t3"), class_name="grow"),
            class_name="card-choice",
        )

    return rx.el.fieldset(rx.el.legend(label), rx.el.div(*[card(*choice) for choice in choices], class_name="cards"), class_name="field")


def segmented(
    label: Text,
    choices: Sequence[Option],
    *,
    value: Text,
    on_choose: Handler = None,
    hrefs: Sequence[Text] = (),
    icons: Sequence[str] = (),
) -> rx.Component:
    """One of two to four views, all visible. Given `hrefs` they are links, else `on_choose` gets the value."""

    def part(index: int, key: str, words: str) -> rx.Component:
        on = value == key
        inside = [icon(icons[index], "xs") if icons else rx.fragment(), words]
        if hrefs:
            return rx.el.a(*inside, href=hrefs[index], aria_current=when(on, "true", None))
        acts = {} if on_choose is None else {"on_click": on_choose(key)}
        return rx.el.button(*inside, type="button", aria_pressed=when(on, "true", "false"), **acts)

    parts = [part(index, key, words) for index, (key, words) in enumerate(choices)]
    return (
        rx.el.nav(*parts, class_name="seg", aria_label=label)
        if hrefs
        else rx.el.span(*parts, class_name="seg", role="group", aria_label=label)
    )


def pick(
    label: Text,
    name: str,
    *,
    avatar: rx.Component | None = None,
    checked: Flag | None = None,
    default_checked: bool | None = None,
    on_change: Handler = None,
    value: Text = "",
) -> rx.Component:
    """One of several that may all be chosen, as a pill: people, days."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            class_name="vh",
            name=name,
            value=label if isinstance(value, str) and not value else value,
            **_ticked(checked, default_checked, on_change),
        ),
        avatar or rx.fragment(),
        label,
        rx.el.span(icon("check"), class_name="pick-i"),
        class_name="pick",
    )


def stepper(value: Text | int | rx.Var[int], *, less: Handler = None, more: Handler = None, label: Text = "") -> rx.Component:
    """A small number with one less and one more."""
    named = label if isinstance(label, rx.Var) or label else _("Amount")
    return rx.el.span(
        rx.el.button(icon("minus"), type="button", aria_label=_("One less"), on_click=less),
        rx.el.output(value, aria_label=named),
        rx.el.button(icon("plus"), type="button", aria_label=_("One more"), on_click=more),
        class_name="step",
        role="group",
        aria_label=named,
    )
