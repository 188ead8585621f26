"""What was said in a conversation: messages, what happened between them, notes of the team."""

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Text, classes, icon, raw_link, shown, when


def messages(*items: Child, label: Text = "") -> rx.Component:
    """The scrolling conversation; it stays at its end, and new messages are read out."""
    return rx.el.div(
        rx.el.div(*items, class_name="ib-flow"), class_name="ib-msgs", tab_index=0, role="log", aria_label=label or _("Messages")
    )


def day_divider(label: Text) -> rx.Component:
    """The day over its messages."""
    return rx.el.p(rx.el.span(label), class_name="ib-day")


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
