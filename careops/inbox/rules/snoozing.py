"""Until when something may be put aside: a conversation, or an answer that is to leave later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from careops.core.clock import local, zone
from careops.core.errors import Invalid
from careops.core.i18n import text as _

MORNING = time(9)
LATER = timedelta(hours=3)
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Preset:
    """A moment people often mean, and its name."""

    key: str
    label: str
    until: datetime


def presets(at: datetime, timezone: str) -> list[Preset]:
    """What is offered now, in that zone: in three hours (while it stays today), tomorrow and on Monday in the morning."""
    today = local(at, timezone)
    later = at + LATER
    tomorrow, monday = today.date() + timedelta(days=1), today.date() + timedelta(days=7 - today.weekday())
    found = [Preset("later", _("Later today"), later)] if local(later, timezone).date() == today.date() else []
    found.append(Preset("tomorrow", _("Tomorrow morning"), wall(tomorrow, MORNING, timezone)))
    if monday != tomorrow:
        found.append(Preset("monday", _("Monday morning"), wall(monday, MORNING, timezone)))
    return found


def wall(day: date, at: time, timezone: str) -> datetime:
    """That time on the wall of that zone, as a moment."""
    return datetime.combine(day, at, tzinfo=zone(timezone)).astimezone(UTC)


def typed(said: str, timezone: str) -> datetime:
    """A moment typed into a date and time field ("2026-11-23T09:30"), on the wall of that zone."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise Invalid.field("until", _("Choose a day and a time")) from None
    return at if at.tzinfo else wall(at.date(), at.time(), timezone)


def ahead(until: datetime, at: datetime, name: str) -> datetime:
    """The moment, if it is still to come and not absurdly far away."""
    if until <= at:
        raise Invalid.field(name, _("Choose a time that is still to come"))
    if until > at + FURTHEST:
        raise Invalid.field(name, _("Choose a time within a year"))
    return until
