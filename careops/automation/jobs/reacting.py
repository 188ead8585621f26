"""The reactor: woken by every fact, it writes what the rules say; and looks by itself every few seconds."""

from careops.activity.actions import WAITING
from careops.automation import actions
from careops.core.actor import Actor
from careops.core.db import transaction
from careops.core.scheduler import Ticks
from careops.core.worker import Worker


def react() -> int:
    """Reacts to some waiting facts; returns how many, so that 0 means there were none."""
    everybody = Actor.system(None)
    with transaction(everybody) as db:
        return actions.react(db, everybody)


def start(ticks: Ticks) -> Worker:
    """Runs the reactor until the process ends. Every process may run one: facts are taken, not read."""
    worker = Worker("reactor", WAITING, react)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="reactor", everywhere=True)
    ticks.on_stop(worker.stop)
    return worker
