"""Nobody can make us write to somebody again and again: not even an owner by inviting them."""

import pytest

from careops.accounts import actions as accounts
from careops.accounts.rules.signing_in import INVITATIONS
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import TooMany
from tests import cast

pytestmark = pytest.mark.usefixtures("database", "limits")


def invite(owner: Actor, email: str) -> None:
    with db.transaction(owner) as session:
        accounts.invite(session, owner, email=email)


def test_one_address_is_not_invited_again_and_again_whoever_asks(ana: Actor) -> None:
    for _ in range(5):
        invite(ana, "victim@example.com")
    with pytest.raises(TooMany):
        invite(ana, "Victim@Example.com")
    with pytest.raises(TooMany):
        invite(cast.sam(), "victim@example.com")
    invite(ana, "friend@example.com")


def test_a_workspace_does_not_invite_the_whole_world(ana: Actor) -> None:
    for number in range(int(INVITATIONS.split("/")[0])):
        invite(ana, f"friend{number}@example.com")
    with pytest.raises(TooMany):
        invite(ana, "one-more@example.com")
