"""One copy: its answers, what happened to it, and what can be done."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.components.lists import TONES, may_build
from careops.forms.state.copy import AnswerLine, CopyPage, FileLine, Moment
from careops.ui import kit

PAGE: Any = CopyPage  # Vars to Reflex; to a type checker plain classes
SHEET: Any = CopyPage.sheet
PRINT = rx.Var("() => window.print()")


def state_mark() -> rx.Component:
    """How far it is."""
    known = [(name, kit.status(SHEET.status_words, tone, icon)) for name, (tone, icon) in TONES.items()]
    return kit.among(SHEET.status, known, kit.status(SHEET.status_words, "", "ban"))


def answers() -> rx.Component:
    """The questions that were shown, in the words of their version."""
    nothing = rx.el.p(_("Nothing was answered yet."), class_name="t2")
    return rx.cond(SHEET.answers.length() > 0, rx.el.dl(rx.foreach(SHEET.answers, _answer), class_name="fs-answers"), nothing)


def _answer(line: AnswerLine) -> rx.Component:
    files: Any = line.files
    keep = may_build(kit.button(_("Keep with the contact"), PAGE.take(line.key), small=True))
    said = rx.el.dd(
        rx.cond(
            kit.how_many(files) > 0,
            rx.el.ul(rx.foreach(files, _file)),
            rx.cond(line.text, rx.el.span(line.text), rx.el.span(_("no answer"), class_name="t3")),
        ),
        rx.cond(line.suggests, rx.el.div(keep, class_name="row fs-do"), rx.fragment()),
    )
    heading = rx.el.div(rx.el.dt(line.label, class_name="h3"), rx.el.dd(class_name="vh"))
    return rx.cond(line.head, heading, rx.el.div(rx.el.dt(line.label), said))


def _file(file: FileLine) -> rx.Component:
    return rx.el.li(kit.raw_link(file.name, href=file.href, class_name="link"))


def beside() -> rx.Component:
    """Whose it is, and what happened to it."""
    who = rx.cond(SHEET.who_href, kit.link(SHEET.who, SHEET.who_href), rx.el.span(SHEET.who))
    form = rx.cond(SHEET.form_href, kit.link(SHEET.form, SHEET.form_href), rx.el.span(SHEET.form))
    facts = kit.facts(
        (_("Contact"), who),
        (_("Form"), rx.el.span(form, " · ", _("version"), " ", SHEET.number)),
        (_("Due"), rx.cond(SHEET.due, SHEET.due, _("no date"))),
    )
    booking = kit.shown(SHEET.booking_href, kit.link(_("The booking it belongs to"), SHEET.booking_href))
    link = rx.el.div(
        kit.field(_("Private link"), "copy-link", value=SHEET.link, read_only=True, help_text=_("Whoever has it fills this form in.")),
        kit.copy_button("copy-link", _("Copy link")),
        class_name="stack stack-2 fs-do",
    )
    waived = kit.shown(SHEET.waived, kit.note(SHEET.waived, icon_name="ban"))
    return rx.el.aside(
        facts,
        booking,
        waived,
        kit.shown(SHEET.link, link),
        kit.section(_("What happened"), kit.timeline(rx.foreach(SHEET.moments, _moment)), id="happened"),
        class_name="stack stack-4",
        aria_label=_("About this submission"),
    )


def _moment(moment: Moment) -> rx.Component:
    return kit.moment(moment.what, moment.at, icon_name=moment.icon)  # type: ignore[arg-type]  # a Var here


def doings() -> list[rx.Component]:
    """What can be done about it."""
    awaited = kit.menu(
        kit.icon("ellipsis"),
        kit.menu_item(_("Send again with a new link"), PAGE.show("again"), icon_name="send"),
        kit.menu_item(_("Change when it is due"), PAGE.show("due"), icon_name="calendar-clock"),
        kit.raw_link(kit.icon("download"), "PDF", href=SHEET.pdf, class_name="menu-item"),
        kit.menu_item(_("Waive"), PAGE.show("waive"), icon_name="ban", danger=True),
        label=_("More"),
    )
    return [
        rx.el.span(kit.icon_button("printer", _("Print"), rx.call_function(PRINT)), class_name="only-l"),
        rx.el.span(kit.link_button("PDF", SHEET.pdf, icon_name="download", outside=True), class_name=rx.cond(SHEET.awaited, "only-l", "")),
        kit.shown(SHEET.awaited, may_build(kit.button(_("Remind"), PAGE.remind, look="primary", icon_name="bell"))),
        kit.shown(SHEET.awaited, may_build(awaited)),
    ]


def dialogs() -> rx.Component:
    """What is asked before."""
    waive = kit.form(
        kit.field(_("Why"), "why", error=PAGE.error, max_length=500, help_text=_("Everybody in the team can read it.")),
        kit.form_foot(kit.button(_("Waive"), submit=True, look="primary"), kit.closing_button(_("Cancel"))),
        on_submit=PAGE.waive,
    )
    due = kit.form(
        kit.field(_("Due"), "due_at", type="datetime-local", default_value=SHEET.due_at, error=PAGE.error),
        kit.form_foot(kit.button(_("Save"), submit=True, look="primary"), kit.closing_button(_("Cancel"))),
        on_submit=PAGE.set_due,
    )

    def asked(title: str, id: str, form: rx.Component) -> rx.Component:
        shown = PAGE.dialog == id
        return kit.dialog(title, rx.cond(shown, form, rx.fragment()), id=id, shown=shown, on_close=PAGE.show(""))

    again = kit.confirm_dialog(
        _("Send it again?"),
        _("They get a new link. The earlier one opens nothing any more; what they filled in stays."),
        id="again",
        verb=_("Send again"),
        keep=_("Cancel"),
        look="primary",
        on_confirm=PAGE.resend,
        shown=PAGE.dialog == "again",
        on_close=PAGE.show(""),
    )
    return rx.fragment(asked(_("Waive this form"), "waive", waive), asked(_("When it is due"), "due", due), again)
