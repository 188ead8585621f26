"""Observed public holidays reach two years ahead, every night again."""

from functools import partial

import structlog

from careops.business import actions as business
from careops.business import queries as businesses
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.schedule import Daily
from careops.core.scheduler import Job

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


JOBS = (
    Job(
        name="business.top_up_holidays",
        title=_("Public holidays are entered"),
        about=_("Writes public holidays down two years ahead, for businesses that close on them."),
        schedule=Daily(3 * 60 + 30, local=False),
        sweep=lambda _everybody: top_up_holidays(),
        said=partial(plural, "{count} closed day came or went", "{count} closed days came or went"),
    ),
)
