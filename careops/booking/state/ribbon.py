"""Today's bookings as a ribbon: providers beside hours, drawn from the same days as the calendar."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas.calendar import CalendarColumn, CalendarDay, CalendarEntry
from careops.booking.state.asked import Asked
from careops.booking.state.board import Axis, Look, axis
from careops.booking.state.words import LIVE, STATUS_WORDS, state_of
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor
from careops.ui.kit.rows import Block, Closed, Hour, Lane, share


@dataclass(frozen=True)
class Ribbon:
    """The day beside its hours."""

    hours: list[Hour] = field(default_factory=list)
    hour_count: int = 10
    lanes: list[Lane] = field(default_factory=list)
    now: str = ""
    now_at: str = ""


def ribbon(db: Session, actor: Actor) -> Ribbon:
    """Today, by whoever works or is booked."""
    host = business.profile(db, actor)
    today = clock.today(host.timezone)
    (day,) = bookings.calendar(db, actor, from_=today, to=today)
    people = [one for one in day.columns if one.provider.kind == "person"]
    asked = Asked(day=today)
    look = Look(host, clock.now(), None, "", False, lambda id: asked.but(booking=id).address, lambda id: f"/app/slots/{id}", lambda _d: "")
    drawn = axis([day.model_copy(update={"columns": people})], look)
    at = _Scale(drawn)
    return Ribbon(
        hours=[Hour(mark.label, at.place(mark.at)) for mark in drawn.marks],
        hour_count=max(1, (drawn.closes - drawn.opens) // 60),
        lanes=[_lane(day, one, at, look) for one in people],
        now=drawn.now,
        now_at=at.place(drawn.now_at) if drawn.now else "",
    )


@dataclass(frozen=True)
class _Scale:
    """Minutes of the day as parts of what is drawn of it."""

    drawn: Axis

    def place(self, minute: int) -> str:
        return share(minute - self.drawn.opens, self.drawn.closes - self.drawn.opens)

    def length(self, minutes: int) -> str:
        return share(minutes, self.drawn.closes - self.drawn.opens)


def _lane(day: CalendarDay, one: CalendarColumn, at: _Scale, look: Look) -> Lane:
    shown = [entry for entry in one.entries if entry.kind != "hold"]
    coming = next((entry.id for entry in shown if entry.starts_at > look.moment and entry.status in LIVE), None)
    return Lane(
        id=str(one.provider.id),
        name=one.provider.name.split()[0],
        full_name=one.provider.name,
        initials=one.provider.initials,
        tint=one.provider.tint,
        blocks=[_block(entry, at, look, following=entry.id == coming) for entry in shown],
        closed=[Closed(left=at.place(low), width=at.length(high - low)) for low, high in _gaps(one, at.drawn)],
    )


def _gaps(one: CalendarColumn, drawn: Axis) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    begin = drawn.opens
    for start, end in [*((block.start, block.end) for block in one.hours), (drawn.closes, drawn.closes)]:
        if begin < start:
            found.append((begin, start))
        begin = max(begin, end)
    return found


def _block(entry: CalendarEntry, at: _Scale, look: Look, *, following: bool) -> Block:
    state = state_of(entry, look.moment)
    return Block(
        id=str(entry.id),
        href=look.booking(entry.id) if entry.kind == "booking" else look.session(entry.id),
        who=entry.title,
        short=entry.title.split()[0] if entry.title else "",
        service=entry.service,
        time=look.clock(entry.starts_at),
        state=state,
        state_label=STATUS_WORDS.get(state, state),
        left=at.place(entry.start),
        width=at.length(entry.end - entry.start),
        when=_tense(state, entry, look.moment, following),
    )


def _tense(state: str, entry: CalendarEntry, moment: datetime, following: bool) -> str:
    if state == "started":
        return "now"
    if entry.ends_at <= moment:
        return "past"
    return "next" if following else "later"
