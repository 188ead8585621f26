"""Becoming somebody, and saying who one is."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from careops.accounts.actions.links import send_verification
from careops.accounts.actions.persons import oneself, somebody, tell
from careops.accounts.actions.workspaces import found_workspace
from careops.accounts.events import AlreadyRegistered
from careops.accounts.models import User
from careops.accounts.queries.identity import user_row
from careops.accounts.schemas import UserRow, email_key
from careops.core.actor import Actor, Source
from careops.core.clock import now
from careops.core.i18n import text as _
from careops.core.ids import new_id


def register(
    db: Session, actor: Actor | None, *, name: str, email: str, password_hash: str, business: str = "", locale: str = "en"
) -> UserRow | None:
    """Makes the person and their first workspace. For an address that has an account nothing changes but that it is written to.

    The door answers the same in both cases: None is not for the visitor's eyes.
    """
    source = actor.source if actor else Source.public
    user = new_user(db, name=name, email=email, password_hash=password_hash, locale=locale)
    if user is None:
        there = db.exec(select(User).where(User.email_key == email_key(email))).one()
        fact = AlreadyRegistered(subject=there.id, address=there.email, name=there.name, locale=there.locale)
        tell(db, somebody(there, source), fact)
        return None
    found_workspace(db, somebody(user, source), user, name=business or _("{name}’s business", locale, name=name)[:120])
    send_verification(db, somebody(user, source), user)
    return user_row(user)


def new_user(db: Session, *, name: str, email: str, password_hash: str, locale: str, verified: bool = False) -> User | None:
    """The person, or None when the address has an account already (also when another request made it this very moment)."""
    moment = now()
    user = User(
        id=new_id(),
        email=email,
        email_key=email_key(email),
        name=name,
        password_hash=password_hash,
        locale=locale,
        verified_at=moment if verified else None,
        created_at=moment,
    )
    try:
        with db.begin_nested():
            db.add(user)
    except IntegrityError:
        return None
    return user


def edit_me(db: Session, actor: Actor, *, name: str | None = None, locale: str | None = None) -> UserRow:
    """Changes what a person says about themselves; what is left out stays."""
    user = oneself(db, actor)
    user.name = name if name is not None else user.name
    user.locale = locale if locale is not None else user.locale
    return user_row(user)
