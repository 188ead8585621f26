"""The rows of the lists of forms and of copies."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.forms.state import Copy, Template
from careops.frame.state import Frame
from careops.ui import kit

FRAME: Any = Frame  # a Var to Reflex; to a type checker a plain class

TONES = {"pending": ("", "clock"), "in_progress": ("info", "pencil"), "overdue": ("danger", "triangle-alert"), "completed": ("ok", "check")}


def may_set_up(component: rx.Component, otherwise: rx.Component | None = None) -> rx.Component:
    """Shown to members who may open the set-up, where forms are written; its page checks again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.settings.value), component, otherwise or rx.fragment())


def template_line(line: Template) -> rx.Component:
    """One form; the row leads to where its questions are written."""
    name = may_set_up(kit.row_link(line.name, line.href), rx.el.span(line.name))
    active = rx.cond(line.active, kit.status(_("Active"), "ok", plain=True), kit.status(_("Off"), "", "pause", plain=True))
    version = rx.el.span(_("Version"), " ", line.version, class_name="num")
    return kit.table_row(rx.el.span(name, class_name="strong"), active, line.after, line.asks, (version, "r"))


def copy_line(line: Copy) -> rx.Component:
    """One copy: who was asked for what, and how far it is."""
    who = rx.cond(line.href, kit.row_link(line.who, line.href), rx.el.span(line.who))
    state: Any = line.status
    known = [(name, kit.status(line.status_words, tone, icon)) for name, (tone, icon) in TONES.items()]
    return kit.table_row(
        rx.el.span(kit.avatar(line.initials, line.tint, size="s"), who, class_name="row"),
        kit.among(state, known, kit.status(line.status_words, "", "ban")),
        line.form,
        rx.el.span(_("asked"), " ", line.asked, class_name="num"),
        (rx.cond(line.due, rx.el.span(_("due"), " ", line.due), rx.fragment()), "r"),
    )
