"""Choosing another password: with the present one, or by a mailed link."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts.actions.links import new_token, use
from careops.accounts.actions.persons import oneself, somebody, tell
from careops.accounts.actions.signing_in import end_all
from careops.accounts.events import PasswordChanged, ResetDue
from careops.accounts.models import AccountToken, Purpose, User
from careops.accounts.queries.identity import user_row
from careops.accounts.rules.signing_in import WrongCredentials
from careops.accounts.schemas import Proof, UserRow, email_key
from careops.core.actor import Actor
from careops.core.clock import now


def change_password(db: Session, actor: Actor, *, proof: Proof, password_hash: str) -> UserRow:
    """Replaces the proven password; every other device is signed out, and the person is written to."""
    user = oneself(db, actor)
    if proof.user_id != user.id or proof.password_hash != user.password_hash:
        raise WrongCredentials
    _replace(db, user, password_hash, keep=actor.sign_in_id)
    return user_row(user)


def ask_reset(db: Session, actor: Actor | None, *, email: str) -> None:
    """Sends a link to choose a new password, if the address has an account; the work done is about the same if it has none."""
    key = email_key(email)
    user = db.exec(select(User).where(User.email_key == key)).first()
    id = new_token(db, purpose=Purpose.reset, key=key, user_id=user.id if user else None)
    if user is not None:
        tell(db, actor or somebody(user), ResetDue(subject=id, address=user.email, name=user.name, locale=user.locale))


def reset_password(db: Session, actor: Actor | None, *, token: str, password_hash: str) -> str:
    """Replaces the forgotten password, ends every sign-in and every other open link to do so; returns the address."""
    user = use(db, purpose=Purpose.reset, token=token)
    user.verified_at = user.verified_at or now()
    _replace(db, user, password_hash)
    return user.email


def _replace(db: Session, user: User, password_hash: str, *, keep: UUID | None = None) -> None:
    """The new password, and the end of whatever the old one, or a link to replace it, could still open."""
    user.password_hash = password_hash
    links = sa.update(AccountToken).where(
        col(AccountToken.user_id) == user.id, col(AccountToken.purpose) == Purpose.reset, col(AccountToken.used_at).is_(None)
    )
    db.exec(links.values(used_at=now()), execution_options={"synchronize_session": False})
    end_all(db, user_id=user.id, but=keep)
    tell(db, somebody(user), PasswordChanged(subject=user.id, address=user.email, name=user.name, locale=user.locale))
