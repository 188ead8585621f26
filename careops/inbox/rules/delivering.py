"""Who goes first, when a delivery is tried again, and what an outcome means for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from uuid import UUID

from careops.core.errors import Conflict
from careops.integrations.ports import Accepted, Outcome, Rejected, RetryLater

MOST_TRIES = 8
MOST_BEGUN = 24  # times it is taken on: who died over it may have died of something else, and left the rest of a batch unsent
FIRST_WAIT, LONGEST_WAIT = 15, 3600  # seconds
LEASE = timedelta(seconds=150)  # longer than the slowest talk with two servers
GRACE = timedelta(seconds=60)  # what one talk may take: with less of its lease left, a delivery is not begun
KEY_LIFE = timedelta(hours=23)  # providers that know a key forget it after a day
UNDO = timedelta(seconds=10)  # how long an answer from the composer can be taken back before anybody hands it over
LATE_SHARE = 5  # every fifth place belongs to whoever is due longest


class NotRetryable(Conflict):
    """Only what has failed, or may have, is sent again."""

    code = "not_retryable"
    says = "Only a delivery that failed can be tried again"


class NotCancellable(Conflict):
    """What somebody is sending at this moment, or has sent, cannot be called back."""

    code = "not_cancellable"
    says = "Only a delivery that is still waiting can be cancelled"


class AlreadyLeaving(Conflict):
    """Somebody hands it over at this moment, or has."""

    code = "already_leaving"
    says = "It is on its way already and cannot be undone"


# ── who goes first ───────────────────────────────────────


class Priority(IntEnum):
    """What a person waits for, facts of a booking, reminders and the like, campaigns."""

    awaited = 0
    fact = 3
    usual = 5
    campaign = 9


def priority_of(purpose: str) -> Priority:
    """What a purpose is worth by itself."""
    if purpose == "marketing":
        return Priority.campaign
    return Priority.usual if purpose == "service" else Priority.awaited


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that may be taken on now."""

    id: UUID
    priority: int
    due_at: datetime


def in_turn(waiting: Sequence[Due], places: int, chance: float) -> list[Due]:
    """Who gets the places: by priority, then by how long they are due; but every fifth belongs to whoever is due longest.

    So a confirmation overtakes a campaign, and no flood of confirmations keeps a campaign waiting for ever. Where there are fewer
    than five places, `chance` (from 0 to 1) decides whether this time one of them is the fifth.
    """
    if len(waiting) <= places:
        return sorted(waiting, key=lambda one: (one.priority, one.due_at))
    late = int(places / LATE_SHARE + chance)
    longest = sorted(waiting, key=lambda one: one.due_at)[:late]
    rest = sorted((one for one in waiting if one not in longest), key=lambda one: (one.priority, one.due_at))
    return rest[: places - late] + longest


# ── how it went ──────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Verdict:
    """The delivery's next state; `wait` in seconds while it is to be tried again, through the same account only when `held`."""

    state: str
    reason: str = ""
    wait: float | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What was tried before: how often, whether it may already have arrived, and whether it is a test, which tells at once."""

    tries: int
    unsettled: bool = False
    test: bool = False


def backoff(tries: int, chance: float) -> float:
    """Seconds until the next try: anywhere up to a limit that doubles, so that a herd spreads out (`chance` from 0 to 1)."""
    return chance * min(LONGEST_WAIT, FIRST_WAIT * 2**tries)


def verdict(outcome: Outcome, past: History, *, chance: float, keyed: bool = False) -> Verdict:
    """What follows from an outcome.

    A fault of our own account is tried again: the owner may mend it within the hour. What may have arrived is asked again of the
    same account only, and only when that one knows the key it was sent with (`keyed`); else it waits for news, or for a person.
    """
    if isinstance(outcome, Accepted):
        return Verdict("sent")
    if isinstance(outcome, Rejected) and (outcome.kind or not outcome.configuration):
        return Verdict("failed", outcome.reason)
    sure = isinstance(outcome, RetryLater | Rejected) and not past.unsettled
    if past.test:
        return Verdict("failed" if sure else "unknown", outcome.reason)
    if not sure and not keyed:
        return Verdict("unknown", outcome.reason)
    if past.tries >= MOST_TRIES:
        return Verdict("dead" if sure else "unknown", outcome.reason)
    after = outcome.after if isinstance(outcome, RetryLater) else None
    return Verdict("queued", outcome.reason, max(backoff(past.tries, chance), float(after or 0)), held=not sure)


def goes_on(outcome: Outcome) -> bool:
    """Whether the next account may be tried right away: only when this one surely sent nothing, and not to whom nobody may write."""
    return isinstance(outcome, RetryLater) or (isinstance(outcome, Rejected) and outcome.configuration and not outcome.kind)


def name_of(outcome: Outcome) -> str:
    """The outcome in the log of attempts."""
    match outcome:
        case Accepted():
            return "accepted"
        case Rejected():
            return "rejected"
        case RetryLater():
            return "retry_later"
        case _:
            return "unknown"


def one_line(reason: str) -> str:
    """What a provider said, as it can be kept: short, and without what a database refuses."""
    return " ".join("".join(c if c.isprintable() else " " for c in reason).split())[:300]
