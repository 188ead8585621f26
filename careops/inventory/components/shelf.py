"""What the shelf's list is made of: a row with its level, the lots that expire, the opened item."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.state import Frame
from careops.inventory.state import REASONS, Line, LotLine, Moved, Stock
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
FRAME: Any = Frame
LIST: Any = Stock
ITEM: Any = Stock.opened.item


def may_manage(component: rx.Component, otherwise: rx.Component | None = None) -> rx.Component:
    """Shown to members who may change stock; the action checks again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.inventory_manage.value), component, otherwise or rx.fragment())


def here(item: Any = "") -> Any:
    """The address of this view, with an item beside it or none."""
    return LIST.base + (rx.cond(LIST.base.contains("?"), "&item=", "?item=") + item if not isinstance(item, str) else "")


def item_line(line: Line) -> rx.Component:
    """One item of the list; its name opens it, less and more change it by one."""
    name = rx.el.span(
        kit.link(line.name, here(line.id), strong=True), kit.shown(line.sku, rx.el.span(line.sku, class_name="t3 xs num block"))
    )
    until = kit.shown(line.until, rx.el.span(line.until, class_name="t3 xs block"))
    return kit.table_row(
        name,
        rx.el.span(rx.cond(line.counted, _amount(line), _refill(line)), class_name="row"),
        (
            rx.cond(
                line.counted, kit.level(line.quantity, line.of, line.said, promised=line.soon, tick=line.threshold, tone=line.tone), ""
            ),
            "st-level",
        ),
        (rx.cond(line.counted, rx.el.span(rx.el.span(line.lasts, class_name=line.hurry), until), ""), "num only-l"),
        item_state(line),
        selected=ITEM.id == line.id,
    )


def _amount(line: Line) -> rx.Component:
    plain = rx.el.span(line.quantity, class_name="strong num")
    step = kit.stepper(line.quantity, less=LIST.take(line.id), more=LIST.put(line.id), label=line.name)
    return rx.fragment(may_manage(step, plain), rx.el.span(line.unit, class_name="t3"))


def _refill(line: Line) -> rx.Component:
    switch = kit.toggle(_("Needs a refill"), checked=line.refill, on_change=lambda on: LIST.refill(line.id, on))
    return may_manage(switch, rx.el.span(_("Not counted"), class_name="t3"))


def item_state(line: Any) -> rx.Component:
    """Fine, low or critical, as icon and word."""
    low = kit.status(rx.cond(line.counted, _("Low"), _("Needs a refill")), "warn", "chevron-down")
    short = [("low", low), ("critical", kit.status(_("Critical"), "danger", "triangle-alert"))]
    return kit.among(line.state, short, kit.status(_("Fine"), "t3", plain=True))


def narrowing() -> rx.Component:
    """The menus that narrow the list; what there is only one of needs none."""

    def menu(label: str, name: str, choices: Any, value: Any, first: str, least: int) -> rx.Component:
        picked = kit.select(label, name, choices, value=value, first=first, on_change=lambda one: LIST.narrow(name, one))
        return rx.cond((choices.length() > least) | (value != ""), picked, rx.fragment())

    return rx.el.div(
        menu(_("Category"), "category", LIST.menus.categories, LIST.category, _("All categories"), 0),
        menu(_("Place"), "place", LIST.menus.places, LIST.place, _("All places"), 1),
        menu(_("Supplier"), "supplier", LIST.menus.suppliers, LIST.supplier, _("All suppliers"), 0),
        class_name="st-narrow",
    )


def lot_row(lot: LotLine) -> rx.Component:
    """A lot that expires soon, or has."""
    return kit.table_row(
        kit.link(lot.item, "/app/inventory/" + lot.item_id, strong=True),
        rx.el.span(lot.left, class_name="num"),
        rx.el.span(lot.code, class_name="num t2"),
        rx.el.span(lot.place, class_name="t2"),
        kit.status(lot.expires, lot.tone, "clock"),
    )


def level_key() -> rx.Component:
    """What the bar's parts mean."""
    free = rx.el.span(rx.el.i(), class_name="level ok", custom_attrs=kit.inline({"--have": 60, "--of": 100}))
    kept = rx.el.span(
        rx.el.i(class_name="soon"), class_name="level ok", custom_attrs=kit.inline({"--have": 100, "--of": 100, "--soon": 100})
    )
    parts = [free, _("free"), kept, _("promised to bookings"), rx.el.span(class_name="st-tick"), _("reorder point")]
    return rx.el.p(*parts, class_name="st-key t3 xs", aria_hidden="true")


# ── the opened item ──────────────────────────────────────


def opened_item() -> rx.Component:
    """The item beside the list: how many, how long it lasts, the latest of its ledger, and the form that changes its quantity."""
    ledger = rx.cond(
        LIST.opened.moves.length() > 0,
        kit.rows(rx.foreach(LIST.opened.moves, moved_row)),
        rx.el.p(_("Nothing was counted yet."), class_name="t3"),
    )
    whole = "/app/inventory/" + ITEM.id
    return kit.drawer(
        rx.el.h2(ITEM.name, class_name="h2"),
        rx.el.div(
            rx.el.p(rx.el.span(ITEM.quantity, class_name="h1 num"), " ", ITEM.unit, class_name="grow"), item_state(ITEM), class_name="row"
        ),
        kit.facts(
            (_("SKU"), rx.cond(ITEM.sku, ITEM.sku, "–")),
            (_("Reorder at"), rx.cond(ITEM.threshold > 0, ITEM.threshold, _("Not watched"))),
            (_("Promised"), ITEM.soon),
            (_("Outlook"), rx.el.span(LIST.opened.outlook, class_name=ITEM.hurry)),
        ),
        kit.shown(ITEM.counted, may_manage(_movement())),
        kit.section(_("Latest changes"), ledger, id="ledger", end=kit.link(_("All"), whole)),
        label=ITEM.name,
        close_href=here(),
        foot=(kit.link_button(_("Forecast, lots and places"), whole),),
    )


def _movement() -> rx.Component:
    reasons, key = [(reason.value, words) for reason, words in REASONS.items()], ITEM.id + LIST.form_key.to_string()
    fields = kit.form(
        kit.form_row(
            kit.select(_("Why"), "reason", reasons, error=LIST.errors["reason"]),
            kit.field(
                _("How many"),
                "quantity",
                error=LIST.errors["quantity"],
                help_text=_("A correction may be below 0"),
                input_mode="text",
                auto_complete="off",
            ),
        ),
        kit.field(_("Note"), "note", error=LIST.errors["note"], optional=True, auto_complete="off"),
        kit.once(key),
        kit.form_foot(kit.button(_("Change quantity"), look="primary", submit=True)),
        on_submit=LIST.move,
    )
    return rx.el.div(fields, key=key)


def moved_row(move: Moved) -> rx.Component:
    """One line of the ledger."""
    return rx.el.li(
        rx.el.b(move.change, class_name="num min-w-8"),
        rx.el.span(rx.el.span(move.why, class_name="clip block"), rx.el.span(move.who, class_name="t3 xs"), class_name="grow"),
        rx.el.span(move.at, class_name="t3 xs num"),
        class_name="lrow",
    )
