"""Items out of a file and into one: what is sent, what it would do row by row, and the button that does it."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inventory.components.shelf import may_manage
from careops.inventory.state.files import ItemFile, WrongCell
from careops.ui import kit

FILE: Any = ItemFile  # Vars to Reflex; to a type checker plain classes
TRIED: Any = ItemFile.tried
EXPORT = "/api/v1/inventory/export"


def files_menu() -> rx.Component:
    """The shelf as a file, and a file onto the shelf."""
    save = kit.raw_link(kit.icon("download"), _("Save as CSV"), href=EXPORT, class_name="")
    bring = may_manage(kit.menu_item(_("Bring in a file"), FILE.start, icon_name="upload"))
    return kit.menu([kit.icon("ellipsis")], bring, save, label=_("More"), from_start=True)


def file_drawer() -> rx.Component:
    """Beside the list: a file is chosen, tried at once, and brought in when its owner has seen what it does."""
    words = rx.el.p(
        _("The first row names the columns; a name is enough. Items are known by SKU, barcode or name."),
        " ",
        kit.raw_link(_("A file of what is here shows how."), href=EXPORT),
        class_name="t2",
    )
    do = rx.cond(TRIED.verb, kit.button(TRIED.verb, FILE.bring_in, look="primary"), rx.fragment())
    close = kit.button(_("Close"), FILE.cancel, look="quiet")
    return kit.drawer(
        rx.el.h2(_("Bring in a file"), class_name="h2"),
        rx.cond(FILE.done, kit.note(FILE.done, tone="ok", live=True), rx.fragment()),
        rx.cond(FILE.done, rx.fragment(), rx.el.div(words, _choose(), kit.error_line(FILE.problem), class_name="stack stack-4")),
        rx.cond(TRIED.name, _tried(), rx.fragment()),
        label=_("Bring in a file"),
        on_close=FILE.cancel,
        foot=(rx.cond(FILE.done, rx.fragment(), do), close),
    )


def _choose() -> rx.Component:
    chosen = rx.el.label(
        kit.icon("upload"),
        rx.el.span(rx.cond(TRIED.name, _("Choose another file"), _("Choose a CSV file"))),
        rx.el.input(type="file", accept=".csv,.tsv,.txt,text/csv", class_name="vh", data_uploads=FILE.send_to, aria_label=_("CSV file")),
        class_name=rx.cond(TRIED.name, "btn attach", "btn btn-primary attach"),
    )
    return rx.el.form(
        chosen,
        rx.el.progress(class_name="progress", max="1", hidden=True, aria_label=_("Uploading"), data_sending="true"),
        rx.el.span(class_name="c-danger xs", role="alert", data_not_sent="true"),
        rx.el.button(type="button", hidden=True, on_click=FILE.arrived, data_sent="true"),
        class_name="stack",
    )


def _tried() -> rx.Component:
    """The counts, then what is wrong; a count of nothing is not worth a colour."""
    counts = kit.facts(
        (_("New"), rx.el.span(TRIED.added, class_name="num")),
        (_("Changed"), rx.el.span(TRIED.changed, class_name="num")),
        (_("As it is here"), rx.el.span(TRIED.same, class_name="num")),
        (_("Left out"), rx.el.span(TRIED.refused, class_name=rx.cond(TRIED.refused > 0, "num c-danger strong", "num"))),
    )
    beyond = kit.shown(TRIED.beyond, rx.el.p(TRIED.beyond, class_name="t3"))
    wrong = kit.section(_("What is wrong"), kit.rows(rx.foreach(TRIED.wrong, _wrong)), beyond, id="wrong-rows")
    nothing = kit.note(_("Nothing in this file differs from the shelf."), live=True)
    return rx.el.div(
        rx.el.p(rx.el.span(TRIED.name, class_name="strong clip"), rx.el.span(TRIED.rows, class_name="t3 num"), class_name="row"),
        counts,
        rx.cond((TRIED.verb == "") & (TRIED.wrong.length() == 0) & (FILE.done == ""), nothing, rx.fragment()),
        rx.el.p(_("Quantities are those of new items; what is here already is counted, not overwritten."), class_name="t3 xs"),
        rx.cond(TRIED.wrong.length() > 0, wrong, rx.fragment()),
        class_name="stack stack-4",
        aria_live="polite",
    )


def _wrong(cell: WrongCell) -> rx.Component:
    words = rx.el.span(
        rx.el.span(cell.says, class_name="block"), rx.el.span(cell.row, ", ", cell.column, class_name="t3 xs num"), class_name="grow"
    )
    return kit.plain_row(words)
