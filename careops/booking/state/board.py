"""Days as the board's columns: from what the calendar's query tells to the rows the kit draws."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from careops.booking.rules import day_bounds, moment, seconds
from careops.booking.schemas.calendar import CalendarColumn, CalendarDay, CalendarEntry
from careops.booking.state.words import LIVE, STATUS_WORDS, state_of
from careops.business.schemas import BusinessRow
from careops.core import clock, when
from careops.core.i18n import text as _
from careops.ui.kit.calendar import NEVER, Block, Column, Mark, Shade, side_by_side

SHORTEST = 5  # minutes: a block shorter than that could not be seen
NEAR = 20  # minutes: an hour's label nearer to now lies under its pill
NINE, FIVE = 9 * 60, 17 * 60


@dataclass(frozen=True)
class Part:
    """What may be picked up: the piece of a booking that a block stands for, and when it begins."""

    booking_id: str
    column: str
    starts: int
    minutes: int
    whole: bool  # the booking is this piece alone: its end may be pulled


@dataclass(frozen=True)
class Axis:
    """What is drawn of each day, in minutes since it began."""

    opens: int = NINE
    closes: int = FIVE
    now: str = ""
    now_at: int = NEVER
    scroll_to: int = NINE
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Look:
    """How the days are drawn: for whom, at which moment, with what open, and where a booking or another day leads."""

    host: BusinessRow
    moment: datetime
    member_id: UUID | None
    current: str
    may_change: bool
    booking: Callable[[UUID], str]
    session: Callable[[UUID], str]
    day: Callable[[date], str]

    def clock(self, at: datetime) -> str:
        """A moment's time on the business's clock."""
        return when.time_text(at, self.host.timezone, self.host.spoken(), self.host.hour_cycle)


# ── columns ──────────────────────────────────────────────


def by_provider(day: CalendarDay, look: Look, drawn: Axis) -> tuple[list[Column], dict[str, Part]]:
    """A day with a column for everybody, people first."""
    people = [one for one in day.columns if one.provider.kind == "person"]
    rooms = [one for one in day.columns if one.provider.kind != "person"]
    mine = next((one.provider.id for one in people if look.member_id and one.provider.member_id == look.member_id), None)
    parts: dict[str, Part] = {}
    seen = _counted(people)
    columns: list[Column] = []
    for one in [*people, *rooms]:
        id = str(one.provider.id)
        blocks: list[Block] = []
        for entry in one.entries:
            name = _name(entry, id, parts)
            movable = one.provider.kind == "person" and _may_move(entry, look)
            parts[name] = _part(day, entry, id, whole=seen.get(entry.id) == 1)
            blocks.append(_block(entry, name, look, movable=movable, whole=seen.get(entry.id) == 1))
        columns.append(
            Column(
                id=id,
                name=one.provider.name.split()[0] if one.provider.kind == "person" else one.provider.name,
                full_name=one.provider.name,
                about=_about(one),
                initials=one.provider.initials if one.provider.kind == "person" else "",
                tint=one.provider.tint,
                current=one.provider.id == mine,
                now=NEVER if _now(day, look) == NEVER else drawn.now_at,
                turns_at=NEVER if day.turns_at is None else day.turns_at,
                turns_by=day.turns_by,
                blocks=side_by_side(blocks),
                shades=_within(_shades(day, one), drawn),
            )
        )
    return columns, parts


def by_day(days: list[CalendarDay], look: Look, drawn: Axis) -> tuple[list[Column], dict[str, Part]]:
    """Several days, each a column: of one provider, or of everybody's bookings side by side."""
    parts: dict[str, Part] = {}
    columns: list[Column] = []
    for day in days:
        alone = len(day.columns) == 1
        shown = day.columns if alone else [one for one in day.columns if one.provider.kind == "person"]
        seen = _counted(shown)
        blocks: dict[str, Block] = {}
        for one in shown:
            for entry in one.entries:
                name = str(entry.id)
                if name not in blocks and not (entry.kind == "hold" and not alone):
                    whole = seen[entry.id] == 1
                    parts[name] = _part(day, entry, day.date.isoformat(), whole=whole)
                    blocks[name] = _block(entry, name, look, movable=_may_move(entry, look), whole=whole)
        here = clock.local(look.moment, look.host.timezone).date()
        columns.append(
            Column(
                id=day.date.isoformat(),
                name=f"{when.weekday_name(day.date.weekday(), look.host.spoken(), short=True)} {day.date.day}",
                full_name=when.long_date(day.date, look.host.spoken()),
                about=day.closed or (", ".join(block.text for block in shown[0].hours) if alone else _how_many(day)),
                href=look.day(day.date),
                current=day.date == here,
                now=NEVER if _now(day, look) == NEVER else drawn.now_at,
                turns_at=NEVER if day.turns_at is None else day.turns_at,
                turns_by=day.turns_by,
                blocks=side_by_side(blocks.values()),
                shades=_within(_shades(day, shown[0]) if alone else _all_closed(day, shown), drawn),
            )
        )
    return columns, parts


def axis(days: list[CalendarDay], look: Look) -> Axis:
    """The hours somebody works or is booked, whole; and now, where it is among them."""
    columns = [one for day in days for one in day.columns]
    spans = [(block.start, block.end) for one in columns if not one.provider.always_open for block in one.hours]
    spans += [(entry.blocked_start, entry.blocked_end) for one in columns for entry in one.entries]
    longest = max((day.length for day in days), default=1440)
    opens = min((start for start, _end in spans), default=NINE) // 60 * 60
    closes = min(longest, max((-(-end // 60) * 60 for _start, end in spans), default=FIVE))
    closes = max(closes, opens + 60)
    today = next((day for day in days if _now(day, look) != NEVER), None)
    now = _now(today, look) if today else NEVER
    shows_now = opens <= now <= closes
    return Axis(
        opens=opens,
        closes=closes,
        now=look.clock(look.moment) if shows_now else "",
        now_at=now if shows_now else NEVER,
        scroll_to=max(opens, now - 90) if shows_now else opens,
        marks=[Mark(at, "" if shows_now and abs(at - now) < NEAR else _hour(days[0], at, look)) for at in range(opens, closes + 1, 60)],
    )


def _hour(day: CalendarDay, at: int, look: Look) -> str:
    """An hour of the axis; where clocks turn, what they show."""
    return look.clock(moment(begins(day) + 60 * at))


def begins(day: CalendarDay) -> int:
    """The moment the day begins."""
    return day_bounds(day.timezone, day.date.toordinal())[0]


def _now(day: CalendarDay, look: Look) -> int:
    minute = (seconds(look.moment) - begins(day)) // 60
    return minute if 0 <= minute < day.length else NEVER


def _line(day: CalendarDay, look: Look, drawn: Axis) -> int:
    """Where the line of the time now crosses the day; nowhere before the first hour drawn and after the last."""
    now = _now(day, look)
    return now if drawn.opens <= now <= drawn.closes else NEVER


def _about(one: CalendarColumn) -> str:
    if one.provider.kind != "person":
        return _("Room for {count}", count=one.provider.capacity) if one.provider.capacity > 1 else _("Resource")
    return ", ".join(block.text for block in one.hours) or _("Not working")


def _how_many(day: CalendarDay) -> str:
    count = day.figures.bookings
    return _("1 booking") if count == 1 else _("{count} bookings", count=count) if count else ""


# ── blocks ───────────────────────────────────────────────


def _counted(columns: Iterable[CalendarColumn]) -> dict[UUID, int]:
    """In how many of the columns each booking stands."""
    seen: dict[UUID, int] = {}
    for one in columns:
        for entry in one.entries:
            seen[entry.id] = seen.get(entry.id, 0) + 1
    return seen


def _name(entry: CalendarEntry, column: str, known: dict[str, Part]) -> str:
    """What acts call the block: the booking, or the booking in that column where it stands in an earlier one."""
    return str(entry.id) if str(entry.id) not in known else f"{entry.id}:{column}"


def _part(day: CalendarDay, entry: CalendarEntry, column: str, *, whole: bool) -> Part:
    return Part(str(entry.id), column, begins(day) + 60 * entry.start, entry.end - entry.start, whole)


def _may_move(entry: CalendarEntry, look: Look) -> bool:
    return look.may_change and entry.kind == "booking" and entry.status in LIVE


def _block(entry: CalendarEntry, name: str, look: Look, *, movable: bool, whole: bool) -> Block:
    state = state_of(entry, look.moment)
    gap = entry.gaps[0] if entry.gaps else (entry.start, entry.start)
    after = entry.blocked_end - entry.end
    href = {"booking": look.booking, "session": look.session}.get(entry.kind)
    minutes = max(SHORTEST, entry.end - entry.start)
    return Block(
        id=name,
        at=entry.start,
        minutes=minutes,
        who=entry.title or _("Held"),
        service=entry.service or ("" if entry.kind == "session" else _("for a customer")),
        time=look.clock(entry.starts_at),
        state=state,
        state_label=STATUS_WORDS.get(state, state),
        lasts=when.minutes_text(minutes),
        href=href(entry.id) if href else "#main",
        gap_at=gap[0] - entry.start,
        gap_minutes=gap[1] - gap[0],
        before=entry.start - entry.blocked_start,
        after=after,
        after_label=_("{minutes} min buffer", minutes=after) if after >= 10 and entry.status in LIVE else "",
        seats=_("{taken} of {seats}", taken=entry.seats_taken, seats=entry.seats) if entry.seats else "",
        flag="redo-2" if entry.series else "",
        flag_label=_("Repeats") if entry.series else "",
        current=str(entry.id) == look.current,
        movable=movable,
        resizable=movable and whole,
    )


# ── behind the blocks ────────────────────────────────────


def _shades(day: CalendarDay, one: CalendarColumn) -> list[Shade]:
    """When they do not work, and what they are away for."""
    shades: list[Shade] = []
    at = 0
    for start, end in [*((block.start, block.end) for block in one.hours), (day.length, day.length)]:
        if at < start:
            inside = at > 0 and start < day.length
            label = day.closed or (_("Break") if inside else "")
            shades.append(Shade(at, start - at, "closed", label, "" if label else _("Closed")))
        at = max(at, end)
    names = {"busy": _("Busy elsewhere"), "time_off": _("Time off")}
    away = [
        Shade(off.start, off.end - off.start, "busy" if off.kind == "busy" else "off", off.reason or names[off.kind]) for off in one.off
    ]
    return [*shades, *away]


def _within(shades: Iterable[Shade], drawn: Axis) -> list[Shade]:
    """As much of them as is drawn of the day."""
    cut = ((max(one.at, drawn.opens), min(one.at + one.minutes, drawn.closes), one) for one in shades)
    return [replace(one, at=start, minutes=end - start) for start, end, one in cut if start < end]


def _all_closed(day: CalendarDay, columns: list[CalendarColumn]) -> list[Shade]:
    """When nobody works."""
    spans = sorted((block.start, block.end) for one in columns for block in one.hours)
    shades: list[Shade] = []
    at = 0
    for start, end in [*spans, (day.length, day.length)]:
        if at < start:
            shades.append(Shade(at, start - at, "closed", day.closed, "" if day.closed else _("Closed")))
        at = max(at, end)
    return shades
