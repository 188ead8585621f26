"""The frame of one piece in the kitchen sink."""

import reflex as rx

from careops.ui.kit.basics import Child


def piece(id: str, title: str, rule: str, *content: Child) -> rx.Component:
    """A group of components with the rule they follow."""
    return rx.el.section(
        rx.el.h2(title, class_name="h2", id=f"h-{id}"),
        rx.el.p(rule, class_name="t2"),
        rx.el.div(*content, class_name="kit-b"),
        class_name="kit",
        id=id,
        aria_labelledby=f"h-{id}",
    )


def line(*content: Child) -> rx.Component:
    """Components side by side."""
    return rx.el.div(*content, class_name="kit-row")


def pair(*content: Child) -> rx.Component:
    """Components in two columns."""
    return rx.el.div(*content, class_name="kit-2")
