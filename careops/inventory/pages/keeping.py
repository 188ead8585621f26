"""Suppliers and places."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.inventory.components.shelf import may_manage
from careops.inventory.state.keeping import Keeping, PlaceLine, SupplierLine
from careops.ui import kit

HERE: Any = Keeping  # a Var to Reflex; to a type checker a plain class


def keeping() -> rx.Component:
    """Who is ordered from; where things are kept."""
    add = may_manage(kit.button(_("Add supplier"), HERE.edit(""), look="primary", icon_name="plus", key="n"))
    none = rx.el.p(_("Nobody yet. Items name who they are ordered from, and drafts go to each."), class_name="t3")
    suppliers = kit.section(
        _("Suppliers"), rx.cond(HERE.suppliers.length() > 0, kit.rows(rx.foreach(HERE.suppliers, _supplier)), none), id="suppliers"
    )
    another = kit.form(
        kit.form_row(kit.field(_("Another place"), "place", error=HERE.problem, auto_complete="off", max_length=80)),
        kit.form_foot(kit.button(_("Add place"), submit=True)),
        on_submit=HERE.add_place,
        key=HERE.form_key.to_string(),
    )
    places = kit.section(_("Places"), kit.rows(rx.foreach(HERE.places, _place)), may_manage(another), id="places")
    body = rx.cond(HERE.loaded, kit.sections(suppliers, places), kit.skeleton_rows(4))
    crumbs = kit.crumbs(_("Inventory"), "/app/inventory", _("Suppliers and places"), add)
    listed = rx.fragment(crumbs, kit.page(body, narrow=True))
    beside = kit.beside(listed, rx.cond(HERE.editing, may_manage(_fields()), rx.fragment()))
    return frame(beside, title=_("Suppliers and places"), active="inventory", fixed=True, phone_top=False)


def _supplier(one: SupplierLine) -> rx.Component:
    words = rx.el.span(
        rx.el.span(one.name, class_name="strong block"),
        kit.shown(one.reach, rx.el.span(one.reach, class_name="t3 block")),
        class_name="grow",
    )
    edit = may_manage(kit.button(rx.fragment(_("Edit"), kit.hidden(" ", one.name)), HERE.edit(one.id), look="quiet", small=True))
    return kit.plain_row(words, end=edit)


def _place(one: PlaceLine) -> rx.Component:
    name = rx.el.input(
        default_value=one.name,
        on_blur=lambda typed: HERE.rename_place(one.id, typed),
        class_name="input",
        aria_label=_("Name"),
        max_length=80,
        key=one.id + one.name,
    )
    first = rx.cond(one.first, rx.el.span(_("first"), class_name="chip"), rx.fragment())
    acts = rx.cond(
        one.first,
        rx.fragment(),
        rx.el.span(
            kit.button(_("Make it first"), HERE.put_first(one.id), look="quiet", small=True),
            kit.icon_button("x", _("Remove this place"), HERE.remove_place(one.id), small=True),
            class_name="row",
        ),
    )
    words = may_manage(rx.el.span(name, class_name="grow"), rx.el.span(one.name, class_name="grow"))
    return kit.plain_row(words, rx.el.span(one.holds, class_name="t3 num"), first, end=may_manage(acts))


def _fields() -> rx.Component:
    def line(label: str, name: str, **more: Any) -> rx.Component:
        return kit.field(label, name, default_value=HERE.open.said[name], error=HERE.errors[name], auto_complete="off", **more)

    form = kit.form(
        line(_("Name"), "name"),
        line(_("Email"), "email", type="email", optional=True),
        line(_("Phone"), "phone", type="tel", optional=True),
        line(_("Your customer number there"), "account", optional=True),
        kit.textarea(_("Notes"), "notes", default_value=HERE.open.said["notes"], error=HERE.errors["notes"], optional=True, rows="3"),
        on_submit=HERE.save,
        id="supplier-fields",
    )
    remove = rx.cond(HERE.open.id, rx.el.span(kit.button(_("Remove"), HERE.remove, look="danger"), class_name="end"), rx.fragment())
    return kit.drawer(
        rx.el.h2(_("Supplier"), class_name="h2"),
        rx.el.div(form, key=HERE.form_key.to_string()),
        label=_("Supplier"),
        on_close=HERE.cancel,
        foot=(kit.button(_("Save"), look="primary", submit=True, form="supplier-fields"), remove),
    )


PAGES = (Page("/app/inventory/suppliers", _("Suppliers and places"), keeping, (Keeping.live,), Permission.inventory_view),)
