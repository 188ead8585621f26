"""Everybody the business knows: the list, files of them, and what is kept besides."""

from typing import Any

import reflex as rx

from careops.contacts.components import (
    FORM,
    bulk_bar,
    contact_form,
    filters,
    import_list,
    import_panel,
    may_manage,
    own_fields,
    own_tags,
    segment_form,
    table,
)
from careops.contacts.state import Contacts, Imports, Keeping
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

LIST: Any = Contacts  # Vars to Reflex; to a type checker plain classes
FILES: Any = Imports
KEPT: Any = Keeping


def contacts() -> rx.Component:
    """The list, with search, filters, and what is done to many at once."""
    add = may_manage(kit.button(_("New contact"), FORM.start, look="primary", icon_name="plus", key="n"))
    more = kit.menu(
        [kit.icon("ellipsis")],
        may_manage(kit.menu_link(_("Bring in a file"), "/app/contacts/import", icon_name="upload")),
        may_manage(kit.menu_link(_("Move here from another program"), "/app/import", icon_name="file-input")),
        kit.raw_link(
            kit.icon("download"),
            _("Save as CSV"),
            href=rx.cond(LIST.segment, "/api/v1/contacts/export?segment=" + LIST.segment, "/api/v1/contacts/export"),
            class_name="",
        ),
        kit.menu_link(_("Fields and tags"), "/app/contacts/fields", icon_name="sliders-horizontal"),
        label=_("More"),
    )
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
    listed = rx.cond(LIST.lines.length() > 0, rx.fragment(bulk_bar(), table()), nothing)
    body = rx.cond(
        LIST.loaded, rx.fragment(listed, kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))), kit.skeleton_rows(6)
    )
    page = kit.page(kit.page_header(_("Contacts"), more, add), filters(), body)
    return frame(rx.fragment(page, contact_form(), segment_form()), title=_("Contacts"), active="contacts")


def imports() -> rx.Component:
    """Files of people."""
    body = rx.cond(FILES.loaded, import_list(), kit.skeleton_rows(4))
    crumbs = kit.crumbs(_("Contacts"), "/app/contacts", _("Bring in a file"))
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True)), title=_("Bring in a file"), active="contacts", phone_top=False)


def one_import() -> rx.Component:
    """One file of people."""
    missing = kit.note(_("This file does not exist, or belongs to another workspace."), tone="warn")
    body = rx.cond(FILES.missing, missing, rx.cond(FILES.loaded, import_panel(), kit.skeleton_rows(4)))
    crumbs = kit.crumbs(_("Files"), "/app/contacts/import", _("Bring in a file"))
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True)), title=_("Bring in a file"), active="contacts", phone_top=False)


def fields() -> rx.Component:
    """What is kept of everybody besides, and the words people are grouped by."""
    crumbs = kit.crumbs(_("Contacts"), "/app/contacts", _("Fields and tags"))
    body = rx.cond(KEPT.loaded, kit.sections(own_fields(), own_tags()), kit.skeleton_rows(4))
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True)), title=_("Fields and tags"), active="contacts", phone_top=False)


PAGES = (
    Page("/app/contacts", _("Contacts"), contacts, (Contacts.live,), Permission.contacts_view),
    Page("/app/contacts/import", _("Bring in a file"), imports, (Imports.live,), Permission.contacts_view),
    Page("/app/contacts/import/[import_id]", _("Bring in a file"), one_import, (Imports.live,), Permission.contacts_view),
    Page("/app/contacts/fields", _("Fields and tags"), fields, (Keeping.live,), Permission.contacts_view),
)
