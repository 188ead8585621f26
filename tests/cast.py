"""The demo's people for the tests: Ana owns a salon, Mia manages it, Ben works there, Cleo is their customer; Sam is a stranger.

They are made by calling actions, the way people would.
"""

from functools import lru_cache
from uuid import UUID

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.rules import passwords
from careops.accounts.schemas import Entered, Proof, Tokens
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from careops.demo import cast

PASSWORD = cast.PASSWORD  # everybody's
ANA, MIA, BEN, CLEO = (person.email for person in (cast.ANA, cast.MIA, cast.BEN, cast.CLEO))
SAM = "sam@example.net"
HOME = "192.0.2.7"  # where they sign in from


@lru_cache(maxsize=1)
def password_hash() -> str:
    """Hashing is slow on purpose, so the cast shares one hash."""
    return passwords.hashed(PASSWORD)


def founder(name: str, email: str, business: str) -> Actor:
    """Somebody who registered and opened their own business's app."""
    with db.transaction() as session:
        accounts.register(session, None, name=name, email=email, password_hash=password_hash(), business=business)
    return actor_of(entered(email))


def proof(email: str) -> Proof:
    """That somebody gave their right password, without the wait."""
    with db.reading() as session:
        return queries.proven(session, email=email, password=PASSWORD, address=HOME)


def entered(email: str) -> Entered:
    """A fresh sign-in of the app; its `token` is the cookie's value."""
    known = proof(email)
    with db.transaction() as session:
        return accounts.sign_in(session, None, proof=known, address=HOME, agent="Firefox")


def tokens(email: str) -> Tokens:
    """Fresh tokens of the API."""
    known = proof(email)
    with db.transaction() as session:
        return accounts.sign_in_api(session, None, proof=known, address=HOME, agent="curl")


def bearer(email: str) -> dict[str, str]:
    """The header of an API client."""
    return {"Authorization": f"Bearer {tokens(email).access_token}"}


def actor_of(sign_in: Entered) -> Actor:
    """Who a sign-in belongs to, as any door would look it up."""
    with db.reading() as session:
        found = queries.actor_for_token(session, token=sign_in.token)
    assert found is not None
    return found


def invited(host: Actor, email: str, role: Role, permissions: list[Permission] | None = None) -> str:
    """The private part of the link in the mail that asks somebody to join."""
    with db.transaction(host) as session:
        invitation = accounts.invite(session, host, email=email, role=role, permissions=permissions)
        return queries.mail_link(session, kind="invite", id=invitation.id).rsplit("/", 1)[1]


def joined(host: Actor, name: str, email: str, role: Role, permissions: list[Permission] | None = None) -> Actor:
    """Somebody new who accepted the host's invitation."""
    link = invited(host, email, role, permissions)
    with db.transaction() as session:
        sign_in = accounts.join(session, None, token=link, name=name, password_hash=password_hash(), address=HOME)
    return actor_of(sign_in)


def ana() -> Actor:
    """Owner of the salon."""
    return founder(cast.ANA.name, ANA, "Salon Ana")


def mia(owner: Actor) -> Actor:
    """Manager of the salon."""
    return joined(owner, cast.MIA.name, MIA, Role.manager)


def ben(owner: Actor) -> Actor:
    """Works in the salon."""
    return joined(owner, cast.BEN.name, BEN, Role.staff)


def sam() -> Actor:
    """Owner of another business, a stranger to the salon."""
    return founder("Sam Stone", SAM, "Stone Bikes")


def customer(host: Actor, contact_id: UUID | None = None) -> Actor:
    """Cleo on a public page of the host's business."""
    return Actor.customer(host.workspace, contact_id)
