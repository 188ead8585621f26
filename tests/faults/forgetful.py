"""CareOps with one promise broken: a fact is written a moment after the answer, not in the transaction whose fact it is."""

import threading
import time
from typing import Any

from careops.booking.actions import told
from careops.core import db

LATE = 0.7  # seconds between the answer and the fact
_record = told.record


def forget() -> None:
    """Breaks the promise, in this process and for good."""
    told.record = _later  # type: ignore[assignment]


def _later(session: Any, actor: Any, fact: Any) -> None:
    def write() -> None:
        time.sleep(LATE)
        with db.transaction(actor) as late:
            _record(late, actor, fact)

    db.after_commit(session, threading.Thread(target=write, daemon=True).start)
