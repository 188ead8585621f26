"""What is filled in: label above, help below, an error that says the fix and keeps what was typed.

A field's `name` is its id too, so that a submitted form holds each value once.
"""

from collections.abc import Sequence
from typing import Any, cast

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, RawA, Text, classes, hidden, how_many, icon, kbd, shown, when

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
    **more: Any,
) -> rx.Component:
    """One of many, by the browser's own list."""
    given = {"value": value, "default_value": default_value, "on_change": on_change}
    control = rx.el.div(
        rx.el.select(
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


def form_row(*fields: rx.Component) -> rx.Component:
    """Fields side by side where there is room."""
    return rx.el.div(*fields, class_name="form-row")


def form(*content: Child, on_submit: Handler, **more: Any) -> rx.Component:
    """Fields and their buttons; submitting hands one dictionary to the handler and keeps what was typed."""
    more.setdefault("no_validate", True)  # what is wrong is said at its field, in our words
    return rx.el.form(*content, on_submit=on_submit, class_name="form", **more)


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
