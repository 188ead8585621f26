"""Checking a password. Each try is counted before it is looked at, for accounts that exist and for those that do not alike."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts.models import SignIn, User
from careops.accounts.rules import passwords, signing_in
from careops.accounts.rules.signing_in import WrongCredentials
from careops.accounts.schemas import Proof, email_key
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.errors import Invalid
from careops.core.ratelimit import network


def proven(db: Session, actor: Actor | None = None, *, email: str, password: str, address: str, device: str = "", field: str = "") -> Proof:
    """Whose password this is. WrongCredentials says nothing about which half was wrong, TooMany comes for unknown accounts too.

    Whoever comes from a device (a mark in a cookie) or network where this account was signed in before has tries of their own,
    so that strangers who guess cannot lock its owner out.
    """
    key = email_key(email)
    user = db.exec(select(User).where(User.email_key == key)).first()
    usual_network = bool(user and _was_signed_in_from(db, user, address))
    db.close()  # the connection goes back to the others before the slow part
    marked = signing_in.knows_device(device, key)
    limits = _limits(signing_in.account(key), network(address), marked=marked, usual=usual_network)
    for rule, who in limits:
        ratelimit.check(rule, *who)
    if not passwords.matches(password, user.password_hash if user else None) or user is None:
        raise Invalid.field(field, "This is not your present password") if field else WrongCredentials
    for rule, who in limits:
        if who[0] not in ("altogether", "network"):  # or one right password would buy a stranger more guesses at others
            ratelimit.forget(rule, *who)
    return Proof(user_id=user.id, email_key=key, password_hash=user.password_hash, usual=marked or usual_network)


def _was_signed_in_from(db: Session, user: User, address: str) -> bool:
    return db.exec(select(sa.exists().where(col(SignIn.user_id) == user.id, col(SignIn.address) == network(address)))).one()


def _limits(account: str, network: str, *, marked: bool, usual: bool) -> list[tuple[str, tuple[str, ...]]]:
    """What this try counts against, the narrowest first: what one of them refuses uses up none of the wider ones."""
    if marked:
        return [(rule, ("device", account)) for rule in signing_in.USUAL]
    here = [(rule, ("here", account, network)) for rule in signing_in.FROM_HERE]
    near = [(rule, ("network", network)) for rule in signing_in.FROM_NETWORK]
    if usual:
        return [*here, *near]
    far = [(rule, ("altogether",)) for rule in signing_in.ALTOGETHER]
    return [*((rule, ("account", account)) for rule in signing_in.ON_ACCOUNT), *here, *near, *far]


def chosen_by(db: Session, actor: Actor, *, current: str, password: str, address: str) -> tuple[Proof, str]:
    """The proof that a signed-in person is who they are, and the hash of the password they chose instead."""
    proof = proven(db, email=actor.email, password=current, address=address, field="current")
    return proof, passwords.chosen(password, near=(actor.email, actor.name))
