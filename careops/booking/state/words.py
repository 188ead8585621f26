"""The words and shapes a booking has wherever staff meet it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from careops.core.i18n import text as _

STATUS_WORDS = {
    "pending": _("To confirm"),
    "confirmed": _("Confirmed"),
    "completed": _("Completed"),
    "no_show": _("No-show"),
    "cancelled": _("Cancelled"),
    "started": _("Happening now"),
    "held": _("Held"),
}
LIVE = {"pending", "confirmed"}


@dataclass(frozen=True)
class Choice:
    """An option of a select."""

    value: str
    label: str


class Timed(Protocol):
    """A booking, as a row or as an entry of a calendar."""

    @property
    def status(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def state_of(row: Timed, moment: datetime) -> str:
    """The shape a booking has now: its status, or started while it happens."""
    return "started" if row.status == "confirmed" and row.starts_at <= moment < row.ends_at else row.status
