"""What the shelf's screen is made of: a row with its level, the opened item, the form for a new one."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.state import Frame
from careops.inventory.state import REASONS, Line, Moved, NewItem, Stock
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
FRAME: Any = Frame
LIST: Any = Stock
ITEM: Any = Stock.opened.item
FORM: Any = NewItem


def may_manage(component: rx.Component, otherwise: rx.Component | None = None) -> rx.Component:
    """Shown to members who may change stock; the action checks again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.inventory_manage.value), component, otherwise or rx.fragment())


def here(item: Any = "") -> Any:
    """The address of this view, with an item beside it or none."""
    return "/app/inventory?show=" + LIST.show + ("&item=" + item if not isinstance(item, str) else "")


def item_line(line: Line) -> rx.Component:
    """One item of the list; its name opens it, less and more change it by one."""
    name = rx.el.span(
        kit.link(line.name, here(line.id), strong=True), kit.shown(line.sku, rx.el.span(line.sku, class_name="t3 xs num block"))
    )
    plain = rx.el.span(line.quantity, class_name="strong num")
    step = kit.stepper(line.quantity, less=LIST.take(line.id), more=LIST.put(line.id), label=line.name)
    return kit.table_row(
        name,
        rx.el.span(may_manage(step, plain), rx.el.span(line.unit, class_name="t3"), class_name="row"),
        rx.el.span(
            kit.level(line.quantity, line.of, line.said, tick=line.threshold, tone=line.tone),
            class_name="row min-w-40",
        ),
        (rx.cond(line.threshold > 0, line.threshold, "–"), "r only-l"),
        item_state(line),
        selected=ITEM.id == line.id,
    )


def item_state(line: Any) -> rx.Component:
    """Fine, low or critical, as icon and word."""
    short = [("low", kit.status(_("Low"), "warn", "chevron-down")), ("critical", kit.status(_("Critical"), "danger", "triangle-alert"))]
    return kit.among(line.state, short, kit.status(_("Fine"), "t3", plain=True))


# ── the opened item ──────────────────────────────────────


def opened_item() -> rx.Component:
    """The item beside the list: how many, what is written of it, and the form that changes its quantity."""
    ledger = rx.cond(
        LIST.opened.moves.length() > 0,
        kit.rows(rx.foreach(LIST.opened.moves, _moved)),
        rx.el.p(_("Nothing was counted yet."), class_name="t3"),
    )
    return kit.drawer(
        rx.el.h2(ITEM.name, class_name="h2"),
        rx.el.div(
            rx.el.p(rx.el.span(ITEM.quantity, class_name="h1 num"), " ", ITEM.unit, class_name="grow"), item_state(ITEM), class_name="row"
        ),
        kit.facts(
            (_("SKU"), rx.cond(ITEM.sku, ITEM.sku, "–")),
            (_("Reorder at"), rx.cond(ITEM.threshold > 0, ITEM.threshold, _("Not watched"))),
        ),
        may_manage(_movement()),
        kit.section(_("Latest changes"), ledger, id="ledger"),
        label=ITEM.name,
        close_href=here(),
    )


def _movement() -> rx.Component:
    reasons = [(reason.value, words) for reason, words in REASONS.items()]
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
        kit.form_foot(kit.button(_("Change quantity"), look="primary", submit=True)),
        on_submit=LIST.move,
    )
    return rx.el.div(fields, key=ITEM.id + LIST.form_key.to_string())


def _moved(move: Moved) -> rx.Component:
    return rx.el.li(
        rx.el.b(move.change, class_name="num min-w-8"),
        rx.el.span(rx.el.span(move.why, class_name="clip block"), rx.el.span(move.who, class_name="t3 xs"), class_name="grow"),
        rx.el.span(move.at, class_name="t3 xs num"),
        class_name="lrow",
    )


# ── a new item ───────────────────────────────────────────


def new_item() -> rx.Component:
    """The form beside the list."""
    fields = kit.form(
        kit.field(_("Name"), "name", error=FORM.errors["name"], auto_complete="off"),
        kit.form_row(
            kit.field(_("SKU"), "sku", error=FORM.errors["sku"], optional=True, auto_complete="off"),
            kit.field(_("Unit"), "unit", error=FORM.errors["unit"], placeholder=_("piece"), optional=True, auto_complete="off"),
        ),
        kit.form_row(
            kit.field(_("On hand now"), "quantity", error=FORM.errors["quantity"], input_mode="numeric", auto_complete="off"),
            kit.field(
                _("Reorder at"),
                "threshold",
                error=FORM.errors["threshold"],
                help_text=_("Empty: nobody is told"),
                input_mode="numeric",
                auto_complete="off",
            ),
        ),
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
