"""What follows by itself at each moment of the story: automation reacts, and its letters leave through the local outbox."""

from sqlmodel import Session

from careops.automation import actions as automation
from careops.core.actor import Actor
from careops.inbox import actions as inbox
from careops.inbox.schemas import Claimed, Done, Tried
from careops.integrations.ports import Accepted, Outcome, Rejected

UNREACHABLE = "typo.example"


def answer(session: Session) -> None:
    """Lets everything follow from what was done: nothing of the past is left to be sent."""
    everybody = Actor.system(None)
    automation.react(session, everybody, limit=50)
    if _send(session):
        automation.react(session, everybody, limit=50)


def _send(session: Session) -> bool:
    """Hands over what is due, to nobody; answers whether any of it was refused, which is news again."""
    refused = False
    while (taken := inbox.claim(session, places=50)).claimed or taken.settled:
        done = [Done(one, (Tried(one.ways[0], _outcome(one)),)) for one in taken.claimed]
        refused = refused or any(isinstance(tried.outcome, Rejected) for one in done for tried in one.tried)
        inbox.settle(session, done=done)
    return refused


def _outcome(claimed: Claimed) -> Outcome:
    if claimed.recipient.endswith(UNREACHABLE):
        return Rejected("550 5.1.2 The domain of this address does not exist")
    return Accepted(f"<{claimed.id}@careops.localdomain>")
