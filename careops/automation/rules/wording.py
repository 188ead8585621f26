"""What the owner's words for a message are filled in with, and which of their words fit what happened."""

from datetime import datetime

from careops.automation.rules.bookings import when_short
from careops.automation.rules.series import visits
from careops.automation.schemas.rules import Told, Written
from careops.booking.rules.links import manage_url, private_part
from careops.core.clock import local
from careops.core.money import format_money
from careops.core.when import clock_text, date_text, long_date, moment_text
from careops.inbox.rules.templates import Values, of_everybody
from careops.ui.public.mail import Button, Mail

# The facts from which a message can be written again, to show what it looks like.
TELL_OF: dict[str, frozenset[str]] = {
    "welcome": frozenset({"contact.created"}),
    "welcome_written": frozenset({"contact.created"}),
    "booking_confirmation": frozenset({"booking.created", "booking.confirmed"}),
    "booking_requested": frozenset({"booking.created"}),
    "booking_rescheduled": frozenset({"booking.rescheduled"}),
    "booking_cancelled": frozenset({"booking.cancelled"}),
    "booking_declined": frozenset({"booking.cancelled"}),
    "booking_reminder": frozenset({"booking.created", "booking.confirmed", "booking.rescheduled"}),
    "visit_follow_up": frozenset({"booking.completed"}),
    "no_show_follow_up": frozenset({"booking.no_show"}),
    "series_confirmation": frozenset({"booking_series.created", "booking_series.confirmed"}),
    "series_rescheduled": frozenset({"booking_series.rescheduled"}),
    "series_cancelled": frozenset({"booking_series.cancelled"}),
    "waitlist_joined": frozenset({"waitlist.wished"}),
    "waitlist_offered": frozenset({"waitlist.offered"}),
    "waitlist_notified": frozenset({"waitlist.notified"}),
}
VARIANTS = {"welcome_written": "welcome", "booking_requested": "booking_confirmation", "booking_declined": "booking_cancelled"}


def words_for(name: str, told: Told) -> str:
    """Whose words a message takes: some have others when they tell something else; empty where only ours fit."""
    pending = told.fact("status") == "pending"
    match name:
        case "welcome" if told.fact("origin") == "contact_form":
            return "welcome_written"
        case "booking_confirmation" if pending:
            return "booking_requested"
        case "booking_cancelled" if told.event.data.get("declined"):
            return "booking_declined"
        case "series_confirmation" if pending:
            return ""
        case "form_request" | "form_reminder":
            return ""
        case _:
            return name


def fits(name: str, told: Told) -> bool:
    """Whether an owner's mail can tell it all: a time found by the waitlist, or a new one still to be confirmed, is ours to explain."""
    return not told.event.data.get("waitlisted") and not (name == "booking_rescheduled" and told.fact("status") == "pending")


def values(told: Told, written: Written) -> Values:
    """Everything the words may name, in the reader's language."""
    known: dict[str, dict[str, str] | str] = of_everybody(told.business, told.contact.name, _link(told, written.mail))
    kind = told.event.kind
    if kind.startswith("booking_series."):
        known["series"] = _series(told)
    elif kind.startswith("booking."):
        known["booking"] = _booking(told)
    elif kind.startswith("waitlist."):
        known["waitlist"] = _waitlist(told)
    return known


def _link(told: Told, mail: Mail) -> str:
    """Where the message leads: its button, the first of several visits, or the booking page."""
    if button := next((block for block in mail.blocks if isinstance(block, Button)), None):
        return button.href
    if several := visits(told):
        return manage_url(private_part(several[0].id, several[0].salt))
    return told.business.booking_url


def _booking(told: Told) -> dict[str, str]:
    begins, price = _wall(told, told.fact("starts_at")), int(told.event.data.get("price") or 0)
    return {
        "when": when_short(told),
        "when_short": _short(told, begins),
        "day": long_date(begins.date(), told.locale),
        "time": clock_text(begins, told.locale, told.business.hour_cycle),
        "service": told.fact("type_name"),
        "provider": told.fact("provider_name"),
        "place": told.fact("location") or (told.business.address if told.fact("location_kind") == "place" else ""),
        "price": format_money(price, told.fact("currency"), told.locale) if price else "",
        "policy": told.fact("policy"),
        "before": _short(told, _wall(told, told.fact("old_starts_at"))) if told.fact("old_starts_at") else "",
        "cancelled_by": told.fact("by"),
        "reason": told.fact("reason") if told.fact("by") != "customer" else "",
    }


def _series(told: Told) -> dict[str, str]:
    several = visits(told)
    first = _short(told, local(several[0].starts_at, told.fact("timezone"))) if several else ""
    return {"first": first, "count": str(len(several)), "service": told.fact("type_name"), "provider": told.fact("provider_name")}


def _waitlist(told: Told) -> dict[str, str]:
    until = told.fact("until")
    return {
        "service": told.fact("type_name"),
        "provider": told.fact("provider_name"),
        "when": _short(told, _wall(told, told.fact("starts_at"))) if told.fact("starts_at") else "",
        "until": moment_text(told.now, datetime.fromisoformat(until), told.fact("timezone"), told.locale, told.business.hour_cycle)
        if until
        else "",
    }


def _wall(told: Told, moment: str) -> datetime:
    return local(datetime.fromisoformat(moment), told.fact("timezone"))


def _short(told: Told, wall: datetime) -> str:
    """ "Tue 24 Nov 14:30"."""
    return f"{date_text(wall.date(), told.locale)} {clock_text(wall, told.locale, told.business.hour_cycle)}"
