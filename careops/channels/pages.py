"""Accounts at /app/integrations: through which messages leave and arrive, and how each of them does."""

from typing import Any

import reflex as rx

from careops.channels.components import account_form, add_menu, group_section, hook_dialog, removing_dialog, test_dialog
from careops.channels.state import Accounts
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

HERE: Any = Accounts  # a Var to Reflex; to a type checker a plain class


def integrations() -> rx.Component:
    """The accounts by what they are for, and everything that can be done with them."""
    listed = kit.sections(rx.foreach(HERE.groups, group_section))
    content = kit.page(
        kit.page_header(
            _("Integrations"),
            add_menu(),
            sentence=rx.el.p(_("The accounts your messages leave and arrive through."), class_name="t2"),
        ),
        rx.cond(HERE.loaded, listed, kit.skeleton_rows(3)),
        narrow=True,
    )
    dialogs = rx.fragment(account_form(), test_dialog(), hook_dialog(), removing_dialog())
    return frame(rx.fragment(content, dialogs), title=_("Integrations"), active="integrations")


PAGES = (Page("/app/integrations", _("Integrations"), integrations, (Accounts.live,), Permission.settings),)
