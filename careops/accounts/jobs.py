"""Nightly tidying of accounts."""

from careops.accounts import actions as accounts
from careops.core.actor import Actor
from careops.core.db import transaction
from careops.core.scheduler import Ticks


def clean_up() -> None:
    """Ended sign-ins, tokens past their time and old answers go."""
    everybody = Actor.system(None)
    with transaction(everybody) as db:
        accounts.clean_up(db, everybody)


def start(ticks: Ticks) -> None:
    """Every night at ten past three, UTC."""
    ticks.add_job(clean_up, "cron", hour=3, minute=10, id="accounts.clean_up")
