"""Which facts need a person, and which tell that nobody is needed any more."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from careops.core.actor import Permission
from careops.core.clock import local, zone
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.when import clock_text, date_text, waited_text


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of alert: how pressing it is, who sees it, what it says and what mends it.

    `href` may name the subject and what the data hold. Alerts of one `group` become one when there are many.
    """

    kind: str
    priority: str
    permission: Permission
    sentence: Callable[[dict[str, Any]], str]
    fix: str
    href: str
    group: Callable[[dict[str, Any]], str] | None = None


FLAP = timedelta(minutes=30)  # what resolved by itself and comes back sooner is the same alert again
MANY = 5  # alerts of one group from which on one stands for all
MOST_SUBJECTS = 500  # it remembers by name
SNOOZES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
LONGEST_SNOOZE = timedelta(days=90)
UNANSWERED_REQUEST = timedelta(hours=24)  # how long a booking may wait to be confirmed, and how near it may come meanwhile
STUCK = timedelta(minutes=15)  # how long what is due may lie in the outbox

SHIFTING = re.compile(r"\S+@\S+|[0-9a-f]{8,}|\d+")  # parts of a reason that differ from one letter to the next


def since_text(now: datetime, at: datetime) -> str:
    """How long ago it last came: "46 min ago"; what has not lasted a minute is just now."""
    return _("Just now") if now - at < timedelta(minutes=1) else _("{time} ago", time=waited_text(now, at))


def _undelivered(data: dict[str, Any]) -> str:
    to, about = data.get("recipient", ""), data.get("about", "")
    if (count := data.get("count", 1)) > 1:
        return plural(
            "{count} message was not delivered: {reason}", "{count} messages were not delivered: {reason}", count, reason=data["reason"]
        )
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


def _unanswered(data: dict[str, Any]) -> str:
    return _("{name} waits for an answer", name=data["name"])


def _unconfirmed(data: dict[str, Any]) -> str:
    here = local(datetime.fromisoformat(data["starts_at"]), data["timezone"])
    when = _("{day} {time}", day=date_text(here.date()), time=clock_text(here))
    return _("{name} asked for {service} on {when} and has no answer yet", name=data["contact_name"], service=data["type_name"], when=when)


def _overdue(data: dict[str, Any]) -> str:
    return _("{name} has not filled in “{form}” in time", name=data["contact_name"], form=data["form"])


def _short(data: dict[str, Any]) -> str:
    told = {"name": data["name"], "quantity": data["quantity"], "unit": data.get("unit", "")}
    if not data.get("counted", True):
        return _("{name} needs a refill", **told)
    if data["quantity"] <= 0:
        return _("{name} has run out", **told)
    return _("{name} runs low: {quantity} {unit} left", **told)


def _expires(data: dict[str, Any]) -> str:
    told = {"name": data["name"], "lot": data["lot"], "quantity": data["quantity"], "unit": data["unit"]}
    if data["days"] < 0:
        return _("{name}, lot {lot}, has expired: {quantity} {unit} are left", **told)
    return _(
        "{name}, lot {lot}, expires on {day}: {quantity} {unit} are left", day=date_text(date.fromisoformat(data["expires_on"])), **told
    )


def _missing(data: dict[str, Any]) -> str:
    told = {"name": data["name"], "missing": data["missing"], "unit": data["unit"]}
    return _("A visit used {missing} {unit} more of {name} than there are by the books", **told)


def _unproven(data: dict[str, Any]) -> str:
    told = {"name": data["name"], "place": data["location"], "level": data["level"], "ledger": data["ledger"]}
    return _("The books of {name} do not add up in “{place}”: its movements make {ledger}, its level says {level}", **told)


def _down(data: dict[str, Any]) -> str:
    return _("“{label}” cannot send: {reason}", label=data.get("label", ""), reason=data.get("reason", ""))


def _not_read(data: dict[str, Any]) -> str:
    if data.get("about") == "message":
        return _("A message that came through {provider} could not be read: {reason}", provider=data["provider"], reason=data["reason"])
    return _("{provider} told something that could not be read: {reason}", provider=data["provider"], reason=data["reason"])


def _crowded(data: dict[str, Any]) -> str:
    through = data.get("provider", "")
    return _("More strangers write at once through {provider} than people do: some are held and come in by and by", provider=through)


def _switched_off(data: dict[str, Any]) -> str:
    return _("The webhook “{label}” was switched off: {reason}", label=data.get("label") or data.get("host", ""), reason=data["reason"])


def _job_broke(data: dict[str, Any]) -> str:
    return _("The job “{title}” failed: {error}", title=data["title"], error=data["error"])


def _stuck(data: dict[str, Any]) -> str:
    return plural("{count} message waits in the outbox", "{count} messages wait in the outbox", data["count"])


def _maybe_opted_out(data: dict[str, Any]) -> str:
    return _("Somebody may want no more messages: “{words}”", words=data["words"])


def _reason_of(data: dict[str, Any]) -> str:
    return SHIFTING.sub("…", str(data.get("reason", "")))[:80]


CAUSES = {
    "missed_message": Cause("missed_message", "high", Permission.inbox, _unanswered, _("Answer"), "/app/inbox/{subject}"),
    "unconfirmed_booking": Cause(
        "unconfirmed_booking", "medium", Permission.bookings_manage, _unconfirmed, _("Look at the request"), "/app/bookings/{subject}"
    ),
    "form_overdue": Cause("form_overdue", "medium", Permission.forms_view, _overdue, _("Look at forms"), "/app/forms?status=overdue"),
    "stock": Cause("stock", "medium", Permission.inventory_view, _short, _("Look at stock"), "/app/inventory?show=low"),
    "lot_expiring": Cause("lot_expiring", "medium", Permission.inventory_view, _expires, _("Look at the lot"), "/app/inventory/{item_id}"),
    "stock_missing": Cause("stock_missing", "medium", Permission.inventory_view, _missing, _("Count it"), "/app/inventory/{subject}"),
    "stock_unproven": Cause(
        "stock_unproven", "high", Permission.inventory_view, _unproven, _("Look at its ledger"), "/app/inventory/{subject}"
    ),
    "integration_down": Cause("integration_down", "critical", Permission.settings, _down, _("Look at the account"), "/app/integrations"),
    "outbox_stuck": Cause("outbox_stuck", "critical", Permission.deliveries, _stuck, _("Look at deliveries"), "/app/deliveries"),
    "arrival_failed": Cause(
        "arrival_failed", "medium", Permission.deliveries, _not_read, _("Look at deliveries"), "/app/deliveries", _reason_of
    ),
    "strangers_held": Cause("strangers_held", "medium", Permission.deliveries, _crowded, _("Look at deliveries"), "/app/deliveries"),
    "webhook_disabled": Cause(
        "webhook_disabled", "high", Permission.settings, _switched_off, _("Look at webhooks"), "/app/settings/webhooks"
    ),
    "job_failed": Cause("job_failed", "high", Permission.automation_manage, _job_broke, _("Look at jobs"), "/app/jobs?job={job}"),
    "opt_out": Cause("opt_out", "high", Permission.contacts_view, _maybe_opted_out, _("Look at the contact"), "/app/contacts/{subject}"),
    **{
        f"rule_{priority}": Cause(f"rule_{priority}", priority, Permission.inbox, _of_rule, _("Look at the inbox"), "/app/inbox")
        for priority in ("low", "medium", "high", "critical")
    },
    "delivery_failed": Cause(
        "delivery_failed", "high", Permission.deliveries, _undelivered, _("Look at deliveries"), "/app/deliveries", _reason_of
    ),
    "calendar_unread": Cause(
        "calendar_unread", "medium", Permission.bookings_view, _unread_calendar, _("Look at calendars"), "/app/settings/calendars"
    ),
    "waitlist_match": Cause(
        "waitlist_match", "medium", Permission.bookings_manage, _waited_for, _("Choose who gets it"), "/app/bookings/waitlist"
    ),
}
# The most pressing first: its colour and its word.
PRIORITIES = {"critical": ("danger", _("Critical")), "high": ("warn", _("High")), "medium": ("", _("Medium")), "low": ("", _("Low"))}
# What facts say by themselves; the rest is watched for (queries.watching).
OPENS = {
    "arrival.failed": "arrival_failed",
    "arrival.held": "strangers_held",
    "calendar_import.failing": "calendar_unread",
    "contact.opt_out_suspected": "opt_out",
    "delivery.failed": "delivery_failed",
    "integration.down": "integration_down",
    "inventory.low": "stock",
    "inventory.missing": "stock_missing",
    "inventory.unproven": "stock_unproven",
    "job.failed": "job_failed",
    "waitlist.matched": "waitlist_match",
    "webhook.disabled": "webhook_disabled",
}
RESOLVES = {
    "arrival.let_in": "strangers_held",
    "booking.cancelled": "unconfirmed_booking",
    "booking.confirmed": "unconfirmed_booking",
    "calendar_import.recovered": "calendar_unread",
    "calendar_import.removed": "calendar_unread",
    "contact.opt_out_settled": "opt_out",
    "contact.opted_out": "opt_out",
    "conversation.closed": "missed_message",
    "delivery.cancelled": "delivery_failed",
    "delivery.recovered": "delivery_failed",
    "delivery.retried": "delivery_failed",
    "form.completed": "form_overdue",
    "form.due_moved": "form_overdue",
    "form.waived": "form_overdue",
    "integration.recovered": "integration_down",
    "integration.removed": "integration_down",
    "job.recovered": "job_failed",
    "message.replied": "missed_message",
    "webhook.changed": "webhook_disabled",
    "webhook.removed": "webhook_disabled",
} | dict.fromkeys((f"waitlist.{end}" for end in ("unmatched", "offered", "notified", "booked", "withdrawn", "expired")), "waitlist_match")


def about(kind: str, subject: UUID, data: dict[str, Any]) -> UUID:
    """What the alert a fact opens or resolves is about: mostly what the fact is about."""
    return UUID(data["conversation_id"]) if kind == "missed_message" and "conversation_id" in data else subject


def cause_of(kind: str, subject: object) -> str:
    """What makes two alerts the same one."""
    return f"{kind}:{subject}"


def group_of(kind: str, data: dict[str, Any]) -> str:
    """What alerts have in common that may become one; empty where each stands for itself."""
    group = CAUSES[kind].group
    return f"{kind}:many:{group(data)}" if group else ""


def href_of(kind: str, subject: object, data: dict[str, Any]) -> str:
    """Where it can be mended."""
    return CAUSES[kind].href.format_map({**data, "subject": subject})


def is_worse(priority: str, than: str) -> bool:
    """Whether it presses more."""
    order = list(PRIORITIES)
    return order.index(priority) < order.index(than)


Stretches = Sequence[tuple[datetime, datetime]]


def answering_minutes(since: datetime, until: datetime, *, open: Stretches | None, quiet_from: int, quiet_until: int, timezone: str) -> int:
    """The minutes between two moments in which somebody could have answered.

    The rule: time counts while anybody who is booked works (their week, and the dates that differ from it), on no day the business is
    closed, and never in its quiet hours. Who writes on Saturday evening is missed on Monday, so many minutes after opening. Where
    nobody keeps hours (`open` is None), all counts but the quiet hours: nobody has said when the business is open.
    """
    stretches = [(since, until)] if open is None else [(max(begin, since), min(end, until)) for begin, end in open]
    return int(sum(_awake(*one, quiet_from, quiet_until, timezone) for one in stretches) // 60)


def _awake(since: datetime, until: datetime, quiet_from: int, quiet_until: int, timezone: str) -> float:
    """The seconds between two moments that do not lie in the quiet hours."""
    total = (until - since).total_seconds()
    if quiet_from == quiet_until or total <= 0:
        return max(total, 0)
    there, quiet = zone(timezone), 0.0
    length = (quiet_until - quiet_from) % 1440
    day = since.astimezone(there).date() - timedelta(days=1)
    while day <= until.astimezone(there).date():
        begins = datetime.combine(day, time(quiet_from // 60, quiet_from % 60), there).astimezone(since.tzinfo)
        quiet += max((min(begins + timedelta(minutes=length), until) - max(begins, since)).total_seconds(), 0)
        day += timedelta(days=1)
    return total - quiet


def priority_of(kind: str, data: dict[str, Any]) -> str:
    """How pressing it is: what runs out presses more than what runs low."""
    return "critical" if kind == "stock" and data.get("state") == "critical" else CAUSES[kind].priority
