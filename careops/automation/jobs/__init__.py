"""What automation does in the background."""

from careops.automation.jobs import keeping, reacting, running, webhooks
from careops.automation.jobs.reacting import react
from careops.core.scheduler import Ticks

__all__ = ["JOBS", "react", "start"]

JOBS = keeping.JOBS


def start(ticks: Ticks) -> None:
    """Everything of automation that runs by itself."""
    reacting.start(ticks)
    webhooks.start(ticks)
    running.start(ticks)
