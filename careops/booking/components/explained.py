"""Explain this day: the panel."""

from typing import Any

import reflex as rx

from careops.booking.state import Explained, TimeLine
from careops.core.i18n import text as _
from careops.ui import kit

WHY: Any = Explained  # a Var to Reflex; to a type checker a plain class


def explanation() -> rx.Component:
    """A service, perhaps a person and a day; then time by time who could, or why nobody can."""
    shown = WHY.shown
    return kit.drawer(
        rx.el.h2(_("Explain this day"), class_name="h2"),
        rx.el.div(
            kit.select(_("Service"), "why-type", shown.types, value=shown.type_id, on_change=lambda given: WHY.choose("type_id", given)),
            kit.form_row(
                kit.select(
                    _("With"),
                    "why-provider",
                    shown.providers,
                    value=shown.provider_id,
                    on_change=lambda given: WHY.choose("provider_id", given),
                ),
                kit.field(_("Day"), "why-day", type="date", value=shown.day, on_change=lambda given: WHY.choose("day", given)),
            ),
            class_name="stack stack-3",
        ),
        rx.el.div(
            rx.el.p(shown.day_words, class_name="strong"),
            rx.el.p(shown.said, class_name="t2", role="status"),
            rx.el.ul(
                rx.foreach(shown.notes, lambda note: rx.el.li(kit.icon("info"), rx.el.span(note), class_name="row")), class_name="stack"
            ),
            class_name="stack",
        ),
        rx.el.ol(rx.foreach(shown.times, _time), class_name="why", aria_label=_("Times of that day")),
        label=_("Explain this day"),
        on_close=WHY.close,
    )


def _time(line: TimeLine) -> rx.Component:
    """One time: offered and by whom, or every reason against it."""
    offered = rx.el.span(kit.icon("check"), rx.el.span(_("Offered"), kit.shown(line.by, rx.fragment(": ", line.by))), class_name="why-yes")
    reasons = rx.el.ul(rx.foreach(line.reasons, lambda reason: rx.el.li(reason)))
    refused = rx.el.div(
        rx.el.span(kit.icon("x"), rx.el.span(_("Not offered"), class_name="vh"), class_name="why-no"), reasons, class_name="row items-start"
    )
    return rx.el.li(rx.el.b(line.time, class_name="num"), rx.cond(line.offered, offered, refused))
