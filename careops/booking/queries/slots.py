"""Published times and sessions: what there is, who sits in it, and what publishing more would come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import (
    SEATS,
    Booking,
    BookingLine,
    BookingType,
    Occupancy,
    OccupancyKind,
    Provider,
    Slot,
    SlotPattern,
    SlotStatus,
)
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground, ground, survey
from careops.booking.queries.rows import Words, booking_row, words
from careops.booking.queries.series import when_text
from careops.booking.rules import Placed, day_bounds, day_of, moment, place, seconds, shaped
from careops.booking.rules.patterns import Pattern, ordinals, starts_of, times
from careops.booking.rules.series import Asked
from careops.booking.rules.walls import DAY
from careops.booking.schemas.slots import SeatRow, SlotDraft, SlotPatternIn, SlotPatternRow, SlotRow, SlotsDraft
from careops.booking.schemas.wanted import Wanted
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.db import everywhere
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _

MOST = 500  # times in one go
SAYS = {
    "taken": _("Something else is there"),
    "closed": _("Closed that day"),
    "time_off": _("Away at that time"),
    "past": _("In the past"),
}


@dataclass(slots=True)
class Publishing:
    """A time somebody would publish: `how` it can be given, else why not."""

    start: int
    verdict: str
    how: list[Placed] | None = None


# ── what publishing would come to ────────────────────────


def session_ground(db: Session, actor: Actor, type_id: UUID, provider_id: UUID, minutes: int | None) -> Ground:
    """Who and what a session of that service by that provider takes; it is made of nothing that was published before."""
    found = ground(db, Actor.system(actor.workspace), [Wanted(type_id, provider_id)])
    sold = found.sold[0]
    sold.stage.opens = True
    if sold.row.capacity == 1 and not sold.group:
        raise Invalid.field("booking_type_id", "Times are published for services sold by published times or by seats")
    for serving in sold.stage.servings:
        if minutes is not None:
            serving.shape = shaped(minutes, sold.row.buffer_before, sold.row.buffer_after)
    return found


def publishing(db: Session, found: Ground, starts: Sequence[int], *, over: bool = False) -> list[Publishing]:
    """Each time with its verdict, read at once; what one would take is taken for the next. `over` closed days and time off."""
    at = seconds(clock.now())
    if not starts:
        return []
    survey(db, found, at, min(starts) - DAY, max(starts) + DAY)
    stage = found.stages[0]
    stage.sessions = []  # a new time never joins one that is there
    asked = Asked(found.stages, found.offer, at, 1, customer=False)
    made: list[Publishing] = []
    for start in sorted(set(starts)):
        why = "" if over else _in_the_way(found, start, at)
        how = None if why else place(found.stages, found.offer, start, at, offered=False)
        if how:
            asked.remember(how)
        made.append(Publishing(start, why or ("free" if how else "taken"), how))
    return made


def _in_the_way(found: Ground, start: int, at: int) -> str:
    """What nobody publishes over by the dozen."""
    serving = found.stages[0].servings[0]
    subject, end = serving.subject, start + serving.shape.duration
    if start <= at:
        return "past"
    if subject.plan.closure(day_of(subject.plan.timezone, start)) is not None:
        return "closed"
    return "time_off" if any(low < end and start < high for low, high in subject.off) else ""


def plan_slots(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    provider_id: UUID,
    starts_at: Sequence[Any],
    minutes: int | None = None,
) -> SlotsDraft:
    """What would be published, and what clashes; a fixed number of statements however many times."""
    actor.require(Permission.bookings_view)
    found = session_ground(db, actor, booking_type_id, provider_id, minutes)
    return draft_row(publishing(db, found, [seconds(start) for start in starts_at]), found.timezone, words(db, actor))


def plan_pattern(db: Session, actor: Actor, *, pattern: SlotPatternIn) -> SlotsDraft:
    """What a weekly pattern would publish in its first weeks."""
    actor.require(Permission.bookings_view)
    found = session_ground(db, actor, pattern.booking_type_id, pattern.provider_id, None)
    first = max(pattern.first_day.toordinal(), day_of(found.timezone, seconds(clock.now())))
    last = first + 7 * pattern.weeks_ahead - 1
    last = min(last, pattern.last_day.toordinal()) if pattern.last_day else last
    starts = list(times(rule_of(pattern, found), found.timezone, first, last))
    if len(starts) > MOST:
        raise Invalid.field("weeks_ahead", "These are more times than can be published at once: {most} at most", most=MOST)
    return draft_row(publishing(db, found, starts), found.timezone, words(db, actor))


def rule_of(pattern: SlotPattern | SlotPatternIn, found: Ground) -> Pattern:
    """A pattern as the rules count with it: times as long as the service, at least its buffers apart."""
    row, minutes = found.sold[0].row, found.stages[0].servings[0].shape.duration // 60
    excluded = pattern.excluded if isinstance(pattern, SlotPattern) else [day.isoformat() for day in pattern.excluded]
    return Pattern(
        pattern.weekdays,
        pattern.from_minute,
        pattern.to_minute,
        minutes,
        max(pattern.pause, row.buffer_before + row.buffer_after),
        [(begin, end) for begin, end in pattern.breaks],
        ordinals(excluded),
    )


def draft_row(planned: Iterable[Publishing], timezone: str, said: Words) -> SlotsDraft:
    """The same as a reader gets it."""
    shown = [draft_time(one, timezone, said) for one in planned]
    free = sum(1 for one in shown if one.verdict == "free")
    return SlotsDraft(times=shown, free=free, conflicts=len(shown) - free)


def draft_time(one: Publishing, timezone: str, said: Words) -> SlotDraft:
    """One time in words."""
    says = _(SAYS[one.verdict], said.locale) if one.verdict in SAYS else ""
    return SlotDraft(starts_at=moment(one.start), when=when_text(one.start, timezone, said), verdict=one.verdict, says=says)


# ── what there is ────────────────────────────────────────


def slots(
    db: Session,
    actor: Actor,
    *,
    from_: date,
    to: date,
    booking_type_id: UUID | None = None,
    provider_id: UUID | None = None,
    pattern_id: UUID | None = None,
    cancelled: bool = False,
) -> list[SlotRow]:
    """Published times and open sessions on the business's days from `from_` to `to`, in order; two statements however many."""
    actor.require(Permission.bookings_view)
    if not 0 <= (to - from_).days <= 92:
        raise Invalid.field("to", "Ask for 1 to 93 days at a time")
    zone = business.profile(db, actor).timezone
    low, high = day_bounds(zone, from_.toordinal())[0], day_bounds(zone, to.toordinal())[1]
    where: list[Any] = [col(Slot.starts) >= low, col(Slot.starts) < high]
    if not cancelled:
        where.append(col(Slot.status) != SlotStatus.cancelled)
    for column, value in ((Slot.booking_type_id, booking_type_id), (Slot.provider_id, provider_id), (Slot.pattern_id, pattern_id)):
        if value is not None:
            where.append(col(column) == value)
    return _rows(db, actor, *where)


def slot(db: Session, actor: Actor, *, slot_id: UUID) -> SlotRow:
    """One of them; NotFound for strangers."""
    actor.require(Permission.bookings_view)
    found = _rows(db, actor, col(Slot.id) == slot_id)
    if not found:
        raise NotFound
    return found[0]


def _rows(db: Session, actor: Actor, *where: Any) -> list[SlotRow]:
    said = words(db, actor)
    at = seconds(said.now)
    alive = sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > at)
    seats = sa.select(sa.func.count(col(Occupancy.id))).where(col(Occupancy.slot_id) == col(Slot.id), col(Occupancy.lane) >= SEATS, alive)
    question = (
        sa.select(
            Slot,
            col(BookingType.name),
            col(Provider.name),
            col(Provider.timezone),
            seats.where(col(Occupancy.kind) == OccupancyKind.booking).scalar_subquery(),
            seats.where(col(Occupancy.kind) == OccupancyKind.hold).scalar_subquery(),
        )
        .join(BookingType, col(BookingType.id) == col(Slot.booking_type_id))
        .join(Provider, col(Provider.id) == col(Slot.provider_id))
        .where(*where)
        .order_by(col(Slot.starts), col(Slot.id))
    )
    return [_row(one, type_, who, zone, taken, held, said) for one, type_, who, zone, taken, held in ask(db, question)]


def _row(found: Slot, type_name: str, provider_name: str, zone: str, taken: int, held: int, said: Words) -> SlotRow:
    begin, end = moment(found.starts), moment(found.ends)
    here = clock.local(begin, zone).date()
    return SlotRow(
        id=found.id,
        version=found.version,
        booking_type_id=found.booking_type_id,
        type_name=type_name,
        provider_id=found.provider_id,
        provider_name=provider_name,
        starts_at=begin,
        ends_at=end,
        timezone=zone,
        day=here,
        day_text=when.day_text(clock.local(said.now, zone).date(), here, said.locale),
        time_range=when.range_text(begin, end, zone, said.locale, said.hour_cycle),
        capacity=found.capacity,
        taken=taken,
        held=held,
        free=max(0, found.capacity - taken - held),
        status="over" if found.status == SlotStatus.open and end <= said.now else found.status,
        published=found.published,
        pattern_id=found.pattern_id,
        note=found.note,
    )


def seats(db: Session, actor: Actor, *, slot_id: UUID) -> list[SeatRow]:
    """Who sits in it, seat by seat; then who had a seat and cancelled."""
    actor.require(Permission.bookings_view)
    slot(db, actor, slot_id=slot_id)
    said = words(db, actor)
    lane = (
        sa.select(sa.func.min(col(Occupancy.lane)))
        .where(col(Occupancy.booking_id) == col(Booking.id), col(Occupancy.slot_id) == slot_id, col(Occupancy.lane) >= SEATS)
        .scalar_subquery()
    )
    mine = sa.select(col(BookingLine.booking_id)).where(col(BookingLine.slot_id) == slot_id)
    question = sa.select(Booking, lane).where(col(Booking.id).in_(mine)).order_by(col(Booking.created_at), col(Booking.id))
    found = [SeatRow(seat=seat - SEATS + 1 if seat else None, booking=booking_row(one, said)) for one, seat in ask(db, question)]
    return sorted(found, key=lambda one: (one.seat is None, one.seat or 0))


# ── patterns ─────────────────────────────────────────────


def slot_patterns(db: Session, actor: Actor) -> list[SlotPatternRow]:
    """Every weekly pattern, those that publish first; one statement."""
    actor.require(Permission.bookings_view)
    return _pattern_rows(db, actor)


def slot_pattern(db: Session, actor: Actor, *, pattern_id: UUID) -> SlotPatternRow:
    """One of them."""
    actor.require(Permission.bookings_view)
    found = _pattern_rows(db, actor, col(SlotPattern.id) == pattern_id)
    if not found:
        raise NotFound
    return found[0]


def patterned(db: Session) -> list[UUID]:
    """The businesses that have patterns that publish."""
    with everywhere(db):
        return list(db.scalars(sa.select(col(SlotPattern.workspace_id)).where(col(SlotPattern.active)).distinct()))


def _pattern_rows(db: Session, actor: Actor, *where: Any) -> list[SlotPatternRow]:
    said = words(db, actor)
    coming = (
        sa.select(sa.func.count(col(Slot.id)))
        .where(col(Slot.pattern_id) == col(SlotPattern.id), col(Slot.starts) > seconds(said.now), col(Slot.status) != SlotStatus.cancelled)
        .scalar_subquery()
    )
    question = (
        sa.select(SlotPattern, col(BookingType.name), col(BookingType.duration), col(Provider.name), coming)
        .join(BookingType, col(BookingType.id) == col(SlotPattern.booking_type_id))
        .join(Provider, col(Provider.id) == col(SlotPattern.provider_id))
        .where(*where)
        .order_by(col(SlotPattern.active).desc(), col(BookingType.name), col(SlotPattern.id))
    )
    return [_pattern_row(one, type_, minutes, who, count, said) for one, type_, minutes, who, count in ask(db, question)]


def _pattern_row(found: SlotPattern, type_name: str, minutes: int, provider_name: str, coming: int, said: Words) -> SlotPatternRow:
    names = ", ".join(when.weekday_name(day, said.locale, short=True) for day in sorted(found.weekdays))
    rule = Pattern(found.weekdays, found.from_minute, found.to_minute, minutes, found.pause, [(one[0], one[1]) for one in found.breaks])
    sentence = _(
        "{days}, {begin}–{end}, {count} a day",
        said.locale,
        days=names,
        begin=minute_text(found.from_minute),
        end=minute_text(found.to_minute),
        count=len(starts_of(rule)),
    )
    return SlotPatternRow(
        **found.model_dump(exclude={"workspace_id", "excluded"}),
        excluded=[date.fromisoformat(day) for day in found.excluded],
        type_name=type_name,
        provider_name=provider_name,
        sentence=sentence,
        coming=coming,
    )


def minute_text(minute: int) -> str:
    """A wall minute as forms write it: "09:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"
