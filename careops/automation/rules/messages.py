"""CareOps's own messages: what each is called, when it may be sent, unless what, and who writes its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from careops.activity.schemas import EventRow
from careops.automation.rules import forms, reminders, series, waitlist
from careops.automation.rules.bookings import cancelled, confirmed, rescheduled
from careops.automation.rules.welcome import welcome
from careops.automation.schemas.defining import Purpose, Send, Write
from careops.automation.schemas.rules import Told, Written
from careops.core.i18n import text as _


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `unless` answers why it does not apply, or nothing; one that `yields` is silent while a person has taken over.

    `triggers` are the rules' triggers it makes sense for. One that is `told_at_once` is a fact somebody waits for.
    """

    name: str
    title: str
    triggers: frozenset[str]
    unless: Callable[[EventRow, datetime], str]
    write: Callable[[Told], Written]
    yields: bool = False
    purpose: Purpose = "service"

    @property
    def told_at_once(self) -> bool:
        """A fact, that no cap may hold back and no person's silence."""
        return not self.yields


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


def _always(_event: EventRow, _now: datetime) -> str:
    return ""


def _on(*triggers: str) -> frozenset[str]:
    return frozenset(triggers)


MESSAGES = (
    Message("welcome", _("Welcome"), _on("contact.created"), _not_greeted, welcome, yields=True),
    Message(
        "booking_confirmation",
        _("Confirmation"),
        _on("booking.booked", "booking.created", "booking.confirmed"),
        _over_or_one_of_many,
        confirmed,
    ),
    Message("booking_rescheduled", _("New time"), _on("booking.rescheduled"), _over_or_one_of_many, rescheduled),
    Message("booking_cancelled", _("Cancellation"), _on("booking.cancelled"), _over_or_one_of_many, cancelled),
    Message("booking_reminder", _("Reminder"), _on("booking.before"), _over, reminders.reminder),
    Message(
        "visit_follow_up",
        _("Thank you for your visit"),
        _on("booking.after", "booking.completed"),
        _always,
        reminders.follow_up,
        yields=True,
        purpose="marketing",
    ),
    Message("no_show_follow_up", _("We missed you"), _on("booking.no_show"), _always, reminders.missed, yields=True),
    Message("series_confirmation", _("Confirmation of a series"), _on("booking_series.booked"), _over, series.booked),
    Message("series_rescheduled", _("New times of a series"), _on("booking_series.rescheduled"), _over, series.moved),
    Message("series_cancelled", _("Cancellation of a series"), _on("booking_series.cancelled"), _over, series.called_off),
    Message("waitlist_joined", _("On the waitlist"), _on("waitlist.wished"), waitlist.over, waitlist.joined),
    Message("waitlist_offered", _("A time is kept for you"), _on("waitlist.offered"), waitlist.over, waitlist.offered),
    Message("waitlist_notified", _("A time has freed up"), _on("waitlist.notified"), waitlist.over, waitlist.notified),
    Message("form_request", _("A form to fill in"), _on("form.requested"), forms.late, forms.requested),
    Message("form_reminder", _("A form is still open"), _on("form.reminded"), forms.late, forms.reminded),
)
BY_NAME = {message.name: message for message in MESSAGES}


def message_of(name: str) -> Message | None:
    """The message called that."""
    return BY_NAME.get(name)


def messages_for(trigger: str) -> list[Message]:
    """What makes sense to send then."""
    return [message for message in MESSAGES if trigger in message.triggers]


def manners(action: Send | Write) -> tuple[bool, str]:
    """Whether it keeps silent while a person has taken over, and what it is for."""
    if isinstance(action, Write):
        return True, action.purpose
    message = message_of(action.message)
    return (message.yields, message.purpose) if message else (True, "service")
