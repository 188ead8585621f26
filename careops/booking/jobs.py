"""What booking does by the clock."""

from careops.booking import actions as booking
from careops.core.db import transaction
from careops.core.scheduler import Ticks


def forget_ended_holds() -> None:
    """Deletes holds that have ended; nobody waits for it, free times never counted them."""
    with transaction() as db:
        booking.sweep(db)


def start(ticks: Ticks) -> None:
    """Every five minutes."""
    ticks.add_job(forget_ended_holds, "interval", minutes=5, id="booking.forget_ended_holds")
