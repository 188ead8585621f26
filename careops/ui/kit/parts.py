"""Small words and marks: people, states, chips, counts, levels, notes."""

from typing import Any, Literal, TypeAlias

import reflex as rx

from careops.ui.kit.basics import Child, Text, among, classes, icon, inline, shown, when

Tone: TypeAlias = Literal["", "ok", "accent", "info", "warn", "danger"]

NOTE_ICONS = {"": "info", "info": "info", "ok": "check", "accent": "check", "warn": "clock", "danger": "triangle-alert"}


def avatar(initials: Text, tint: int | rx.Var[int], *, size: Literal["s", "", "l", "xl"] = "") -> rx.Component:
    """A person as initials on one of six quiet tints; decoration, the name always stands beside it."""
    colour = f"p{tint}" if isinstance(tint, int) else "p" + tint.to_string()
    return rx.el.span(initials, class_name=classes("av", colour, f"av-{size}" if size else ""), aria_hidden="true")


def status(label: Text, tone: Text = "", icon_name: Text = "check", *, plain: bool = False) -> rx.Component:
    """A state as icon and word; colour only repeats it. `plain` for dense lists."""
    return rx.el.span(icon(icon_name), label, class_name=classes("status", tone, "plain" if plain else ""))


def chip(label: Text, *, icon_name: str = "") -> rx.Component:
    """A tag; always neutral."""
    return rx.el.span(icon(icon_name) if icon_name else rx.fragment(), label, class_name="chip")


def badge(count: Text | int | rx.Var[int], label: Text, *, new: bool = False) -> rx.Component:
    """A count: grey, or in the accent when it is new for the reader."""
    return rx.el.span(
        rx.el.span(count, aria_hidden="true"),
        rx.el.span(count, " ", label, class_name="vh"),
        class_name=classes("badge", "" if new else "quiet"),
    )


def dot(label: Text, *, hot: bool = False) -> rx.Component:
    """Something unread, with the word for readers."""
    return rx.fragment(rx.el.span(class_name=classes("dot", "hot" if hot else "")), rx.el.span(label, class_name="vh"))


def live_mark(label: Text) -> rx.Component:
    """Says that this page follows along by itself."""
    return rx.el.span(label, class_name="live num")


def level(
    have: int | rx.Var[Any],
    of: int | rx.Var[Any],
    label: Text,
    *,
    promised: int | rx.Var[Any] = 0,
    tick: int | rx.Var[Any] = 0,
    tone: Text = "ok",
) -> rx.Component:
    """Stock: solid is free, hatched is promised to bookings, the tick is the reorder point; the label says it in words."""
    return rx.el.span(
        rx.el.i(),
        rx.el.i(class_name="soon"),
        rx.el.b(),
        class_name=classes("level grow", tone),
        role="img",
        aria_label=label,
        custom_attrs=inline({"--have": have, "--of": of, "--tick": tick, "--soon": promised}),
    )


def progress(done: int | rx.Var[Any], of: int | rx.Var[Any], words: Text) -> rx.Component:
    """How far long work is, with its numbers."""
    return rx.el.div(
        rx.el.span(words, class_name="t2 num"),
        rx.el.progress(value=done, max=of, class_name="progress", aria_label=words),
        class_name="stack",
    )


def note(*content: Child, tone: Text = "", icon_name: str = "", action: rx.Component | None = None, live: bool = False) -> rx.Component:
    """What happened, what was kept, what to do: grey, info, warn or danger. `live` announces it when it appears."""
    mark = icon(icon_name) if icon_name else _note_icon(tone)
    more: dict[str, Any] = {"role": "status"} if live else {}
    return rx.el.div(mark, rx.el.p(*content, class_name="grow"), action or rx.fragment(), class_name=classes("note", tone), **more)


def _note_icon(tone: Text) -> rx.Component:
    if isinstance(tone, rx.Var):
        return among(tone, [(key, icon(name)) for key, name in NOTE_ICONS.items()], icon("info"))
    return icon(NOTE_ICONS[tone])


def banner(*content: Child, icon_name: str = "pause", action: rx.Component | None = None) -> rx.Component:
    """A line over the work that holds until somebody acts: automation is paused."""
    return rx.el.div(
        rx.el.span(icon(icon_name), rx.el.span(*content), class_name="row"),
        rx.el.span(action, class_name="end") if action is not None else rx.fragment(),
        class_name="ib-pause",
        role="status",
    )


def error_line(message: Text) -> rx.Component:
    """An error that belongs to no single field."""
    return shown(message, rx.el.p(icon("triangle-alert"), rx.el.span(message), class_name="error", role="alert"))


def late(words: Text, is_late: bool | rx.Var[bool], *, tone: str = "c-warn strong") -> rx.Component:
    """A time at the end of a row; the one number that is late is the only thing coloured."""
    return rx.el.span(words, class_name=classes("xs num", when(is_late, tone, "t3")))
