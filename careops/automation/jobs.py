"""The reactor: woken by every fact, it writes what the rules say; and looks by itself every few seconds."""

from apscheduler.events import EVENT_SCHEDULER_SHUTDOWN
from apscheduler.schedulers.background import BackgroundScheduler

from careops.activity.actions import WAITING
from careops.automation import actions
from careops.core.actor import Actor
from careops.core.db import transaction
from careops.core.worker import Worker


def react() -> int:
    """Reacts to some waiting facts; returns how many, so that 0 means there were none."""
    everybody = Actor.system(None)
    with transaction(everybody) as db:
        return actions.react(db, everybody)


def start(scheduler: BackgroundScheduler) -> Worker:
    """Runs the reactor until the scheduler shuts down. Every process may run one: facts are taken, not read."""
    worker = Worker("reactor", WAITING, react)
    worker.ensure()
    scheduler.add_job(worker.ensure, "interval", seconds=5, id="reactor")
    scheduler.add_listener(worker.stopped, EVENT_SCHEDULER_SHUTDOWN)
    return worker
