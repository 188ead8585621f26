"""Webhooks at /app/settings/webhooks: which other programs hear of what happens here."""

from typing import Any

import reflex as rx

from careops.automation.components.webhooks import asking_dialog, log_section, made_dialog, tries_dialog, webhook_form, webhook_line
from careops.automation.state.webhooks import Webhooks
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.ui import kit

HERE: Any = Webhooks  # a Var to Reflex; to a type checker a plain class


def webhooks() -> rx.Component:
    """The list, below it the log of the one that is looked at."""
    content = kit.page(
        kit.page_header(
            _("Webhooks"),
            sentence=rx.el.p(
                _("Other programs hear of what happens here, as it happens."),
                " ",
                kit.link(_("All settings"), "/app/settings"),
                class_name="t2",
            ),
        ),
        kit.sections(_listed(), log_section()),
        narrow=True,
    )
    return frame(
        rx.fragment(content, webhook_form(), made_dialog(), asking_dialog(), tries_dialog()), title=_("Webhooks"), active="settings"
    )


def _listed() -> rx.Component:
    new = {"on_click": HERE.start("new"), "icon_name": "plus"}
    nothing = kit.empty(
        _("No webhooks"),
        _("A website, a bookkeeping program or an automation service can be told of bookings, messages and stock the moment they change."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.button(_("New webhook"), look="primary", **new),
    )
    return kit.section(
        _("Who is told"),
        kit.loaded(HERE.loaded, HERE.lines, webhook_line, nothing, label=_("Webhooks"), count=1),
        id="webhooks",
        end=rx.cond(HERE.lines.length() > 0, kit.button(_("New webhook"), small=True, **new), rx.fragment()),
    )
