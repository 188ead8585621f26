"""The rules every workspace begins with: when this happens, unless that, send those words. Pure data and pure functions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from careops.activity.schemas import EventRow
from careops.automation.rules import series, waitlist
from careops.automation.rules.accounts import LETTERS
from careops.automation.rules.bookings import cancelled, confirmed, rescheduled
from careops.automation.rules.welcome import welcome
from careops.automation.schemas import Told, Written
from careops.core.i18n import text as _

ACCOUNT_KINDS = frozenset(LETTERS)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One rule. `unless` answers why it does not apply, or nothing; one that `yields` is silent while a person has taken over."""

    name: str
    title: str
    sentence: str
    kinds: frozenset[str]
    unless: Callable[[EventRow, datetime], str]
    write: Callable[[Told], Written]
    yields: bool = False


def _not_greeted(event: EventRow, _now: datetime) -> str:
    """The confirmation of somebody's first booking is their welcome; people we imported or invented did not come to us."""
    match event.data.get("origin"):
        case "booking":
            return "The confirmation of their booking welcomes them"
        case "import" | "demo":
            return "People brought in from a list are not written to"
        case _:
            return ""


def _over(event: EventRow, now: datetime) -> str:
    ends = datetime.fromisoformat(str(event.data["ends_at"]))
    return "The booking lies in the past" if ends <= now else ""


def _over_or_one_of_many(event: EventRow, now: datetime) -> str:
    """What happened to a whole series is told once, with all its dates."""
    return "One message tells of all visits of the series" if event.data.get("together") else _over(event, now)


BUILT_IN = (
    BuiltIn(
        name="welcome",
        title=_("Welcome"),
        sentence=_("When somebody new writes or is added, send them a welcome."),
        kinds=frozenset({"contact.created"}),
        unless=_not_greeted,
        write=welcome,
        yields=True,
    ),
    BuiltIn(
        name="booking_confirmation",
        title=_("Confirmation"),
        sentence=_("When a booking is made or confirmed, send a confirmation with a calendar file; when it waits for approval, say so."),
        kinds=frozenset({"booking.created", "booking.confirmed"}),
        unless=_over_or_one_of_many,
        write=confirmed,
    ),
    BuiltIn(
        name="booking_rescheduled",
        title=_("New time"),
        sentence=_("When a booking is moved, send the new time with a calendar file."),
        kinds=frozenset({"booking.rescheduled"}),
        unless=_over_or_one_of_many,
        write=rescheduled,
    ),
    BuiltIn(
        name="booking_cancelled",
        title=_("Cancellation"),
        sentence=_("When a booking is cancelled or a request is declined, say so and take it out of the calendar."),
        kinds=frozenset({"booking.cancelled"}),
        unless=_over_or_one_of_many,
        write=cancelled,
    ),
    BuiltIn(
        name="series_confirmation",
        title=_("Confirmation of a series"),
        sentence=_("When repeating visits are booked or confirmed, send one confirmation with all dates."),
        kinds=frozenset({"booking_series.created", "booking_series.confirmed"}),
        unless=_over,
        write=series.booked,
    ),
    BuiltIn(
        name="series_rescheduled",
        title=_("New times of a series"),
        sentence=_("When several visits of a series are moved, send their new times in one message."),
        kinds=frozenset({"booking_series.rescheduled"}),
        unless=_over,
        write=series.moved,
    ),
    BuiltIn(
        name="series_cancelled",
        title=_("Cancellation of a series"),
        sentence=_("When several visits of a series are cancelled, say so in one message."),
        kinds=frozenset({"booking_series.cancelled"}),
        unless=_over,
        write=series.called_off,
    ),
    BuiltIn(
        name="waitlist_joined",
        title=_("On the waitlist"),
        sentence=_("When somebody joins the waitlist, tell them so and what happens next."),
        kinds=frozenset({"waitlist.wished"}),
        unless=waitlist.over,
        write=waitlist.joined,
    ),
    BuiltIn(
        name="waitlist_offered",
        title=_("A time is kept for you"),
        sentence=_("When a time is kept for somebody on the waitlist, ask them whether they take it."),
        kinds=frozenset({"waitlist.offered"}),
        unless=waitlist.over,
        write=waitlist.offered,
    ),
    BuiltIn(
        name="waitlist_notified",
        title=_("A time has freed up"),
        sentence=_("When a time frees up that whoever comes first can have, tell everybody who waits for it."),
        kinds=frozenset({"waitlist.notified"}),
        unless=waitlist.over,
        write=waitlist.notified,
    ),
)


def triggered_by(kind: str) -> list[BuiltIn]:
    """The rules an event of that kind sets off."""
    return [rule for rule in BUILT_IN if kind in rule.kinds]


def by_name(name: str) -> BuiltIn | None:
    """The rule called that."""
    return next((rule for rule in BUILT_IN if rule.name == name), None)
