"""What booking does by the clock."""

from concurrent.futures import ThreadPoolExecutor

import structlog

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas.calendars import Refresh
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.scheduler import Ticks
from careops.core.worker import Worker
from careops.integrations.ics import foreign

log = structlog.get_logger(__name__)


def forget_ended_holds() -> None:
    """Deletes holds that have ended; nobody waits for it, free times never counted them."""
    with transaction() as db:
        booking.sweep(db)


def complete_past() -> int:
    """Completes what staff forgot before each business's last 01:00, in small transactions; returns how many."""
    with reading() as db:
        waiting = bookings.unfinished(db)
    return sum(_complete(Actor.system(workspace)) for workspace in waiting)


def _complete(actor: Actor) -> int:
    done = 0
    try:
        while True:
            with transaction(actor) as db:
                found = booking.complete_past(db, actor)
            done += found
            if not found:
                return done
    except Exception:  # one business must not keep the others from theirs; the next hour tries again
        log.exception("past bookings could not be completed", workspace=str(actor.workspace_id))
        return done


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


def publish_patterns() -> int:
    """Publishes what weekly patterns owe since their last Sunday midnight, business by business; returns how many times."""
    with reading() as db:
        waiting = bookings.patterned(db)
    return sum(_publish(Actor.system(workspace)) for workspace in waiting)


def _publish(actor: Actor) -> int:
    try:
        with transaction(actor) as db:
            return booking.generate(db, actor)
    except Exception:  # one business must not keep the others from theirs; the next hour tries again
        log.exception("a pattern could not be published", workspace=str(actor.workspace_id))
        return 0


def forget_empty_slots() -> int:
    """Deletes published times that nobody booked, a day after they were over."""
    with transaction() as db:
        return booking.clean_up(db)


def start(ticks: Ticks) -> None:
    """Holds every five minutes; what is past every hour, since it is 01:00 somewhere: a missed hour is made good by the next.

    The waitlist is looked at whenever time may have freed, by every process: a line is taken, not read.
    """
    ticks.add_job(publish_patterns, "cron", minute=1, id="booking.publish_patterns")  # it is Sunday 00:00 somewhere
    ticks.add_job(forget_empty_slots, "cron", minute=31, id="booking.forget_empty_slots")
    ticks.add_job(complete_past, "cron", minute=5, id="booking.complete_past")
    ticks.add_job(refresh_calendars, "interval", minutes=1, id="booking.refresh_calendars")
    ticks.add_job(forget_ended_holds, "interval", minutes=5, id="booking.forget_ended_holds")
    waitlist = Worker("waitlist", booking.WAITLIST, serve_waitlist)
    waitlist.ensure()
    ticks.add_job(waitlist.ensure, "interval", seconds=5, id="booking.waitlist", everywhere=True)
    ticks.on_stop(waitlist.stop)
