"""Looks into plain mailboxes every minute, or at once when somebody asks; what is new arrives like any other news."""

import structlog

from careops.channels import actions as accounts
from careops.channels import queries as channels
from careops.core import db
from careops.core.actor import Actor
from careops.core.scheduler import Ticks
from careops.core.worker import Worker
from careops.inbox.actions.arriving import arrive
from careops.integrations.imap.gateway import Looked
from careops.integrations.ports import Rejected

log = structlog.get_logger(__name__)
AT_ONCE = 10  # mails in memory; of more the next look brings the rest


def look() -> int:
    """Looks into the mailbox that waited longest; 0 when none is due."""
    with db.transaction() as session:
        held = accounts.hold_mailbox(session)
    if held is None:
        return 0
    actor = Actor.system(held.workspace_id)
    try:
        with db.reading(actor) as session:
            mailbox = channels.mailbox(session, actor, integration_id=held.integration_id)
        outcome = mailbox.look(held.progress, AT_ONCE)
    except Exception:  # one account that cannot even be opened must not keep the others waiting
        log.exception("a mailbox could not be looked into", integration=str(held.integration_id))
        outcome = Rejected("The mailbox could not be opened", configuration=True)
    with db.transaction(actor) as session:
        if isinstance(outcome, Looked):
            arrive(session, actor, integration_id=held.integration_id, provider="imap", news=outcome.mails)
            accounts.read_up_to(session, actor, held=held, progress=outcome.progress, more=outcome.more)
        else:
            reason, configuration = getattr(outcome, "reason", "It did not answer"), isinstance(outcome, Rejected)
            accounts.not_read(session, actor, held=held, problem=reason, configuration=configuration)
    return 1


def start(ticks: Ticks) -> Worker:
    """Runs until the process ends. Every process may run one: a mailbox is held by who looks into it."""
    worker = Worker("mailboxes", accounts.MAILBOXES, look, patience=15)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="mailboxes", everywhere=True)
    ticks.on_stop(worker.stop)
    return worker
