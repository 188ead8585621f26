"""Everybody the business knows."""

from typing import Any

import reflex as rx

from careops.contacts.components import FORM, contact_form, contact_line, may_manage
from careops.contacts.state import Contacts
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

LIST: Any = Contacts  # a Var to Reflex; to a type checker a plain class

SORTS = [("name", _("By name")), ("-created_at", _("Newest first")), ("created_at", _("Oldest first"))]
REACHES = [("", _("Anybody")), ("email", _("With an email address")), ("phone", _("With a number")), ("none", _("Cannot be reached"))]


def contacts() -> rx.Component:
    """The list, with search and filters."""
    add = may_manage(kit.button(_("New contact"), FORM.start, look="primary", icon_name="plus", key="n"))
    narrow = rx.el.div(
        rx.el.div(kit.search_box(_("Find by name, address or number"), "find", on_change=LIST.search, key="/"), class_name="grow basis-56"),
        kit.select(_("Show"), "reach", REACHES, value=LIST.reach, on_change=LIST.reachable_by),
        kit.select(_("Order"), "sort", SORTS, value=LIST.sort, on_change=LIST.sort_by),
        class_name="flex flex-wrap gap-2 items-end pb-4",
    )
    columns = [kit.Column(_("Name")), kit.Column(_("Email")), kit.Column(_("Phone")), kit.Column(_("Known since"), number=True)]
    nothing = rx.cond(
        LIST.narrowed,
        rx.el.p(_("Nobody fits."), class_name="t2"),
        kit.empty(
            _("Nobody yet"),
            _("Whoever books or writes appears here by themselves."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
            action=may_manage(kit.button(_("New contact"), FORM.start, look="primary", icon_name="plus")),
        ),
    )
    table = rx.cond(LIST.lines.length() > 0, kit.table(_("Contacts"), columns, rx.foreach(LIST.lines, contact_line)), nothing)
    body = rx.cond(
        LIST.loaded, rx.fragment(table, kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))), kit.skeleton_rows(6)
    )
    return frame(
        rx.fragment(kit.page(kit.page_header(_("Contacts"), add), narrow, body), contact_form()), title=_("Contacts"), active="contacts"
    )


PAGES = (Page("/app/contacts", _("Contacts"), contacts, (Contacts.live,), Permission.contacts_view),)
