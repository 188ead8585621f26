"""One item."""

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.inventory.components import item as drawn
from careops.inventory.components.outlook import forecast
from careops.inventory.components.shelf import item_state, may_manage
from careops.inventory.state.item import ItemPage
from careops.ui import kit

PAGE = drawn.PAGE
ITEM = drawn.ITEM


def item() -> rx.Component:
    """The item: how long it lasts and what happened on one side, what is known and can be done on the other."""
    acts = may_manage(
        rx.el.span(
            kit.button(_("Edit"), PAGE.edit, icon_name="pencil"),
            kit.button(_("Archive"), PAGE.archive, look="quiet", icon_name="archive"),
            class_name="row",
        )
    )
    crumbs = kit.crumbs(_("Inventory"), "/app/inventory", ITEM.name, acts)
    main = rx.el.div(
        kit.name_on_phone(ITEM.name),
        rx.el.div(drawn.figures(), item_state(ITEM), class_name="st-head"),
        rx.cond(ITEM.counted, forecast(PAGE.chart), rx.fragment()),
        drawn.ledger(),
        class_name="st-main",
    )
    moving = kit.section(_("Change the quantity"), drawn.moving(), drawn.carrying(), id="moving")
    notes = kit.section(_("Notes"), rx.el.p(PAGE.facts["notes"], class_name="t2"), id="item-notes")
    side = rx.el.aside(
        rx.cond(ITEM.counted, may_manage(moving), rx.fragment()),
        drawn.facts(),
        drawn.lots(),
        drawn.places(),
        drawn.uses(),
        rx.cond(PAGE.facts["notes"], notes, rx.fragment()),
        class_name="st-side",
        aria_label=_("What is known of it"),
    )
    whole = rx.el.div(main, side, class_name="st-item")
    found = kit.beside(rx.fragment(crumbs, whole), rx.cond(PAGE.editing, may_manage(drawn.editing()), rx.fragment()))
    missing = kit.page(kit.note(_("This item does not exist, or was taken off the shelf."), tone="warn"), narrow=True)
    body = rx.cond(PAGE.loaded, rx.cond(PAGE.missing, missing, found), kit.page(kit.skeleton_rows(6)))
    return frame(body, title=_("Item"), active="inventory", fixed=True, phone_top=False)


PAGES = (Page("/app/inventory/[stock_item]", _("Item"), item, (ItemPage.live,), Permission.inventory_view),)
