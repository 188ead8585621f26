"""The sender of webhooks: takes due calls on, posts them outside any transaction, keeps how it went.

Each call has a lane of its own, and the sender never waits for one: an address that hangs holds its lane and nothing else. A crash
between the post and the bookkeeping is undecidable; the lease runs out and the same bytes go out again under the same id.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import structlog

from careops.automation import actions
from careops.automation.actions.webhooks import WEBHOOKS
from careops.automation.jobs.rounds import until_none
from careops.automation.schemas.webhooks import Errand
from careops.core import live
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import reading, transaction
from careops.core.scheduler import Ticks
from careops.core.worker import Worker
from careops.integrations.webhooks.sending import Said, Sender
from careops.integrations.webhooks.signing import signed

log = structlog.get_logger(__name__)
LANES = 16  # calls on their way at once, of one process
LANES_IN_TROUBLE = 8  # of these to addresses that took nothing lately
UNREADABLE = "The secret can no longer be read; give the webhook a new one"


class Lanes:
    """Calls on their way; `full` ends the taking, an ended call wakes the sender again."""

    def __init__(self, send: Callable[[Errand], object], count: int = LANES, in_trouble: int = LANES_IN_TROUBLE) -> None:
        self._send, self._count, self._most_in_trouble = send, count, in_trouble
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="webhooks")
        self._lock = Lock()
        self._busy = self._in_trouble = 0

    def send_due(self) -> int:
        """Takes one due call on and puts it on its way; returns 0 when there is none, or no lane free."""
        with self._lock:
            if self._busy >= self._count:
                return 0
            failing = self._in_trouble < self._most_in_trouble
        errand = take(failing=failing)
        if errand is None:
            return 0
        with self._lock:
            self._busy, self._in_trouble = self._busy + 1, self._in_trouble + errand.failing
        self._pool.submit(self._go, errand)
        return 1

    def _go(self, errand: Errand) -> None:
        try:
            self._send(errand)
        except Exception:  # one call must not take its lane with it; its lease runs out and brings it back
            log.exception("a webhook could not be handled", call=str(errand.id))
        finally:
            with self._lock:
                self._busy, self._in_trouble = self._busy - 1, self._in_trouble - errand.failing
            live.publish(WEBHOOKS)

    def close(self) -> None:
        """Lets those on their way arrive."""
        self._pool.shutdown(wait=True)


def take(*, failing: bool = True) -> Errand | None:
    """The call that is due longest, taken on; None when there is none."""
    with reading() as db:
        if not actions.calls_due(db):
            return None
    everybody = Actor.system(None)
    with transaction(everybody) as db:
        return actions.claim_call(db, everybody, failing=failing)


def send(errand: Errand, sender: Sender | None = None) -> bool:
    """Posts it and keeps how that went; False when that came too late to count."""
    if errand.keys:
        headers = signed(str(errand.event_id), now(), errand.body, errand.keys)
        said = (sender or Sender()).post(errand.url, errand.body, headers)
    else:
        headers, said = {}, Said(reason=UNREADABLE)
    actor = Actor.system(errand.workspace_id)
    with transaction(actor) as db:
        return actions.settle_call(db, actor, errand=errand, said=said, headers=headers)


def send_all(sender: Sender | None = None) -> int:
    """Sends what is due one after the other, for whoever waits for it; returns how many."""
    done = 0
    while errand := take():
        send(errand, sender)
        done += 1
    return done


def forget() -> int:
    """Deletes what was settled a month ago, in small transactions; returns how many calls."""
    everybody = Actor.system(None)
    return until_none(lambda db: actions.forget_webhook_calls(db, everybody), everybody)


def start(ticks: Ticks) -> Worker:
    """Runs the sender until the process ends. Every process may run one: calls are taken, not read."""
    lanes = Lanes(send)
    worker = Worker("webhooks", WEBHOOKS, lanes.send_due)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="webhooks", everywhere=True)
    ticks.on_stop(worker.stop)
    ticks.on_stop(lanes.close)
    return worker
