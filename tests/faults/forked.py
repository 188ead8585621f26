"""CareOps served by a process that began warm, for those who start many; the launcher itself is not what they are about.

A subclass may spoil it: one promise broken, the control that shows that the harness would notice.
"""

import multiprocessing as mp
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from granian import Granian
from granian.constants import Interfaces

from tests.faults.warm import WARM, turn
from tests.servers import Served, eventually

AS_LAUNCHED = {"__REFLEX_SKIP_COMPILE": "true", "REFLEX_ENV_MODE": "prod"}  # without the built frontend: nobody looks at it


def sound() -> None:
    """Spoils nothing."""


class Forked(Served):
    """The same server, forked; its database is migrated already."""

    spoil: ClassVar["staticmethod[[], None]"] = staticmethod(sound)

    def start(self) -> None:
        self.process: Any = Child(_serve, self.environment | AS_LAUNCHED, self.port, self.log, self.spoil)
        try:
            eventually(self._healthy, within=60)
        except BaseException:
            self.kill()
            raise


class Child:
    """A forked process, to be held like one of `subprocess`."""

    def __init__(self, work: Callable[..., None], *told: Any) -> None:
        self._process = WARM.Process(target=work, args=told)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("careops", timeout)
        return self._process.exitcode


def _serve(environment: dict[str, str], port: int, log: Path, spoil: Callable[[], None]) -> None:
    """Becomes the server, its worker forked once more; in a session of its own, so that a kill takes both."""
    os.setsid()
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    turn(environment)
    spoil()
    mp.set_start_method("fork", force=True)  # what was turned and spoiled is in memory
    Granian("careops.careops:app", port=port, interface=Interfaces.ASGI, factory=True, workers_kill_timeout=10).serve()
