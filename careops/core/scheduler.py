# pyright: reportMissingTypeStubs=false
"""The in-process scheduler: ticks are defined in code, live in memory, and run in the one process that leads.

APScheduler brings no types, so it is Any here, and only here.
"""

import functools
from collections.abc import Callable
from typing import Any, cast

import structlog
from apscheduler import events
from apscheduler.schedulers import background

from careops.core.leader import Leader

log = structlog.get_logger(__name__)
PROBLEMS = ("EVENT_JOB_ERROR", "EVENT_JOB_MISSED", "EVENT_JOB_MAX_INSTANCES")


class Ticks:
    """Jobs by the clock. Each is behind the leader's lock, and idempotent all the same, so that a double leader is harmless."""

    def __init__(self) -> None:
        # One late tick stands for all that were missed; a tick never overtakes itself.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 300}
        self._scheduler: Any = cast("Any", background).BackgroundScheduler(timezone="UTC", job_defaults=defaults)
        self._scheduler.add_listener(_tell, functools.reduce(int.__or__, (getattr(events, name) for name in PROBLEMS)))
        self._leader = Leader()
        self._stops: list[Callable[[], object]] = []

    def add_job(self, work: Callable[[], object], trigger: str, *, id: str, everywhere: bool = False, **when: Any) -> None:
        """Runs `work` by APScheduler's "cron" or "interval" trigger; `everywhere`: also in processes that do not lead."""

        def tick() -> None:
            if everywhere or self._leader.holds():
                work()

        self._scheduler.add_job(tick, trigger, id=id, **when)

    def on_stop(self, stop: Callable[[], object]) -> None:
        """Calls `stop` when the process ends."""
        self._stops.append(stop)

    def start(self) -> None:
        """Begins to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ends what runs beside the ticks, then the ticks; a tick that is under way is not waited for."""
        for stop in self._stops:
            stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def demand_running(self) -> None:
        """Raises when it does not tick: /ready asks."""
        if not self._scheduler.running:
            raise RuntimeError("the scheduler does not run")


def _tell(event: Any) -> None:
    log.warning("a tick failed or was late", job=event.job_id, exc_info=getattr(event, "exception", None))
