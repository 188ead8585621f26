"""What forms do by the clock."""

from functools import partial

from careops.core.actor import Actor
from careops.core.db import transaction
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.schedule import hourly
from careops.core.scheduler import Job
from careops.forms import actions as forms
from careops.forms import queries


def tell_overdue(actor: Actor) -> int:
    """Tells of everything that is overdue, in small transactions; returns how many copies."""
    done = 0
    while found := _tell(actor):
        done += found
    return done


def _tell(actor: Actor) -> int:
    with transaction(actor) as db:
        return forms.tell_overdue(db, actor)


def remind(actor: Actor) -> int:
    """Reminds everybody whose form is due soon; returns how many."""
    with transaction(actor) as db:
        return forms.remind_of_due(db, actor)


JOBS = (
    Job(
        name="forms.remind",
        title=_("People are reminded of forms"),
        about=_("Reminds everybody whose form is due soon, as early as the form says and once."),
        schedule=hourly(5),
        per="workspace",
        whom=queries.due_in,
        sweep=remind,
        said=partial(plural, "{count} person reminded", "{count} people reminded"),
    ),
    Job(
        name="forms.tell_overdue",
        title=_("Overdue forms are noticed"),
        about=_("Marks forms that were not filled in in time, so that rules and alerts can do something about it."),
        schedule=hourly(10),
        per="workspace",
        whom=queries.overdue_in,
        sweep=tell_overdue,
        said=partial(plural, "{count} form overdue", "{count} forms overdue"),
    ),
)
