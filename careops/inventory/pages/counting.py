"""Stocktakes, and the counting of one."""

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.inventory.components import counting as drawn
from careops.inventory.components.shelf import may_manage
from careops.inventory.state.counting import Counting, Stocktakes
from careops.ui import kit

LIST, PAGE, TAKE = drawn.LIST, drawn.PAGE, drawn.TAKE
COLUMNS = (kit.Column(_("Place")), kit.Column(_("Counted")), kit.Column(_("Difference")), kit.Column(_("Started")), kit.Column(_("State")))


def stocktakes() -> rx.Component:
    """The stocktakes, and the form that begins one."""
    start = may_manage(kit.button(_("Start a stocktake"), look="primary", icon_name="plus", opens="start", key="n"))
    nothing = kit.empty(
        _("Nothing was counted yet"),
        _("Count a place item by item, by scanner, camera or hand; then the differences go into the ledger at once."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=may_manage(kit.button(_("Start a stocktake"), look="primary", opens="start")),
    )
    table = kit.table(_("Stocktakes"), COLUMNS, rx.foreach(LIST.lines, drawn.take_row))
    more = kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))
    listed = rx.cond(
        LIST.loaded,
        rx.fragment(rx.el.h2(_("Stocktakes so far"), class_name="vh"), rx.cond(LIST.lines.length() > 0, table, nothing), more),
        kit.skeleton_rows(3),
    )
    begin = kit.dialog(_("Start a stocktake"), drawn.start_form(), id="start", foot=(kit.closing_button(_("Not now")),))
    content = rx.fragment(
        kit.crumbs(_("Inventory"), "/app/inventory", _("Stocktakes"), start),
        kit.page(kit.name_on_phone(_("Stocktakes")), listed),
        may_manage(begin),
    )
    return frame(content, title=_("Stocktakes"), active="inventory", phone_top=False)


def counting() -> rx.Component:
    """One stocktake: the code, the item in hand, then the lists."""
    crumbs = kit.crumbs(_("Stocktakes"), "/app/inventory/stocktakes", TAKE.place, kit.status(TAKE.state, TAKE.tone, TAKE.icon))
    hands = rx.fragment(drawn.scanning(), rx.cond(drawn.HAND.item_id, drawn.in_hand(), rx.fragment()))
    done = kit.section(
        _("Counted"),
        rx.cond(
            PAGE.lines.length() > 0,
            kit.rows(rx.foreach(PAGE.lines, drawn.counted_row), boxed=True),
            rx.el.p(_("Nothing yet."), class_name="t3"),
        ),
        kit.more_button(PAGE.more, kit.button(_("Show more"), PAGE.show_more)),
        id="counted-list",
        aside=TAKE.difference,
    )
    waiting = kit.section(
        _("Not counted yet"),
        kit.rows(rx.foreach(PAGE.uncounted, drawn.uncounted_row), boxed=True),
        kit.shown(PAGE.beyond, rx.el.p(PAGE.beyond, class_name="t3")),
        id="waiting",
    )
    found = kit.page(
        kit.sections(
            kit.name_on_phone(TAKE.place),
            rx.cond(TAKE.open, may_manage(rx.el.div(hands, class_name="stack stack-4")), rx.fragment()),
            rx.cond(TAKE.open, drawn.ending(), rx.fragment()),
            done,
            rx.cond(TAKE.open & (PAGE.uncounted.length() > 0), waiting, rx.fragment()),
        ),
        narrow=True,
    )
    missing = kit.page(kit.note(_("This stocktake does not exist."), tone="warn"), narrow=True)
    body = rx.cond(PAGE.loaded, rx.cond(PAGE.missing, missing, found), kit.page(kit.skeleton_rows(6)))
    dialogs = rx.fragment(drawn.camera_dialog(), drawn.ending_dialogs())
    return frame(rx.fragment(crumbs, body, dialogs), title=_("Stocktake"), active="inventory", phone_top=False)


PAGES = (
    Page("/app/inventory/stocktakes", _("Stocktakes"), stocktakes, (Stocktakes.live,), Permission.inventory_view),
    Page("/app/inventory/stocktakes/[stocktake_id]", _("Stocktake"), counting, (Counting.live,), Permission.inventory_view),
)
