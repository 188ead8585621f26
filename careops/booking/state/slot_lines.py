"""Published times, patterns and what publishing would come to, as the screen shows them."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas.slots import SlotDraft, SlotPatternRow, SlotRow
from careops.booking.state.asked import read_day, week_of
from careops.booking.state.words import Choice
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.i18n import plural
from careops.core.i18n import text as _

STATES = {"open": _("Open"), "closed": _("Closed"), "cancelled": _("Cancelled"), "over": _("Over")}
TONES = {"open": "ok", "closed": "warn", "cancelled": "danger", "over": ""}


@dataclass(frozen=True)
class SlotLine:
    """A published time in the week's list; `head` names the day where a new one begins."""

    id: str
    head: str
    time: str
    service: str
    provider: str
    seats: str
    full: bool
    state: str
    tone: str
    note: str
    href: str


@dataclass(frozen=True)
class DraftLine:
    """A time that would be published, or what is in its way."""

    when: str
    says: str
    free: bool


@dataclass(frozen=True)
class PatternLine:
    """A weekly pattern in words."""

    id: str
    title: str
    sentence: str
    about: str
    active: bool
    to_remove: str


@dataclass(frozen=True)
class Screen:
    """Everything the page shows."""

    title: str
    before: str
    after: str
    lines: list[SlotLine]
    patterns: list[PatternLine]
    types: list[Choice]
    today: str
    timezone: str


def screen(db: Session, actor: Actor, *, day: str) -> Screen:
    """The week of that day, and the patterns."""
    here = business.profile(db, actor)
    today = clock.today(here.timezone)
    first = week_of(read_day(day) or today, here.first_weekday)
    rows = bookings.slots(db, actor, from_=first, to=first + timedelta(days=6))
    types = [row for row in bookings.booking_types(db, actor) if row.active and (row.capacity > 1 or row.offered == "slots")]
    return Screen(
        title=when.days_text(today, first, first + timedelta(days=6), here.spoken()),
        before=f"/app/slots?from={first - timedelta(days=7)}",
        after=f"/app/slots?from={first + timedelta(days=7)}",
        lines=[line(row, rows[at - 1] if at else None) for at, row in enumerate(rows)],
        patterns=[pattern_line(row) for row in bookings.slot_patterns(db, actor)],
        types=[Choice(str(row.id), row.name) for row in types],
        today=max(today, first).isoformat(),
        timezone=here.timezone,
    )


def line(row: SlotRow, before: SlotRow | None) -> SlotLine:
    """A time in words."""
    return SlotLine(
        id=str(row.id),
        head=row.day_text if before is None or before.day != row.day else "",
        time=row.time_range,
        service=row.type_name,
        provider=row.provider_name,
        seats=_("{taken} of {capacity} taken", taken=row.taken + row.held, capacity=row.capacity),
        full=row.free == 0,
        state=STATES[row.status],
        tone=TONES[row.status],
        note=row.note,
        href=f"/app/slots/{row.id}",
    )


def pattern_line(row: SlotPatternRow) -> PatternLine:
    """A pattern in words."""
    until = _("until {day}", day=when.long_date(row.last_day, year=True)) if row.last_day else _("until you stop it")
    about = [plural("{count} time ahead", "{count} times ahead", row.coming), until]
    return PatternLine(
        id=str(row.id),
        title=_("{service} with {provider}", service=row.type_name, provider=row.provider_name),
        sentence=row.sentence,
        about=", ".join(about) if row.active else _("Publishes no more"),
        active=row.active,
        to_remove=_("Remove the pattern of {service}", service=row.type_name),
    )


def draft_line(row: SlotDraft) -> DraftLine:
    """A time of the preview."""
    return DraftLine(row.when, row.says, row.verdict == "free")
