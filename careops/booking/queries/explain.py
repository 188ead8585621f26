"""Why a time is offered or not: the same reasons the search goes by, told one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, Occupancy, Slot, TimeOff
from careops.booking.models import BookingLine as Line
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground, ground, ground_again, survey
from careops.booking.queries.rows import Words, words
from careops.booking.rules import Bar, Serving, bars, day_bounds, free_starts, grid, moment, place, seconds
from careops.booking.rules.intervals import covers, merged
from careops.booking.rules.walls import DAY
from careops.booking.schemas.calendar import ExplainedTime, Explanation, PreviewRow, Reason
from careops.booking.schemas.wanted import Visit, Wanted
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.core.i18n import text as _


class _Taken:
    """What is in somebody's way around a day, by whom it is in the way of: the words for it are asked once."""

    def __init__(self, db: Session, found: Ground, low: int, high: int, said: Words, but: UUID | None = None) -> None:
        self.said = said
        self.by: defaultdict[UUID, list[tuple[int, int, str]]] = defaultdict(list)
        question = (
            sa.select(Occupancy, col(Booking.contact_name), col(Booking.type_name), col(Slot.id))
            .outerjoin(Booking, col(Booking.id) == col(Occupancy.booking_id))
            .outerjoin(Slot, col(Slot.id) == col(Occupancy.slot_id))
            .where(
                col(Occupancy.provider_id).in_(found.subjects),
                col(Occupancy.blocked_to) > low - DAY,
                col(Occupancy.blocked_from) < high + DAY,
                col(Occupancy.lane) < 1000,
                sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > seconds(said.now)),
            )
            .order_by(col(Occupancy.blocked_from))
        )
        for row, who, what, slot in ask(db, question):
            if but is None or row.booking_id != but:
                words = _("{who}, {service}", who=who, service=what) if who else _("a group session") if slot else _("held for a customer")
                self.by[row.provider_id].append((row.blocked_from, row.blocked_to, words))
        off = sa.select(TimeOff).where(
            col(TimeOff.provider_id).in_(found.subjects), col(TimeOff.ends) > low - DAY, col(TimeOff.starts) < high + DAY
        )
        for row in db.scalars(off):
            self.by[row.provider_id].append((row.starts, row.ends, row.reason or _("time off")))

    def words(self, bar: Bar, serving: Serving, start: int, timezone: str) -> str:
        """What takes the time that this bar is about: "taken 09:30–10:15 (Cleo Marsh, Cut)"."""
        if bar.about is None:
            return ""
        begin, end = start + serving.shape.room[0], start + serving.shape.room[1]
        for low, high, what in self.by[bar.about.id]:
            if low < end and begin < high:
                stretch = when.range_text(moment(low), moment(high), timezone, self.said.locale, self.said.hour_cycle)
                return f"{stretch}: {what}"
        return ""


# ── a day, rule by rule ──────────────────────────────────


def explain(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    day: date,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
) -> Explanation:
    """Every time of the grid on that day where the visit is, and for each who could and why the others cannot."""
    actor.require(Permission.bookings_view)
    said = words(db, actor)
    at = seconds(said.now)
    asked = ground(db, actor, [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also])
    zone = asked.timezone
    low, high = day_bounds(zone, day.toordinal())
    survey(db, asked, at, low, high)
    offered = free_starts(asked.stages, asked.offer, at, low, high, seats)
    taken = _Taken(db, asked, low, high, said)
    able: defaultdict[int, list[str]] = defaultdict(list)
    reasons: defaultdict[int, list[Reason]] = defaultdict(list)
    for serving in asked.stages[0].servings if asked.stages[0].opens else ():
        why = list(_reasons(asked, serving, at, low, high))
        runs = grid(serving.subject.plan, asked.offer, serving.shape.duration, low, high)
        for start in (one for begin, end in runs for one in range(begin, end, 60 * asked.offer.grid_minutes)):
            against = [bar for bar in why if covers(bar.spans, start)]
            reasons[start] += [_reason(asked, bar, serving, start, taken) for bar in against]
            if not against:
                able[start].append(serving.subject.name)
    for session in asked.stages[0].sessions:
        if low <= session.start < high:
            able[session.start].append(_("{seats} seats left in the session", seats=len(session.free)))
    starts = sorted({*able, *reasons, *offered})
    return Explanation(
        date=day,
        timezone=zone,
        service=asked.sold[0].row.name,
        notes=_notes(asked, day),
        times=[
            ExplainedTime(
                time=when.clock_text(clock.local(moment(start), zone), said.locale, said.hour_cycle),
                starts_at=moment(start),
                offered=start in offered,
                by=able[start] if start in offered else [],
                reasons=[] if start in offered else _following(able[start], reasons[start]),
            )
            for start in starts
        ],
    )


def _reasons(asked: Ground, serving: Serving, at: int, low: int, high: int) -> Iterable[Bar]:
    """The search's reasons with the two more that it keeps by where it begins and ends."""
    first, last = asked.offer.reach(serving.subject.plan.timezone, at)
    yield Bar("notice", serving.subject, [(low, first)] if low < first else [])
    yield Bar("window", serving.subject, [(last, high)] if last < high else [])
    for bar in bars(serving, asked.stages[0], asked.offer, low, high, hours=False):
        yield bar._replace(spans=merged(bar.spans))


def _following(able: list[str], reasons: list[Reason]) -> list[Reason]:
    """Where somebody could begin and it is not offered all the same, it is what follows that cannot be given."""
    if not able:
        return reasons
    return [*reasons, Reason(code="following", provider_id=None, provider_name="", text=_("A later service of the visit is not free then"))]


def _reason(asked: Ground, bar: Bar, serving: Serving, start: int, taken: _Taken) -> Reason:
    subject = bar.about
    return Reason(
        code=bar.code,
        provider_id=subject.id if subject else serving.subject.id,
        provider_name=subject.name if subject else serving.subject.name,
        text=_say(asked, bar, serving, start, taken),
    )


def _say(asked: Ground, bar: Bar, serving: Serving, start: int, taken: _Taken) -> str:
    name = bar.about.name if bar.about else serving.subject.name
    row = asked.sold[0].row
    zone = serving.subject.plan.timezone
    match bar.code:
        case "notice":
            return _("Too soon: bookings need {notice} notice", notice=when.minutes_text(row.min_notice) or _("no"))
        case "window":
            return _("Too far ahead for the booking window")
        case "taken":
            return _("{name} is taken, {what}", name=name, what=taken.words(bar, serving, start, zone))
        case "time_off":
            return _("{name} is off, {what}", name=name, what=taken.words(bar, serving, start, zone))
        case "hours":
            return _("{name} does not work then", name=name)
        case "limit":
            return _("{name} takes no more that day or week", name=name)
        case "gap":
            return _("It would leave {name} a hole too short to sell", name=name)
        case _:
            rooms = [_(" or ").join(one.name for one in need) for need in asked.stages[0].needs]
            return _("Nothing is free of: {rooms}", rooms="; ".join(rooms))


def _notes(asked: Ground, day: date) -> list[Reason]:
    """What holds for the whole day."""
    found: list[Reason] = []
    if not asked.sold[0].row.active:
        found.append(Reason(code="inactive", provider_id=None, provider_name="", text=_("The service is not on offer")))
    if not asked.stages[0].servings:
        found.append(Reason(code="nobody", provider_id=None, provider_name="", text=_("Nobody does this service")))
    for serving in asked.stages[0].servings:
        plan, name = serving.subject.plan, serving.subject.name
        closed = plan.closure(day.toordinal())
        if closed is not None:
            return [*found, Reason(code="closed", provider_id=None, provider_name="", text=_("Closed: {name}", name=closed.name))]
        if day.toordinal() in plan.dates:
            text = _("{name} has hours of their own on this date", name=name)
            found.append(Reason(code="date", provider_id=serving.subject.id, provider_name=name, text=text))
        if not plan.stretches(day.toordinal()):
            text = _("{name} does not work that day", name=name)
            found.append(Reason(code="hours", provider_id=serving.subject.id, provider_name=name, text=text))
    return found


# ── one place, before it is taken ────────────────────────


def preview(
    db: Session,
    actor: Actor,
    *,
    starts_at: datetime,
    provider_id: UUID | None = None,
    booking_id: UUID | None = None,
    booking_type_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    duration: int | None = None,
) -> PreviewRow:
    """What staff would run into: an existing booking moved there (or made as long), or a new one of a service."""
    actor.require(Permission.bookings_manage)
    said = words(db, actor)
    at, start = seconds(said.now), seconds(starts_at)
    asked = _again(db, actor, booking_id, provider_id, duration) if booking_id else None
    if asked is None:
        if booking_type_id is None:
            raise NotFound
        asked = ground(db, actor, [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also])
    survey(db, asked, at, start - DAY, start + DAY, booking_id)
    how = place(asked.stages, asked.offer, start, at, seats)
    if how:
        return PreviewRow(level="free", text=_("Free"), who=how[0].serving.subject.name, because=how[0].because)
    taken = _Taken(db, asked, start - DAY, start + DAY, said, booking_id)
    return _verdict(asked, start, at, seats, taken)


def _again(db: Session, actor: Actor, booking_id: UUID, provider_id: UUID | None, duration: int | None) -> Ground:
    booking = db.scalars(sa.select(Booking).where(col(Booking.id) == booking_id)).one_or_none()
    if booking is None:
        raise NotFound
    lines = list(db.scalars(sa.select(Line).where(col(Line.booking_id) == booking_id).order_by(col(Line.position))))
    longer = (duration or booking.duration) - booking.duration
    return ground_again(db, actor, booking, lines, provider_id or booking.provider_id, longer)


def _verdict(asked: Ground, start: int, at: int, seats: int, taken: _Taken) -> PreviewRow:
    """The first reason in the way; a warning where staff may do it all the same."""
    possible = place(asked.stages, asked.offer, start, at, seats, offered=False) is not None
    level = "warn" if possible else "taken"
    for serving in asked.stages[0].servings:
        why = [
            Bar("hours", serving.subject, []),
            *_reasons(asked, serving, at, start - DAY, start + DAY),
            *bars(serving, asked.stages[0], asked.offer, start - DAY, start + DAY, hours=True),
        ]
        against = [bar for bar in why if covers(merged(bar.spans), start) and bar.taken is not possible]
        if against:
            return PreviewRow(level=level, text=_say(asked, against[0], serving, start, taken))
    return PreviewRow(level=level, text=_("Off the usual times") if possible else _("A later service of the visit is not free then"))
