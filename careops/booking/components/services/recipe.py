"""What a booking of a service takes from the shelf."""

from typing import Any

import reflex as rx

from careops.booking.state.recipe import Recipe, UseLine
from careops.core.i18n import text as _
from careops.ui import kit

HERE: Any = Recipe  # a Var to Reflex; to a type checker a plain class


def recipe() -> rx.Component:
    """Its lines, and the form for one more; every change is kept at once."""
    form = kit.form(
        kit.form_row(
            kit.select(_("Item"), "item", HERE.items, first=_("Choose"), error=HERE.problem),
            kit.field(_("How much"), "amount", input_mode="numeric", auto_complete="off"),
            rx.cond(
                HERE.variants.length() > 0,
                kit.select(_("Only with"), "variant", HERE.variants, first=_("Every variant"), optional=True),
                rx.fragment(),
            ),
        ),
        kit.form_foot(kit.button(_("Add to the recipe"), submit=True)),
        on_submit=HERE.add,
        key="recipe" + HERE.form_key.to_string(),
    )
    empty = rx.el.p(_("Bookings take nothing from the shelf."), class_name="t3")
    no_items = rx.el.p(_("There is nothing counted on the shelf yet."), " ", kit.link(_("Inventory"), "/app/inventory"), class_name="t3")
    body = rx.el.div(
        rx.el.p(_("Kept on the shelf for every booking, and used when it takes place. Saved at once."), class_name="t2"),
        rx.cond(HERE.lines.length() > 0, kit.rows(rx.foreach(HERE.lines, _line)), empty),
        rx.cond(HERE.items.length() > 0, form, no_items),
        class_name="stack stack-4",
    )
    return rx.cond(HERE.there, kit.section(_("What it uses"), body, id="recipe"), rx.fragment())


def _line(line: UseLine) -> rx.Component:
    words = rx.el.span(
        rx.el.span(_("Uses"), " ", line.words), kit.shown(line.variant, rx.el.span(line.variant, class_name="t3 block")), class_name="grow"
    )
    return kit.plain_row(words, end=kit.icon_button("x", _("Remove from the recipe"), HERE.remove(line.key), small=True))
