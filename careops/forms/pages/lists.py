"""Forms, and the copies people were asked to fill in."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.components.lists import copy_line, may_build, starters_dialog, template_line
from careops.forms.schemas import Status
from careops.forms.state.listed import ANY, WORDS
from careops.forms.state.listing import Forms
from careops.frame.components import frame
from careops.ui import kit

LIST: Any = Forms  # a Var to Reflex; to a type checker a plain class

FORM_COLUMNS = tuple(kit.Column(words) for words in (_("Form"), _("State"), _("Asked after"), _("Length"), _("Copies")))
COPY_COLUMNS = tuple(kit.Column(words) for words in (_("Contact"), _("State"), _("Form"), _("Asked")))


def forms() -> rx.Component:
    """The forms, or the copies of one status."""
    counts = LIST.counts
    counted = {Status.pending: counts.pending, Status.in_progress: counts.in_progress, Status.overdue: counts.overdue}
    counted |= {Status.completed: counts.completed}
    views = kit.tabs(
        _("Which forms"),
        kit.tab(_("Forms"), "/app/forms", current=LIST.show == ""),
        kit.tab(_("All submissions"), f"/app/forms?status={ANY}", current=LIST.show == ANY),
        *[
            kit.tab(WORDS[status], f"/app/forms?status={status}", current=LIST.show == status.value, count=count)
            for status, count in counted.items()
        ],
    )
    new = may_build(kit.button(_("New form"), LIST.choose(True), look="primary", icon_name="plus"))
    csv = f"/api/v1/forms/templates/{LIST.form}/submissions.csv"
    whom = rx.cond(
        LIST.person,
        rx.el.div(
            rx.el.span(_("Contact"), class_name="label"),
            kit.button(LIST.named, LIST.narrow("person", ""), icon_name="x", aria_label=_("Submissions of everybody again")),
            class_name="field",
        ),
        rx.el.div(
            rx.el.span(_("Contact"), class_name="label", aria_hidden="true"),
            kit.search_box(_("Find by contact"), "q", value=LIST.q, on_change=LIST.find),
            class_name="field",
        ),
    )
    only = rx.cond(
        LIST.show != "",
        rx.el.div(
            kit.select(_("Form"), "form", LIST.known, value=LIST.form, on_change=lambda id: LIST.narrow("form", id)),
            whom,
            kit.shown(LIST.form, kit.link_button(_("Download as CSV"), csv, icon_name="download", outside=True)),
            class_name="fl-only",
        ),
    )
    shown = rx.cond(LIST.loaded, rx.fragment(rx.cond(LIST.show == "", _templates(), _copies()), _more()), kit.skeleton_rows(6))
    return frame(
        rx.fragment(
            kit.page(kit.page_header(_("Forms"), new), rx.el.div(views, only, shown, class_name="stack stack-4")), starters_dialog()
        ),
        title=_("Forms"),
        active="forms",
    )


def _more() -> rx.Component:
    return kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))


def _templates() -> rx.Component:
    nothing = kit.empty(
        _("No forms yet"),
        _("A form asks what you need to know before somebody comes: it is sent after booking, and reminded of."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=may_build(kit.button(_("Write the first form"), LIST.choose(True), look="primary", icon_name="plus")),
    )
    columns = [*FORM_COLUMNS, kit.Column(_("Version"), number=True)]
    return rx.cond(LIST.templates.length() > 0, kit.table(_("Forms"), columns, rx.foreach(LIST.templates, template_line)), nothing)


def _copies() -> rx.Component:
    nothing = kit.empty(
        _("No submissions here"),
        _("Whoever is asked to fill in a form appears here, with how far they are."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.link_button(_("See the forms"), "/app/forms"),
    )
    columns = [*COPY_COLUMNS, kit.Column(_("Due"), number=True)]
    return rx.cond(LIST.copies.length() > 0, kit.table(_("Submissions"), columns, rx.foreach(LIST.copies, copy_line)), nothing)
