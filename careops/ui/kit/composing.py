"""Where an answer is written: its words, its files, its channel, and when it leaves."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, Text, classes, hidden, icon, shown, when
from careops.ui.kit.buttons import icon_button


def file_chosen(name: Text, size: Text, remove: Text, on_remove: Handler) -> rx.Component:
    """A file that goes along with what is written, until it is taken out."""
    cross = icon_button("x", remove, on_remove, small=True)
    return rx.el.span(icon("paperclip"), rx.el.span(name, class_name="clip"), rx.el.span(size, class_name="t3"), cross, class_name="chip")


def file_input(label: Text, to: Text, *, disabled: Flag = False) -> rx.Component:
    """Chooses files; each is sent there at once, and then the button of `files_row` is pressed."""
    chosen = rx.el.input(type="file", multiple=True, class_name="vh", data_uploads=to, aria_label=label, disabled=disabled)
    return rx.el.label(icon("paperclip"), chosen, class_name="btn btn-quiet btn-s btn-icon attach", title=label)


def files_row(*files: Child, label: Text, sending: Text, on_sent: Handler) -> rx.Component:
    """The files that go along, how far the one that is being sent is, and what is wrong with one that cannot be."""
    return rx.el.div(
        rx.el.span(*files, class_name="files", role="group", aria_label=label),
        rx.el.progress(class_name="progress", max="1", hidden=True, aria_label=sending, data_sending="true"),
        rx.el.span(class_name="c-danger xs", role="alert", data_not_sent="true"),
        rx.el.button(type="button", hidden=True, on_click=on_sent, data_sent="true"),
        class_name="composer-files",
    )


def later_reply(words: Text, said: Text, *actions: Child, held: Flag, reason: Text) -> rx.Component:
    """An answer that has not left yet: when it will, or why it was held."""
    told = rx.el.span(icon("clock", "xs"), said, class_name="by row")
    why = rx.el.span(icon("pause", "xs"), reason, class_name="c-warn xs row")
    return rx.el.div(
        rx.el.p(words), told, shown(held, why), rx.el.span(*actions, class_name="row"), class_name="msg out later", data_later="true"
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
    files: Child | None = None,
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
        files if files is not None else rx.fragment(),
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
