"""Nightly tidying of accounts."""

from careops.accounts import actions as accounts
from careops.core.i18n import text as _
from careops.core.schedule import Daily
from careops.core.scheduler import Job

JOBS = (
    Job(
        name="accounts.clean_up",
        title=_("Ended sign-ins go"),
        about=_("Deletes sign-ins that have ended and links that are past their time."),
        schedule=Daily(3 * 60 + 10, local=False),
        act=accounts.clean_up,
    ),
)
