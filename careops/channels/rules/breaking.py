"""When an account is left alone: after several failures in a row, or at once when its set-up is at fault.

Open, nothing leaves through it. After a while it stands half open and lets one message through; how that ends decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from careops.integrations.ports import Outcome, Rejected, RetryLater, Unknown

Standing = Literal["closed", "open", "trying"]

MOST_FAILURES = 5  # in a row
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)
SET_UP_PAUSE = timedelta(minutes=5)  # a wrong key does not mend itself; the owner's next change lets it try at once
TRIAL = timedelta(minutes=1)  # how long the one message of a half open account may take


@dataclass(frozen=True, slots=True)
class Breaker:
    """`open_until` is empty while the account works; past it one message may try."""

    failures: int = 0
    open_until: datetime | None = None


def standing(breaker: Breaker, at: datetime) -> Standing:
    """ "closed" lets everything through, "trying" one message, "open" nothing."""
    if breaker.open_until is None:
        return "closed"
    return "open" if at < breaker.open_until else "trying"


def after(breaker: Breaker, *, sent: int, failed: int, configuration: bool, at: datetime) -> Breaker:
    """The breaker after a batch. One message that got through shows that the account works, however many others did not."""
    if sent and not configuration:
        return Breaker()
    if not failed and not configuration:
        return breaker
    failures = breaker.failures + max(failed, 1)
    if configuration:
        return Breaker(failures, at + SET_UP_PAUSE)
    if breaker.open_until is None and failures < MOST_FAILURES:
        return Breaker(failures)
    return Breaker(failures, at + _pause(failures))


def _pause(failures: int) -> timedelta:
    """Longer the longer it lasts."""
    doubled = min((failures - MOST_FAILURES) // MOST_FAILURES, 6)
    return min(FIRST_PAUSE * 2 ** max(doubled, 0), LONGEST_PAUSE)


def at_fault(outcome: Outcome) -> bool:
    """Whether the account is to blame. A recipient it refuses is not its fault, nor that it is asked to slow down."""
    match outcome:
        case Rejected(configuration=configuration):
            return configuration
        case RetryLater(after=seconds):
            return seconds is None
        case Unknown():
            return True
        case _:
            return False
