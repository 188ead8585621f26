"""The fields of an item, for a new one and for one that is edited."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inventory.state import NewItem
from careops.ui import kit

FORM: Any = NewItem  # a Var to Reflex; to a type checker a plain class


def item_fields(errors: Any, suppliers: Any, said: Any = None) -> list[rx.Component]:
    """What is said about an item; the rarer parts fold away. `said` holds what stands in the fields at first."""

    def at_first(name: str, otherwise: str = "") -> Any:
        return otherwise if said is None else said[name]

    def line(label: str, name: str, **more: Any) -> rx.Component:
        given = {"error": errors[name], "auto_complete": "off", "optional": True, "default_value": at_first(name)} | more
        return kit.field(label, name, **given)

    def number(label: str, name: str, **more: Any) -> rx.Component:
        return line(label, name, input_mode="numeric", **more)

    def tick(label: str, name: str, help_text: str) -> rx.Component:
        checked: Any = False if said is None else said[name] != ""
        return kit.checkbox(label, name, default_checked=checked, help_text=help_text)

    rare = rx.el.details(
        rx.el.summary(_("Packs, suppliers, lots"), class_name="link"),
        rx.el.div(
            kit.form_row(line(_("Pack"), "pack_name", placeholder=_("bottle")), number(_("Units in a pack"), "pack_size")),
            kit.form_row(number(_("Usual order"), "reorder_quantity"), line(_("Cost of one"), "cost", input_mode="decimal")),
            kit.select(_("Supplier"), "supplier_id", suppliers, first=_("None"), default_value=at_first("supplier_id"), optional=True),
            tick(_("Keep by lot and expiry"), "by_lot", _("What expires first is used first.")),
            tick(_("May go below zero"), "below_zero", _("More may be used than the books have.")),
            kit.textarea(_("Notes"), "notes", error=errors["notes"], optional=True, default_value=at_first("notes"), rows="2"),
            class_name="stack stack-4 mt-3",
        ),
    )
    return [
        line(_("Name"), "name", optional=False),
        kit.form_row(line(_("SKU"), "sku"), line(_("Barcode"), "barcode", input_mode="numeric")),
        kit.form_row(line(_("Unit"), "unit", placeholder=_("piece")), line(_("Category"), "category")),
        number(_("Reorder at"), "threshold", help_text=_("Empty: nobody is told")),
        rare,
    ]


def new_item() -> rx.Component:
    """The form beside the list."""
    fields = kit.form(
        *item_fields(FORM.errors, FORM.suppliers),
        kit.field(_("On hand now"), "quantity", error=FORM.errors["quantity"], input_mode="numeric", auto_complete="off", optional=True),
        kit.checkbox(_("Nobody counts it"), "uncounted", help_text=_("Staff say when it needs a refill.")),
        on_submit=FORM.save,
        id="new-item",
    )
    return kit.drawer(
        rx.el.h2(_("New item"), class_name="h2"),
        rx.el.div(fields, key=FORM.form_key.to_string()),
        label=_("New item"),
        on_close=FORM.cancel,
        foot=(
            kit.button(_("Add item"), look="primary", submit=True, form="new-item"),
            kit.button(_("Discard"), FORM.cancel, look="quiet"),
        ),
    )
