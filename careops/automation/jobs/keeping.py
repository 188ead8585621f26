"""What automation does by the clock: watching, reminding, the morning's mail, and forgetting."""

from datetime import timedelta
from functools import partial

from careops.automation import actions
from careops.automation.jobs.rounds import businesses, each, until_none
from careops.automation.jobs.webhooks import forget as forget_webhooks
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.db import everywhere, transaction
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.schedule import Daily, Every
from careops.core.scheduler import Job
from careops.inbox import actions as inbox

LETTERS_KEPT = timedelta(days=30)
UNSENT_KEPT = timedelta(days=7)  # files attached to an answer that nobody sent
ALERTS_KEPT = timedelta(days=90)
MORNING = timedelta(hours=4)  # after that nobody wants the morning's mail any more


def watch(_everybody: Actor) -> int:
    """Looks at each business, in a transaction of its own; one that breaks keeps none of the others from theirs."""
    return each(actions.watch, businesses())


def remind(everybody: Actor) -> int:
    """Arms what is near and nothing armed, then does whatever is due, should nobody have done it at its moment."""
    each(actions.arm_standing, businesses())
    return until_none(lambda db: actions.do_due(db, everybody))


def forget(_everybody: Actor) -> str:
    """Erases what settled letters said, and deletes old calls, runs and alerts; says how many of each."""
    letters = sum(_forget_letters(actor) for actor in [*businesses(), Actor.system(PLATFORM)])
    with transaction() as db, everywhere(db):
        alerts = actions.forget_alerts(db, before=now() - ALERTS_KEPT)
    with transaction() as db:
        runs = actions.forget_runs(db, now())
    calls = forget_webhooks()
    inbox.forget_files(before=now() - UNSENT_KEPT)
    told = _(
        "{letters} letters, {calls} calls, {alerts} alerts and {runs} runs of jobs went",
        letters=letters,
        calls=calls,
        alerts=alerts,
        runs=runs,
    )
    return told if letters or calls or alerts or runs else _("Nothing to do")


def _forget_letters(actor: Actor) -> int:
    until_none(lambda db: inbox.forget_arrivals(db, actor, before=now() - LETTERS_KEPT), actor)
    return until_none(lambda db: inbox.forget_old(db, actor, before=now() - LETTERS_KEPT), actor)


JOBS = (
    Job(
        name="automation.watch",
        title=_("Alerts are kept true"),
        about=_("Looks for messages nobody answered, bookings nobody confirmed, overdue forms, stock that runs low and a stuck outbox."),
        schedule=Every(300),
        sweep=watch,
        said=partial(plural, "{count} alert opened or resolved", "{count} alerts opened or resolved"),
    ),
    Job(
        name="automation.remind",
        title=_("Reminders are swept"),
        about=_("Sends what rules have due, should it not have left at its moment; a late one is sent only if its rule still wants it."),
        schedule=Every(1800),
        sweep=remind,
        said=partial(plural, "{count} run done", "{count} runs done"),
    ),
    Job(
        name="automation.agenda",
        title=_("The day by mail"),
        about=_("Sends everybody who takes bookings their day in the morning, on days on which they have one."),
        schedule=Daily(),
        per="workspace",
        act=actions.send_agendas,
        stale=MORNING,
        said=partial(plural, "{count} person told", "{count} people told"),
    ),
    Job(
        name="automation.digest",
        title=_("Open alerts by mail"),
        about=_("Sends the owners what needs them in the morning, on days on which something does."),
        schedule=Daily(),
        per="workspace",
        act=actions.send_digest,
        stale=MORNING,
        said=partial(plural, "{count} owner told", "{count} owners told"),
    ),
    Job(
        name="automation.forget",
        title=_("What is old goes"),
        about=_("Erases what letters said after 30 days, and deletes old calls, runs of jobs, resolved alerts and files nobody sent."),
        schedule=Daily(120, local=False),
        sweep=forget,
    ),
)
