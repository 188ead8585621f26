"""Observed public holidays reach two years ahead, every night again."""

import structlog

from careops.business import actions as business
from careops.business import queries as businesses
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.scheduler import Ticks

log = structlog.get_logger(__name__)


def top_up_holidays() -> int:
    """Writes down what is newly known, a business a transaction; returns how many closures came or went."""
    with reading() as db:
        waiting = businesses.observing(db)
    return sum(_top_up(Actor.system(workspace)) for workspace in waiting)


def _top_up(actor: Actor) -> int:
    try:
        with transaction(actor) as db:
            return business.top_up(db, actor)
    except Exception:  # one business must not keep the others from their holidays; tomorrow is another night
        log.exception("public holidays could not be written down", workspace=str(actor.workspace_id))
        return 0


def start(ticks: Ticks) -> None:
    """Every night at half past three, UTC."""
    ticks.add_job(top_up_holidays, "cron", hour=3, minute=30, id="business.top_up_holidays")
