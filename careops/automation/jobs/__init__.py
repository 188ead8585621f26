"""What automation does in the background."""

from careops.automation.jobs import reacting, running, webhooks
from careops.automation.jobs.reacting import react
from careops.core.scheduler import Ticks

__all__ = ["react", "start"]


def start(ticks: Ticks) -> None:
    """Everything of automation that runs by itself."""
    reacting.start(ticks)
    webhooks.start(ticks)
    running.start(ticks)
