"""What ordering is made of: suggestions by supplier, the list of orders, a draft's lines, and the form that receives."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inventory.components.shelf import may_manage
from careops.inventory.state.buying import OrderHead, OrderLine, OrderPage, Orders, Wish, Wishes
from careops.ui import kit

LIST: Any = Orders  # Vars to Reflex; to a type checker plain classes
PAGE: Any = OrderPage
HEAD: Any = OrderPage.head
DROP = "drop-order"


def order_row(head: OrderHead) -> rx.Component:
    """An order in the list."""
    about = rx.el.span(head.at, kit.shown(head.expected, rx.el.span(", ", head.expected)), class_name="t2")
    return kit.table_row(
        kit.link(head.title, "/app/inventory/orders/" + head.id, strong=True),
        kit.status(head.state, head.tone, head.icon),
        rx.el.span(head.supplier, ", ", head.size),
        about,
        (head.total, "r"),
    )


def wish_group(group: Wishes) -> rx.Component:
    """What should be ordered from one supplier, and the button that drafts it."""
    draft = may_manage(kit.button(_("Draft order"), LIST.draft(group.ids), small=True))
    head = rx.el.div(
        rx.el.h3(group.supplier, class_name="h3 grow"), rx.el.span(group.total, class_name="num t2"), draft, class_name="row between"
    )
    return rx.el.div(head, kit.rows(rx.foreach(group.lines, _wish)), class_name="stack")


def _wish(wish: Wish) -> rx.Component:
    return kit.list_row(wish.name, "/app/inventory/" + wish.id, detail=wish.why, end=wish.amount)


def begin_dialog() -> rx.Component:
    """Whom to order from."""
    form = kit.form(
        kit.select(_("Supplier"), "supplier_id", LIST.suppliers, first=_("None yet"), optional=True),
        kit.form_foot(kit.button(_("Begin a draft"), look="primary", submit=True)),
        on_submit=LIST.begin,
    )
    return kit.dialog(_("New order"), form, id="new-order", foot=(kit.closing_button(_("Not now")),))


# ── one order ────────────────────────────────────────────


def draft() -> rx.Component:
    """A draft's fields: its lines, one more item, from whom and where to."""
    errors = PAGE.errors
    lines = rx.el.ul(rx.foreach(PAGE.lines, _draft_line), class_name="list")
    another = kit.form_row(
        kit.select(_("Add an item"), "add", PAGE.items, first=_("None"), optional=True),
        kit.field(_("How many"), "add_quantity", error=errors["add_quantity"], input_mode="numeric", auto_complete="off", optional=True),
    )
    form = kit.form(
        _stale(),
        kit.error_line(errors["lines"]),
        rx.cond(PAGE.lines.length() > 0, lines, rx.el.p(_("Nothing in it yet."), class_name="t3")),
        another,
        kit.form_row(
            kit.select(
                _("Supplier"), "supplier_id", PAGE.suppliers, first=_("None"), default_value=PAGE.said["supplier_id"], optional=True
            ),
            kit.select(_("Goes to"), "location_id", PAGE.places, default_value=PAGE.said["location_id"]),
        ),
        _expected(),
        kit.form_foot(
            kit.button(_("Save draft"), submit=True),
            kit.button(_("Mark as ordered"), look="primary", data_submits="order"),
        ),
        rx.el.input(type="hidden", name="how", default_value="now", data_how="true"),
        on_submit=PAGE.save,
        key="draft" + PAGE.form_key.to_string(),
    )
    return kit.section(_("What to order"), form, id="draft")


def _expected() -> rx.Component:
    return kit.form_row(
        kit.field(
            _("Expected"),
            "expected_on",
            type="date",
            default_value=PAGE.said["expected_on"],
            error=PAGE.errors["expected_on"],
            optional=True,
        ),
        kit.field(_("Notes"), "notes", default_value=PAGE.said["notes"], optional=True, auto_complete="off"),
    )


def _stale() -> rx.Component:
    words = _("Somebody else changed this order in the meantime. Look at it again, then save.")
    return rx.cond(PAGE.stale, kit.note(words, tone="warn", live=True), rx.fragment())


def _draft_line(line: OrderLine) -> rx.Component:
    def cell(name: Any, label: str, value: Any, mode: Any) -> rx.Component:
        wrong = PAGE.errors[name]
        return rx.el.label(
            kit.hidden(line.name, " "),
            rx.el.span(label, class_name="t3 xs"),
            rx.el.input(
                name=name,
                default_value=value,
                class_name="input num",
                input_mode=mode,
                auto_complete="off",
                aria_invalid=rx.cond(wrong, "true", "false"),
            ),
            rx.cond(wrong, rx.el.span(wrong, class_name="error"), rx.fragment()),
            class_name="st-cell",
        )

    name = rx.el.span(rx.el.span(line.name, class_name="strong block"), rx.el.span(line.pack, class_name="t3 num block"), class_name="grow")
    quantity = cell("quantity-" + line.item_id, _("How many"), line.quantity, "numeric")
    return rx.el.li(name, quantity, cell("cost-" + line.item_id, _("Cost of one"), line.cost, "decimal"), class_name="lrow st-line")


def words_to_send() -> rx.Component:
    """The order in words, to be copied into a mail."""
    text = rx.el.textarea(
        value=PAGE.said["text"], read_only=True, id="order-text", rows="8", class_name="input", aria_label=_("The order in words")
    )
    mail = kit.shown(PAGE.said["email"], rx.el.p(_("To"), " ", rx.el.span(PAGE.said["email"], class_name="strong"), class_name="t2"))
    return kit.section(_("Words to send"), mail, text, rx.el.div(kit.copy_button("order-text", _("Copy")), class_name="mt-2"), id="words")


def receiving() -> rx.Component:
    """What has come of it, in as many parts as it comes."""
    form = kit.form(
        kit.error_line(PAGE.errors["received"]),
        rx.el.ul(rx.foreach(PAGE.lines, _arriving), class_name="list"),
        kit.once(PAGE.form_key),
        kit.form_foot(kit.button(_("Receive"), look="primary", submit=True)),
        on_submit=PAGE.receive,
        key="receive" + PAGE.form_key.to_string(),
    )
    return kit.section(_("What has come"), form, id="receive", aside=PAGE.said["place"])


def _arriving(line: OrderLine) -> rx.Component:
    def cell(name: Any, label: str, value: Any, **more: Any) -> rx.Component:
        return rx.el.label(
            kit.hidden(line.name, " "),
            rx.el.span(label, class_name="t3 xs"),
            rx.el.input(name=name, default_value=value, class_name="input num", auto_complete="off", **more),
            class_name="st-cell",
        )

    lot = rx.fragment(cell("lot-" + line.id, _("Lot"), ""), cell("expires-" + line.id, _("Expires"), "", type="date"))
    name = rx.el.span(rx.el.span(line.name, class_name="strong block"), rx.el.span(line.came, class_name="t3 num block"), class_name="grow")
    came = cell("came-" + line.id, _("Came now"), line.missing, input_mode="numeric")
    here = kit.status(_("All here"), "ok", "check", plain=True)
    return rx.el.li(name, rx.cond(line.open, rx.fragment(came, rx.cond(line.by_lot, lot, rx.fragment())), here), class_name="lrow st-line")


def settled() -> rx.Component:
    """The lines of an order nobody changes any more."""
    return kit.section(_("Lines"), kit.rows(rx.foreach(PAGE.lines, _settled)), id="lines")


def _settled(line: OrderLine) -> rx.Component:
    words = rx.el.span(
        rx.el.span(kit.link(line.name, "/app/inventory/" + line.item_id), class_name="block"),
        rx.el.span(line.came, class_name="t3 num block"),
        class_name="grow",
    )
    return kit.plain_row(words, end=rx.el.span(line.pack, class_name="num"))


def drop_dialog() -> rx.Component:
    """Asks before nothing more comes of it."""
    return kit.confirm_dialog(
        _("Cancel this order?"),
        _("What has come stays on the shelf; nothing more is expected. Tell the supplier yourself."),
        id=DROP,
        verb=_("Cancel order"),
        keep=_("Keep it"),
        on_confirm=PAGE.drop,
    )
