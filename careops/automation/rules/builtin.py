"""The rules every business begins with: ordinary rules, said as an owner would say them. Those that may annoy begin switched off."""

from dataclasses import dataclass

from careops.automation.rules.accounts import LETTERS
from careops.automation.rules.catalogue import DAY
from careops.automation.schemas.defining import Action, AlertTeam, Condition, Definition, Group, Send, Way
from careops.core.i18n import text as _

ACCOUNT_KINDS = frozenset(LETTERS)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One rule, as CareOps delivers it."""

    name: str
    title: str
    trigger: str
    definition: Definition
    on: bool = True


def _sending(
    name: str,
    title: str,
    trigger: str,
    message: str = "",
    *,
    way: Way = "email",
    delay: int = 0,
    conditions: Group | None = None,
    on: bool = True,
) -> BuiltIn:
    send: list[Action] = [Send(message=message or name, way=way)]
    return BuiltIn(name, title, trigger, Definition(conditions=conditions or Group(), delay=delay, actions=send), on)


_SILENT = Group(parts=[Condition(fact="conversation.wrote_since", values=["no"])])
_NOTHING_AHEAD = Group(parts=[Condition(fact="contact.upcoming", values=["no"])])
_NOT_TAKEN = Group(parts=[Condition(fact="conversation.assigned", values=["no"])])

BUILT_IN = (
    _sending("booking_confirmation", _("Confirmation"), "booking.booked", way="email_or_sms"),
    _sending("booking_rescheduled", _("New time"), "booking.rescheduled", way="email_or_sms"),
    _sending("booking_cancelled", _("Cancellation"), "booking.cancelled", way="email_or_sms"),
    _sending("booking_reminder", _("Reminder, 24 hours before"), "booking.before", way="sms_or_email", delay=DAY),
    _sending(
        "booking_reminder_short",
        _("Reminder, 2 hours before"),
        "booking.before",
        "booking_reminder",
        way="sms_or_email",
        delay=120,
        on=False,
    ),
    _sending("visit_follow_up", _("Follow-up after a visit"), "booking.after", delay=DAY, conditions=_NOTHING_AHEAD, on=False),
    _sending("no_show_follow_up", _("We missed you"), "booking.no_show", way="email_or_sms", delay=120, conditions=_SILENT, on=False),
    _sending("series_confirmation", _("Confirmation of a series"), "booking_series.booked"),
    _sending("series_rescheduled", _("New times of a series"), "booking_series.rescheduled"),
    _sending("series_cancelled", _("Cancellation of a series"), "booking_series.cancelled"),
    _sending("waitlist_joined", _("On the waitlist"), "waitlist.wished"),
    _sending("waitlist_offered", _("A time is kept for you"), "waitlist.offered"),
    _sending("waitlist_notified", _("A time has freed up"), "waitlist.notified"),
    _sending("form_request", _("A form to fill in"), "form.requested", way="email_or_sms"),
    _sending("form_reminder", _("A form is still open"), "form.reminded", way="email_or_sms"),
    _sending("welcome", _("Welcome"), "contact.created"),
    BuiltIn(
        "unanswered_nudge",
        _("Nobody has answered"),
        "message.unanswered",
        Definition(
            conditions=_NOT_TAKEN,
            delay=120,
            actions=[
                AlertTeam(text=_("{name} has waited two hours for an answer, and nobody has taken the conversation"), priority="high")
            ],
        ),
        on=False,
    ),
)
_BY_NAME = {rule.name: rule for rule in BUILT_IN}


def by_name(name: str) -> BuiltIn | None:
    """The built-in rule called that."""
    return _BY_NAME.get(name)
