"""What an item's page is made of: its figures, where it is, what uses it, its ledger, and the forms that change it."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inventory.components.items import item_fields
from careops.inventory.components.shelf import may_manage
from careops.inventory.schemas import Reason
from careops.inventory.state.item import Entry, ItemPage, There, UsedIn
from careops.inventory.state.words import REASONS, LotLine
from careops.ui import kit

PAGE: Any = ItemPage  # a Var to Reflex; to a type checker a plain class
ITEM: Any = ItemPage.item
COMES = (Reason.receive.value, Reason.give_back.value, Reason.adjust.value)


def figures() -> rx.Component:
    """How many there are, and the bar."""
    item = ITEM
    bar = kit.level(item.quantity, item.of, item.said, promised=item.soon, tick=item.threshold, tone=item.tone)
    amount = rx.el.p(rx.el.span(item.quantity, class_name="h1 num"), " ", item.unit)
    uncounted = kit.toggle(_("Needs a refill"), checked=item.refill, on_change=PAGE.refill)
    return rx.cond(
        item.counted,
        rx.el.div(amount, bar, class_name="stack"),
        may_manage(uncounted, rx.el.p(_("Nobody counts it"), class_name="t2")),
    )


def facts() -> rx.Component:
    """What is known of it."""
    return kit.facts(
        (_("Promised"), PAGE.facts["reserved"]),
        (_("Free"), PAGE.facts["available"]),
        (_("Reorder at"), PAGE.facts["threshold"]),
        (_("Codes"), rx.el.span(PAGE.facts["codes"], class_name="num")),
        (_("Category"), PAGE.facts["category"]),
        (_("Pack"), PAGE.facts["pack"]),
        (_("Supplier"), PAGE.facts["supplier"]),
        (_("Cost of one"), PAGE.facts["cost"]),
    )


def uses() -> rx.Component:
    """The services whose bookings use it."""
    nothing = rx.el.p(_("No service uses it. A service's page says what a booking takes from the shelf."), class_name="t3")
    return kit.section(_("Used by"), rx.cond(PAGE.uses.length() > 0, kit.rows(rx.foreach(PAGE.uses, _use)), nothing), id="uses")


def _use(use: UsedIn) -> rx.Component:
    return kit.list_row(use.name, use.href, end=rx.el.span(use.amount, " ", ITEM.unit))


def lots() -> rx.Component:
    """Its lots, what expires first before."""
    listed = kit.section(_("Lots"), kit.rows(rx.foreach(PAGE.lots, _lot)), id="lots", aside=_("first to expire first"))
    return rx.cond(PAGE.lots.length() > 0, listed, rx.fragment())


def _lot(lot: LotLine) -> rx.Component:
    words = rx.el.span(
        rx.el.span(lot.code, class_name="num strong"), rx.el.span(lot.left, ", ", lot.place, class_name="t3 block num"), class_name="grow"
    )
    return kit.plain_row(words, end=kit.status(lot.expires, lot.tone, "clock", plain=True))


def places() -> rx.Component:
    """How many are where."""
    listed = kit.section(_("Places"), kit.rows(rx.foreach(PAGE.levels, _there)), id="places")
    return rx.cond(PAGE.places.length() > 1, listed, rx.fragment())


def _there(there: There) -> rx.Component:
    return kit.plain_row(there.place, end=rx.el.span(there.quantity, class_name="num"))


def ledger() -> rx.Component:
    """Everything that happened to it, newest first."""
    more = kit.more_button(PAGE.more, kit.button(_("Show more"), PAGE.show_more))
    nothing = rx.el.p(_("Nothing was counted yet."), class_name="t3")
    listed = rx.cond(PAGE.entries.length() > 0, kit.rows(rx.foreach(PAGE.entries, _entry), label=_("Ledger")), nothing)
    return kit.section(_("Ledger"), listed, more, id="ledger")


def _entry(entry: Entry) -> rx.Component:
    why = rx.cond(entry.href, kit.link(entry.why, entry.href), rx.el.span(entry.why))
    return rx.el.li(
        rx.el.b(rx.el.span(entry.change, class_name=entry.tone), class_name="num min-w-12"),
        rx.el.span(rx.el.span(why, class_name="clip block"), rx.el.span(entry.about, class_name="t3 xs"), class_name="grow"),
        rx.el.span(rx.el.span(entry.at, class_name="block"), rx.el.span(entry.left, class_name="block"), class_name="t3 xs num text-right"),
        class_name="lrow",
    )


# ── moving ───────────────────────────────────────────────


def moving() -> rx.Component:
    """The form that says what happened: it asks only for what belongs to the reason."""
    errors = PAGE.errors
    comes = (PAGE.reason == COMES[0]) | (PAGE.reason == COMES[1]) | (PAGE.reason == COMES[2])
    lot = kit.form_row(
        kit.field(_("Lot"), "lot", error=errors["lot"], auto_complete="off"),
        kit.field(_("Expires"), "expires_on", type="date", error=errors["expires_on"], optional=True),
    )
    from_lot = kit.select(_("Out of lot"), "lot_id", PAGE.lot_choices, first=_("What expires first"), error=errors["lot_id"], optional=True)
    fields = kit.form(
        kit.select(
            _("What happened"), "reason", [(one.value, words) for one, words in REASONS.items()], value=PAGE.reason, on_change=PAGE.choose
        ),
        kit.form_row(
            kit.field(_("How many"), "quantity", error=errors["quantity"], auto_complete="off", input_mode="text"),
            rx.cond(
                PAGE.places.length() > 1,
                kit.select(_("Where"), "location_id", PAGE.places, error=errors["location_id"]),
                rx.fragment(),
            ),
        ),
        rx.cond(PAGE.pack > 1, kit.checkbox(rx.el.span(_("in packs of"), " ", PAGE.pack), "in_packs"), rx.fragment()),
        rx.cond(PAGE.by_lot, rx.cond(comes, lot, rx.cond(PAGE.lots.length() > 0, from_lot, rx.fragment())), rx.fragment()),
        kit.field(_("Note"), "note", error=errors["note"], optional=True, auto_complete="off"),
        kit.once(PAGE.form_key),
        kit.form_foot(kit.button(_("Write down"), look="primary", submit=True)),
        on_submit=PAGE.move,
    )
    return rx.el.div(fields, key=PAGE.form_key.to_string())


def carrying() -> rx.Component:
    """Carries some to another place."""
    errors = PAGE.carry_errors
    fields = kit.form(
        kit.form_row(
            kit.field(_("How many"), "carried", error=errors["carried"], input_mode="numeric", auto_complete="off"),
            kit.select(_("From"), "from_id", PAGE.places, error=errors["from_id"]),
            kit.select(_("To"), "to_id", PAGE.places, first=_("Choose"), error=errors["to_id"]),
        ),
        kit.once(PAGE.form_key),
        kit.form_foot(kit.button(_("Carry"), submit=True)),
        on_submit=PAGE.carry,
    )
    folded = rx.el.details(
        rx.el.summary(_("Carry to another place"), class_name="link"),
        rx.el.div(fields, class_name="mt-3", key="carry" + PAGE.form_key.to_string()),
        class_name="mt-3",
    )
    return rx.cond(PAGE.places.length() > 1, folded, rx.fragment())


def editing() -> rx.Component:
    """The item's fields beside the page."""
    stale = kit.note(_("Somebody else saved this item in the meantime. Save again to keep yours."), tone="warn", live=True)
    form = kit.form(
        rx.cond(PAGE.stale, stale, rx.fragment()),
        *item_fields(PAGE.errors, PAGE.suppliers, PAGE.said),
        rx.el.input(type="hidden", name="whole", value="1"),
        kit.checkbox(_("Nobody counts it"), "uncounted", default_checked=~ITEM.counted, help_text=_("Staff say when it needs a refill.")),
        on_submit=PAGE.save,
        id="edit-item",
    )
    return kit.drawer(
        rx.el.h2(_("Edit"), class_name="h2"),
        rx.el.div(form, key=PAGE.form_key.to_string()),
        label=_("Edit item"),
        on_close=PAGE.cancel,
        foot=(
            kit.button(_("Save"), look="primary", submit=True, form="edit-item"),
            kit.button(_("Discard"), PAGE.cancel, look="quiet"),
        ),
    )
