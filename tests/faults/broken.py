"""CareOps with one promise broken, served like the real one: the harness must notice, or it proves nothing.

Here a fact is written a moment after the answer, instead of in the transaction whose fact it is.
"""

import subprocess
import sys
import threading
import time
from typing import Any

from careops import __main__ as launcher
from careops.booking.actions import told
from careops.careops import app
from careops.core import db
from careops.core.settings import ROOT
from tests.servers import Served, eventually

LATE = 0.7  # seconds between the answer and the fact

_real = told.record


def _later(session: Any, actor: Any, fact: Any) -> None:
    def write() -> None:
        time.sleep(LATE)
        with db.transaction(actor) as late:
            _real(late, actor, fact)

    db.after_commit(session, threading.Thread(target=write, daemon=True).start)


def broken_app() -> Any:
    """The app after the promise was broken; granian calls it once a worker."""
    told.record = _later
    return app()


class Broken(Served):
    """The same server without the promise."""

    def start(self) -> None:
        environment = launcher._environment(launcher.load()) | self.environment  # pyright: ignore[reportPrivateUsage]
        environment |= {"__REFLEX_SKIP_COMPILE": "true", "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true", "REFLEX_ENV_MODE": "prod"}
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asgi",
            "--factory",
            "--port",
            str(self.port),
            "tests.faults.broken:broken_app",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        eventually(self._healthy, within=60)
