"""Booking with its eyes shut: whoever books is told that nothing is taken. Without the database's guard every race must be lost then.

Served by itself (`blind:app`, this folder on the path), because importing it as a test would forget the server's settings.
"""

from typing import Any

from careops.booking.queries import ground
from careops.careops import app as careops


def shut_eyes() -> None:
    """Makes what is taken unseen, in this process and for good."""
    ground.TAKEN = ground.TAKEN_BUT = _Nothing()  # type: ignore[assignment]


class _Nothing:
    """A question that is always answered with nothing."""

    def ask(self, _db: Any, **_values: Any) -> list[Any]:
        return []


def app() -> Any:
    """The app after its eyes were shut; granian calls it once a worker."""
    shut_eyes()
    return careops()
