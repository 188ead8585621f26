"""A conversation: its row in the list, what was said, and where the answer is written."""

from collections.abc import Sequence
from typing import Any

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
    when_said: Text,
    channel_icon: Text,
    channel: Text,
    unread: Flag = False,
    late: Flag = False,
    current: Flag = False,
    extra: Child | None = None,
) -> rx.Component:
    """A conversation in the list: who, the last words, how long it waits; the dot is "new for you"."""
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
                    shown(unread, rx.fragment(rx.el.span(class_name="dot end"), hidden(_("unread")))),
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


def messages(*items: Child, label: Text = "") -> rx.Component:
    """The scrolling conversation; it stays at its end, and new messages are read out."""
    return rx.el.div(
        rx.el.div(*items, class_name="ib-flow"), class_name="ib-msgs", tab_index=0, role="log", aria_label=label or _("Messages")
    )


def day_divider(label: Text) -> rx.Component:
    """The day over its messages."""
    return rx.el.p(rx.el.span(label), class_name="ib-day")


def bubble(words: Text, *, ours: Flag, by: Text, at: Text, state_icon: Text = "", state: Text = "", trouble: Flag = False) -> rx.Component:
    """What somebody said: theirs at the start, ours at the end, with the channel and how far it got."""
    got = rx.el.span(
        icon(state_icon, "xs") if isinstance(state_icon, str) and state_icon else _small(state_icon),
        state,
        class_name=classes("row got", when(trouble, "c-danger")),
    )
    return rx.el.div(
        rx.el.p(words),
        rx.el.span(by, " ", rx.el.span(at, class_name="num"), shown(state, got), class_name="by"),
        class_name=classes("msg", when(ours, "out", "in")),
    )


def _small(name: Text) -> rx.Component:
    return rx.el.span(icon(name), class_name="ib-ch") if isinstance(name, rx.Var) else rx.fragment()


def system_line(summary: Child, at: Text, detail: Child | None = None, *, icon_name: Text = "zap") -> rx.Component:
    """What CareOps did by itself, folded to one line; opened it says why."""
    head = rx.el.summary(rx.el.span(icon(icon_name), class_name="ib-ch"), rx.el.span(summary), rx.el.span(at, class_name="num xs"))
    return rx.el.details(head, rx.el.p(detail) if detail is not None else rx.fragment(), class_name="ib-auto")


def internal_note(words: Child, *, by: Text, at: Text) -> rx.Component:
    """Amber paper with a dashed edge and a lock: only the team reads it."""
    return rx.el.div(
        rx.el.p(icon("lock", "xs"), _("Note, only your team sees this"), class_name="nlab"),
        rx.el.p(words),
        rx.el.span(by, " ", rx.el.span(at, class_name="num"), class_name="by"),
        class_name="msg noteb",
    )


def composer(
    *,
    name: str = "reply",
    label: Text = "",
    channels: Sequence[tuple[str, str, str]] | rx.Component = (),
    channel: Text = "",
    on_channel: Handler = None,
    to: Text = "",
    length: Text = "",
    value: Text | None = None,
    default_value: Text | None = None,
    on_change: Handler = None,
    on_blur: Handler = None,
    on_submit: Handler = None,
    tools: Sequence[Child] = (),
    saved: Text = "",
    send: Sequence[Child] = (),
    placeholder: Text = "",
) -> rx.Component:
    """Where the answer is written: the channel is visible and switchable (value, label, icon), Ctrl or ⌘ with Enter sends."""
    given = {"value": value, "default_value": default_value, "on_change": on_change, "on_blur": on_blur}
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend(_("Reply by"), class_name="vh"),
            _channels(channels, channel, on_channel),
            rx.el.span(to, class_name="t3 xs only-l clip"),
            rx.el.span(length, class_name="t3 xs num end"),
            class_name="composer-ch",
        ),
        rx.el.label(label or _("Message"), html_for=name, class_name="vh"),
        rx.el.textarea(
            id=name,
            name=name,
            rows="2",
            placeholder=placeholder,
            data_key="r",
            data_sends="true",
            **{key: what for key, what in given.items() if what is not None},
        ),
        rx.el.div(
            *tools,
            rx.el.span(saved, class_name="t3 xs end only-l", aria_live="polite"),
            rx.el.span(*send, class_name="btn-group send-g"),
            class_name="row composer-do",
        ),
        class_name="composer",
        aria_label=_("Reply"),
        **({"on_submit": on_submit} if on_submit is not None else {}),
    )


def _channels(channels: Sequence[tuple[str, str, str]] | rx.Component, chosen: Text, on_channel: Handler) -> Any:
    """The channels as a segmented choice; a screen whose channels come from its State draws them with `channel_choice`."""
    if isinstance(channels, rx.Component):
        return rx.el.span(channels, class_name="seg")
    parts = [channel_choice(key, words, mark, checked=chosen == key, on_channel=on_channel) for key, words, mark in channels]
    return rx.el.span(*parts, class_name="seg")


def channel_choice(key: Text, words: Text, icon_name: Text, *, checked: Flag, on_channel: Handler = None) -> rx.Component:
    """One channel to answer by."""
    act: dict[str, Any] = (
        {"on_change": lambda _value: on_channel(key), "checked": checked} if on_channel is not None else {"default_checked": checked}
    )
    return rx.el.label(
        rx.el.input(type="radio", name="channel", value=key, class_name="vh", **act), rx.el.span(icon(icon_name), class_name="ib-ch"), words
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
