"""Which facts need a person, and which tell that nobody is needed any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careops.core.actor import Permission
from careops.core.clock import local
from careops.core.i18n import text as _
from careops.core.when import clock_text, date_text


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of alert: how pressing it is, who sees it, what it says and what mends it."""

    kind: str
    priority: str
    permission: Permission
    sentence: Callable[[dict[str, Any]], str]
    fix: str
    href: str


def _undelivered(data: dict[str, Any]) -> str:
    to, about = data.get("recipient", ""), data.get("about", "")
    if data.get("state") == "unknown":
        return _("“{about}” to {to} may not have arrived: the connection broke while it was sent.", about=about, to=to)
    return _("“{about}” to {to} was not delivered: {reason}", about=about, to=to, reason=data.get("reason", ""))


def _waited_for(data: dict[str, Any]) -> str:
    here = local(datetime.fromisoformat(data["starts_at"]), data["timezone"])
    when = _("{day} {time}", day=date_text(here.date()), time=clock_text(here))
    return _("{when} is free, and {name} waits for it: {service}", when=when, name=data["contact_name"], service=data["type_name"])


def _unread_calendar(data: dict[str, Any]) -> str:
    told = {"name": data.get("name", ""), "provider": data.get("provider_name", ""), "reason": data.get("problem", "")}
    return _("The calendar “{name}” of {provider} cannot be read: {reason}", **told)


def _of_rule(data: dict[str, Any]) -> str:
    return str(data.get("text", ""))


CAUSES = {
    **{
        f"rule_{priority}": Cause(f"rule_{priority}", priority, Permission.inbox, _of_rule, _("Look at the inbox"), "/app/inbox")
        for priority in ("low", "medium", "high", "critical")
    },
    "delivery_failed": Cause("delivery_failed", "high", Permission.deliveries, _undelivered, _("Look at deliveries"), "/app/deliveries"),
    "calendar_unread": Cause(
        "calendar_unread", "medium", Permission.bookings_view, _unread_calendar, _("Look at calendars"), "/app/settings/calendars"
    ),
    "waitlist_match": Cause(
        "waitlist_match", "medium", Permission.bookings_manage, _waited_for, _("Choose who gets it"), "/app/bookings/waitlist"
    ),
}
# The most pressing first: its colour and its word.
PRIORITIES = {"critical": ("danger", _("Critical")), "high": ("warn", _("High")), "medium": ("", _("Medium")), "low": ("", _("Low"))}
OPENS = {"calendar_import.failing": "calendar_unread", "delivery.failed": "delivery_failed", "waitlist.matched": "waitlist_match"}
RESOLVES = {
    "calendar_import.recovered": "calendar_unread",
    "calendar_import.removed": "calendar_unread",
    "delivery.retried": "delivery_failed",
    "delivery.recovered": "delivery_failed",
} | dict.fromkeys((f"waitlist.{end}" for end in ("unmatched", "offered", "notified", "booked", "withdrawn", "expired")), "waitlist_match")


def cause_of(kind: str, subject: object) -> str:
    """What makes two alerts the same one."""
    return f"{kind}:{subject}"
