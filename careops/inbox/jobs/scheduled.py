"""What waits for its time in conversations: those put aside come back, answers for later leave. One transaction each; harmless twice."""

from collections.abc import Callable
from uuid import UUID

import structlog

from careops.core import db
from careops.core.actor import Actor
from careops.core.scheduler import Ticks
from careops.inbox import actions

log = structlog.get_logger(__name__)


def wake_snoozed() -> int:
    """Brings back every conversation whose time has come; returns how many."""
    with db.reading() as session:
        due = actions.due_to_wake(session)
    return sum(_each(actions.wake_if_due, workspace, conversation_id=id) for workspace, id in due)


def send_scheduled() -> int:
    """Sends every answer whose time has come, but for those that hold; returns how many left."""
    with db.reading() as session:
        due = actions.due_to_send(session)
    return sum(_each(actions.send_if_due, workspace, scheduled_id=id) for workspace, id in due)


def _each(action: Callable[..., bool], workspace: UUID, **what: UUID) -> bool:
    actor = Actor.system(workspace)
    try:
        with db.transaction(actor) as session:
            return action(session, actor, **what)
    except Exception:  # one bad row must not keep the others waiting
        log.exception("what waited could not be dealt with", **{name: str(id) for name, id in what.items()})
        return False


def start(ticks: Ticks) -> None:
    """Looks every few seconds; people choose minutes."""
    ticks.add_job(wake_snoozed, "interval", seconds=10, id="inbox.wake_snoozed")
    ticks.add_job(send_scheduled, "interval", seconds=10, id="inbox.send_scheduled")
