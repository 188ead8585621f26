"""A conversation from outside: its row in the list, its head, and what stands beside it."""

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, Text, classes, hidden, icon, shown, when
from careops.ui.kit.parts import avatar


def conversation_row(
    name: Text,
    preview: Text,
    href: Text,
    *,
    initials: Text,
    tint: int | rx.Var[int],
    when_said: Child,
    channel_icon: Text,
    channel: Text,
    unread: Flag = False,
    late: Flag = False,
    current: Flag = False,
    extra: Child | None = None,
    end: Child | None = None,
) -> rx.Component:
    """A conversation in the list: who, the last words, how long it waits; the dot is "new for you", `end` whose it is."""
    return rx.el.li(
        rx.el.a(
            avatar(initials, tint),
            rx.el.span(
                rx.el.span(
                    rx.el.span(name, class_name="nm clip"),
                    rx.el.span(when_said, class_name=classes("xs num", when(late, "c-warn", "t3"))),
                    class_name="row between",
                ),
                rx.el.span(
                    rx.el.span(icon(channel_icon), class_name="ib-ch"),
                    hidden(channel, ": "),
                    rx.el.span(preview, class_name="ib-prev"),
                    rx.el.span(
                        end if end is not None else rx.fragment(),
                        shown(unread, rx.fragment(rx.el.span(class_name="dot"), hidden(_("unread")))),
                        class_name="row end",
                    ),
                    class_name="row ib-meta",
                ),
                extra or rx.fragment(),
                class_name="ib-rmain",
            ),
            href=href,
            class_name=classes("ib-row", when(unread, "unread")),
            aria_current=when(current, "true", None),
            data_row="true",
        )
    )


def conversation_rows(*items: Child, label: Text) -> rx.Component:
    """The scrolling list of conversations; j and k walk through it."""
    return rx.el.ul(*items, class_name="ib-rows", aria_label=label)


def list_head(title: Text, *actions: Child) -> rx.Component:
    """The head of a pane that lists."""
    return rx.el.div(rx.el.h2(title), rx.el.div(*actions, class_name="row end"), class_name="ib-lhead")


def thread_head(title: Child, *actions: Child, under: Child | None = None, back: rx.Component | None = None) -> rx.Component:
    """Who this is with, who else is looking, and what can be done."""
    return rx.el.header(
        back or rx.fragment(),
        rx.el.div(
            rx.el.h2(title, class_name="clip"),
            rx.el.div(under, class_name="t3 xs row only-l") if under is not None else rx.fragment(),
            class_name="grow",
        ),
        *actions,
        class_name="ib-thead",
    )


def found_row(
    name: Text, *line: Child, href: Text, initials: Text, tint: int | rx.Var[int], at: Text, channel_icon: Text, channel: Text
) -> rx.Component:
    """A message that was found: who, when, and the line with what was looked for marked."""
    return rx.el.li(
        rx.el.a(
            avatar(initials, tint),
            rx.el.span(
                rx.el.span(rx.el.span(name, class_name="nm clip"), rx.el.span(at, class_name="xs num t3"), class_name="row between"),
                rx.el.span(rx.el.span(icon(channel_icon), class_name="ib-ch"), hidden(channel, ": "), *line, class_name="ib-found"),
                class_name="ib-rmain",
            ),
            href=href,
            class_name="ib-row",
            data_row="true",
        )
    )


def label_mark(name: Text, tint: int | rx.Var[int]) -> rx.Component:
    """A label: its colour as a dot, its name beside it."""
    return rx.el.span(_dot(tint), name, class_name="chip")


def _dot(tint: int | rx.Var[int]) -> rx.Component:
    return rx.el.span(class_name=classes("lab", f"p{tint}" if isinstance(tint, int) else "p" + tint.to_string()), aria_hidden="true")


def label_choice(name: Text, tint: int | rx.Var[int], *, on: Flag, on_click: Handler) -> rx.Component:
    """A label in a menu: chosen or not."""
    tick = rx.el.span(icon("check"), class_name="end")
    return rx.el.button(
        _dot(tint), name, shown(on, tick), type="button", aria_pressed=when(on, "true", "false"), on_click=on_click, data_stays="true"
    )


def context_head(name: Text, href: Text, about: Text, *, initials: Text, tint: int | rx.Var[int]) -> rx.Component:
    """Whom the conversation is with."""
    return rx.el.div(
        avatar(initials, tint, size="l"),
        rx.el.div(rx.el.a(name, href=href, class_name="h3 m"), rx.el.p(about, class_name="t3"), class_name="grow"),
        class_name="ctx-id",
    )


def context_part(title: Text, *content: Child) -> rx.Component:
    """One fact group beside a conversation: next booking, forms, notes, automation."""
    return rx.el.section(rx.el.h3(title), *content)


def context_booking(time: Text, what: Text, href: Text) -> rx.Component:
    """The next booking, as a link."""
    return rx.el.a(rx.el.span(time, class_name="strong num"), rx.el.span(what, class_name="t2"), href=href, class_name="ctx-bk")
