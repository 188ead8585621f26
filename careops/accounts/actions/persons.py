"""Persons outside any workspace: as those who act, and as those who are written to."""

from sqlmodel import Session

from careops.accounts.events import Mail, TokenReused
from careops.accounts.models import User
from careops.activity.actions import record
from careops.core.actor import PLATFORM, Actor, Kind, Source
from careops.core.db import inside
from careops.core.errors import Unauthorized


def somebody(user: User, source: Source = Source.public) -> Actor:
    """A person who is in no workspace (yet), as the one who acts."""
    return Actor(workspace_id=None, kind=Kind.member, source=source, user_id=user.id, email=user.email, name=user.name)


def oneself(db: Session, actor: Actor | None) -> User:
    """The signed-in person's own row, held until the transaction ends."""
    user = db.get(User, actor.user_id, with_for_update=True) if actor and actor.user_id else None
    if user is None:
        raise Unauthorized
    return user


def tell(db: Session, actor: Actor, fact: Mail | TokenReused) -> None:
    """Records what concerns a person and no business: on the platform, where no workspace can read it."""
    with inside(db, PLATFORM):
        record(db, actor, fact)
