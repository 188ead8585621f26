"""What mailed links lead to. A link is derived from its row, so that nothing secret is stored; reading one uses nothing up."""

from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from careops.accounts.models import AccountToken, Invitation, Member, User, Workspace
from careops.accounts.rules.signing_in import LinkOver
from careops.accounts.schemas import OfferRow
from careops.core import crypto
from careops.core.actor import Actor, Role
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.errors import NotFound
from careops.core.settings import settings

Letter = Literal["verify", "reset", "invite"]


def link_token(kind: Letter, id: UUID) -> str:
    """The private part of the link to that row."""
    return crypto.link_token(f"account:{kind}", id)


def mail_link(db: Session, actor: Actor | None = None, *, kind: Letter, id: UUID) -> str:
    """The address to write into the mail about that token or invitation: always under our own base address."""
    return f"{settings.base_url}/{kind}/{link_token(kind, id)}"


def proven_id(kind: Letter, token: str) -> UUID:
    """The row a link is for, once it is proven to be ours."""
    try:
        id = crypto.link_id(token)
        crypto.check_link(f"account:{kind}", token, id)
    except NotFound:
        raise LinkOver from None
    return id


def open_token(db: Session, actor: Actor | None = None, *, kind: Letter, token: str) -> str:
    """The address of the account whose link can still be used, else LinkOver."""
    id = proven_id(kind, token)
    address = db.exec(
        select(User.email)
        .join(AccountToken, col(AccountToken.user_id) == col(User.id))
        .where(
            AccountToken.id == id,
            AccountToken.purpose == kind,
            col(AccountToken.used_at).is_(None),
            col(AccountToken.expires_at) > now(),
            col(AccountToken.email_key) == col(User.email_key),
        )
    ).first()
    if address is None:
        raise LinkOver
    return address


def open_invitation(db: Session, actor: Actor | None = None, *, token: str) -> OfferRow:
    """What somebody is invited to, as long as the invitation stands, else LinkOver."""
    id = proven_id("invite", token)
    by = aliased(User)
    known = sa.exists().where(col(User.email_key) == col(Invitation.email_key))
    offer = (
        select(Invitation, Workspace.name, by.name, known)
        .join(Workspace, col(Workspace.id) == col(Invitation.workspace_id))
        .outerjoin(Member, col(Member.id) == col(Invitation.invited_by))
        .outerjoin(by, col(by.id) == col(Member.user_id))
        .where(
            col(Invitation.id) == id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > now(),
        )
    )
    with everywhere(db):
        found = db.exec(offer).first()
    if found is None:
        raise LinkOver
    invitation, business, inviter, has_account = found
    return OfferRow(
        id=invitation.id,
        workspace_id=invitation.workspace_id,
        business=business,
        email=invitation.email,
        role=Role(invitation.role),
        inviter=inviter or "",
        known=has_account,
    )
