"""What is filled in: label above, help below, an error that says the fix and keeps what was typed.

A field's `name` is its id too, so that a submitted form holds each value once.
"""

from collections.abc import Sequence
from typing import Any, cast

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Handler, RawA, Text, classes, hidden, how_many, icon, kbd, shown

Option = tuple[str, str]  # value, label


def _error_line(name: str, error: Text) -> rx.Component:
    return rx.el.p(icon("triangle-alert"), rx.el.span(error), class_name="error", id=f"{name}-error")


def _around(name: str, label: Text, control: rx.Component, error: Text | None, help_text: Text, optional: bool) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, rx.el.span(" ", _("optional"), class_name="opt") if optional else rx.fragment(), html_for=name),
        control,
        shown(error, _error_line(name, "" if error is None else error)),
        shown(help_text, rx.el.p(help_text, class_name="hint", id=f"{name}-help")),
        class_name="field",
    )


def _said(name: str, error: Text | None, help_text: Text) -> dict[str, Any]:
    """What ties a control to its help and its error."""
    told = f"{name}-help" if not isinstance(help_text, str) or help_text else ""
    wrong = f"{name}-error"
    if isinstance(error, rx.Var):
        said = rx.cond(error, f"{wrong} {told}".strip(), told) if told else rx.cond(error, wrong, None)
        return {"aria_invalid": rx.cond(error, "true", "false"), "aria_describedby": said}
    if error:
        return {"aria_invalid": "true", "aria_describedby": f"{wrong} {told}".strip()}
    return {"aria_describedby": told} if told else {}


def field(
    label: Text,
    name: str,
    *,
    value: Text | rx.Var[int] | None = None,
    default_value: Text | None = None,
    on_change: Handler = None,
    on_blur: Handler = None,
    error: Text | None = None,
    help_text: Text = "",
    optional: bool = False,
    before: str = "",
    after: str = "",
    type: str = "text",
    **more: Any,
) -> rx.Component:
    """One line of input. `before` and `after` put a unit inside (€, min); times and amounts get figures of one width."""
    given = {"value": value, "default_value": default_value, "on_change": on_change, "on_blur": on_blur}
    control = rx.el.input(
        id=name,
        name=name,
        type=cast("Any", type),
        class_name=classes("input", "num" if before or after or type in {"number", "time", "date"} else ""),
        **{key: what for key, what in given.items() if what is not None},
        **_said(name, error, help_text),
        **more,
    )
    if before or after:
        control = rx.el.div(
            rx.el.span(before, class_name="pre") if before else rx.fragment(),
            control,
            rx.el.span(after, class_name="post") if after else rx.fragment(),
            class_name="affix",
        )
    return _around(name, label, control, error, help_text, optional)


def textarea(
    label: Text,
    name: str,
    *,
    value: Text | None = None,
    default_value: Text | None = None,
    on_change: Handler = None,
    on_blur: Handler = None,
    error: Text | None = None,
    help_text: Text = "",
    optional: bool = False,
    **more: Any,
) -> rx.Component:
    """Several lines of input."""
    given = {"value": value, "default_value": default_value, "on_change": on_change, "on_blur": on_blur}
    control = rx.el.textarea(
        id=name,
        name=name,
        class_name="input",
        **{key: what for key, what in given.items() if what is not None},
        **_said(name, error, help_text),
        **more,
    )
    return _around(name, label, control, error, help_text, optional)


def options(choices: Sequence[Option] | rx.Var[list[Any]]) -> list[rx.Component]:
    """The options of a select: pairs of value and label, or a Var of rows with `value` and `label`."""
    if isinstance(choices, rx.Var):
        return [rx.foreach(choices, lambda choice: rx.el.option(choice.label, value=choice.value))]
    return [rx.el.option(label, value=value) for value, label in choices]


def select(
    label: Text,
    name: str,
    choices: Sequence[Option] | rx.Var[list[Any]],
    *,
    value: Text | None = None,
    default_value: Text | None = None,
    on_change: Handler = None,
    error: Text | None = None,
    help_text: Text = "",
    optional: bool = False,
    first: Text = "",
    **more: Any,
) -> rx.Component:
    """One of many, by the browser's own list; `first` is what stands for none of them."""
    given = {"value": value, "default_value": default_value, "on_change": on_change}
    control = rx.el.div(
        rx.el.select(
            rx.el.option(first, value="") if not isinstance(first, str) or first else rx.fragment(),
            *options(choices),
            id=name,
            name=name,
            class_name="input",
            **{key: what for key, what in given.items() if what is not None},
            **_said(name, error, help_text),
            **more,
        ),
        icon("chevron-down"),
        class_name="select",
    )
    return _around(name, label, control, error, help_text, optional)


def search_box(
    label: Text, name: str, *, value: Text | None = None, on_change: Handler = None, placeholder: Text = "", key: str = "", **more: Any
) -> rx.Component:
    """Finds in a list while typing; its words wait a quarter of a second before they travel."""
    if key:
        more |= {"data_key": key}
    given = {"default_value": value, "on_change": on_change.debounce(250) if on_change is not None else None}
    return rx.el.div(
        icon("search"),
        rx.el.input(
            type="search",
            id=name,
            name=name,
            class_name="input",
            aria_label=label,
            placeholder=placeholder or label,
            auto_complete="off",
            **{name_: what for name_, what in given.items() if what is not None},
            **more,
        ),
        kbd(key) if key else rx.fragment(),
        class_name="affix",
    )


def form_row(*fields: rx.Component, pairs: bool = False) -> rx.Component:
    """Fields side by side where there is room; `pairs` are short enough to stand two and two on a phone."""
    return rx.el.div(*fields, class_name="form-row pairs" if pairs else "form-row")


def form(*content: Child, on_submit: Handler, **more: Any) -> rx.Component:
    """Fields and their buttons; submitting hands one dictionary to the handler and keeps what was typed."""
    more.setdefault("no_validate", True)  # what is wrong is said at its field, in our words
    return rx.el.form(*content, on_submit=on_submit, class_name="form", **more)


def once(key: Any) -> rx.Component:
    """Says which form was sent. A handler that changes the key when it is done, and takes no other, does a double click once."""
    return rx.el.input(type="hidden", name="once", value=key)


def form_foot(*buttons: Child) -> rx.Component:
    """Where a form ends: primary first, what is dangerous apart."""
    return rx.el.div(*buttons, class_name="form-foot")


def error_summary(errors: rx.Var[list[Any]] | Sequence[tuple[str, str]]) -> rx.Component:
    """What is wrong with a form, each line a link to its field; focus goes there. Rows carry `field` and `message`."""
    if isinstance(errors, rx.Var):
        lines: Any = rx.foreach(errors, lambda wrong: rx.el.li(RawA.create(wrong.message, href="#" + wrong.field, data_focus=wrong.field)))
        return rx.cond(how_many(errors) > 0, _summary(lines), rx.fragment())
    return (
        _summary(*[rx.el.li(RawA.create(message, href=f"#{name}", data_focus=name)) for name, message in errors])
        if errors
        else rx.fragment()
    )


def _summary(*lines: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(icon("triangle-alert"), _("This needs another look"), hidden(":")),
        rx.el.ul(*lines),
        class_name="errors",
        role="alert",
        tab_index=-1,
    )
