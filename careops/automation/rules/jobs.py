"""When a run is too late, when it is tried again, and what its answer says."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from careops.core.i18n import text as _
from careops.core.schedule import Occurrence
from careops.core.scheduler import Job, Said

LEASE = timedelta(seconds=60)  # how long a run belongs to whoever took it on, unless they say that they are still at it
BEAT = 15  # seconds from one such word to the next
LONGEST = timedelta(hours=1)  # nobody is at one run longer than that
LEAD = timedelta(seconds=30)  # how long a leader leads, unless it says that it still does
MOST_TRIES = 3
KEPT = timedelta(days=30)  # how long a run is kept
KEPT_SHORT = timedelta(days=1)  # an uneventful one of a job that is due all the time

HAND = "asked:"  # how the key begins of what a person asked for


def is_stale(job: Job, occurrence: Occurrence, moment: datetime) -> bool:
    """Whether it was missed by so much that nobody wants it any more."""
    return job.stale is not None and moment - occurrence.at > job.stale


def next_try(tries: int, moment: datetime) -> datetime | None:
    """When a run that failed is tried again: after 4, then after 16 minutes; never when it failed too often."""
    return None if tries >= MOST_TRIES else moment + timedelta(minutes=4**tries)


def told(job: Job, answer: Said) -> str:
    """What a job answered, as a person reads it."""
    if isinstance(answer, str):
        return answer[:300]
    if answer is None:
        return _("Done")
    if answer == 0:
        return _("Nothing to do")
    return job.said(answer) if job.said else _("{count} done", count=answer)


def subject_of(job: str) -> UUID:
    """What facts and alerts about a job are about."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"job:{job}")
