"""Everything that decides about a visit, read in a fixed number of statements however many people, rooms and days there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import (
    SEATS,
    AddOn,
    Assignment,
    Booking,
    BookingLine,
    BookingType,
    HoursOverride,
    Occupancy,
    OccupancyKind,
    Offered,
    Provider,
    ProviderService,
    ProviderTerms,
    Slot,
    SlotStatus,
    TimeOff,
    Variant,
    WeeklyHours,
)
from careops.booking.queries.ask import Gathered
from careops.booking.rules import Closed, Offer, Plan, Serving, Stage, Stretch, Subject, day_of, everybody, shaped
from careops.booking.rules import Session as Sitting
from careops.booking.rules.walls import DAY, EPOCH
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business.queries import closed_days
from careops.core.actor import Actor, Kind
from careops.core.db import Prepared
from careops.core.errors import Invalid, NotFound

NOBODY = UUID(int=0)
MOST = 8  # services in one visit

# ── the questions: built once, filled in each time ───────

_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_TYPES: sa.BindParameter[Any] = sa.bindparam("types", expanding=True)

_ADDED = (
    sa.select(Gathered(col(AddOn.id), col(AddOn.name), col(AddOn.minutes), col(AddOn.price)))
    .where(col(AddOn.booking_type_id) == col(BookingType.id), col(AddOn.id).in_(sa.bindparam("add_ons", expanding=True)), col(AddOn.active))
    .scalar_subquery()
)
_TERMS = (
    sa.select(Gathered(col(ProviderTerms.variant_id), col(ProviderTerms.duration), col(ProviderTerms.price)))
    .where(col(ProviderTerms.booking_type_id) == col(BookingType.id), col(ProviderTerms.provider_id) == col(Provider.id))
    .scalar_subquery()
)
SERVICES = Prepared(
    sa.select(
        col(BookingType.id),
        col(BookingType.name),
        col(BookingType.duration),
        col(BookingType.gap_after),
        col(BookingType.gap_minutes),
        col(BookingType.buffer_before),
        col(BookingType.buffer_after),
        col(BookingType.slot_interval),
        col(BookingType.slot_offset),
        col(BookingType.tidy),
        col(BookingType.min_notice),
        col(BookingType.window_days),
        col(BookingType.window_from),
        col(BookingType.window_to),
        col(BookingType.price),
        col(BookingType.deposit),
        col(BookingType.location_kind),
        col(BookingType.location),
        col(BookingType.assignment),
        col(BookingType.customer_chooses),
        col(BookingType.capacity),
        col(BookingType.offered),
        col(BookingType.customer_max_per_day),
        col(BookingType.customer_max_per_week),
        col(BookingType.auto_confirm),
        col(BookingType.cancel_hours),
        col(BookingType.reschedule_hours),
        col(BookingType.policy),
        col(BookingType.active),
        col(Variant.id).label("variant_id"),
        col(Variant.name).label("variant_name"),
        col(Variant.duration).label("variant_duration"),
        col(Variant.gap_after).label("variant_gap_after"),
        col(Variant.gap_minutes).label("variant_gap_minutes"),
        col(Variant.price).label("variant_price"),
        _ADDED.label("added"),
        col(ProviderService.need),
        col(ProviderService.weight),
        col(ProviderService.assigned),
        col(Provider.id).label("provider_id"),
        col(Provider.name).label("provider_name"),
        col(Provider.timezone),
        col(Provider.capacity).label("lanes"),
        col(Provider.always_open),
        col(Provider.max_per_day),
        col(Provider.max_per_week),
        _TERMS.label("terms"),
    )
    .select_from(BookingType)
    .outerjoin(
        Variant,
        sa.and_(
            col(Variant.booking_type_id) == col(BookingType.id),
            col(Variant.id).in_(sa.bindparam("variants", expanding=True)),
            col(Variant.active),
        ),
    )
    .outerjoin(ProviderService, col(ProviderService.booking_type_id) == col(BookingType.id))
    .outerjoin(Provider, sa.and_(col(Provider.id) == col(ProviderService.provider_id), col(Provider.active)))
    .where(col(BookingType.id).in_(_TYPES))
    .order_by(col(Provider.position), col(Provider.name), col(Provider.id))
)

_column: Any = col  # labelled columns of a union lose their types anyway
_closures: Any = closed_days().subquery()
_hours: Any = sa.union_all(
    sa.select(
        _column(WeeklyHours.provider_id).label("who"),
        sa.cast(_column(WeeklyHours.weekday), sa.Text).label("day"),
        _column(WeeklyHours.start_minute).label("begin"),
        _column(WeeklyHours.end_minute).label("end"),
        sa.literal("").label("more"),
    ).where(_column(WeeklyHours.provider_id).in_(_IDS)),
    sa.select(
        _column(HoursOverride.provider_id),
        sa.cast(_column(HoursOverride.day), sa.Text),
        _column(HoursOverride.start_minute),
        _column(HoursOverride.end_minute),
        sa.literal(""),
    ).where(_column(HoursOverride.provider_id).in_(_IDS), _column(HoursOverride.day).between(sa.bindparam("first"), sa.bindparam("last"))),
    sa.select(
        sa.cast(sa.null(), sa.Uuid),
        sa.cast(_closures.c.first_day, sa.Text),
        sa.literal(0),
        sa.literal(0),
        sa.cast(_closures.c.last_day, sa.Text) + sa.literal(" ") + _closures.c.name,
    ).select_from(_closures),
).subquery()
HOURS = Prepared(sa.select(_hours.c.who, _hours.c.day, _hours.c.begin, _hours.c.end, _hours.c.more))

_taken: Any = (
    sa.select(
        _column(Occupancy.provider_id).label("who"),
        _column(Occupancy.lane).label("lane"),
        Gathered(_column(Occupancy.blocked_from)).label("begins"),
        Gathered(_column(Occupancy.blocked_to)).label("ends"),
    )
    .where(
        _column(Occupancy.provider_id).in_(_IDS),
        _column(Occupancy.blocked_to) > sa.bindparam("low"),
        _column(Occupancy.blocked_from) < sa.bindparam("high"),
        _column(Occupancy.lane) < SEATS,
        sa.or_(_column(Occupancy.expires).is_(None), _column(Occupancy.expires) > sa.bindparam("at")),
    )
    .group_by(_column(Occupancy.provider_id), _column(Occupancy.lane))
)
_others: Any = _taken.where(sa.or_(_column(Occupancy.booking_id).is_(None), _column(Occupancy.booking_id) != sa.bindparam("but")))
OFF = -1  # the lane that stands for time off


def _with_time_off(taken: Any) -> Prepared[*tuple[Any, ...]]:
    off = (
        sa.select(_column(TimeOff.provider_id), sa.literal(OFF), Gathered(_column(TimeOff.starts)), Gathered(_column(TimeOff.ends)))
        .where(
            _column(TimeOff.provider_id).in_(_IDS),
            _column(TimeOff.ends) > sa.bindparam("low"),
            _column(TimeOff.starts) < sa.bindparam("high"),
        )
        .group_by(_column(TimeOff.provider_id))
    )
    both = sa.union_all(taken, off).subquery()
    return Prepared(sa.select(both.c.who, both.c.lane, both.c.begins, both.c.ends))


TAKEN, TAKEN_BUT = _with_time_off(_taken), _with_time_off(_others)

VISITS = Prepared(
    sa.select(col(Occupancy.provider_id), col(Occupancy.starts))
    .distinct()
    .where(
        col(Occupancy.provider_id).in_(_IDS),
        col(Occupancy.blocked_to) > sa.bindparam("low"),
        col(Occupancy.blocked_from) < sa.bindparam("high"),
        col(Occupancy.lane) < SEATS,
        sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > sa.bindparam("at")),
        sa.or_(col(Occupancy.booking_id).is_(None), col(Occupancy.booking_id) != sa.bindparam("but")),
    )
)

_seats = (
    sa.select(Gathered(col(Occupancy.lane)))
    .where(
        col(Occupancy.slot_id) == col(Slot.id),
        sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > sa.bindparam("at")),
        sa.or_(col(Occupancy.booking_id).is_(None), col(Occupancy.booking_id) != sa.bindparam("but")),
    )
    .scalar_subquery()
)
SITTINGS = Prepared(
    sa.select(
        col(Slot.id),
        col(Slot.booking_type_id),
        col(Slot.provider_id),
        col(Slot.starts),
        col(Slot.ends),
        col(Slot.capacity),
        _seats.label("lanes"),
    )
    .where(
        col(Slot.booking_type_id).in_(_TYPES),
        col(Slot.starts) >= sa.bindparam("low"),
        col(Slot.starts) < sa.bindparam("high"),
        col(Slot.status) == SlotStatus.open,
    )
    .order_by(col(Slot.starts), col(Slot.id))
)


# ── what is asked for ────────────────────────────────────


@dataclass(slots=True)
class Sold:
    """One service of the visit as it is sold: the catalogue's row, the variant and what is added, and what each provider asks."""

    wanted: Wanted
    row: Any
    variant_id: UUID | None
    variant_name: str
    add_ons: list[dict[str, Any]]
    prices: dict[UUID, int]
    stage: Stage

    @property
    def group(self) -> bool:
        """Whether it is sold by seats of a session."""
        return self.row.capacity > 1 or self.row.offered == Offered.slots


@dataclass(slots=True)
class Ground:
    """What decides about a visit: what is sold, who can give it, and how its starts may lie."""

    sold: list[Sold]
    offer: Offer
    subjects: dict[UUID, Subject] = field(default_factory=dict[UUID, Subject])

    @property
    def stages(self) -> list[Stage]:
        """The chain the rules calculate with."""
        return [one.stage for one in self.sold]

    @property
    def longest(self) -> int:
        """How long the visit takes at most, in seconds."""
        return sum(max((one.shape.duration for one in stage.servings), default=0) for stage in self.stages)

    @property
    def timezone(self) -> str:
        """Where the visit is: the first provider's zone."""
        servings = self.sold[0].stage.servings
        return servings[0].subject.plan.timezone if servings else "UTC"


def ground(db: Session, actor: Actor, visit: Visit) -> Ground:
    """Who could give these services, one after the other; NotFound when one is not on offer, or not from whoever was named."""
    if not 1 <= len(visit) <= MOST:
        raise Invalid.field("also", f"Choose at most {MOST} services for one visit")
    rows = SERVICES.ask(
        db,
        types=[one.booking_type_id for one in visit],
        variants=[one.variant_id for one in visit if one.variant_id] or [NOBODY],
        add_ons=[id for one in visit for id in one.add_on_ids] or [NOBODY],
    )
    subjects: dict[UUID, Subject] = {}
    sold = [_sold(wanted, [row for row in rows if row.id == wanted.booking_type_id], actor, subjects) for wanted in visit]
    return Ground(sold, offer_of(sold[0].row), subjects)


def ground_again(db: Session, actor: Actor, booking: Booking, lines: Sequence[BookingLine], wanted: UUID | None, longer: int = 0) -> Ground:
    """Who could give a visit as it was agreed: today's people and rooms, the lengths and buffers that were promised.

    `wanted` gives what the booking's first provider gave; the last service takes so many minutes longer.
    """
    whose = [line.provider_id if line.provider_id != booking.provider_id else wanted for line in lines]
    visit = [Wanted(line.booking_type_id, provider_id) for line, provider_id in zip(lines, whose, strict=True)]
    found = ground(db, Actor.system(actor.workspace), visit)
    for sold, line in zip(found.sold, lines, strict=True):
        minutes = line.duration + (longer if line is lines[-1] else 0)
        promised = shaped(minutes, line.buffer_before, line.buffer_after, line.gap_after, line.gap_minutes)
        for serving in sold.stage.servings:
            serving.shape = promised
    return found


def _sold(wanted: Wanted, rows: Sequence[Any], actor: Actor, subjects: dict[UUID, Subject]) -> Sold:
    chosen = [row for row in rows if wanted.variant_id is None or row.variant_id == wanted.variant_id]
    if not rows or (actor.kind is Kind.customer and not rows[0].active):
        raise NotFound
    if not chosen:
        raise Invalid.field("variant_id", "Choose one of the service's variants")
    row = chosen[0]
    added = {UUID(id): (name, minutes, price) for id, name, minutes, price in row.added or ()}
    if not set(wanted.add_on_ids) <= added.keys():
        raise Invalid.field("add_on_ids", "Choose from what can be added to the service")
    add_ons = [
        {"id": str(id), "name": added[id][0], "minutes": added[id][1], "price": added[id][2]} for id in dict.fromkeys(wanted.add_on_ids)
    ]
    stage = Stage([], opens=row.offered != Offered.slots, seats=row.capacity, turns=row.assignment == Assignment.round_robin)
    made = Sold(wanted, row, wanted.variant_id, row.variant_name if wanted.variant_id else "", add_ons, {}, stage)
    _staff(made, chosen, subjects, actor)
    return made


def _staff(made: Sold, rows: Sequence[Any], subjects: dict[UUID, Subject], actor: Actor) -> None:
    """Puts those who can give the service, and what it takes beside, into its stage; a room that is put away is none."""
    wanted, stage = made.wanted, made.stage
    needs: defaultdict[int, list[Subject]] = defaultdict(list)
    seen: set[tuple[UUID, int]] = set()
    for row in rows:
        if row.need:
            needs[row.need] += []  # a need remains when all it could take are put away
        if row.provider_id is None or (row.provider_id, row.need) in seen:
            continue
        seen.add((row.provider_id, row.need))
        subject = subjects.setdefault(row.provider_id, _subject(row))
        if row.need:
            needs[row.need].append(subject)
        else:
            duration, made.prices[subject.id] = _terms(made, row)
            stage.servings.append(Serving(subject, _shape(made, duration), weight=row.weight, assigned=row.assigned))
    stage.needs = [needs[need] for need in sorted(needs)]
    if made.row.assignment == Assignment.collective and stage.servings:
        lead, *others = stage.servings
        longest = max(stage.servings, key=lambda one: one.shape.duration).shape
        stage.servings = [Serving(lead.subject, longest, [one.subject for one in others])]
    elif wanted.provider_id is not None and (made.row.customer_chooses or actor.kind is not Kind.customer):
        stage.servings = [one for one in stage.servings if one.subject.id == wanted.provider_id]
        stage.chosen = True
        if not stage.servings:
            raise NotFound


def _subject(row: Any) -> Subject:
    return Subject(
        row.provider_id,
        row.provider_name,
        Plan(row.timezone),
        capacity=row.lanes,
        always_open=row.always_open,
        max_per_day=row.max_per_day,
        max_per_week=row.max_per_week,
    )


def _terms(made: Sold, row: Any) -> tuple[int, int]:
    """Minutes and price with this provider: theirs if they have their own, else the variant's, else the service's; add-ons on top."""
    variant = made.variant_id is not None
    duration, price = (row.variant_duration, row.variant_price) if variant else (row.duration, row.price)
    for id, minutes, amount in row.terms or ():
        if (UUID(id) if id else None) == made.variant_id:
            duration, price = minutes or duration, price if amount is None else amount
    added = 0 if made.group else sum(one["minutes"] for one in made.add_ons)  # a session has its own length
    return duration + added, price + sum(one["price"] for one in made.add_ons)


def _shape(made: Sold, duration: int) -> Any:
    row, variant = made.row, made.variant_id is not None
    gap_after, gap = (row.variant_gap_after, row.variant_gap_minutes) if variant else (row.gap_after, row.gap_minutes)
    return shaped(duration, row.buffer_before, row.buffer_after, gap_after, gap)


def offer_of(row: Any) -> Offer:
    """Where the starts of a service may lie."""
    fixed = tuple(day.toordinal() if day else None for day in (row.window_from, row.window_to))
    return Offer(row.slot_interval, 60 * row.min_notice, row.window_days, row.slot_offset, (fixed[0], fixed[1]), row.tidy)


# ── when they work, and what is taken ────────────────────


def read_hours(db: Session, plans: dict[UUID, Plan], low: int, high: int) -> None:
    """Fills in the week of each plan, the dates between the moments that differ from it, and the business's closed days; one statement."""
    if not plans:
        return
    first, last = date.fromordinal(low // DAY + EPOCH - 2), date.fromordinal(high // DAY + EPOCH + 2)
    closed: list[Closed] = []
    for who, day, begin, end, more in HOURS.ask(db, ids=list(plans), first=first, last=last):
        if who is None:
            until, _, name = more.partition(" ")
            closed.append(Closed(date.fromisoformat(day).toordinal(), date.fromisoformat(until).toordinal(), name))
        elif len(day) == 1:
            plans[who].week.setdefault(int(day), []).append(Stretch(begin, end))
        else:
            stretches = plans[who].dates.setdefault(date.fromisoformat(day).toordinal(), [])
            if begin < end:
                stretches.append(Stretch(begin, end))
    for plan in plans.values():
        plan.closed = closed
        for stretches in (*plan.week.values(), *plan.dates.values()):
            stretches.sort()


def read_taken(db: Session, subjects: Iterable[Subject], at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Fills in what is taken and when they are off between the moments, but for that booking's own time; one statement."""
    those = {one.id: one for one in subjects}
    for one in those.values():
        one.busy, one.off = {}, []
    asked: dict[str, Any] = {"ids": list(those), "low": low, "high": high, "at": at}
    for who, lane, begins, ends in TAKEN.ask(db, **asked) if but is None else TAKEN_BUT.ask(db, **asked, but=but):
        stretches = sorted(zip(begins, ends, strict=True))
        if lane == OFF:
            those[who].off = stretches
        else:
            those[who].busy[lane] = stretches
    limited = [one for one in those.values() if one.max_per_day or one.max_per_week]
    if limited:
        _read_visits(db, limited, at, low, high, but)


def _read_visits(db: Session, limited: list[Subject], at: int, low: int, high: int, but: UUID | None) -> None:
    """What those with limits have already, from the week before to the week after."""
    asked = VISITS.ask(db, ids=[one.id for one in limited], low=low - 7 * DAY, high=high + 7 * DAY, at=at, but=but or NOBODY)
    starts: defaultdict[UUID, list[int]] = defaultdict(list)
    for who, start in asked:
        starts[who].append(start)
    for one in limited:
        one.visits = starts[one.id]


def read_sittings(db: Session, found: Ground, at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Fills in the sessions one may join; one statement, and only where a service is sold by seats."""
    grouped = [one for one in found.sold if one.group]
    if not grouped:
        return
    types = [one.row.id for one in grouped]
    for id, type_id, provider_id, starts, ends, capacity, lanes in SITTINGS.ask(
        db, types=types, low=low, high=high, at=at, but=but or NOBODY
    ):
        gone = {lane - SEATS for lane in lanes or ()}
        if lanes:  # a session whose last hold has ended is none any more: its own stretch went with it
            seats = tuple(seat for seat in range(capacity) if seat not in gone)
            for one in grouped:
                if one.row.id == type_id:
                    one.stage.sessions.append(Sitting(id, provider_id, starts, ends, seats))


def survey(db: Session, found: Ground, at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Reads all of it for the starts between the moments: hours, what is taken, sessions."""
    read_hours(db, {id: subject.plan for id, subject in found.subjects.items()}, low, high + found.longest)
    look(db, found, at, low, high, but)


def look(db: Session, found: Ground, at: int, low: int, high: int, but: UUID | None = None) -> None:
    """Reads what is taken and the sessions for the starts between the moments; hours are known."""
    around = DAY if found.offer.tidy else 0
    margin = 60 * sum(one.row.buffer_before + one.row.buffer_after for one in found.sold)
    for stage in found.stages:
        stage.sessions.clear()
    read_taken(db, everybody(found.stages).values(), at, low - margin - around, high + found.longest + margin + around, but)
    read_sittings(db, found, at, low, high + found.longest, but)


def local_day(found: Ground, moment: int) -> int:
    """The day a moment belongs to where the visit is."""
    return day_of(found.timezone, moment)


__all__ = [
    "DAY",
    "Ground",
    "OccupancyKind",
    "Sold",
    "ground",
    "ground_again",
    "local_day",
    "look",
    "offer_of",
    "read_hours",
    "read_sittings",
    "read_taken",
    "survey",
]
