"""The fields that every part of a service's form is made of."""

from typing import Any

import reflex as rx

from careops.booking.state.service import ServiceEditor
from careops.core.i18n import text as _
from careops.ui import kit

HERE: Any = ServiceEditor
SAID: Any = ServiceEditor.said
ERRORS: Any = ServiceEditor.errors
SHAPE: Any = ServiceEditor.shape


def field(label: str, name: str, **more: Any) -> rx.Component:
    return kit.field(label, name, default_value=SAID[name], error=ERRORS[name], **more)


def number(label: str, name: str, unit: str = "", **more: Any) -> rx.Component:
    return field(label, name, after=unit, input_mode="numeric", max_length=6, **more)


def length(label: str, name: str, **more: Any) -> rx.Component:
    """Minutes that are drawn in the bar while they are typed."""
    return number(label, name, _("min"), on_change=HERE.draw(name).debounce(200), **more)


def switch(label: str, name: str) -> rx.Component:
    return kit.toggle(label, name=name, default_checked=SAID[name] == "on")


def choice(label: str, name: str, choices: list[tuple[str, str]], **more: Any) -> rx.Component:
    return kit.select(label, name, choices, default_value=SAID[name], error=ERRORS[name], **more)


def cell(label: Any, name: Any, value: Any, **more: Any) -> rx.Component:
    """A field of a line in a list; its name is known only when the line is."""
    wrong = ERRORS[name]
    return rx.el.label(
        rx.el.span(label, class_name="label"),
        rx.el.input(name=name, id=name, default_value=value, class_name="input", aria_invalid=rx.cond(wrong, "true", "false"), **more),
        rx.cond(wrong, rx.el.span(kit.icon("triangle-alert"), rx.el.span(wrong), class_name="error"), rx.fragment()),
        class_name="field",
    )


def line_buttons(kind: str, key: Any, named: str) -> rx.Component:
    moves = (
        []
        if kind == "need"
        else [
            kit.icon_button("chevron-up", _("Move up"), HERE.move(kind, key, -1), small=True),
            kit.icon_button("chevron-down", _("Move down"), HERE.move(kind, key, 1), small=True),
        ]
    )
    return rx.el.span(*moves, kit.icon_button("trash-2", named, HERE.remove(kind, key), small=True), class_name="row part-do")
