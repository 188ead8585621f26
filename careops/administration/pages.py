"""The team, and one's own way in."""

import reflex as rx

from careops.administration.components import OWN, TEAM, device_line, invitation_line, invite_dialog, matrix_line, member_line
from careops.administration.state import Own, Team
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit


def team() -> rx.Component:
    """Members, what each may do, and open invitations."""
    invite = kit.button(_("Invite somebody"), TEAM.start, look="primary", icon_name="plus", key="n")
    waiting = kit.section(
        _("Invited"), kit.rows(rx.foreach(TEAM.team.invitations, invitation_line), boxed=True, label=_("Invited")), id="invited"
    )
    heads = rx.foreach(TEAM.team.columns, lambda name: rx.el.th(name, scope="col"))
    matrix = rx.el.table(
        rx.el.caption(_("What each member may do"), class_name="vh"),
        rx.el.thead(rx.el.tr(rx.el.th(_("May"), scope="col"), heads)),
        rx.el.tbody(rx.foreach(TEAM.team.matrix, matrix_line)),
        class_name="table",
    )
    parts = kit.sections(
        kit.section(_("Members"), kit.rows(rx.foreach(TEAM.team.members, member_line), boxed=True, label=_("Members")), id="members"),
        rx.cond(TEAM.team.invitations.length() > 0, waiting, rx.fragment()),
        kit.section(
            _("What each may do"),
            rx.el.div(matrix, class_name="scroll-x", tab_index=0, role="region", aria_label=_("Permissions")),
            id="may",
        ),
    )
    body = rx.cond(TEAM.loaded, parts, kit.skeleton_rows(4))
    return frame(rx.fragment(kit.page(kit.page_header(_("Team"), invite), body), invite_dialog()), title=_("Team"), active="team")


def own() -> rx.Component:
    """One's password and devices."""
    password = kit.form(
        kit.field(_("Present password"), "current", type="password", error=OWN.errors["current"], auto_complete="current-password"),
        kit.field(
            _("New password"),
            "password",
            type="password",
            error=OWN.errors["password"],
            auto_complete="new-password",
            help_text=_("At least 12 characters; a few words do well. Every other device is signed out."),
        ),
        kit.form_foot(kit.button(_("Change password"), submit=True, look="primary")),
        on_submit=OWN.change_password,
        key=OWN.form_key,
    )
    devices = rx.cond(OWN.loaded, kit.rows(rx.foreach(OWN.devices, device_line), boxed=True, label=_("Your devices")), kit.skeleton_rows(2))
    return frame(
        kit.page(
            kit.page_header(_("You")),
            kit.sections(
                kit.section(_("Password"), password, id="password"),
                kit.section(_("Where you are signed in"), devices, kit.button(_("Sign out everywhere else"), OWN.end_others), id="devices"),
            ),
            narrow=True,
        ),
        title=_("You"),
    )


PAGES = (
    Page("/app/team", _("Team"), team, (Team.load,), Permission.team),
    Page("/app/settings/you", _("You"), own, (Own.load,)),
)
