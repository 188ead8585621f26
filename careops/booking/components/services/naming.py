"""What a service is called and costs, and how long it takes."""

from typing import Any

import reflex as rx

from careops.booking.components.parts import fold
from careops.booking.components.services.fields import ERRORS, HERE, SAID, SHAPE, field, length, number, switch
from careops.core.i18n import text as _
from careops.ui import kit


def basics() -> rx.Component:
    """What it is called, how long it takes, what it costs."""
    return fold(
        _("Basics"),
        _("Name, length, price"),
        field(_("Name"), "name", max_length=120, auto_complete="off", placeholder=_("Cut and finish")),
        kit.form_row(
            length(_("Length"), "duration"),
            field(_("Price"), "price", input_mode="decimal", help_text=HERE.currency, max_length=16),
        ),
        kit.textarea(_("Description"), "description", default_value=SAID["description"], error=ERRORS["description"], rows=3),
        field(_("Word in its address"), "slug", optional=True, help_text=_("Made from the name when empty"), max_length=80),
        switch(_("Customers can book it"), "active"),
        id="basics",
        wrong=HERE.wrong,
        opened=True,
    )


def _stretch(minutes: Any, kind: str) -> rx.Component:
    return rx.cond(
        minutes > 0,
        rx.el.span(rx.el.span(minutes), class_name=f"bar-{kind}", custom_attrs=kit.inline({"--len": minutes})),
        rx.fragment(),
    )


def time() -> rx.Component:
    """How it lies in the day."""
    bar = rx.el.div(
        _stretch(SHAPE.before, "buffer"),
        _stretch(SHAPE.first, "work"),
        _stretch(SHAPE.gap, "gap"),
        _stretch(SHAPE.rest, "work"),
        _stretch(SHAPE.after, "buffer"),
        class_name="service-bar num",
        role="img",
        aria_label=SHAPE.words,
    )
    return fold(
        _("Time around and inside"),
        _("Buffers, processing gap, grid"),
        bar,
        kit.form_row(length(_("Keep free before"), "buffer_before"), length(_("Keep free after"), "buffer_after")),
        kit.form_row(
            length(_("Processing begins after"), "gap_after"),
            length(_("Processing takes"), "gap_minutes", help_text=_("The person is free then, the room is not. 0: none")),
        ),
        kit.form_row(
            number(_("A start every"), "slot_interval", _("min")),
            number(_("The first one after"), "slot_offset", _("min"), help_text=_("Counted from when the hours begin")),
        ),
        switch(_("Offer no start that leaves a hole too short to sell"), "tidy"),
        id="time",
        wrong=HERE.wrong,
    )
