"""Moving here from another program."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.importers.components import move_list, move_panel
from careops.importers.state import Moves
from careops.ui import kit

HERE: Any = Moves  # a Var to Reflex; to a type checker a plain class


def moves() -> rx.Component:
    """Which program, and the files before."""
    body = rx.cond(HERE.loaded, move_list(), kit.skeleton_rows(4))
    crumbs = kit.crumbs(_("Contacts"), "/app/contacts", _("Move here"))
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True)), title=_("Move here"), active="contacts", phone_top=False)


def one_move() -> rx.Component:
    """One file of bookings."""
    missing = kit.note(_("This file does not exist, or belongs to another workspace."), tone="warn")
    body = rx.cond(HERE.missing, missing, rx.cond(HERE.loaded, move_panel(), kit.skeleton_rows(4)))
    crumbs = kit.crumbs(_("Move here"), "/app/import", _("One file"))
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True)), title=_("Move here"), active="contacts", phone_top=False)


PAGES = (
    Page("/app/import", _("Move here"), moves, (Moves.live,), Permission.bookings_manage),
    Page("/app/import/[import_id]", _("Move here"), one_move, (Moves.live,), Permission.bookings_manage),
)
