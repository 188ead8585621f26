"""The builder of a form at /app/forms/{id}."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.components import asides, building, trying
from careops.forms.state.builder import Builder
from careops.frame.components import frame
from careops.ui import kit

PAGE: Any = Builder  # Vars to Reflex; to a type checker plain classes
HEAD: Any = Builder.head


def builder() -> rx.Component:
    """The questions, and the phone beside them."""
    saved = rx.cond(
        HEAD.drafting,
        rx.el.span(
            kit.status(_("Draft"), "", "pencil"), rx.el.span(_("saved"), " ", HEAD.drafted, class_name="t3 only-l"), class_name="row"
        ),
        kit.status(_("Published"), "ok", "check"),
    )
    more = kit.menu(
        kit.icon("ellipsis"),
        kit.menu_item(_("Settings"), PAGE.show("settings"), icon_name="settings"),
        kit.menu_item(_("Versions"), PAGE.show("versions"), icon_name="history"),
        kit.menu_link(_("Its submissions"), "/app/forms?status=any&form=" + HEAD.id, icon_name="list"),
        kit.shown(HEAD.public, kit.menu_item(_("On your own site"), PAGE.show("share"), icon_name="link")),
        kit.shown(~HEAD.public, kit.menu_item(_("Duplicate form"), PAGE.copy_form, icon_name="copy")),
        kit.shown(HEAD.drafting, kit.menu_item(_("Discard draft"), PAGE.show("discard"), icon_name="undo-2")),
        kit.shown(~HEAD.public, kit.menu_item(_("Put away"), PAGE.show("archive"), icon_name="archive", danger=True)),
        label=_("More"),
    )
    publish = kit.button(_("Publish"), PAGE.show("publish"), look="primary", disabled=~HEAD.drafting)
    crumbs = kit.crumbs(_("Forms"), "/app/forms", HEAD.name, saved, more, publish)
    dialogs = rx.fragment(
        building.kinds_dialog(),
        asides.settings_dialog(),
        asides.publish_dialog(),
        asides.versions_dialog(),
        asides.share_dialog(),
        asides.sure_dialogs(),
    )
    found = rx.fragment(crumbs, rx.el.div(building.questions(), trying.preview(), class_name="fb"), dialogs)
    missing = kit.page(kit.note(_("This form does not exist, or was put away."), tone="warn"), narrow=True)
    body = rx.cond(PAGE.missing, missing, rx.cond(HEAD.id, found, kit.page(kit.skeleton_rows(6))))
    return frame(body, title=_("Form"), active="forms", phone_top=False)
