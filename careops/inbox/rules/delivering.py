"""When a delivery is tried again, and what an outcome means for it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from careops.core.errors import Conflict
from careops.integrations.ports import Accepted, Outcome, Rejected, RetryLater


class Priority(IntEnum):
    """Who goes first: what a person waits for, facts of a booking, reminders and the like, campaigns."""

    awaited = 0
    fact = 3
    usual = 5
    campaign = 9


def priority_of(purpose: str) -> Priority:
    """What a purpose is worth by itself."""
    if purpose == "marketing":
        return Priority.campaign
    return Priority.usual if purpose == "service" else Priority.awaited


MOST_TRIES = 8
FIRST_WAIT, LONGEST_WAIT = 15, 3600  # seconds
LEASE = timedelta(seconds=150)  # longer than the slowest talk with two servers


class NotRetryable(Conflict):
    """Only what has failed, or may have, is sent again."""

    code = "not_retryable"
    says = "Only a delivery that failed can be tried again"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The delivery's next state; `wait` in seconds while it is to be tried again."""

    state: str
    reason: str = ""
    wait: float | None = None


def backoff(tries: int, chance: float) -> float:
    """Seconds until the next try: anywhere up to a limit that doubles, so that a herd spreads out (`chance` from 0 to 1)."""
    return chance * min(LONGEST_WAIT, FIRST_WAIT * 2**tries)


def verdict(outcome: Outcome, *, tries: int, chance: float, pinned: bool = False) -> Verdict:
    """What follows from an outcome after that many tries.

    A fault of our own account is tried again: the owner may mend it within the hour. A test (`pinned`) tells at once.
    """
    if isinstance(outcome, Accepted):
        return Verdict("sent")
    if isinstance(outcome, RetryLater) or (isinstance(outcome, Rejected) and outcome.configuration):
        if pinned:
            return Verdict("failed", outcome.reason)
        if tries >= MOST_TRIES:
            return Verdict("dead", outcome.reason)
        after = outcome.after if isinstance(outcome, RetryLater) else None
        return Verdict("queued", outcome.reason, max(backoff(tries, chance), float(after or 0)))
    if isinstance(outcome, Rejected):
        return Verdict("failed", outcome.reason)
    return Verdict("unknown", outcome.reason)


def goes_on(outcome: Outcome) -> bool:
    """Whether the next account may be tried right away: only when this one surely sent nothing."""
    return isinstance(outcome, RetryLater) or (isinstance(outcome, Rejected) and outcome.configuration)
