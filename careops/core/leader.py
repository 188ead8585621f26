"""Which process runs the scheduler's ticks: the holder of a lock that the kernel, or Postgres, frees when it dies."""

import fcntl
from io import TextIOWrapper

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from careops.core import db
from careops.core.settings import settings

LOCK = 727001


class Leader:
    """Ask `holds()` at the start of each tick."""

    def __init__(self) -> None:
        self._file: TextIOWrapper | None = None
        self._connection: sa.Connection | None = None

    def holds(self) -> bool:
        """Whether this process leads, taking the lead when it is free."""
        return self._holds_file() if settings.sqlite else self._holds_postgres()

    def _holds_file(self) -> bool:
        if self._file:
            return True
        handle = (settings.data_dir / "scheduler.lock").open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._file = handle
        return True

    def _holds_postgres(self) -> bool:
        """On a connection of its own; not through a pooler in transaction mode."""
        try:
            if self._connection:
                self._connection.execute(sa.text("SELECT 1"))  # raises when the connection, and with it the lock, is gone
                return True
            connection = db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.scalar(sa.text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
                self._connection = connection
                return True
            connection.close()
        except DBAPIError:
            self._connection = None
        return False
