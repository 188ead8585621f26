"""Setting up in calm steps: a rail with ticks, one form, a live preview."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Text, classes, hidden, icon, shown, when
from careops.ui.kit.buttons import theme_toggle
from careops.ui.kit.rows import Step


def progress_rail(
    name: Text,
    initial: Text,
    steps: Sequence[Step] | rx.Var[list[Step]],
    *,
    words: Text,
    phone_words: Text,
    done: int | rx.Var[Any],
    of: int = 8,
) -> rx.Component:
    """Where you are in setting up: ticks behind, the step now, what is left; a phone shows a bar with its numbers."""
    return rx.el.header(
        rx.el.div(
            rx.el.span(initial, class_name="mark", aria_hidden="true"),
            rx.el.b(name),
            rx.el.span(theme_toggle(), class_name="end"),
            class_name="row",
        ),
        rx.el.p(words, class_name="t3 wz-left"),
        rx.el.nav(rx.el.ol(rx.foreach(steps, _step), class_name="wz-steps"), aria_label=_("Steps")),
        rx.el.div(
            rx.el.span(phone_words, class_name="num"),
            rx.el.progress(max=of, value=done, aria_label=phone_words),
            class_name="wz-prog only-s",
        ),
        class_name="wz-rail",
    )


def _step(step: Step) -> rx.Component:
    ticked = step.state == "ok"
    mark = rx.el.span(when(ticked, rx.fragment(icon("check"), hidden(_("Done:"))), rx.fragment(step.number)), class_name="wz-n")
    return rx.el.li(
        rx.el.a(
            mark,
            rx.el.span(rx.el.span(step.title, class_name="wz-t"), shown(step.detail, rx.el.span(step.detail, class_name="wz-d"))),
            href=step.href,
            aria_current=when(step.state == "on", "step", None),
        ),
        class_name=classes(step.state),
    )


def wizard(rail: rx.Component, *content: Child, foot: Sequence[Child], preview: Child, preview_label: Text) -> rx.Component:
    """The frame of a step: rail, form, foot with Back, Skip and the one primary button, preview."""
    return rx.el.div(
        rail,
        rx.el.main(rx.el.div(*content, class_name="wz-form"), rx.el.footer(*foot, class_name="wz-foot"), class_name="wz-main", id="main"),
        rx.el.aside(preview, class_name="wz-prev", aria_label=preview_label),
        class_name="wz",
    )


def wizard_title(question: Text, help_text: Text) -> rx.Component:
    """What this step asks."""
    return rx.el.div(rx.el.h1(question, class_name="h1"), rx.el.p(help_text, class_name="m t2"), class_name="stack")
