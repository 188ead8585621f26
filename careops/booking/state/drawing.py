"""A day's bookings placed: from what the queries tell to the rows the kit draws, for the calendar and for Today's ribbon."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from careops.booking.schemas import BookingRow, DayBooking, DayColumn, DayView
from careops.core import clock, when
from careops.core.i18n import text as _
from careops.ui.kit.rows import Block, Closed, Day, Hour, Lane, share

STATUS_WORDS = {
    "pending": _("To confirm"),
    "confirmed": _("Confirmed"),
    "completed": _("Completed"),
    "no_show": _("No-show"),
    "cancelled": _("Cancelled"),
    "started": _("Happening now"),
}
TINY = 30  # minutes: a shorter block has room for one line only
NEAR = 20  # minutes: an hour's label nearer to now lies under its pill

Address = Callable[[BookingRow], str]


@dataclass(frozen=True)
class DayPage:
    """A day ready to be drawn."""

    iso: str = ""
    title: str = ""
    short_title: str = ""
    is_today: bool = False
    before: str = ""
    after: str = ""
    hours: list[Hour] = field(default_factory=list)
    hour_count: int = 10
    lanes: list[Lane] = field(default_factory=list)
    week: list[Day] = field(default_factory=list)
    now: str = ""
    now_at: str = ""


def day_page(
    view: DayView, *, moment: datetime, address: Address, link: Callable[[date], str], who: str = "", current: str = ""
) -> DayPage:
    """The day as a page: `address` says where a booking leads, `link` where another day does, `who` whose column a phone shows."""
    here = clock.local(moment, view.timezone)
    is_today = here.date() == view.date
    minute = here.hour * 60 + here.minute
    shows_now = is_today and view.opens <= minute <= view.closes
    return DayPage(
        iso=view.date.isoformat(),
        title=when.long_date(view.date, view.locale, year=view.date.year != here.year),
        short_title=when.date_text(view.date, view.locale),
        is_today=is_today,
        before=link(view.date - timedelta(days=1)),
        after=link(view.date + timedelta(days=1)),
        hours=_hours(view, minute if shows_now else None),
        hour_count=max(1, (view.closes - view.opens) // 60),
        lanes=_lanes(view, minute if is_today else None, moment, address, who, current),
        week=_week(view.date, link),
        now=when.clock_text(here) if shows_now else "",
        now_at=share(minute - view.opens, view.closes - view.opens) if shows_now else "",
    )


def _hours(view: DayView, minute: int | None) -> list[Hour]:
    """The whole hours; the one the pill of the time now would cover says nothing."""
    whole = range(-(-view.opens // 60), view.closes // 60 + 1)
    hidden = {hour for hour in whole if minute is not None and abs(hour * 60 - minute) < NEAR}
    return [
        Hour(label="" if hour in hidden else f"{hour % 24:02}:00", at=share(hour * 60 - view.opens, view.closes - view.opens))
        for hour in whole
    ]


def _week(day: date, link: Callable[[date], str]) -> list[Day]:
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=i) for i in range(7)]
    return [Day(name=when.weekday_name(d.weekday(), short=True), number=str(d.day), href=link(d), current=d == day) for d in days]


def _lanes(view: DayView, minute: int | None, moment: datetime, address: Address, who: str, current: str) -> list[Lane]:
    known = any(str(column.provider.id) == who for column in view.columns)
    return [
        Lane(
            id=str(column.provider.id),
            name=column.provider.name.split()[0],
            full_name=column.provider.name,
            initials=column.provider.initials,
            tint=column.provider.tint,
            about=", ".join(block.text for block in column.hours) or _("Not working"),
            href=f"?date={view.date}&who={column.provider.id}",
            chosen=str(column.provider.id) == who if known else position == 0,
            blocks=_blocks(view, column, minute, moment, address, current),
            closed=_closed(view, column),
        )
        for position, column in enumerate(view.columns)
    ]


def _closed(view: DayView, column: DayColumn) -> list[Closed]:
    """The gaps between a provider's hours, hatched; a break in the middle says so."""
    whole, at, gaps = view.closes - view.opens, view.opens, list[tuple[int, int]]()
    for block in [*column.hours]:
        gaps.append((at, block.start))
        at = max(at, block.end)
    gaps.append((at, view.closes))
    return [
        Closed(
            left=share(start - view.opens, whole),
            top=share(start - view.opens, whole),
            width=share(end - start, whole),
            height=share(end - start, whole),
            label=_("Break") if view.opens < start and end < view.closes and end - start >= TINY else "",
            said=_("Closed"),
        )
        for start, end in gaps
        if start < end
    ]


def _blocks(view: DayView, column: DayColumn, minute: int | None, moment: datetime, address: Address, current: str) -> list[Block]:
    coming = [entry for entry in column.bookings if minute is not None and entry.start > minute and entry.booking.status in LIVE]
    following = coming[0].booking.id if coming else None
    return [_block(view, entry, moment, address, current, entry.booking.id == following) for entry in column.bookings]


LIVE = {"pending", "confirmed"}


def state_of(row: BookingRow, moment: datetime) -> str:
    """The shape a booking has now: its status, or started while it happens."""
    return "started" if row.status == "confirmed" and row.starts_at <= moment < row.ends_at else row.status


def _block(view: DayView, entry: DayBooking, moment: datetime, address: Address, current: str, following: bool) -> Block:
    row, whole = entry.booking, view.closes - view.opens
    state = state_of(row, moment)
    place, length = share(entry.start - view.opens, whole), share(entry.end - entry.start, whole)
    after = entry.blocked_end - entry.end
    return Block(
        id=str(row.id),
        href=address(row),
        who=row.contact_name,
        short=row.contact_name.split()[0] if row.contact_name else "",
        service=row.type_name,
        time=row.time,
        state=state,
        state_label=STATUS_WORDS[state],
        lasts=row.duration_text,
        left=place,
        top=place,
        width=length,
        height=length,
        when=_tense(state, row, moment, following),
        tiny=entry.end - entry.start < TINY,
        current=str(row.id) == current,
        buffer_top=share(entry.end - view.opens, whole) if after else "",
        buffer_height=share(after, whole) if after else "",
        buffer_label=_("{minutes} min buffer", minutes=after) if after and row.status in LIVE else "",
    )


def _tense(state: str, row: BookingRow, moment: datetime, following: bool) -> str:
    if state == "started":
        return "now"
    if row.ends_at <= moment:
        return "past"
    return "next" if following else "later"
