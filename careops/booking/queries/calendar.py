"""Days by provider: who works when, and all that takes their time; a fixed number of statements however long and busy they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import SEATS, Booking, BookingLine, BookingType, Occupancy, OccupancyKind, Slot, Status, TimeOff
from careops.booking.queries.ask import ask
from careops.booking.queries.catalogue import providers
from careops.booking.queries.ground import read_hours
from careops.booking.queries.hours import hour_blocks
from careops.booking.queries.rows import Words
from careops.booking.rules import Plan, day_bounds, moment, seconds, segments, windows
from careops.booking.rules.intervals import Spans, intersect, merged, subtract
from careops.booking.schemas import ProviderRow
from careops.booking.schemas.calendar import CalendarColumn, CalendarDay, CalendarEntry, CalendarFigures, CalendarOff
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core import clock, when
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid

LONGEST = 62  # days in one question


@dataclass(slots=True)
class _Thing:
    """One booking, session or hold in one provider's time, gathered from its stretches."""

    kind: str
    id: UUID
    starts: int
    stretches: Spans = field(default_factory=Spans)


@dataclass(slots=True)
class _Read:
    """What was read for the days: what is in whose time, the words for it, and when each provider's part begins and ends."""

    things: defaultdict[UUID, dict[UUID, _Thing]] = field(default_factory=lambda: defaultdict(dict))
    words: dict[UUID, dict[str, Any]] = field(default_factory=dict[UUID, dict[str, Any]])
    parts: dict[tuple[UUID, UUID], tuple[int, int]] = field(default_factory=dict[tuple[UUID, UUID], tuple[int, int]])
    off: defaultdict[UUID, list[TimeOff]] = field(default_factory=lambda: defaultdict(list))

    def ids(self, kind: str) -> set[UUID]:
        """All bookings, sessions or holds."""
        return {thing.id for those in self.things.values() for thing in those.values() if thing.kind == kind}


def calendar(
    db: Session,
    actor: Actor,
    *,
    from_: date,
    to: date,
    provider_ids: Sequence[UUID] = (),
    booking_type_id: UUID | None = None,
    status: str = "",
    with_phones: bool = False,
) -> list[CalendarDay]:
    """The days on the business's calendar from `from_` to `to`, each by provider and resource; filters leave only some.

    Whoever is put away is shown while they have something to do. `with_phones` is for the printed day.
    """
    actor.require(Permission.bookings_view)
    if not 0 <= (to - from_).days < LONGEST:
        raise Invalid.field("to", f"Ask for 1 to {LONGEST} days at a time")
    host = business.profile(db, actor)
    said = Words(clock.now(), host.spoken(), host.hour_cycle)
    low, high = day_bounds(host.timezone, from_.toordinal())[0], day_bounds(host.timezone, to.toordinal())[1]
    people = [one for one in providers(db, actor, kind=None) if not provider_ids or one.id in provider_ids]
    plans = read_hours(db, {one.id: one.timezone for one in people}, low, high)
    found = _read(db, list(plans), seconds(said.now), low, high)
    _tell_bookings(db, actor, found, booking_type_id, status, with_phones)
    _tell_sessions(db, found, booking_type_id, status, seconds(said.now))
    for id in found.ids("hold") if not (status or booking_type_id) else ():
        found.words[id] = {"title": "", "service": "", "status": "held"}
    return [_day(host.timezone, day, people, plans, found, said) for day in range(from_.toordinal(), to.toordinal() + 1)]


# ── reading ──────────────────────────────────────────────


def _read(db: Session, ids: list[UUID], at: int, low: int, high: int) -> _Read:
    found = _Read()
    taken = sa.select(Occupancy).where(
        col(Occupancy.provider_id).in_(ids),
        col(Occupancy.blocked_to) > low,
        col(Occupancy.blocked_from) < high,
        col(Occupancy.lane) < SEATS,
        sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > at),
    )
    for row in db.scalars(taken.order_by(col(Occupancy.blocked_from), col(Occupancy.id))):
        kind = "session" if row.kind == OccupancyKind.slot else str(row.kind)
        id = row.booking_id or row.hold_id or row.slot_id or row.id
        thing = found.things[row.provider_id].setdefault(id, _Thing(kind, id, row.starts))
        thing.stretches.append((row.blocked_from, row.blocked_to))
    off = sa.select(TimeOff).where(col(TimeOff.provider_id).in_(ids), col(TimeOff.ends) > low, col(TimeOff.starts) < high)
    for row in db.scalars(off.order_by(col(TimeOff.starts))):
        found.off[row.provider_id].append(row)
    return found


def _tell_bookings(db: Session, actor: Actor, found: _Read, booking_type_id: UUID | None, status: str, with_phones: bool) -> None:
    ids = list(found.ids("booking"))
    rows = {one.id: one for one in db.scalars(sa.select(Booking).where(col(Booking.id).in_(ids))) if not status or one.status == status}
    of_type: set[UUID] = set()
    for line in db.scalars(sa.select(BookingLine).where(col(BookingLine.booking_id).in_(ids)).order_by(col(BookingLine.position))):
        part = (seconds(line.starts_at), seconds(line.ends_at))
        first, last = found.parts.get((line.booking_id, line.provider_id), part)
        found.parts[line.booking_id, line.provider_id] = (min(first, part[0]), max(last, part[1]))
        if booking_type_id in (None, line.booking_type_id):
            of_type.add(line.booking_id)
    shown = [one for one in rows.values() if one.id in of_type]
    known = contacts.by_ids(db, actor, ids=[one.contact_id for one in shown]) if with_phones else {}
    for one in shown:
        found.words[one.id] = {
            "title": one.contact_name,
            "service": one.type_name,
            "status": one.status,
            "contact_id": one.contact_id,
            "phone": known[one.contact_id].phone if one.contact_id in known else "",
            "notes": one.notes,
            "series": one.series_id is not None,
            "version": one.version,
        }


def _tell_sessions(db: Session, found: _Read, booking_type_id: UUID | None, status: str, at: int) -> None:
    ids = found.ids("session")
    if not ids or status not in ("", Status.confirmed):
        return
    seats = (
        sa.select(sa.func.count(col(Occupancy.id)))
        .where(
            col(Occupancy.slot_id) == col(Slot.id),
            col(Occupancy.lane) >= SEATS,
            sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > at),
        )
        .scalar_subquery()
    )
    question = sa.select(Slot, col(BookingType.name), seats).join(BookingType, col(BookingType.id) == col(Slot.booking_type_id))
    for slot, name, taken in ask(db, question.where(col(Slot.id).in_(ids))):
        if booking_type_id in (None, slot.booking_type_id):
            found.parts[slot.id, slot.provider_id] = (slot.starts, slot.ends)
            found.words[slot.id] = {
                "title": name,
                "service": slot.note,
                "status": slot.status,
                "seats": slot.capacity,
                "seats_taken": taken,
                "version": slot.version,
            }


# ── placing ──────────────────────────────────────────────


def _day(timezone: str, day: int, people: list[ProviderRow], plans: dict[UUID, Plan], found: _Read, said: Words) -> CalendarDay:
    begin, end = day_bounds(timezone, day)
    shape = segments(timezone, day)
    columns = [_column(one, plans[one.id], found, (begin, end), timezone, said) for one in people]
    shown = [one for one in columns if one.provider.active or one.entries]
    closed = next((name.name for plan in plans.values() if (name := plan.closure(day))), "")
    first, last = shape[0], shape[-1]
    turns_by = (first.base - last.base) // 60 if len(shape) > 1 else first.first  # a day may begin where its clocks change
    return CalendarDay(
        date=date.fromordinal(day),
        timezone=timezone,
        length=(end - begin) // 60,
        turns_at=(first.end if len(shape) > 1 else 0) if turns_by else None,
        turns_by=turns_by,
        closed=closed,
        columns=shown,
        figures=_sum([one.figures for one in shown]),
    )


def _column(person: ProviderRow, plan: Plan, found: _Read, day: tuple[int, int], timezone: str, said: Words) -> CalendarColumn:
    begin, end = day

    def minute(at: int) -> int:
        return (min(max(at, begin), end) - begin) // 60

    those = [one for one in found.things[person.id].values() if one.stretches[0][0] < end and begin < one.stretches[-1][1]]
    away = [one for one in found.off[person.id] if one.starts < end and begin < one.ends]
    work = [day] if person.always_open else intersect(windows(plan, begin, end), [day])
    busy = merged(stretch for one in those for stretch in one.stretches)
    off = merged((one.starts, one.ends) for one in away)
    entries = [_entry(one, person.id, found, minute, timezone, said) for one in those if one.id in found.words]
    return CalendarColumn(
        provider=person,
        hours=hour_blocks([(minute(low), minute(high)) for low, high in work], said.hour_cycle, said.locale),
        entries=sorted(entries, key=lambda one: (one.start, one.end)),
        off=[
            CalendarOff(
                kind="busy" if one.calendar_import_id else "time_off", start=minute(one.starts), end=minute(one.ends), reason=one.reason
            )
            for one in away
        ],
        free=[(minute(low), minute(high)) for low, high in subtract(subtract(work, busy), off)],
        figures=_figures(entries, work, intersect(busy, [day])),
    )


def _entry(one: _Thing, provider_id: UUID, found: _Read, minute: Any, timezone: str, said: Words) -> CalendarEntry:
    low, high = one.stretches[0][0], one.stretches[-1][1]
    start, end = found.parts.get((one.id, provider_id), (low, high))
    gaps = subtract([(low, high)], merged(one.stretches))
    return CalendarEntry(
        kind=one.kind,  # pyright: ignore[reportArgumentType]  (one of the three, as _read writes it)
        id=one.id,
        start=minute(start),
        end=minute(end),
        blocked_start=minute(low),
        blocked_end=minute(high),
        gaps=[(minute(begin), minute(until)) for begin, until in gaps],
        starts_at=moment(start),
        ends_at=moment(end),
        time_range=when.range_text(moment(start), moment(end), timezone, said.locale, said.hour_cycle),
        **found.words[one.id],
    )


def _figures(entries: list[CalendarEntry], work: Spans, busy: Spans) -> CalendarFigures:
    having = [one.status for one in entries if one.kind == "booking"]
    return CalendarFigures(
        open_minutes=sum(end - begin for begin, end in work) // 60,
        booked_minutes=sum(end - begin for begin, end in busy) // 60,
        bookings=len(having),
        pending=having.count(Status.pending),
        completed=having.count(Status.completed),
        no_show=having.count(Status.no_show),
    )


def _sum(figures: list[CalendarFigures]) -> CalendarFigures:
    return CalendarFigures(**{name: sum(getattr(one, name) for one in figures) for name in CalendarFigures.model_fields})
