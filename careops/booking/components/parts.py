"""What the editors of services and providers share: parts that fold, the line that saves, rows with buttons."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui import kit


def fold(title: str, about: kit.Child, *content: kit.Child, id: str, wrong: Any, opened: bool = False) -> rx.Component:
    """A part of a long form: its title and what it is about, and its fields once it is opened; opens by itself where something is wrong."""
    at_first: Any = True if opened else wrong.contains(id)
    return rx.el.details(
        rx.el.summary(
            rx.el.h2(title, class_name="strong"),
            rx.el.span(about, class_name="t3 clip grow"),
            kit.icon("chevron-down"),
            class_name="fold-head",
        ),
        rx.el.div(*content, class_name="form fold-in"),
        class_name="fold",
        id=f"part-{id}",
        open=at_first,
    )


def save_line(save: kit.Child, *more: kit.Child) -> rx.Component:
    """The line at the end of an editor that stays in sight: one primary Save."""
    return rx.el.div(
        kit.button(save, submit=True, look="primary", key=""),
        *more,
        class_name="save-line",
    )


def problems_of(errors: Any, problems: Any) -> rx.Component:
    """What is wrong, each line a way to its field."""

    def line(wrong: Any) -> rx.Component:
        return rx.el.li(rx.el.a(wrong["message"], href="#" + wrong["field"].to(str), data_focus=wrong["field"]))

    summary = rx.el.section(
        rx.el.h2(kit.icon("triangle-alert"), _("This needs another look")),
        rx.el.ul(rx.foreach(problems, line)),
        class_name="errors",
        role="alert",
        tab_index=-1,
    )
    return rx.cond(errors.length() > 0, summary, rx.fragment())
