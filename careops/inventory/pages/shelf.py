"""The shelf."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.inventory.components.files import FILE, file_drawer, files_menu
from careops.inventory.components.items import FORM, new_item
from careops.inventory.components.shelf import ITEM, LIST, item_line, level_key, lot_row, may_manage, narrowing, opened_item
from careops.inventory.state import Stock
from careops.ui import kit

COLUMNS = (
    kit.Column(_("Item")),
    kit.Column(_("On hand")),
    kit.Column(_("Level")),
    kit.Column(_("Lasts")),
    kit.Column(_("State")),
)
LOTS = (kit.Column(_("Item")), kit.Column(_("Left")), kit.Column(_("Lot")), kit.Column(_("Place")), kit.Column(_("Expires")))


def inventory() -> rx.Component:
    """Every item with its level; one of them, the form for a new one, or a file on its way in, beside the list."""
    add = may_manage(kit.button(_("Add item"), FORM.start, look="primary", icon_name="plus", key="n"))
    # loaded anew: only a page that came from there itself may ask for the camera
    count = kit.link_button(_("Stocktake"), "/app/inventory/stocktakes", look="quiet", outside=True)
    order = kit.link_button(_("Orders"), "/app/inventory/orders", look="quiet")
    counts = LIST.counts
    views = kit.tabs(
        _("Which items"),
        kit.tab(_("All"), "/app/inventory", current=LIST.show == "", count=counts["items"]),
        kit.tab(_("Low"), "/app/inventory?show=low", current=LIST.show == "low", count=counts.low),
        kit.tab(_("Critical"), "/app/inventory?show=critical", current=LIST.show == "critical", count=counts.critical),
        kit.tab(_("Expiring"), "/app/inventory?show=expiring", current=LIST.show == "expiring", count=LIST.lots.length()),
    )
    find = kit.search_box(_("Find by name, SKU or barcode"), "find", on_change=LIST.search, key="/")
    bar = rx.el.div(rx.el.div(find, class_name="st-find"), narrowing(), class_name="st-bar")
    items = rx.fragment(bar, rx.cond(LIST.loaded, _items(), kit.skeleton_rows(6)))
    body = rx.el.div(views, rx.cond(LIST.show == "expiring", _lots(), items), class_name="stack stack-4")
    listed = kit.page(kit.page_header(_("Inventory"), files_menu(), order, count, add), body)
    opened = rx.cond(ITEM.id, opened_item(), rx.fragment())
    beside = rx.cond(FORM.open, may_manage(new_item()), rx.cond(FILE.open, may_manage(file_drawer()), opened))
    return frame(kit.beside(listed, beside), title=_("Inventory"), active="inventory", fixed=True)


def _items() -> rx.Component:
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
    table = rx.fragment(kit.table(_("Items"), COLUMNS, rx.foreach(LIST.lines, item_line)), level_key())
    more = kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))
    return rx.fragment(rx.cond(LIST.lines.length() > 0, table, nothing), more)


def _lots() -> rx.Component:
    table = kit.table(_("Lots that expire within two weeks, or have"), LOTS, rx.foreach(LIST.lots, lot_row))
    nothing = rx.el.p(_("Nothing expires within two weeks."), class_name="t2")
    return rx.cond(LIST.loaded, rx.cond(LIST.lots.length() > 0, table, nothing), kit.skeleton_rows(3))


PAGES: tuple[Any, ...] = (Page("/app/inventory", _("Inventory"), inventory, (Stock.live,), Permission.inventory_view),)
