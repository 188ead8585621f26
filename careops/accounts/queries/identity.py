"""Who is asking: from a cookie or an access token to an actor, in one statement each time, so that an end is an end at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts.models import Door, Member, SignIn, User, Workspace
from careops.accounts.queries.workspaces import workspaces_of
from careops.accounts.rules import roles, signing_in
from careops.accounts.schemas import MeRow, SignInRow, UserRow
from careops.core import crypto
from careops.core.actor import Actor, Kind, Role, Source
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.errors import Invalid, NotFound, Unauthorized

Found = tuple[SignIn, User, Member | None]


class WhichWorkspace(Invalid):
    code, says = "which_workspace", "You belong to several workspaces: name one in X-Workspace"


def _wanted(named: str | None) -> sa.ColumnElement[bool]:
    """The membership of the named workspace (id or address word), or any."""
    if named is None:
        return sa.true()
    try:
        return col(Member.workspace_id) == UUID(named)
    except ValueError:
        return col(Member.workspace_id) == sa.select(col(Workspace.id)).where(col(Workspace.slug) == named).scalar_subquery()


def _rows(db: Session, which: sa.ColumnElement[bool], membership: sa.ColumnElement[bool]) -> Sequence[Found]:
    """The living sign-in, its person, and up to two of their memberships."""
    moment = now()
    found = (
        select(SignIn, User, Member)
        .join(User, col(User.id) == col(SignIn.user_id))
        .outerjoin(Member, sa.and_(col(Member.user_id) == col(User.id), col(Member.active), membership))
        .where(
            which,
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > moment,
            col(SignIn.used_at) > signing_in.alive_since(moment),
        )
        .order_by(col(Member.id))
        .limit(2)
    )
    with everywhere(db):
        return db.exec(found).all()


def _actor(found: Found, source: Source, *, placed: bool = True) -> Actor:
    sign_in, user, member = found
    here = member if placed else None
    return Actor(
        workspace_id=here.workspace_id if here else None,
        kind=Kind.member,
        source=source,
        user_id=user.id,
        member_id=here.id if here else None,
        sign_in_id=sign_in.id,
        email=user.email,
        name=user.name,
        role=Role(here.role) if here else None,
        permissions=roles.effective(Role(here.role), here.permissions) if here else frozenset(),
    )


def person_for_token(db: Session, actor: Actor | None = None, *, token: str) -> Actor | None:
    """The person the app's cookie belongs to, in the workspace they chose last; in none when they have none any more."""
    which = col(SignIn.token_hash) == crypto.token_hash(token)
    rows = _rows(db, which, col(Member.workspace_id) == col(SignIn.workspace_id)) if token else ()
    return _actor(rows[0], Source.app) if rows else None


def actor_for_token(db: Session, actor: Actor | None = None, *, token: str) -> Actor | None:
    """The member the app's cookie belongs to; None when it is no (longer a) way in."""
    found = person_for_token(db, token=token)
    return found if found and found.workspace_id else None


def actor_for_access(
    db: Session, actor: Actor | None = None, *, access: str = "", cookie: str = "", workspace: str | None = None, must: bool = True
) -> Actor:
    """The actor of an API request: by access token, or by the app's cookie. Unauthorized when it is over.

    With `must`, exactly one workspace has to follow: the named one (NotFound when it is not theirs), the cookie's, or the only one.
    """
    if access:
        claims = crypto.read_signed("access", access)
        rows = _rows(db, _by_claims(claims), _wanted(workspace))
    elif cookie:
        own = col(Member.workspace_id) == col(SignIn.workspace_id)
        rows = _rows(db, col(SignIn.token_hash) == crypto.token_hash(cookie), _wanted(workspace) if workspace else own)
    else:
        rows = ()
    if not rows:
        raise Unauthorized
    if must and rows[0][2] is None:
        raise NotFound
    if must and len(rows) > 1:
        raise WhichWorkspace
    return _actor(rows[0], Source.api, placed=must or len(rows) == 1)


def _by_claims(claims: dict[str, Any]) -> sa.ColumnElement[bool]:
    try:
        sign_in, user = UUID(claims["sid"]), UUID(claims["sub"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Unauthorized from None
    return sa.and_(col(SignIn.id) == sign_in, col(SignIn.user_id) == user, col(SignIn.door) == Door.api)


def me(db: Session, actor: Actor) -> MeRow:
    """The signed-in person, where they are, and where else they could be."""
    user = db.get_one(User, actor.user_id)
    return MeRow(
        user=user_row(user),
        workspace_id=actor.workspace_id,
        role=actor.role,
        permissions=sorted(actor.permissions),
        workspaces=workspaces_of(db, actor),
    )


def user_row(user: User) -> UserRow:
    """A person as they see themselves."""
    return UserRow(
        id=user.id,
        email=user.email,
        name=user.name,
        locale=user.locale,
        verified=user.verified_at is not None,
        created_at=user.created_at,
    )


def sign_ins(db: Session, actor: Actor) -> list[SignInRow]:
    """One's own devices that are signed in, the one used last first."""
    moment = now()
    living = (
        select(SignIn)
        .where(
            SignIn.user_id == actor.user_id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > moment,
            col(SignIn.used_at) > signing_in.alive_since(moment),
        )
        .order_by(col(SignIn.used_at).desc(), col(SignIn.id).desc())
        .limit(100)
    )
    return [
        SignInRow(
            id=row.id,
            door=row.door,
            agent=row.agent,
            address=row.address,
            created_at=row.created_at,
            used_at=row.used_at,
            current=row.id == actor.sign_in_id,
        )
        for row in db.exec(living)
    ]
