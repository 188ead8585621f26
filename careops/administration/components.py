"""Lines of the team and of one's own devices."""

from typing import Any

import reflex as rx

from careops.administration.queries import ROLES
from careops.administration.schemas import Cell, DeviceLine, InvitationLine, MatrixLine, MemberLine
from careops.administration.state import Own, Team
from careops.core.i18n import text as _
from careops.ui import kit

TEAM: Any = Team  # a Var to Reflex; to a type checker a plain class
OWN: Any = Own
CHOICES = [(role.value, label) for role, label in ROLES.items()]
INVITE = "invite"


def member_line(member: MemberLine) -> rx.Component:
    """A member, with their role and whether they may come in."""
    choose = kit.select(_("Role"), "role", CHOICES, value=member.role, on_change=lambda role: TEAM.set_role(member.id, role))
    letting = rx.cond(
        member.active,
        kit.button(_("Deactivate"), TEAM.set_active(member.id, False), small=True),
        kit.button(_("Let in again"), TEAM.set_active(member.id, True), small=True),
    )
    return kit.plain_row(
        kit.avatar(member.initials, member.tint),
        rx.el.span(rx.el.b(member.name), " ", rx.el.span(member.email, class_name="t2")),
        end=rx.cond(
            member.fixed,
            kit.chip(member.role_label),
            rx.el.span(rx.cond(member.active, choose, rx.fragment()), letting, class_name="row flex-wrap"),
        ),
    )


def invitation_line(invitation: InvitationLine) -> rx.Component:
    """Somebody who has not answered yet."""
    return kit.plain_row(
        rx.el.span(rx.el.b(invitation.email), " ", rx.el.span(invitation.role_label, class_name="t2")),
        end=rx.el.span(invitation.until, " ", kit.button(_("Take back"), TEAM.revoke(invitation.id), small=True), class_name="row"),
    )


def matrix_line(line: MatrixLine) -> rx.Component:
    """One thing that may be done, a switch for each member."""
    return rx.el.tr(rx.el.th(line.label, scope="row"), rx.foreach(line.cells, matrix_cell))


def matrix_cell(cell: Cell) -> rx.Component:
    """Whether one member may."""
    return rx.el.td(
        rx.cond(
            cell.fixed,
            rx.cond(cell.on, rx.el.span(kit.icon("check"), kit.hidden(cell.label, ": ", _("yes"))), kit.hidden(cell.label, ": ", _("no"))),
            kit.toggle(
                cell.label, checked=cell.on, on_change=lambda on: TEAM.set_permission(cell.member_id, cell.permission, on), bare=True
            ),
        )
    )


def invite_dialog() -> rx.Component:
    """Whom to ask, and as what."""
    return kit.dialog(
        _("Invite somebody"),
        kit.form(
            kit.field(_("Email"), "email", type="email", error=TEAM.errors["email"]),
            kit.select(_("Role"), "role", CHOICES, default_value="staff"),
            kit.form_foot(kit.button(_("Cancel"), TEAM.cancel), kit.button(_("Send invitation"), submit=True, look="primary")),
            on_submit=TEAM.invite,
        ),
        id=INVITE,
        shown=TEAM.inviting,
        on_close=TEAM.cancel,
    )


def device_line(device: DeviceLine) -> rx.Component:
    """One of one's own devices."""
    return kit.plain_row(
        rx.el.span(rx.el.b(device.what), " ", rx.el.span(device.where, " · ", device.since, class_name="t2")),
        end=rx.cond(device.current, kit.chip(_("This device")), kit.button(_("Sign out"), OWN.end(device.id), small=True)),
    )
