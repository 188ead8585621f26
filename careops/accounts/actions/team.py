"""Building a team: inviting, joining, changing what members may do, and letting them go."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts.actions.people import new_user
from careops.accounts.actions.persons import oneself, somebody, tell
from careops.accounts.actions.signing_in import end_in, enter, still_proven
from careops.accounts.events import InvitationRevoked, Invited, MemberChanged, MemberDeactivated, MemberInvited, MemberJoined
from careops.accounts.models import Invitation, Member, User, Workspace
from careops.accounts.queries.letters import proven_id
from careops.accounts.queries.team import invitation_row
from careops.accounts.queries.team import row as member_row
from careops.accounts.rules import roles
from careops.accounts.rules.roles import LastOwner
from careops.accounts.rules.signing_in import INVITATION, INVITATIONS, LETTERS, AnotherPerson, LinkOver, SignInFirst, account
from careops.accounts.schemas import Entered, InvitationRow, MemberRow, Proof, email_key
from careops.activity.actions import record
from careops.core import ratelimit
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.db import everywhere, inside
from careops.core.errors import Conflict, NotFound
from careops.core.ids import new_id

MOST_WAITING = 200


class AlreadyMember(Conflict):
    code, says = "already_member", "This person is a member already"


class TooManyInvitations(Conflict):
    code, says = "too_many_invitations", "Too many invitations are waiting; take some back first"


# ── invitations ──────────────────────────────────────────


def invite(
    db: Session, actor: Actor, *, email: str, role: Role = Role.staff, permissions: list[Permission] | None = None, locale: str = "en"
) -> InvitationRow:
    """Asks whoever reads mail at that address to join; an earlier invitation to it ends."""
    roles.check_grant(actor, role, permissions)
    key = email_key(email)
    _check_not_member(db, key)
    ratelimit.check(LETTERS, "letters", account(key))  # whoever is asked again and again is being pestered
    ratelimit.check(INVITATIONS, "invitations", str(actor.workspace))
    _take_back(db, sa.and_(col(Invitation.email_key) == key))
    if (db.scalar(sa.select(sa.func.count(col(Invitation.id))).where(_waiting())) or 0) >= MOST_WAITING:
        raise TooManyInvitations
    moment = now()
    invitation = Invitation(
        id=new_id(),
        email=email,
        email_key=key,
        role=role,
        permissions=_kept(permissions),
        invited_by=actor.member_id,
        created_at=moment,
        expires_at=moment + INVITATION,
    )
    db.add(invitation)
    record(db, actor, MemberInvited(subject=invitation.id, address=email, role=role))
    business = db.get_one(Workspace, actor.workspace).name
    tell(db, actor, Invited(subject=invitation.id, address=email, name="", locale=locale, business=business, inviter=actor.name))
    return invitation_row(invitation, actor.name)


def _kept(permissions: list[Permission] | None) -> list[str] | None:
    return None if permissions is None else sorted({p.value for p in permissions})


def _waiting() -> sa.ColumnElement[bool]:
    return sa.and_(col(Invitation.accepted_at).is_(None), col(Invitation.revoked_at).is_(None))


def _check_not_member(db: Session, key: str) -> None:
    there = select(Member.id).join(User, col(User.id) == col(Member.user_id)).where(User.email_key == key, col(Member.active))
    if db.exec(there).first() is not None:
        raise AlreadyMember


def _take_back(db: Session, which: sa.ColumnElement[bool]) -> list[Invitation]:
    taken = list(db.exec(select(Invitation).where(which, _waiting()).with_for_update()))
    for invitation in taken:
        invitation.revoked_at = now()
    return taken


def revoke(db: Session, actor: Actor, *, invitation_id: UUID) -> None:
    """Takes an invitation back: its link leads nowhere any more."""
    actor.require(Permission.team)
    taken = _take_back(db, col(Invitation.id) == invitation_id)
    if not taken:
        raise NotFound
    record(db, actor, InvitationRevoked(subject=invitation_id, address=taken[0].email))


# ── joining ──────────────────────────────────────────────


def join(
    db: Session, actor: Actor | None, *, token: str, name: str, password_hash: str, address: str, agent: str = "", locale: str = "en"
) -> Entered:
    """A new person accepts and is signed in; the mail that brought the link verified their address.

    An address that has an account is refused (SignInFirst) and its password left alone, whoever holds the link.
    """
    invitation = _use(db, token)
    user = new_user(db, name=name, email=invitation.email, password_hash=password_hash, locale=locale, verified=True)
    if user is None:
        raise SignInFirst
    _become_member(db, somebody(user), user, invitation)
    return enter(db, user, address=address, agent=agent, workspace_id=invitation.workspace_id)


def accept(db: Session, actor: Actor | None, *, token: str) -> UUID:
    """A signed-in person accepts the invitation that was sent to their own address; returns the workspace they joined."""
    if actor is None:
        raise SignInFirst
    user = oneself(db, actor)
    invitation = _use(db, token)
    if user.email_key != invitation.email_key:
        raise AnotherPerson
    user.verified_at = user.verified_at or now()
    _become_member(db, actor, user, invitation)
    return invitation.workspace_id


def sign_in_and_accept(db: Session, actor: Actor | None, *, token: str, proof: Proof, address: str, agent: str = "") -> Entered:
    """A person who gave their right password accepts, and is signed in where they were invited to."""
    user = still_proven(db, proof)
    workspace_id = accept(db, somebody(user), token=token)
    return enter(db, user, address=address, agent=agent, usual=proof.usual, workspace_id=workspace_id)


def _use(db: Session, token: str) -> Invitation:
    """The invitation, used up by this very transaction, or LinkOver."""
    id = proven_id("invite", token)
    with everywhere(db):
        found = db.exec(select(Invitation).where(Invitation.id == id).with_for_update()).first()
        if found is None or found.accepted_at or found.revoked_at or found.expires_at <= now():
            raise LinkOver
        found.accepted_at = now()
        db.flush()
    return found


def _become_member(db: Session, actor: Actor, user: User, invitation: Invitation) -> None:
    with inside(db, invitation.workspace_id):
        member = db.exec(select(Member).where(Member.user_id == user.id).with_for_update()).first()
        if member is not None and member.active:
            raise AlreadyMember
        member = member or Member(id=new_id(), user_id=user.id, created_at=now())
        member.role, member.permissions, member.active = invitation.role, invitation.permissions, True
        db.add(member)
        record(db, actor, MemberJoined(subject=member.id, name=user.name, role=member.role))


# ── members ──────────────────────────────────────────────


def change_member(
    db: Session,
    actor: Actor,
    *,
    member_id: UUID,
    role: Role | None = None,
    permissions: list[Permission] | None = None,
    usual: bool = False,
) -> MemberRow:
    """Gives a member another role or permissions of their own; `usual` goes back to the role's. What is left out stays."""
    member, user = _held(db, member_id)
    roles.check_change(actor, user_id=user.id, role=Role(member.role), chosen=member.permissions)
    wanted = role or Role(member.role)
    chosen = None if usual else _kept(permissions) if permissions is not None else member.permissions
    roles.check_grant(actor, wanted, chosen)
    if wanted is not Role.owner:
        _check_not_last(db, member)
    member.role, member.permissions = wanted, chosen
    return _told(db, actor, member, user)


def edit_member(
    db: Session,
    actor: Actor,
    *,
    member_id: UUID,
    role: Role | None = None,
    permissions: list[Permission] | None = None,
    usual: bool = False,
    active: bool | None = None,
) -> MemberRow:
    """Everything that can change about a member at once: whether they may come in, their role, their permissions."""
    actor.require(Permission.team)
    if active is False:
        deactivate(db, actor, member_id=member_id)
    elif active is True:
        reactivate(db, actor, member_id=member_id)
    if role is not None or permissions is not None or usual:
        return change_member(db, actor, member_id=member_id, role=role, permissions=permissions, usual=usual)
    return member_row(*_held(db, member_id))


def deactivate(db: Session, actor: Actor, *, member_id: UUID) -> MemberRow:
    """The member may not come in any more, from this moment; what they did stays. The last owner cannot go."""
    member, user = _held(db, member_id)
    actor.require(Permission.team)
    if actor.user_id != user.id:
        roles.check_change(actor, user_id=user.id, role=Role(member.role), chosen=member.permissions)
    _check_not_last(db, member)
    if member.active:
        member.active = False
        end_in(db, user_id=user.id, workspace_id=member.workspace_id)
        record(db, actor, MemberDeactivated(subject=member.id, name=user.name))
    return member_row(member, user)


def reactivate(db: Session, actor: Actor, *, member_id: UUID) -> MemberRow:
    """The member may come in again, as what they were."""
    member, user = _held(db, member_id)
    roles.check_change(actor, user_id=user.id, role=Role(member.role), chosen=member.permissions)
    if not member.active:
        member.active = True
        record(db, actor, MemberJoined(subject=member.id, name=user.name, role=member.role))
    return member_row(member, user)


def _held(db: Session, member_id: UUID) -> tuple[Member, User]:
    """The member and their person; the workspace's team is held still, so that two owners cannot demote each other."""
    db.exec(select(Member.id).where(Member.role == Role.owner).with_for_update())
    member = db.exec(select(Member).where(Member.id == member_id).with_for_update()).first()
    if member is None:
        raise NotFound
    return member, db.get_one(User, member.user_id)


def _check_not_last(db: Session, member: Member) -> None:
    if member.role != Role.owner or not member.active:
        return
    others = sa.select(sa.func.count(col(Member.id))).where(col(Member.role) == Role.owner, col(Member.active), col(Member.id) != member.id)
    if not db.scalar(others):
        raise LastOwner


def _told(db: Session, actor: Actor, member: Member, user: User) -> MemberRow:
    row = member_row(member, user)
    fact = MemberChanged(subject=member.id, name=user.name, role=row.role, permissions=[p.value for p in row.permissions])
    record(db, actor, fact)
    return row
