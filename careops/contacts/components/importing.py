"""A file of people on its way in, and the files before it."""

from typing import Any

import reflex as rx

from careops.contacts.components.people import may_manage
from careops.contacts.state.importing import Count, FileLine, Imports, Place, Problem
from careops.core.i18n import text as _
from careops.ui import kit

HERE: Any = Imports  # a Var to Reflex; to a type checker a plain class
SHOWN: Any = Imports.shown

KNOWN = [
    ("fill", _("Fill in what is missing"), _("What you know already stays; gaps are filled from the file.")),
    ("skip", _("Leave them alone"), _("Only people you do not know yet are brought in.")),
    ("overwrite", _("The file is right"), _("What the file says replaces what you have.")),
]


def import_list() -> rx.Component:
    """Uploading a file, and what became of the ones before."""
    words = rx.el.p(
        _("Any program's export will do: up to 20 MB, any language, any separator. You see what would happen before anything does."),
        class_name="t2",
    )
    form = upload_form(HERE, _("Choose a CSV file"), ".csv,.tsv,.txt,text/csv", name=_("CSV file"))
    return kit.sections(
        may_manage(kit.section(_("Bring people in"), rx.el.div(words, form, class_name="stack stack-4"), id="upload")),
        files_before(HERE),
    )


def upload_form(here: Any, label: str, accept: str, *before: rx.Component, name: str) -> rx.Component:
    """Sends a file at once when it is chosen, and opens it when it is there."""
    sent = rx.el.input(type="file", accept=accept, class_name="vh", data_uploads=here.upload_to, aria_label=name)
    return rx.el.form(
        *before,
        rx.el.label(kit.icon("upload"), rx.el.span(label), sent, class_name="btn btn-primary attach"),
        rx.el.progress(class_name="progress justify-self-stretch", max="1", hidden=True, aria_label=_("Uploading"), data_sending="true"),
        rx.el.span(class_name="c-danger xs", role="alert", data_not_sent="true"),
        rx.el.button(type="button", hidden=True, on_click=here.arrived, data_sent="true"),
        class_name="stack stack-4 justify-items-start",
    )


def files_before(here: Any) -> rx.Component:
    """The latest files, and how far each is."""

    def file(line: FileLine) -> rx.Component:
        return kit.list_row(line.name, line.href, detail=line.detail, end=kit.status(line.state, line.tone, line.icon, plain=True))

    nothing = rx.el.p(_("No file yet."), class_name="t3")
    return kit.section(_("Files"), rx.cond(here.lines.length() > 0, kit.rows(rx.foreach(here.lines, file)), nothing), id="files")


def how_far(shown: Any) -> rx.Component:
    """The file, its state, and how far it is while something is done with it."""
    state = kit.status(shown.state, shown.tone, shown.icon, plain=True)
    return rx.fragment(
        rx.el.div(rx.el.h2(shown.name, class_name="h2 clip"), state, class_name="row wrap"),
        kit.shown(shown.busy, kit.progress(shown.done, shown.total, shown.progress)),
        kit.shown(shown.failed, kit.note(shown.failed, tone="danger", live=True)),
    )


def what_it_comes_to(shown: Any, left_out: str) -> rx.Component:
    """The counts of what was found out, and every row that is left out, with its reason."""

    def count(one: Count) -> rx.Component:
        return rx.el.li(rx.el.span(one.number, class_name="num strong"), " ", one.words)

    def problem(one: Problem) -> rx.Component:
        return kit.table_row(rx.el.span(one.row, class_name="num"), one.reason)

    problems = rx.el.details(
        rx.el.summary(left_out, class_name="link"),
        kit.table(left_out, [kit.Column(_("Row")), kit.Column(_("Why"))], rx.foreach(shown.problems, problem)),
        kit.shown(shown.refused, kit.raw_link(_("All of them as CSV"), href=shown.refused)),
    )
    found = rx.el.div(
        rx.el.ul(rx.foreach(shown.counts, count), class_name="stack"),
        kit.shown(shown.problems.length(), problems),
        class_name="stack stack-3",
    )
    return kit.shown(shown.counts.length(), kit.section(_("What it comes to"), found, id="counts"))


def columns_form(shown: Any) -> rx.Component:
    """Each thing we keep, and the column it is taken from."""
    places = rx.foreach(shown.places, lambda place: _place(place, shown.columns))
    return kit.section(_("Which column is what?"), rx.el.div(places, class_name="grid gap-3 sm:grid-cols-2"), id="mapping")


def _place(place: Place, columns: Any) -> rx.Component:
    """A target, the column it is taken from, and a few of its values."""
    return rx.el.div(
        rx.el.label(place.label, html_for=place.name),
        own_select(
            place.name,
            place.column,
            rx.el.option(_("Not in the file"), value=""),
            rx.foreach(columns, lambda column: rx.el.option(column, value=column)),
        ),
        kit.shown(place.samples, rx.el.span(place.samples, class_name="t3 xs clip block")),
        kit.shown(place.error, kit.error_line(place.error)),
        class_name="field",
    )


def own_select(name: Any, value: Any, *options: Any) -> rx.Component:
    """A select whose name is known only when it is drawn."""
    control = rx.el.select(*options, name=name, id=name, class_name="input", default_value=value)
    return rx.el.div(control, kit.icon("chevron-down"), class_name="select")


def import_panel() -> rx.Component:
    """One file: how far it is, what came of it, what its columns are."""
    return rx.el.div(
        how_far(SHOWN),
        what_it_comes_to(SHOWN, _("Rows that are left out, and why")),
        _deeds(),
        kit.shown(SHOWN.open, may_manage(_choices())),
        class_name="stack stack-5",
    )


def _deeds() -> rx.Component:
    run = kit.button(_("Bring them in"), HERE.bring_in, look="primary", icon_name="check")
    undo = kit.button(_("Undo the whole file"), HERE.take_out, icon_name="undo-2")
    drop = kit.button(_("Throw the file away"), HERE.forget, look="quiet", icon_name="trash-2")
    ready = (SHOWN.may_run & SHOWN.looked) | (SHOWN.may_run & SHOWN.ran)
    return may_manage(
        rx.el.div(kit.shown(ready, run), kit.shown(SHOWN.may_undo, undo), kit.shown(~SHOWN.busy, drop), class_name="row wrap")
    )


def _choices() -> rx.Component:
    form = kit.form(
        columns_form(SHOWN),
        kit.radio_cards(_("Who is known already, by address or number"), "known", KNOWN, default_value="fill"),
        kit.field(
            _("Tags for everybody in the file"),
            "tags",
            default_value=SHOWN.tags,
            optional=True,
            help_text=_("Separated by commas"),
            error=HERE.errors["tags"],
        ),
        kit.field(
            _("How and when did they agree to offers?"),
            "basis",
            default_value=SHOWN.basis,
            optional=True,
            error=HERE.errors["basis"],
            help_text=_("Only needed if a column says who wants offers: it is kept with each consent."),
        ),
        kit.form_foot(kit.button(_("See what would happen"), look="primary", submit=True, icon_name="eye")),
        on_submit=HERE.look_over,
    )
    return rx.el.div(form, key=SHOWN.id)
