"""Purchase orders: what should be ordered, the orders, and one of them."""

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.inventory.components import buying as drawn
from careops.inventory.components.shelf import may_manage
from careops.inventory.state.buying import OrderPage, Orders
from careops.ui import kit

LIST, PAGE, HEAD = drawn.LIST, drawn.PAGE, drawn.HEAD
COLUMNS = (
    kit.Column(_("Order")),
    kit.Column(_("State")),
    kit.Column(_("Supplier")),
    kit.Column(_("Made")),
    kit.Column(_("Total"), number=True),
)


def orders() -> rx.Component:
    """What should be ordered, then the orders."""
    new = may_manage(kit.button(_("New order"), look="primary", icon_name="plus", opens="new-order", key="n"))
    suppliers = kit.link_button(_("Suppliers and places"), "/app/inventory/suppliers", look="quiet")
    wanted = kit.section(
        _("Should be ordered"), rx.el.div(rx.foreach(LIST.wishes, drawn.wish_group), class_name="stack stack-4"), id="wanted"
    )
    views = kit.tabs(
        _("Which orders"),
        kit.tab(_("Standing"), "/app/inventory/orders", current=~LIST.every),
        kit.tab(_("All"), "/app/inventory/orders?show=all", current=LIST.every),
    )
    nothing = kit.empty(
        _("No orders here"),
        _("What runs short is suggested here, drafted for each supplier, and received in as many parts as it comes."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
    )
    table = kit.table(_("Orders"), COLUMNS, rx.foreach(LIST.heads, drawn.order_row))
    more = kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))
    listed = rx.el.div(
        rx.el.h2(_("Orders"), class_name="vh"), views, rx.cond(LIST.heads.length() > 0, table, nothing), more, class_name="stack stack-4"
    )
    body = kit.sections(kit.name_on_phone(_("Orders")), rx.cond(LIST.wishes.length() > 0, wanted, rx.fragment()), listed)
    crumbs = kit.crumbs(_("Inventory"), "/app/inventory", _("Orders"), suppliers, new)
    content = kit.page(rx.cond(LIST.loaded, body, kit.skeleton_rows(6)))
    return frame(rx.fragment(crumbs, content, may_manage(drawn.begin_dialog())), title=_("Orders"), active="inventory", phone_top=False)


def order() -> rx.Component:
    """One order: its draft, then the words to send and what has come."""
    cancel = may_manage(kit.button(_("Cancel order"), look="danger", opens=drawn.DROP))
    standing = (HEAD.status == "draft") | (HEAD.status == "ordered") | (HEAD.status == "partly")
    crumbs = kit.crumbs(_("Orders"), "/app/inventory/orders", HEAD.title, rx.cond(standing, cancel, rx.fragment()))
    about = rx.el.div(
        kit.status(HEAD.state, HEAD.tone, HEAD.icon),
        rx.el.span(HEAD.supplier, class_name="strong"),
        rx.el.span(HEAD.size, kit.shown(HEAD.total, rx.el.span(", ", HEAD.total)), class_name="t2 num"),
        kit.shown(HEAD.expected, rx.el.span(HEAD.expected, class_name="t2")),
        class_name="row st-more",
    )
    draft = may_manage(drawn.draft(), drawn.settled())
    receiving = may_manage(drawn.receiving(), drawn.settled())
    stands = [("draft", draft), ("ordered", receiving), ("partly", receiving)]
    lines = kit.among(HEAD.status, stands, drawn.settled())
    words = rx.cond(standing & (PAGE.lines.length() > 0), drawn.words_to_send(), rx.fragment())
    found = kit.page(kit.sections(rx.el.div(kit.name_on_phone(HEAD.title), about, class_name="stack"), lines, words), narrow=True)
    missing = kit.page(kit.note(_("This order does not exist."), tone="warn"), narrow=True)
    body = rx.cond(PAGE.loaded, rx.cond(PAGE.missing, missing, found), kit.page(kit.skeleton_rows(6)))
    return frame(rx.fragment(crumbs, body, drawn.drop_dialog()), title=_("Order"), active="inventory", phone_top=False)


PAGES = (
    Page("/app/inventory/orders", _("Orders"), orders, (Orders.live,), Permission.inventory_view),
    Page("/app/inventory/orders/[purchase_id]", _("Order"), order, (OrderPage.live,), Permission.inventory_view),
)
