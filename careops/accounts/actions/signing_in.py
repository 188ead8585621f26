"""Coming in and going: the app's cookie, the API's rotating tokens, and ending either."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts.actions.persons import somebody, tell
from careops.accounts.events import NewSignIn, TokenReused
from careops.accounts.models import Door, Member, RefreshToken, SignIn, User
from careops.accounts.rules import signing_in
from careops.accounts.rules.signing_in import WrongCredentials
from careops.accounts.schemas import Entered, Proof, Tokens
from careops.core import crypto
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import everywhere
from careops.core.errors import NotFound
from careops.core.ids import new_id
from careops.core.ratelimit import network


def sign_in(db: Session, actor: Actor | None, *, proof: Proof, address: str, agent: str = "", instead: str = "") -> Entered:
    """Signs the app in on this device, in the workspace the person was in last. The token is new each time; `instead` ends."""
    user = still_proven(db, proof)
    if instead:
        _update(db, sa.and_(col(SignIn.token_hash) == crypto.token_hash(instead), col(SignIn.ended_at).is_(None)), ended_at=now())
    return enter(db, user, address=address, agent=agent, usual=proof.usual)


def enter(
    db: Session, user: User, *, address: str, agent: str, usual: bool = False, workspace_id: UUID | None = None, door: Door = Door.app
) -> Entered:
    """A sign-in for somebody whose identity is proven by other means than this function's."""
    token = crypto.new_token()
    moment = now()
    familiar = usual or not _has_been_here(db, user)
    found = SignIn(
        id=new_id(),
        user_id=user.id,
        workspace_id=workspace_id or _last_workspace(db, user),
        door=door,
        token_hash=crypto.token_hash(token) if door is Door.app else None,
        address=network(address)[:64],
        agent=_storable(agent),
        created_at=moment,
        used_at=moment,
        expires_at=moment + signing_in.LIFE,
    )
    db.add(found)
    db.flush()  # before the tokens that link to it
    if not familiar:
        news = NewSignIn(subject=found.id, address=user.email, name=user.name, locale=user.locale, agent=found.agent, network=found.address)
        tell(db, somebody(user), news)
    return Entered(id=found.id, user_id=user.id, workspace_id=found.workspace_id, token=token)


def _storable(agent: str) -> str:
    return "".join(c for c in agent if c.isprintable())[:200]


def still_proven(db: Session, proof: Proof) -> User:
    """The person, unless the password was changed since it was looked at."""
    user = db.get(User, proof.user_id, with_for_update=True)
    if user is None or user.password_hash != proof.password_hash:
        raise WrongCredentials
    return user


def _has_been_here(db: Session, user: User) -> bool:
    return db.exec(select(sa.exists().where(col(SignIn.user_id) == user.id))).one()


def _last_workspace(db: Session, user: User) -> UUID | None:
    """Where the person was last, if they still may; else the first they joined."""
    last = (
        sa.select(col(SignIn.workspace_id))
        .where(col(SignIn.user_id) == user.id, col(SignIn.door) == Door.app)
        .order_by(col(SignIn.used_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    theirs = (
        sa.select(col(Member.workspace_id))
        .where(col(Member.user_id) == user.id, col(Member.active))
        .order_by((col(Member.workspace_id) == last).desc().nulls_last(), col(Member.id))
        .limit(1)
    )
    with everywhere(db):
        return db.scalar(theirs)


def switch(db: Session, actor: Actor, *, workspace: UUID) -> None:
    """Turns this device to another workspace of the person; NotFound when it is not theirs."""
    with everywhere(db):
        theirs = db.scalar(
            sa.select(col(Member.id)).where(col(Member.workspace_id) == workspace, col(Member.user_id) == actor.user_id, col(Member.active))
        )
    if theirs is None:
        raise NotFound
    _update(db, col(SignIn.id) == actor.sign_in_id, workspace_id=workspace)


def stay(db: Session, actor: Actor | None, *, token: str) -> None:
    """Notes that the app is in use, at most once an hour, so that it is not signed out as idle."""
    moment = now()
    stale = sa.and_(
        col(SignIn.token_hash) == crypto.token_hash(token),
        col(SignIn.used_at) < moment - signing_in.NOTED,
        col(SignIn.used_at) > signing_in.alive_since(moment),
    )
    _update(db, stale, used_at=moment)


# ── the API's tokens ─────────────────────────────────────


def sign_in_api(db: Session, actor: Actor | None, *, proof: Proof, address: str, agent: str = "") -> Tokens:
    """Starts a family of tokens for an API client."""
    user = still_proven(db, proof)
    found = enter(db, user, address=address, agent=agent, usual=proof.usual, door=Door.api)
    return _tokens(db, user.id, found.id)


def _tokens(db: Session, user_id: UUID, sign_in_id: UUID) -> Tokens:
    moment = now()
    refresh = crypto.new_token()
    db.add(
        RefreshToken(
            id=new_id(),
            sign_in_id=sign_in_id,
            token_hash=crypto.token_hash(refresh),
            created_at=moment,
            expires_at=moment + signing_in.REFRESH,
        )
    )
    return Tokens(
        access_token=crypto.sign("access", str(user_id), issued=moment, expires=moment + signing_in.ACCESS, sid=str(sign_in_id)),
        expires_in=int(signing_in.ACCESS.total_seconds()),
        refresh_token=refresh,
        refresh_expires_in=int(signing_in.REFRESH.total_seconds()),
    )


def rotate(db: Session, actor: Actor | None, *, refresh_token: str) -> Tokens | None:
    """New tokens for a refresh token that was never used; None when it does not work.

    One that was used before was stolen, or copied: its whole family ends, which is why this returns instead of refusing.
    """
    moment = now()
    mine = col(RefreshToken.token_hash) == crypto.token_hash(refresh_token)
    using = (
        sa.update(RefreshToken)
        .where(mine, col(RefreshToken.used_at).is_(None), col(RefreshToken.expires_at) > moment)
        .values(used_at=moment)
        .returning(col(RefreshToken.sign_in_id))
    )
    used = db.exec(using, execution_options={"synchronize_session": False}).first()
    if used is None:
        _end_stolen(db, mine)
        return None
    found = db.get(SignIn, used[0], with_for_update=True)
    if found is None or found.ended_at is not None or found.expires_at <= moment:
        return None
    found.used_at = moment
    return _tokens(db, found.user_id, found.id)


def _end_stolen(db: Session, mine: sa.ColumnElement[bool]) -> None:
    reused = (
        select(SignIn)
        .join(RefreshToken, col(RefreshToken.sign_in_id) == col(SignIn.id))
        .where(mine, col(RefreshToken.used_at).is_not(None), col(SignIn.ended_at).is_(None))
        .with_for_update(of=SignIn)
    )
    found = db.exec(reused).first()
    if found is not None:
        found.ended_at = now()
        user = db.get_one(User, found.user_id)
        tell(db, somebody(user), TokenReused(subject=found.id, user_id=user.id))


# ── ending ───────────────────────────────────────────────


def sign_out(db: Session, actor: Actor) -> None:
    """Ends the sign-in the actor came with; its cookie or tokens open nothing from now on."""
    end_one(db, actor, col(SignIn.id) == actor.sign_in_id)


def end_sign_in(db: Session, actor: Actor, *, sign_in_id: UUID) -> None:
    """Ends one of one's own sign-ins."""
    if not end_one(db, actor, col(SignIn.id) == sign_in_id):
        raise NotFound


def end_others(db: Session, actor: Actor) -> None:
    """Ends all of one's own sign-ins but the present one."""
    end_one(db, actor, col(SignIn.id) != actor.sign_in_id)


def end_one(db: Session, actor: Actor, which: sa.ColumnElement[bool]) -> int:
    """Ends those of the actor's own sign-ins; returns how many."""
    return _update(db, sa.and_(which, col(SignIn.user_id) == actor.user_id, col(SignIn.ended_at).is_(None)), ended_at=now())


def end_all(db: Session, *, user_id: UUID, but: UUID | None = None) -> None:
    """Ends every sign-in of a person, but the named one."""
    which = sa.and_(col(SignIn.user_id) == user_id, col(SignIn.ended_at).is_(None))
    _update(db, sa.and_(which, col(SignIn.id) != but) if but else which, ended_at=now())


def end_in(db: Session, *, user_id: UUID, workspace_id: UUID) -> None:
    """Ends a person's sign-ins of the app that stand in that workspace."""
    _update(
        db,
        sa.and_(col(SignIn.user_id) == user_id, col(SignIn.workspace_id) == workspace_id, col(SignIn.ended_at).is_(None)),
        ended_at=now(),
    )


def _update(db: Session, which: sa.ColumnElement[bool], **values: object) -> int:
    done = db.exec(
        sa.update(SignIn).where(which).values(**values).returning(col(SignIn.id)), execution_options={"synchronize_session": False}
    )
    return len(done.all())
