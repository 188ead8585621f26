"""When a rule acts, for which stretch of a thing's life (its episode), and when it is over or too late. Pure; time is an argument.

The episode's key is written down when a rule is armed and worked out again when it is due. Whatever moves, cancels, answers or closes
what the rule was armed for gives another key, or none: so reality cancels a rule by itself, and nobody has to.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from careops.activity.schemas import EventRow
from careops.automation.rules.catalogue import About, Anchor, Trigger
from careops.automation.schemas.standing import Live
from careops.core.clock import local, zone
from careops.core.i18n import plural
from careops.core.i18n import text as _

LATEST = timedelta(days=3)  # so late may a rule still act after CareOps was away; one before a booking until that begins
AT_ONCE = timedelta(minutes=1)

Closed = Sequence[tuple[date, date]]


class Episode(NamedTuple):
    """The stretch: its key and the moment the delay is counted from; or `over`, why there is none."""

    key: str = ""
    anchor: datetime | None = None
    over: str = ""


def episode(trigger: Trigger, event: EventRow, live: Live) -> Episode:
    """The stretch of its subject's life the rule is about, as things stand now."""
    if over := _over(trigger, live):
        return Episode(over=over)
    match trigger.anchor:
        case Anchor.event:
            return Episode(f"event:{event.id}", event.occurred_at)
        case Anchor.begins | Anchor.ends:
            return _of_booking(trigger, live)
        case Anchor.waiting | Anchor.answered:
            return _of_talk(trigger, live)
        case Anchor.due:
            due = live.form.due_at if live.form else None
            return Episode(f"due:{due.isoformat()}", due) if due else Episode(over=_("The form has no due date"))


def _of_booking(trigger: Trigger, live: Live) -> Episode:
    if live.booking is None:
        return Episode(over=_("The booking is no longer there"))
    at = live.booking.starts_at if trigger.anchor is Anchor.begins else live.booking.ends_at
    return Episode(f"{trigger.anchor}:{at.isoformat()}", at)


def _of_talk(trigger: Trigger, live: Live) -> Episode:
    talk = live.talk
    if talk is None:
        return Episode(over=_("There is no conversation"))
    if talk.status == "closed":
        return Episode(over=_("The conversation was closed"))
    if trigger.anchor is Anchor.waiting:
        since = talk.waiting_since
        return Episode(f"waiting:{since.isoformat()}", since) if since else Episode(over=_("Somebody on the team has answered"))
    if talk.answered_at is None or (talk.last_inbound_at and talk.last_inbound_at > talk.answered_at):
        return Episode(over=_("The client has answered"))
    return Episode(f"answered:{talk.answered_at.isoformat()}", talk.answered_at)


# What is said where its subject no longer stands as the trigger wants it.
OVER = {
    "cancelled": _("The booking was cancelled"),
    "no_show": _("The client did not come"),
    "completed": _("The visit is completed already"),
    "pending": _("The booking is not confirmed"),
    "confirmed": _("The booking stands again"),
}
FORM_OVER = {"waived": _("The form was waived")}


def _over(trigger: Trigger, live: Live) -> str:
    if live.contact and live.contact.archived_at:
        return _("The contact is archived")
    if not trigger.stands:
        return ""
    if trigger.about is About.booking and live.booking and live.booking.status not in trigger.stands:
        return OVER[live.booking.status]
    if trigger.about is About.form and live.form and live.form.status not in trigger.stands:
        return FORM_OVER.get(live.form.status, _("The form is filled in"))
    return ""


# ── when ─────────────────────────────────────────────────


def due(trigger: Trigger, anchor: datetime, delay: int) -> datetime:
    """The moment the rule acts: before the anchor or after it."""
    by = timedelta(minutes=delay)
    return anchor - by if trigger.anchor is Anchor.begins else anchor + by


def on_open_day(moment: datetime, timezone: str, closed: Closed) -> datetime:
    """The moment, or the same time of day on the next day the business is open."""
    wall = local(moment, timezone)
    day = wall.date()
    for _day in range(366):
        if not any(first <= day <= last for first, last in closed):
            break
        day += timedelta(days=1)
    if day == wall.date():
        return moment
    return datetime.combine(day, wall.time(), zone(timezone)).astimezone(moment.tzinfo)


def missed(trigger: Trigger, when: datetime, anchor: datetime, known: datetime, delay: int) -> str:
    """Why there is no point in waiting: it came to be known only after the moment had passed."""
    if trigger.anchor is not Anchor.begins or when > known:
        return ""
    return _("It was booked less than {span} before", span=span_text(delay)) if anchor > known else _("The booking has begun")


def too_late(trigger: Trigger, when: datetime, anchor: datetime, now: datetime) -> str:
    """Why it does not act any more: what is due before a booking is late once that begins, all else after three days."""
    if trigger.anchor is Anchor.begins:
        return _("The booking has begun") if now >= anchor else ""
    return _("It would come more than three days late") if now - when > LATEST else ""


def expires(trigger: Trigger, anchor: datetime) -> datetime | None:
    """After which moment a message of it makes no sense any more."""
    return anchor if trigger.anchor is Anchor.begins else None


def span_text(minutes: int) -> str:
    """A delay in one unit where it goes: "45 minutes", "24 hours", "3 days", "6 weeks"."""
    if minutes and minutes % 10080 == 0:
        return plural("{count} week", "{count} weeks", minutes // 10080)
    if minutes > 1440 and minutes % 1440 == 0:
        return plural("{count} day", "{count} days", minutes // 1440)
    if minutes and minutes % 60 == 0:
        return plural("{count} hour", "{count} hours", minutes // 60)
    return plural("{count} minute", "{count} minutes", minutes)
