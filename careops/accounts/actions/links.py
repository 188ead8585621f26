"""Links mailed to people: sending one, using one up, verifying an address."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.accounts.actions.persons import oneself, tell
from careops.accounts.events import VerificationDue
from careops.accounts.models import AccountToken, Purpose, User
from careops.accounts.queries.letters import proven_id
from careops.accounts.rules.signing_in import LINKS, LinkOver
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.ids import new_id


def new_token(db: Session, *, purpose: Purpose, key: str, user_id: UUID | None) -> UUID:
    """A token's row; the link to it is derived when the mail is written."""
    moment = now()
    id = new_id()
    db.add(
        AccountToken(id=id, user_id=user_id, purpose=purpose, email_key=key, created_at=moment, expires_at=moment + LINKS[purpose.value])
    )
    return id


def use(db: Session, *, purpose: Purpose, token: str) -> User:
    """The person whose link it is, the link used up by this very transaction, or LinkOver."""
    id = proven_id(purpose.value, token)
    moment = now()
    using = (
        sa.update(AccountToken)
        .where(
            col(AccountToken.id) == id,
            col(AccountToken.purpose) == purpose,
            col(AccountToken.used_at).is_(None),
            col(AccountToken.expires_at) > moment,
        )
        .values(used_at=moment)
        .returning(col(AccountToken.user_id), col(AccountToken.email_key))
    )
    used = db.exec(using, execution_options={"synchronize_session": False}).first()
    user = db.get(User, used[0], with_for_update=True) if used and used[0] else None
    if used is None or user is None or user.email_key != used[1]:
        raise LinkOver
    return user


def send_verification(db: Session, actor: Actor, user: User) -> None:
    """A link by which the person shows that the address is theirs."""
    id = new_token(db, purpose=Purpose.verify, key=user.email_key, user_id=user.id)
    tell(db, actor, VerificationDue(subject=id, address=user.email, name=user.name, locale=user.locale))


def ask_verification(db: Session, actor: Actor) -> None:
    """Sends the signed-in person the link again, as long as it is needed."""
    user = oneself(db, actor)
    if user.verified_at is None:
        send_verification(db, actor, user)


def verify(db: Session, actor: Actor | None, *, token: str) -> str:
    """The address is the person's own from now on; returns it."""
    user = use(db, purpose=Purpose.verify, token=token)
    user.verified_at = user.verified_at or now()
    return user.email
