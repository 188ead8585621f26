"""The inbox."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.inbox.components import OPEN, SHOWN, context, conversations, thread
from careops.inbox.state import Deliveries, Outbox
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
LETTERS: Any = Outbox.shown
KEPT: Any = Outbox
LIST: Any = Deliveries

VIEWS = (("", _("All")), ("trouble", _("Needs a look")), ("queued", _("On its way")), ("sent", _("Sent")))


def inbox() -> rx.Component:
    """List, thread, context."""
    panes = kit.three_panes(
        rx.fragment(*conversations()),
        rx.fragment(*thread()),
        rx.fragment(*context()),
        show=SHOWN.pane,
        labels=(_("Conversations"), _("Conversation"), _("About the contact")),
    )
    heading = rx.el.h1(rx.cond(OPEN.id, _("Inbox, conversation with") + " " + OPEN.name, _("Inbox")), class_name="vh")
    return frame(rx.fragment(heading, panes), title=_("Inbox"), active="inbox", fixed=True, phone_top=False)
