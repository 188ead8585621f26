"""The rows of the lists of forms and of copies."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.forms.state.listed import Copy, Starter, Template
from careops.forms.state.listing import Forms
from careops.frame.state import Frame
from careops.ui import kit

FRAME: Any = Frame  # Vars to Reflex; to a type checker plain classes
LIST: Any = Forms

TONES = {"pending": ("", "clock"), "in_progress": ("info", "pencil"), "overdue": ("danger", "triangle-alert"), "completed": ("ok", "check")}


def may_build(component: rx.Component, otherwise: rx.Component | None = None) -> rx.Component:
    """Shown to members who may write forms; the handlers check again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.forms_manage.value), component, otherwise or rx.fragment())


def template_line(line: Template) -> rx.Component:
    """One form; the row leads to where its questions are built."""
    name = may_build(kit.row_link(line.name, line.href), rx.el.span(line.name))
    active = rx.cond(line.active, kit.status(_("Active"), "ok", plain=True), kit.status(_("Off"), "", "pause", plain=True))
    version = rx.el.span(_("Version"), " ", line.version, class_name="num")
    drafting = rx.cond(line.drafting, kit.status(_("Draft"), "", "pencil", plain=True), rx.fragment())
    copies = rx.el.span(line.waiting, " ", _("awaited"), " · ", line.done, " ", _("filled in"), class_name="num")
    state = rx.el.span(active, drafting, class_name="row")
    return kit.table_row(rx.el.span(name, class_name="strong"), state, line.after, line.asks, copies, (version, "r"))


def copy_line(line: Copy) -> rx.Component:
    """One copy: who was asked for what, and how far it is."""
    who = kit.row_link(line.who, line.href)
    state: Any = line.status
    known = [(name, kit.status(line.status_words, tone, icon)) for name, (tone, icon) in TONES.items()]
    return kit.table_row(
        rx.el.span(kit.avatar(line.initials, line.tint, size="s"), who, class_name="row"),
        kit.among(state, known, kit.status(line.status_words, "", "ban")),
        line.form,
        rx.el.span(_("asked"), " ", line.asked, class_name="num"),
        (rx.cond(line.due, rx.el.span(_("due"), " ", line.due), rx.fragment()), "r"),
    )


def starters_dialog() -> rx.Component:
    """What a new form begins with."""

    def one(starter: Starter) -> rx.Component:
        said = rx.el.span(rx.el.span(starter.name, class_name="strong block"), rx.el.span(starter.asks, class_name="t3"), class_name="grow")
        return kit.plain_row(said, end=kit.button(_("Begin with this"), LIST.create(starter.key), small=True))

    return kit.dialog(
        _("New form"),
        kit.rows(rx.foreach(LIST.choices, one)),
        id="starters",
        foot=(kit.closing_button(_("Cancel")), kit.button(_("Begin empty"), LIST.create(""), look="primary")),
        shown=LIST.choosing,
        on_close=LIST.choose(False),
    )
