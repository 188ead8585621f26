"""What follows by itself at each moment of the story: automation reacts, and its letters leave through the local outbox."""

from uuid import UUID

from sqlmodel import Session

from careops.automation import actions as automation
from careops.channels import actions as channels
from careops.channels.queries import LOCAL_LABEL
from careops.channels.rules import local_id
from careops.core import db
from careops.core.actor import Actor
from careops.inbox import actions as inbox
from careops.inbox.schemas import Claimed
from careops.integrations.ports import Accepted, Outcome, Rejected

UNREACHABLE = "typo.example"


def answer(session: Session, salon: UUID) -> None:
    """Lets everything follow from what was done: nothing of the past is left to be sent."""
    everybody = Actor.system(None)
    automation.react(session, everybody, limit=50)
    if _send(session, salon):
        automation.react(session, everybody, limit=50)


def _send(session: Session, salon: UUID) -> bool:
    """Hands over what is due, to nobody; answers whether any of it was refused, which is news again."""
    refused = False
    while claimed := inbox.claim(session):
        outcome = _outcome(claimed)
        refused = refused or isinstance(outcome, Rejected)
        with db.inside(session, claimed.workspace_id):
            _settle(session, Actor.system(claimed.workspace_id), claimed, outcome, ours=claimed.workspace_id == salon)
    return refused


def _settle(session: Session, actor: Actor, claimed: Claimed, outcome: Outcome, *, ours: bool) -> None:
    outbox = local_id(actor.workspace) if ours else None
    if outbox:
        channels.note_outcome(session, actor, integration_id=outbox, test=claimed.pinned_to is not None)
    inbox.settle(session, actor, claimed=claimed, outcome=outcome, integration_id=outbox, via=LOCAL_LABEL, local=True)


def _outcome(claimed: Claimed) -> Outcome:
    if claimed.letter.to.endswith(UNREACHABLE):
        return Rejected("550 5.1.2 The domain of this address does not exist")
    return Accepted(claimed.letter.message_id)
