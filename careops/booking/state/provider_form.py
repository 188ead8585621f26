"""A provider as the editor shows them, and what was typed there: plain rows and plain functions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from careops.booking.schemas import ProviderKind, ProviderRow, ScheduleRow, TimeOffRow
from careops.core import when
from careops.core.clock import zone
from careops.core.errors import Invalid
from careops.core.i18n import plural
from careops.core.i18n import text as _

TIME = re.compile(r"([01]?\d|2[0-4])(?:[:.h]([0-5]\d))?")
DAY_MINUTES = 1440


@dataclass(frozen=True)
class SpanLine:
    """A stretch of work; the names are those of its two fields."""

    key: str
    begins: str
    ends: str
    start: str = ""
    end: str = ""
    removed: bool = False


@dataclass(frozen=True)
class DayLine:
    """A weekday with its stretches."""

    weekday: int
    name: str
    add: str
    spans: list[SpanLine] = field(default_factory=list[SpanLine])


@dataclass(frozen=True)
class DateLine:
    """A date with hours of its own."""

    day: str
    words: str
    hours: str
    remove: str


@dataclass(frozen=True)
class OffLine:
    """Time off, and what is booked in it all the same."""

    id: str
    words: str
    reason: str
    clashes: str
    remove: str


@dataclass(frozen=True)
class ServicePick:
    """A service they do, or could."""

    id: str
    name: str
    checked: bool


# ── what is there ────────────────────────────────────────


def week_lines(row: ScheduleRow | None, first_weekday: int = 0) -> list[DayLine]:
    """The week in fields, beginning on the workspace's first day."""
    blocks = {day.weekday: day.hours for day in row.week} if row else {}
    return [
        DayLine(
            day,
            when.weekday_name(day),
            _("Add hours on {day}", day=when.weekday_name(day)),
            [span_line(day, str(at), _shown(block.start), _shown(block.end)) for at, block in enumerate(blocks.get(day, []))],
        )
        for day in when.weekdays(first_weekday)
    ]


def span_line(weekday: int, key: str, start: str = "", end: str = "") -> SpanLine:
    """One stretch on that weekday."""
    return SpanLine(key, f"day-{weekday}-{key}-start", f"day-{weekday}-{key}-end", start, end)


def _shown(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def date_lines(row: ScheduleRow) -> list[DateLine]:
    """The dates ahead that differ from the week."""
    return [
        DateLine(
            one.day.isoformat(),
            one.day_text,
            ", ".join(block.text for block in one.hours) or _("Does not work"),
            _("Remove the hours of {day}", day=one.day_text),
        )
        for one in row.overrides
    ]


def off_lines(rows: Sequence[TimeOffRow]) -> list[OffLine]:
    """The time off ahead."""
    return [OffLine(str(one.id), one.when, one.reason, clash_words(one), _("Remove the time off, {when}", when=one.when)) for one in rows]


def clash_words(one: TimeOffRow) -> str:
    """What is booked in it, in a few words; nothing when nothing is."""
    if not one.bookings:
        return ""
    first = ", ".join(f"{row.contact_name} ({row.when})" for row in one.bookings[:2])
    more = len(one.bookings) - 2
    return first if more <= 0 else plural("{names} and {count} more booking", "{names} and {count} more bookings", more, names=first)


def said_of(row: ProviderRow) -> dict[str, str]:
    """The provider's own fields."""
    said = {name: str(getattr(row, name)) for name in ("name", "timezone", "capacity")}
    said |= {name: str(value) if (value := getattr(row, name)) is not None else "" for name in ("max_per_day", "max_per_week", "member_id")}
    return said | {name: "on" if getattr(row, name) else "" for name in ("active", "always_open")}


# ── what was typed ───────────────────────────────────────


def fields_of(form: Mapping[str, Any], kind: str, picks: Sequence[ServicePick]) -> dict[str, Any]:
    """What was typed about the provider themself, as the fields of a change."""
    fields: dict[str, Any] = {"name": _text(form, "name"), "timezone": _text(form, "timezone") or None, "active": _on(form, "active")}
    if kind == ProviderKind.resource:
        return fields | {"capacity": _text(form, "capacity") or "1", "always_open": _on(form, "always_open")}
    fields |= {name: _text(form, name) or None for name in ("max_per_day", "max_per_week", "member_id")}
    return fields | {"booking_type_ids": [pick.id for pick in picks if _on(form, f"does-{pick.id}")]}


def week_of(form: Mapping[str, Any], week: Sequence[DayLine]) -> list[dict[str, Any]]:
    """The week that was typed; Invalid names the field of a time that is none. An end that is not after its start is on the next day."""
    return [
        {
            "weekday": day.weekday,
            "hours": [_span(form, span) for span in day.spans if not span.removed and (_text(form, span.begins) or _text(form, span.ends))],
        }
        for day in week
    ]


def _span(form: Mapping[str, Any], line: SpanLine) -> dict[str, int]:
    start, end = _minute(_text(form, line.begins), line.begins), _minute(_text(form, line.ends), line.ends)
    return _stretch(start, end)


def _stretch(start: int, end: int) -> dict[str, int]:
    start %= DAY_MINUTES
    return {"start": start, "end": end if end > start else end + DAY_MINUTES}


def _minute(typed: str, name: str) -> int:
    found = TIME.fullmatch(typed)
    if found is None:
        raise Invalid.field(name, "Give a time like 09:00")
    return min(int(found[1]) * 60 + int(found[2] or 0), DAY_MINUTES)


def hours_of(typed: str, name: str = "hours") -> list[dict[str, int]]:
    """Hours as they are written in a line: "09:00–12:00, 13:00–17:00"; nothing means none."""
    stretches = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
    found: list[dict[str, int]] = []
    for stretch in stretches:
        ends = [part.strip() for part in re.split(r"\s*(?:–|—|-|to)\s*", stretch)]
        if len(ends) != 2:
            raise Invalid.field(name, "Give hours like 09:00–12:00, 13:00–17:00")
        found.append(_stretch(_minute(ends[0], name), _minute(ends[1], name)))
    return found


def moment_of(typed: str, timezone: str, name: str) -> datetime:
    """The moment a wall clock of that zone shows what was typed in a field of day and time."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone(timezone), fold=0)
    except ValueError:
        raise Invalid.field(name, "Choose a day and a time") from None


def _text(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _on(form: Mapping[str, Any], name: str) -> bool:
    return form.get(name) not in (None, "", False, "false")
