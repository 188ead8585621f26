"""What the inbox does by itself: the dispatcher sends what is due, and what waits for its time comes back or leaves."""

from careops.core.scheduler import Ticks
from careops.inbox.jobs import arriving, dispatching, polling, scheduled
from careops.inbox.jobs.dispatching import dispatch

__all__ = ["dispatch", "start"]


def start(ticks: Ticks) -> None:
    """Everything of the inbox that runs in the background."""
    dispatching.start(ticks)
    arriving.start(ticks)
    polling.start(ticks)
    scheduled.start(ticks)
