"""What the screens of those who run the business show."""

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.accounts.schemas import InvitationRow, MemberRow, SignInRow
from careops.administration.schemas import Cell, DeviceLine, InvitationLine, MatrixLine, MemberLine, TeamRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import when
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import local
from careops.core.devices import device
from careops.core.i18n import text as _

ROLES = {Role.owner: _("Owner"), Role.manager: _("Manager"), Role.staff: _("Staff")}
MAY = {
    Permission.inbox: _("Read and answer messages"),
    Permission.bookings_view: _("See bookings"),
    Permission.bookings_manage: _("Make and change bookings"),
    Permission.contacts_view: _("See contacts"),
    Permission.contacts_manage: _("Add and change contacts"),
    Permission.forms_view: _("See forms"),
    Permission.forms_manage: _("Build and send forms"),
    Permission.inventory_view: _("See stock"),
    Permission.inventory_manage: _("Change stock"),
    Permission.reports: _("See reports"),
    Permission.automation_manage: _("Change automations"),
    Permission.deliveries: _("See what was sent, and send again"),
    Permission.team: _("Invite people and change the team"),
    Permission.settings: _("Change settings and channels"),
}


def team(db: Session, actor: Actor) -> TeamRow:
    """The team, what each may do, and whom they wait for."""
    actor.require(Permission.team)
    members = accounts.members(db, actor)
    active = [m for m in members if m.active]
    here = business.profile(db, actor)
    return TeamRow(
        members=[_member(actor, m) for m in members],
        columns=[m.name for m in active],
        matrix=[MatrixLine(label=label, cells=[_cell(actor, m, p, label) for m in active]) for p, label in MAY.items()],
        invitations=[_invitation(i, here) for i in accounts.invitations(db, actor)],
    )


def _fixed(actor: Actor, member: MemberRow) -> bool:
    return member.user_id == actor.user_id or (member.role is Role.owner and actor.role is not Role.owner)


def _member(actor: Actor, member: MemberRow) -> MemberLine:
    return MemberLine(
        id=str(member.id),
        name=member.name,
        email=member.email,
        initials=member.initials,
        tint=member.tint,
        role=member.role,
        role_label=ROLES[member.role],
        active=member.active,
        fixed=_fixed(actor, member),
    )


def _cell(actor: Actor, member: MemberRow, permission: Permission, label: str) -> Cell:
    return Cell(
        member_id=str(member.id),
        permission=permission,
        label=_("{name}: {what}", name=member.name, what=label),
        on=permission in member.permissions,
        fixed=_fixed(actor, member) or member.role is Role.owner,
    )


def _invitation(invitation: InvitationRow, here: BusinessRow) -> InvitationLine:
    day = when.date_text(local(invitation.expires_at, here.timezone).date(), here.spoken())
    return InvitationLine(
        id=str(invitation.id),
        email=invitation.email,
        role_label=ROLES[invitation.role],
        until=_("Expired on {day}", day=day) if invitation.expired else _("Works until {day}", day=day),
        expired=invitation.expired,
    )


def devices(db: Session, actor: Actor) -> list[DeviceLine]:
    """One's own devices that are signed in."""
    here = business.profile(db, actor)
    return [_device(s, here) for s in accounts.sign_ins(db, actor)]


def _device(sign_in: SignInRow, here: BusinessRow) -> DeviceLine:
    day = when.date_text(local(sign_in.used_at, here.timezone).date(), here.spoken())
    return DeviceLine(
        id=str(sign_in.id),
        what=device(sign_in.agent) or _("Unknown device"),
        where=sign_in.address,
        since=_("Last used {day}", day=day),
        current=sign_in.current,
    )
