# pyright: reportMissingTypeStubs=false
"""Jobs and the in-process scheduler: what there is to do by the clock is defined in code, and APScheduler says when to look.

A tick only writes down what is due; whoever takes such a row on, in whichever process, does it. So ticks may come late, twice, or from
several processes. APScheduler brings no types, so it is Any here, and only here.
"""

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, cast
from uuid import UUID

import structlog
from apscheduler import events
from apscheduler.schedulers import background
from sqlmodel import Session

from careops.core.actor import Actor
from careops.core.schedule import Daily, Every, Schedule, hourly

log = structlog.get_logger(__name__)
PROBLEMS = ("EVENT_JOB_ERROR", "EVENT_JOB_MISSED", "EVENT_JOB_MAX_INSTANCES")
PULSE = 60  # seconds; what is done more often is not worth a row each time
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}

Said = int | str | None  # what a job answers: how many, or a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something done by the clock, for the whole installation or for each workspace in its own zone.

    Either `act(db, actor)` does it in one transaction, which its record shares: so its effect is there exactly once. Or
    `sweep(actor)` does it in transactions of its own, each of which is refused once somebody else has taken over; what it finds done
    it leaves. `whom` names the workspaces that may have something to do, where not all have. An occurrence that was missed by more
    than `stale` is not made good. `said` makes a sentence of a count.
    """

    name: str
    title: str
    schedule: Schedule
    about: str = ""
    per: Literal["installation", "workspace"] = "installation"
    act: Callable[[Session, Actor], Said] | None = None
    sweep: Callable[[Actor], Said] | None = None
    whom: Callable[[Session], Collection[UUID]] | None = None
    stale: timedelta | None = None
    said: Callable[[int], str] | None = None


# Every job there is, by its name; the contents page enters them.
catalogue: dict[str, Job] = {}


class Ticks:
    """The clock of one process: it notes what is due, and keeps what runs beside it alive."""

    def __init__(self) -> None:
        # One late tick stands for all that were missed; a tick never overtakes itself.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 300}
        self._scheduler: Any = cast("Any", background).BackgroundScheduler(timezone="UTC", job_defaults=defaults)
        self._scheduler.add_listener(_tell, functools.reduce(int.__or__, (getattr(events, name) for name in PROBLEMS)))
        self._note: Callable[[Job], object] | None = None
        self._leads: Callable[[], bool] | None = None
        self._stops: list[Callable[[], object]] = []

    def add(self, *jobs: Job) -> None:
        """Enters jobs into the catalogue."""
        catalogue.update({job.name: job for job in jobs})

    def add_job(self, work: Callable[[], object], trigger: str, *, id: str, title: str = "", everywhere: bool = False, **when: Any) -> None:
        """A job without ceremony, by the words of APScheduler's "cron" (UTC) or "interval"; each of its runs is kept.

        What is done every few seconds is a pulse: whichever process leads does it, and nothing is kept of it. `everywhere`: not a
        job but something each process looks after for itself, such as a thread that must live.
        """
        if everywhere:
            self._scheduler.add_job(work, trigger, id=id, **when)
        elif trigger == "interval" and when.keys() == {"seconds"} and when["seconds"] < PULSE:
            self._scheduler.add_job(lambda: work() if self._leads and self._leads() else None, trigger, id=id, **when)
        else:
            self.add(Job(name=id, title=title or id, schedule=schedule_of(trigger, when), sweep=lambda _actor: _count(work())))

    def hand_to(self, note: Callable[[Job], object], leads: Callable[[], bool]) -> None:
        """Whom a tick tells that a job may be due, and who says whether this process leads."""
        self._note, self._leads = note, leads

    def on_stop(self, stop: Callable[[], object]) -> None:
        """Calls `stop` when the process ends."""
        self._stops.append(stop)

    def start(self) -> None:
        """Begins to tick."""
        if self._note is None:
            raise RuntimeError("nobody would hear the ticks")
        for job in catalogue.values():
            self._scheduler.add_job(self._note, args=[job], id=job.name, **job.schedule.trigger)
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


def schedule_of(trigger: str, when: dict[str, Any]) -> Schedule:
    """APScheduler's words for a time as a schedule; only those CareOps uses."""
    if trigger == "interval":
        return Every(sum(UNITS[unit] * number for unit, number in when.items()))
    unknown = when.keys() - {"day_of_week", "hour", "minute"}
    if trigger != "cron" or unknown:
        raise ValueError(f"no schedule for {trigger} {when}")
    if "hour" not in when:
        return hourly(when["minute"])
    return Daily(when["hour"] * 60 + when.get("minute", 0), weekday=when.get("day_of_week"), local=False)


def _count(answer: object) -> Said:
    return answer if isinstance(answer, int | str) else None


def _tell(event: Any) -> None:
    log.warning("a tick failed or was late", job=event.job_id, exc_info=getattr(event, "exception", None))
