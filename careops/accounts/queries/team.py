"""Who belongs to a workspace, and who is asked to."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from careops.accounts.models import Invitation, Member, User
from careops.accounts.rules import roles
from careops.accounts.schemas import InvitationRow, MemberRow
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.errors import NotFound
from careops.ui.people import initials, tint


def _with_people() -> Select[Member, User]:
    return select(Member, User).join(User, col(User.id) == col(Member.user_id))


def row(member: Member, user: User) -> MemberRow:
    """A member as the team sees them."""
    role = Role(member.role)
    return MemberRow(
        id=member.id,
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=role,
        permissions=sorted(roles.effective(role, member.permissions)),
        own_permissions=member.permissions is not None and role is not Role.owner,
        active=member.active,
        initials=initials(user.name),
        tint=tint(member.id),
        created_at=member.created_at,
    )


def members(db: Session, actor: Actor) -> list[MemberRow]:
    """Everybody in the workspace, those who may come in first, then by name."""
    actor.require_member()
    everybody = _with_people().order_by(col(Member.active).desc(), sa.func.lower(col(User.name)), col(Member.id))
    return [row(member, user) for member, user in db.exec(everybody)]


def member(db: Session, actor: Actor, *, member_id: UUID) -> MemberRow:
    """One member of the workspace."""
    actor.require_member()
    found = db.exec(_with_people().where(col(Member.id) == member_id)).first()
    if found is None:
        raise NotFound
    return row(*found)


def invitations(db: Session, actor: Actor) -> list[InvitationRow]:
    """The invitations nobody has answered or taken back, newest first."""
    actor.require(Permission.team)
    waiting = (
        select(Invitation, User.name)
        .outerjoin(Member, col(Member.id) == col(Invitation.invited_by))
        .outerjoin(User, col(User.id) == col(Member.user_id))
        .where(col(Invitation.accepted_at).is_(None), col(Invitation.revoked_at).is_(None))
        .order_by(col(Invitation.id).desc())
    )
    return [invitation_row(invitation, name or "") for invitation, name in db.exec(waiting)]


def invitation_row(invitation: Invitation, inviter: str) -> InvitationRow:
    """An open invitation as the team sees it."""
    role = Role(invitation.role)
    return InvitationRow(
        id=invitation.id,
        email=invitation.email,
        role=role,
        permissions=sorted(roles.effective(role, invitation.permissions)),
        invited_by=inviter,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        expired=invitation.expires_at <= now(),
    )
