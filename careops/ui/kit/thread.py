"""A conversation: its row in the list, what was said, and where the answer is written."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, Text, classes, hidden, icon, raw_link, shown, when
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


def messages(*items: Child, label: Text = "") -> rx.Component:
    """The scrolling conversation; it stays at its end, and new messages are read out."""
    return rx.el.div(
        rx.el.div(*items, class_name="ib-flow"), class_name="ib-msgs", tab_index=0, role="log", aria_label=label or _("Messages")
    )


def day_divider(label: Text) -> rx.Component:
    """The day over its messages."""
    return rx.el.p(rx.el.span(label), class_name="ib-day")


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


def bubble(
    words: Text,
    *more: Child,
    ours: Flag,
    by: Text,
    at: Text,
    state_icon: Text = "",
    state: Text = "",
    trouble: Flag = False,
    found: Flag = False,
) -> rx.Component:
    """What somebody said: theirs at the start, ours at the end, with the channel and how far it got; `more` stands below the words."""
    got = rx.el.span(
        icon(state_icon, "xs") if isinstance(state_icon, str) and state_icon else _small(state_icon),
        state,
        class_name=classes("row got", when(trouble, "c-danger")),
    )
    return rx.el.div(
        rx.el.p(words),
        *more,
        rx.el.span(by, " ", rx.el.span(at, class_name="num"), shown(state, got), class_name="by"),
        class_name=classes("msg", when(ours, "out", "in"), when(found, "found")),
        data_found=when(found, "true", None),
    )


def folded(summary: Text, words: Child) -> rx.Component:
    """What is repeated from earlier, out of the way until somebody asks."""
    return rx.el.details(rx.el.summary(summary, class_name="link xs"), rx.el.div(words, class_name="quoted"), class_name="ib-quoted")


def file_link(name: Text, size: Text, href: Text) -> rx.Component:
    """A file of a message, to keep."""
    return raw_link(icon("paperclip"), rx.el.span(name, class_name="clip"), rx.el.span(size, class_name="t3"), href=href, class_name="chip")


def thing_card(title: Text, *lines: Child, mark: Child, href: Text, link: Text) -> rx.Component:
    """Something else that stands in the thread as it is now: a booking, a form."""
    return rx.el.div(
        rx.el.div(rx.el.p(title, class_name="h3"), *lines, class_name="grow"),
        mark,
        shown(href, rx.el.div(rx.el.a(link, href=href, class_name="btn btn-s"), class_name="bkcard-do")),
        class_name="bkcard",
    )


def later_reply(words: Text, said: Text, *actions: Child, held: Flag, reason: Text) -> rx.Component:
    """An answer that has not left yet: when it will, or why it was held."""
    told = rx.el.span(icon("clock", "xs"), said, class_name="by row")
    why = rx.el.span(icon("pause", "xs"), reason, class_name="c-warn xs row")
    return rx.el.div(
        rx.el.p(words), told, shown(held, why), rx.el.span(*actions, class_name="row"), class_name="msg out later", data_later="true"
    )


def thread_line(words: Text, at: Text) -> rx.Component:
    """Something that happened to the conversation itself."""
    return rx.el.p(icon("info", "xs"), words, rx.el.span(at, class_name="num"), class_name="ib-line")


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
    to: Child = "",
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
    slash: str = "",
    at: str = "",
    note: Flag = False,
    extra: Sequence[Child] = (),
) -> rx.Component:
    """Where the answer is written: the channel is visible and switchable (value, label, icon), Ctrl or ⌘ with Enter sends.

    `slash` and `at` name the pickers that "/" and "@" open. A button with `data_submits` sends the form with that value as its `how`.
    """
    pickers = {name: id for name, id in (("data_slash", slash), ("data_at", at)) if id}
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
            **pickers,
            **{key: what for key, what in given.items() if what is not None},
        ),
        rx.el.div(
            *tools,
            rx.el.span(saved, class_name="t3 xs end only-l", aria_live="polite"),
            rx.el.span(*send, class_name="btn-group send-g"),
            class_name="row composer-do",
        ),
        rx.el.input(type="hidden", name="how", default_value="now", data_how="true"),
        *extra,
        class_name=classes("composer", when(note, "is-note")),
        aria_label=_("Reply"),
        **({"on_submit": on_submit} if on_submit is not None else {}),
    )


def _channels(channels: Sequence[tuple[str, str, str]] | rx.Component, chosen: Text, on_channel: Handler) -> Any:
    """The channels as a segmented choice; a screen whose channels come from its State draws them with `channel_choice`."""
    if isinstance(channels, rx.Component):
        return rx.el.span(channels, class_name="seg")
    parts = [channel_choice(key, words, mark, checked=chosen == key, on_channel=on_channel) for key, words, mark in channels]
    return rx.el.span(*parts, class_name="seg")


def channel_choice(
    key: Text, words: Text, icon_name: Text, *, checked: Flag, on_channel: Handler = None, why: Text = "", shortcut: Any = None
) -> rx.Component:
    """One channel to answer by; where it is not open `why` says so, and choosing it tells."""
    act: dict[str, Any] = (
        {"on_change": lambda _value: on_channel(key), "checked": checked} if on_channel is not None else {"default_checked": checked}
    )
    return rx.el.label(
        rx.el.input(type="radio", name="channel", value=key, class_name="vh", **act),
        rx.el.span(icon(icon_name), class_name="ib-ch"),
        words,
        shown(why, hidden(", ", why)),
        title=why,
        class_name=when(why != "", "is-shut") if isinstance(why, rx.Var) else ("is-shut" if why else ""),
        data_key=shortcut,
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
