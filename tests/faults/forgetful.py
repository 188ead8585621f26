"""CareOps with one promise broken: a fact is written a moment after the answer, not in the transaction whose fact it is.

Served by itself (`forgetful:app`, this folder on the path), because importing it as a test would forget the server's settings.
"""

import threading
import time
from typing import Any

from careops.booking.actions import told
from careops.careops import app as careops
from careops.core import db

LATE = 0.7  # seconds between the answer and the fact
_record = told.record


def _later(session: Any, actor: Any, fact: Any) -> None:
    def write() -> None:
        time.sleep(LATE)
        with db.transaction(actor) as late:
            _record(late, actor, fact)

    db.after_commit(session, threading.Thread(target=write, daemon=True).start)


def app() -> Any:
    """The app after the promise was broken; granian calls it once a worker."""
    told.record = _later  # type: ignore[assignment]
    return careops()
