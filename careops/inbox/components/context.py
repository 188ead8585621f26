"""Whom a conversation is with, and what other packages know about them."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inbox.state import Inbox, Mark
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
OPEN: Any = Inbox.shown.open
BOX: Any = Inbox

# What packages above know about the contact: each is given the contact's id, is drawn in the context pane, and reads a State of its own.
context_parts: list[Callable[[Any], rx.Component]] = []


def context() -> list[rx.Component]:
    """Whom this is with, what other packages know about them, and who answers."""
    paused = rx.fragment(
        rx.el.p(_("Paused here; confirmations and changes still go out."), class_name="t2"),
        kit.button(_("Resume"), BOX.resume, icon_name="play", small=True),
    )
    runs = rx.fragment(
        rx.el.p(_("Automation answers here until a person does."), class_name="t2"),
        kit.button(_("Pause"), BOX.pause, icon_name="pause", small=True),
    )
    labels = rx.el.div(rx.foreach(OPEN.labels, _label), class_name="ib-labels")
    known = rx.fragment(
        rx.el.div(
            kit.back_link(_("Back to the conversation"), "/app/inbox/" + OPEN.id), rx.el.b(OPEN.name), class_name="row only-s ctx-back"
        ),
        kit.context_head(OPEN.name, OPEN.contact_href, OPEN.since, initials=OPEN.initials, tint=OPEN.tint),
        kit.facts(
            (_("Email"), rx.cond(OPEN.email, OPEN.email, "–")),
            (_("Phone"), rx.cond(OPEN.phone, OPEN.phone, "–")),
            (_("Language"), rx.cond(OPEN.language, OPEN.language, "–")),
            class_name="ctx-kv",
        ),
        rx.cond(OPEN.labels.length() > 0, labels, rx.fragment()),
        *[part(OPEN.contact_id) for part in context_parts],
        kit.shown(OPEN.notes, kit.context_part(_("Note"), rx.el.p(OPEN.notes, class_name="t2"))),
        kit.context_part(_("Automation"), rx.cond(OPEN.paused, paused, runs)),
    )
    return [rx.cond(OPEN.id, known, rx.fragment())]


def _label(label: Mark) -> rx.Component:
    return kit.label_mark(label.name, label.tint)
