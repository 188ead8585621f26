"""A dispatcher to be killed.

Its job says how: {"fail_at": N} ends it at its N-th side effect, {"broken": "early"} breaks one promise of the dispatcher.
"""

import os
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from careops.core import db
from careops.inbox.jobs import dispatching
from careops.inbox.jobs.dispatching import Dispatcher, Gateways, keep
from careops.inbox.schemas import Claimed, Done, Tried, Way
from careops.integrations.ports import Accepted
from tests.faults.warm import turn

Job = dict[str, Any]


def live(environment: dict[str, str], job: Job) -> None:
    """Sends what is due and ends; or ends before."""
    turn(environment)
    steps = Steps(int(job.get("fail_at", 0)))
    if job.get("broken") == "early":
        _mark_first()
    dispatcher = Dispatcher(lanes=1 if steps.fatal else 8, open=_opener(steps))
    while dispatcher.work():
        pass
    dispatcher.close()


class Steps:
    """Counts side effects: each beginning and end of a commit and of a hand-over. The fatal one is the last thing that happens."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self._seen = fatal, 0
        if fatal:
            event.listen(db.engine, "commit", lambda _connection: self.step())
            event.listen(Session, "after_commit", lambda _session: self.step())

    def step(self) -> None:
        self._seen += 1
        if self._seen == self.fatal:
            os._exit(137)


class Stepping:
    """A gateway whose hand-overs are side effects."""

    def __init__(self, gateway: Any, steps: Steps) -> None:
        self._gateway, self._steps = gateway, steps
        self.address, self.honours_keys = gateway.address, gateway.honours_keys

    def send(self, letter: Any) -> Any:
        self._steps.step()
        outcome = self._gateway.send(letter)
        self._steps.step()
        return outcome


def _opener(steps: Steps) -> dispatching.Open:
    gateways = Gateways()

    def opened(workspace: Any, way: Way) -> Any:
        return Stepping(gateways.of(workspace, way), steps)

    return opened


def _mark_first() -> None:
    """The broken promise: what is not sent yet counts as sent."""
    sending = dispatching.hand_over

    def marking(claimed: Claimed, open: dispatching.Open) -> Done:
        keep([Done(claimed, (Tried(claimed.ways[0], Accepted()),))])
        return sending(claimed, open)

    dispatching.hand_over = marking
