"""The life of a booking: which moves are allowed, until when a customer may change it, and the refusals by name."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from careops.core.errors import Conflict

# A booking's statuses by name: rules know no tables.
MOVES: Mapping[str, frozenset[str]] = {
    "pending": frozenset({"confirmed", "cancelled"}),
    "confirmed": frozenset({"completed", "no_show", "cancelled"}),
    "completed": frozenset(),
    "no_show": frozenset(),
    "cancelled": frozenset(),
}
AFTER_START = frozenset({"completed", "no_show"})


class SlotTaken(Conflict):
    """Somebody else has the time: a booking, a hold, or a buffer between them."""

    code, says = "slot_taken", "That time has just been taken. Please choose another"


class NotOffered(Conflict):
    """The time is free perhaps, but not on offer: outside hours, off the grid, too soon or too far ahead."""

    code, says = "not_offered", "That time is not offered. Please choose another"


class LimitReached(Conflict):
    """This customer has as many of this service in that day or week as the business allows one person."""

    code, says = "limit_reached", "You already have as many of these booked as can be booked in that time"


class HoldExpired(Conflict):
    code, says = "hold_expired", "The time was held for you but the hold has ended. Please choose again"


class IllegalMove(Conflict):
    """A status cannot follow from the present one."""

    code = "illegal_move"

    def __init__(self, now: str, wanted: str) -> None:
        super().__init__(f"A booking that is {now.replace('_', ' ')} cannot become {wanted.replace('_', ' ')}")


class TooEarly(Conflict):
    code, says = "too_early", "The appointment has not begun yet"


class TooLate(Conflict):
    """The policy's hours have passed for the customer; staff may still do it."""

    code, says = "too_late", "It is too late to change this booking online. Please call us"


def allowed_moves(status: str, started: bool) -> list[str]:
    """What a member may make of a booking now."""
    return sorted(move for move in MOVES[status] if started or move not in AFTER_START)


def check_move(status: str, wanted: str, started: bool) -> None:
    """Passes when the move is allowed now, else says which rule forbids it."""
    if wanted not in MOVES[status]:
        raise IllegalMove(status, wanted)
    if wanted in AFTER_START and not started:
        raise TooEarly


def free_until(starts_at: datetime, hours: int) -> datetime:
    """The last moment at which the customer may still change it themselves."""
    return starts_at - timedelta(hours=hours)


def check_change(status: str, starts_at: datetime, now: datetime, hours: int | None, wanted: str) -> None:
    """Passes when a living booking may be moved or cancelled; `hours` is the customer's policy, None for staff."""
    if "cancelled" not in MOVES[status]:
        raise IllegalMove(status, wanted)
    if hours is not None and now > free_until(starts_at, hours):
        raise TooLate
