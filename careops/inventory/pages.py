"""The shelf."""

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.inventory.components import FORM, ITEM, LIST, item_line, may_manage, new_item, opened_item
from careops.inventory.state import Stock
from careops.ui import kit

COLUMNS = (
    kit.Column(_("Item")),
    kit.Column(_("On hand")),
    kit.Column(_("Level")),
    kit.Column(_("Reorder at"), number=True),
    kit.Column(_("State")),
)


def inventory() -> rx.Component:
    """Every item with its level; one of them, or the form for a new one, beside the list."""
    add = may_manage(kit.button(_("Add item"), FORM.start, look="primary", icon_name="plus", key="n"))
    counts = LIST.counts
    views = kit.tabs(
        _("Which items"),
        kit.tab(_("All"), "/app/inventory", current=LIST.show == "", count=counts["items"]),
        kit.tab(_("Low"), "/app/inventory?show=low", current=LIST.show == "low", count=counts.low),
        kit.tab(_("Critical"), "/app/inventory?show=critical", current=LIST.show == "critical", count=counts.critical),
    )
    find = kit.search_box(_("Find an item"), "find", on_change=LIST.search, key="/")
    nothing = rx.cond(
        LIST.narrowed,
        rx.el.p(_("No item fits."), class_name="t2"),
        kit.empty(
            _("Nothing on the shelf yet"),
            _("Items you use up are counted here, and you are told before one runs out."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
            action=may_manage(kit.button(_("Add item"), FORM.start, look="primary", icon_name="plus")),
        ),
    )
    table = rx.cond(LIST.lines.length() > 0, kit.table(_("Items"), COLUMNS, rx.foreach(LIST.lines, item_line)), nothing)
    more = kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))
    listed = kit.page(
        kit.page_header(_("Inventory"), add),
        rx.el.div(views, find, rx.cond(LIST.loaded, rx.fragment(table, more), kit.skeleton_rows(6)), class_name="stack stack-4"),
    )
    beside = rx.cond(FORM.open, may_manage(new_item()), rx.cond(ITEM.id, opened_item(), rx.fragment()))
    return frame(kit.beside(listed, beside), title=_("Inventory"), active="inventory", fixed=True)


PAGES = (Page("/app/inventory", _("Inventory"), inventory, (Stock.live,), Permission.inventory_view),)
