"""What booking does by the clock."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas.calendars import Refresh
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.schedule import Daily, Every, hourly
from careops.core.scheduler import Job, Ticks
from careops.core.worker import Worker
from careops.integrations.ics import foreign

log = structlog.get_logger(__name__)
SUNDAY = 6


def forget_ended_holds() -> None:
    """Deletes holds that have ended; nobody waits for it, free times never counted them."""
    with transaction() as db:
        booking.sweep(db)


def complete_past(actor: Actor) -> int:
    """Completes what staff of one business forgot before its last 01:00, in small transactions; returns how many."""
    done = 0
    while found := _complete(actor):
        done += found
    return done


def _complete(actor: Actor) -> int:
    with transaction(actor) as db:
        return booking.complete_past(db, actor)


def serve_waitlist() -> int:
    """Looks at one line of the waitlist that is due; returns 0 when there was none."""
    with reading() as db:
        if not booking.anybody_due(db):
            return 0
    with transaction() as db:
        return booking.serve_waitlist(db)


def refresh_calendars(lanes: int = 2) -> int:
    """Looks at every foreign calendar that is due, some at a time; returns how many were taken on."""
    with ThreadPoolExecutor(lanes, thread_name_prefix="calendars") as pool:
        return sum(pool.map(_refresh_until_done, range(lanes)))


def _refresh_until_done(_lane: int) -> int:
    done = 0
    while refresh := _taken_on():
        done += 1
        actor = Actor.system(refresh.workspace_id)
        try:
            found = foreign.look(refresh.errand)  # outside any transaction: it may take half a minute
            with transaction(actor) as db:
                booking.finish_refresh(db, actor, refresh=refresh, look=found)
        except Exception:  # one calendar must not keep the others waiting; its lease runs out and brings it back
            log.exception("a foreign calendar could not be looked at", calendar=str(refresh.import_id))
    return done


def _taken_on() -> Refresh | None:
    with transaction() as db:
        return booking.claim_refresh(db, Actor.system(None))


def forget_empty_slots() -> int:
    """Deletes published times that nobody booked, a day after they were over."""
    with transaction() as db:
        return booking.clean_up(db)


JOBS = (
    Job(
        name="booking.complete_past",
        title=_("Past bookings are completed"),
        about=_("Completes confirmed bookings whose time is over and that staff forgot."),
        schedule=Daily(60),
        per="workspace",
        whom=bookings.unfinished,
        sweep=complete_past,
        said=partial(plural, "{count} booking completed", "{count} bookings completed"),
    ),
    Job(
        name="booking.publish_patterns",
        title=_("Weekly times are published"),
        about=_("Publishes the next week of every weekly pattern."),
        schedule=Daily(0, weekday=SUNDAY),
        per="workspace",
        whom=bookings.patterned,
        act=booking.generate,
        said=partial(plural, "{count} time published", "{count} times published"),
    ),
    Job(
        name="booking.forget_empty_slots",
        title=_("Empty published times go"),
        about=_("Deletes published times that nobody booked, a day after they were over."),
        schedule=hourly(31),
        sweep=lambda _everybody: forget_empty_slots(),
        said=partial(plural, "{count} time deleted", "{count} times deleted"),
    ),
    Job(
        name="booking.refresh_calendars",
        title=_("Foreign calendars are read"),
        about=_("Looks at every imported calendar that is due, so that busy times there block bookings here."),
        schedule=Every(60),
        sweep=lambda _everybody: refresh_calendars(),
        said=partial(plural, "{count} calendar read", "{count} calendars read"),
    ),
    Job(
        name="booking.forget_ended_holds",
        title=_("Ended holds go"),
        about=_("Deletes times that were held for somebody who did not book; free times never counted them."),
        schedule=Every(300),
        sweep=lambda _everybody: forget_ended_holds(),
    ),
)


def start(ticks: Ticks) -> None:
    """The waitlist is looked at whenever time may have freed, by every process: a line is taken, not read."""
    waitlist = Worker("waitlist", booking.WAITLIST, serve_waitlist)
    waitlist.ensure()
    ticks.add_job(waitlist.ensure, "interval", seconds=5, id="booking.waitlist", everywhere=True)
    ticks.on_stop(waitlist.stop)
