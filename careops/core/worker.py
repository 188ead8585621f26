"""A thread that works whenever its topic is woken, and looks by itself every few seconds should a wake-up be lost."""

import asyncio
import threading
from collections.abc import Callable

import structlog

from careops.core import live

log = structlog.get_logger(__name__)


class Worker:
    """Calls `work` until it returns 0, then sleeps until the topic is published or the patience is over."""

    def __init__(self, name: str, topic: str, work: Callable[[], int], *, patience: float = 5) -> None:
        self.name, self.topic, self.work, self.patience = name, topic, work, patience
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def ensure(self) -> None:
        """Starts the thread, or starts it again should it ever have died."""
        if self._stopping.is_set() or (self._thread and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 10) -> None:
        """Lets it finish what it is at, and waits for that."""
        self._stopping.set()
        live.publish(self.topic)
        if self._thread:
            self._thread.join(timeout)

    def _run(self) -> None:
        asyncio.run(self._listen())

    async def _listen(self) -> None:
        with live.Sub(self.topic) as sub:  # listen first, then look: nothing falls between
            while not self._stopping.is_set():
                self._until_done()  # this loop is the thread's own: nobody else waits on it
                await sub.news(timeout=self.patience)

    def _until_done(self) -> None:
        try:
            while not self._stopping.is_set() and self.work():
                pass
        except Exception:  # the next round may fare better; the rows are still there
            log.exception("a round of background work failed", worker=self.name)
