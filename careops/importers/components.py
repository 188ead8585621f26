"""A file of another program on its way in, and the files before it."""

from typing import Any

import reflex as rx

from careops.contacts.components.importing import columns_form, files_before, how_far, own_select, upload_form, what_it_comes_to
from careops.core.i18n import text as _
from careops.importers import actions
from careops.importers.rules.names import MAKE
from careops.importers.state import AUTO, LEAVE, Moves, NameLine, Option
from careops.ui import kit

HERE: Any = Moves  # a Var to Reflex; to a type checker a plain class
SHOWN: Any = Moves.shown
ASKED: Any = Moves.asked

DATES = [("", _("As is usual in your country")), ("day_first", _("31/12/2026")), ("month_first", _("12/31/2026"))]


def move_list() -> rx.Component:
    """Which program, its file, and what became of the files before."""
    programs = [(AUTO, _("Bookings: see by yourself whose file it is"))]
    programs += [(f"{one.what}/{one.origin}", one.title) for one in actions.origins() if (one.what, one.origin) != ("contacts", "csv")]
    before = rx.fragment(
        kit.select(_("What do you bring along?"), "origin", programs, value=HERE.origin, on_change=HERE.choose_origin),
        kit.shown(HERE.how, rx.el.p(_("You find it there at:"), " ", HERE.how, class_name="t3 xs")),
    )
    form = upload_form(HERE, _("Choose the file"), ".csv,.tsv,.txt,.sql,.json", before, name=_("The file"))
    words = rx.el.p(
        _("Customers and upcoming bookings come along. You see what would happen before anything does, and nobody is told."),
        class_name="t2",
    )
    return kit.sections(
        kit.section(_("Move here from another program"), rx.el.div(words, form, class_name="stack stack-4"), id="upload"),
        files_before(HERE),
    )


def move_panel() -> rx.Component:
    """One file: how far it is, what came of it, what can be chosen about it."""
    return rx.el.div(
        how_far(SHOWN),
        what_it_comes_to(SHOWN, _("What is left out, and why")),
        _deeds(),
        kit.shown(SHOWN.open, rx.el.div(_choices(), key=HERE.form_key)),
        class_name="stack stack-5",
    )


def _deeds() -> rx.Component:
    run = kit.button(_("Bring it in"), HERE.bring_in, look="primary", icon_name="check")
    undo = kit.button(_("Undo the whole file"), HERE.take_out, icon_name="undo-2")
    drop = kit.button(_("Throw the file away"), HERE.forget, look="quiet", icon_name="trash-2")
    ready = SHOWN.may_run & (SHOWN.looked | SHOWN.ran)
    return rx.el.div(kit.shown(ready, run), kit.shown(SHOWN.may_undo, undo), kit.shown(~SHOWN.busy, drop), class_name="row wrap")


def _choices() -> rx.Component:
    grid = "grid gap-3 sm:grid-cols-2"
    services = kit.section(
        _("Services in the file"),
        rx.el.div(rx.foreach(ASKED.services, lambda one: _name(one, ASKED.our_services)), class_name=grid),
        kit.error_line(HERE.errors["services"]),
        id="services",
    )
    people = kit.section(
        _("People who are booked"),
        rx.el.div(rx.foreach(ASKED.providers, lambda one: _name(one, ASKED.our_providers)), class_name=grid),
        kit.error_line(HERE.errors["providers"]),
        id="providers",
    )
    return kit.form(
        kit.shown(SHOWN.places.length(), columns_form(SHOWN)),
        kit.shown(ASKED.services.length(), services),
        kit.shown(ASKED.providers.length(), people),
        kit.form_row(
            kit.field(
                _("Whose clock the file is written by"),
                "timezone",
                default_value=ASKED.timezone,
                error=HERE.errors["timezone"],
                help_text=_("A time zone, for example Europe/Lisbon"),
            ),
            kit.select(_("How it writes days"), "dates", DATES, default_value=ASKED.dates),
        ),
        kit.checkbox(
            _("Make services and people that are missing here"),
            "make",
            default_checked=ASKED.make,
            help_text=_("Else bookings that need them are left out."),
        ),
        kit.checkbox(
            _("Remind customers of these bookings from now on"),
            "remind",
            default_checked=ASKED.remind,
            help_text=_("Nobody gets a welcome or a confirmation either way."),
        ),
        kit.form_foot(kit.button(_("See what would happen"), look="primary", submit=True, icon_name="eye")),
        on_submit=HERE.look_over,
    )


def _name(line: NameLine, ours: Any) -> rx.Component:
    """A name in the file, and which of ours it is."""
    return rx.el.div(
        rx.el.label(line.name, " ", rx.el.span(line.count, class_name="t3 xs"), html_for=line.field),
        own_select(
            line.field,
            line.choice,
            rx.el.option(_("Not chosen yet"), value=""),
            rx.foreach(ours, _option),
            rx.el.option(_("A new one of this name"), value=MAKE),
            rx.el.option(_("Leave these bookings out"), value=LEAVE),
        ),
        class_name="field",
    )


def _option(option: Option) -> rx.Component:
    return rx.el.option(option.label, value=option.value)
