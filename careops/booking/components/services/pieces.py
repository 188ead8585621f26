"""A service's variants and add-ons."""

import reflex as rx

from careops.booking.components.parts import fold
from careops.booking.components.services.fields import HERE, cell, line_buttons
from careops.booking.state.service_form import AddOnLine, VariantLine
from careops.core.i18n import text as _
from careops.ui import kit


def _variant(line: VariantLine) -> rx.Component:
    start = "variant-" + line.key
    return rx.el.li(
        rx.el.div(
            cell(_("Name"), start + "-name", line.name, on_blur=lambda typed: HERE.rename(line.key, typed), max_length=120),
            cell(_("Minutes"), start + "-duration", line.duration, input_mode="numeric", max_length=6),
            cell(_("Price"), start + "-price", line.price, input_mode="decimal", max_length=16),
            cell(_("Gap after"), start + "-gap_after", line.gap_after, input_mode="numeric", max_length=6),
            cell(_("Gap takes"), start + "-gap_minutes", line.gap_minutes, input_mode="numeric", max_length=6),
            class_name="part-fields part-5",
        ),
        line_buttons("variant", line.key, _("Remove this variant")),
        class_name="part-line",
        hidden=line.removed,
        key=line.key,
    )


def variants() -> rx.Component:
    """The lengths it is sold in."""
    return fold(
        _("Variants"),
        _("Lengths with their own price"),
        rx.el.p(_("With variants, customers choose one: short or long hair, 30 or 60 minutes."), class_name="t2"),
        rx.el.ul(rx.foreach(HERE.variants, _variant), class_name="parts"),
        rx.el.div(kit.button(_("Add a variant"), HERE.add("variant"), icon_name="plus", small=True)),
        id="variants",
        wrong=HERE.wrong,
    )


def _add_on(line: AddOnLine) -> rx.Component:
    start = "addon-" + line.key
    return rx.el.li(
        rx.el.div(
            cell(_("Name"), start + "-name", line.name, max_length=120),
            cell(_("Minutes"), start + "-minutes", line.minutes, input_mode="numeric", max_length=6),
            cell(_("Price"), start + "-price", line.price, input_mode="decimal", max_length=16),
            cell(_("Description"), start + "-description", line.description, max_length=500),
            class_name="part-fields part-4",
        ),
        line_buttons("addon", line.key, _("Remove this add-on")),
        class_name="part-line",
        hidden=line.removed,
        key=line.key,
    )


def add_ons() -> rx.Component:
    """What can be added."""
    return fold(
        _("Add-ons"),
        _("Extras that take time and cost more"),
        rx.el.ul(rx.foreach(HERE.add_ons, _add_on), class_name="parts"),
        rx.el.div(kit.button(_("Add an add-on"), HERE.add("addon"), icon_name="plus", small=True)),
        id="add_ons",
        wrong=HERE.wrong,
    )
