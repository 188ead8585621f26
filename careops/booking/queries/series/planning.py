"""What repeated visits come to before they are booked."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import SEATS, Booking, BookingLine, BookingType, Hold, Occupancy, Status
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground, ground, survey
from careops.booking.queries.rows import Words
from careops.booking.queries.series.wording import occurrence, sentence
from careops.booking.rules import moment, seconds
from careops.booking.rules.free import Stage
from careops.booking.rules.place import Placed
from careops.booking.rules.repeating import FARTHEST, MOST, Repeat, days, exactly, wall_of
from careops.booking.rules.series import NEAR, Allowance, NotRepeatable, Planned, Wish, draft
from careops.booking.rules.walls import DAY
from careops.booking.schemas.series import RepeatIn, SeriesPlan
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Kind, Permission
from careops.core.crypto import token_hash
from careops.core.errors import Invalid
from careops.core.money import Money

AROUND = NEAR + 3 * DAY  # what is read before the first visit and after the last
COUNTS = (Status.pending, Status.confirmed, Status.completed, Status.no_show)  # what counts for a customer's limit


@dataclass(slots=True)
class Drafted:
    """A series on its ground: the rule, and every visit with its verdict."""

    found: Ground
    repeat: Repeat
    minute: int
    planned: list[Planned]


def plan_series(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    starts_at: datetime,
    repeat: RepeatIn,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    without: Collection[date] = (),
    contact_id: UUID | None = None,
    hold: str | None = None,
    locale: str = "en",
) -> SeriesPlan:
    """Every visit of a series with its verdict and the nearest time instead; a fixed number of statements however long it is.

    `hold` is the first visit's, which is in nobody's way. Customers are told what they may book, staff what is free at all.
    """
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_view)
    visit = [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also]
    drafted = drafted_series(db, actor, visit, starts_at, repeat, seats, without, contact_id or actor.contact_id, hold)
    return plan_row(db, actor, drafted, seats, locale)


def drafted_series(
    db: Session,
    actor: Actor,
    visit: Visit,
    starts_at: datetime,
    repeat: RepeatIn,
    seats: int,
    without: Collection[date] = (),
    contact_id: UUID | None = None,
    hold: str | None = None,
) -> Drafted:
    """The series with all it would take, as the rules calculate with it."""
    at = seconds(clock.now())
    found = ground(db, actor, visit)
    if seats > 1 and not all(one.group for one in found.sold):
        raise Invalid.field("seats", "Several seats can be had of group sessions only")
    rule, minute = _rule(repeat, found.timezone, seconds(starts_at))
    left_out = {day.toordinal() for day in without}
    wishes = [Wish(day, exactly(found.timezone, day, minute)) for day in _all_days(rule) if day not in left_out]
    if not wishes:
        raise Invalid.field("without", "No visit is left")
    if actor.kind is Kind.customer:
        _may_repeat(db, visit, len(wishes))
    low, high = exact_or(found.timezone, wishes[0]) - AROUND, exact_or(found.timezone, wishes[-1]) + AROUND
    survey(db, found, at, low, high)
    if hold is not None:
        _without_hold(db, found, hold)
    allowances = _allowances(db, found, contact_id, low, high) if actor.kind is Kind.customer else ()
    planned = draft(found.stages, found.offer, wishes, at, seats, customer=actor.kind is Kind.customer, allowances=allowances)
    return Drafted(found, rule, minute, planned)


def exact_or(timezone: str, wish: Wish) -> int:
    """The wish's moment, or about when it would have been."""
    return wish.start if wish.start is not None else exactly(timezone, wish.day, 720) or 0


def _rule(given: RepeatIn, timezone: str, start: int) -> tuple[Repeat, int]:
    day, minute = wall_of(timezone, start)
    until = given.until.toordinal() if given.until else None
    if until is not None and not day <= until <= day + FARTHEST:
        raise Invalid.field("until", "Choose a day after the first visit and within three years")
    return Repeat(given.frequency, day, given.every, tuple(given.weekdays), given.count, until, given.monthly), minute


def _all_days(rule: Repeat) -> list[int]:
    found = days(rule)
    if len(found) > MOST:
        raise Invalid.field("until", "These are more visits than one series can have: {most} at most", most=MOST)
    if rule.count is not None and len(found) < rule.count:
        raise Invalid.field("count", "A series may last three years at most")
    return found


def _may_repeat(db: Session, visit: Visit, wanted: int) -> None:
    """Refuses customers what the business does not let them repeat, or not that often."""
    question = sa.select(sa.func.min(col(BookingType.recurring_max))).where(col(BookingType.id).in_([one.booking_type_id for one in visit]))
    most = ask(db, question)[0][0] or 0
    if wanted > most:
        raise NotRepeatable(most)


def _without_hold(db: Session, found: Ground, token: str) -> None:
    """Forgets what a hold of theirs keeps: it is no obstacle to whoever has it."""
    question = (
        sa.select(
            col(Occupancy.provider_id), col(Occupancy.lane), col(Occupancy.blocked_from), col(Occupancy.blocked_to), col(Occupancy.slot_id)
        )
        .join(Hold, col(Hold.id) == col(Occupancy.hold_id))
        .where(col(Hold.token_hash) == token_hash(token))
    )
    for provider_id, lane, low, high, slot_id in ask(db, question):
        if lane >= SEATS:
            for stage in found.stages:
                _seat_back(stage, slot_id, lane - SEATS)
        elif provider_id in found.subjects:
            found.subjects[provider_id].give_back(lane, (low, high))


def _seat_back(stage: Stage, slot_id: UUID | None, seat: int) -> None:
    stage.sessions = [
        session
        if session.id != slot_id
        else type(session)(session.id, session.provider_id, session.start, session.end, (seat, *session.free))
        for session in stage.sessions
    ]


def _allowances(db: Session, found: Ground, contact_id: UUID | None, low: int, high: int) -> list[Allowance]:
    """What a customer may have of each service, and what they have of it around the series."""
    limited = {one.row.id: one.row for one in found.sold if one.row.customer_max_per_day or one.row.customer_max_per_week}
    if not limited:
        return []
    made = {id: Allowance(found.timezone, row.customer_max_per_day, row.customer_max_per_week) for id, row in limited.items()}
    if contact_id is not None:
        question = (
            sa.select(col(BookingLine.booking_type_id), col(BookingLine.starts_at))
            .join(Booking, col(Booking.id) == col(BookingLine.booking_id))
            .where(
                col(Booking.contact_id) == contact_id,
                col(Booking.status).in_(COUNTS),
                col(BookingLine.booking_type_id).in_(limited),
                col(BookingLine.starts_at) >= moment(low) - timedelta(days=7),
                col(BookingLine.starts_at) < moment(high) + timedelta(days=7),
            )
        )
        for type_id, starts_at in ask(db, question):
            made[type_id].had.append(seconds(starts_at))
    return list(made.values())


def plan_row(db: Session, actor: Actor, drafted: Drafted, seats: int, locale: str = "en") -> SeriesPlan:
    """The draft as a reader gets it."""
    host = business.profile(db, actor)
    said = Words(clock.now(), host.spoken(locale), host.hour_cycle)
    found, zone = drafted.found, drafted.found.timezone
    occurrences = [occurrence(one, zone, said) for one in drafted.planned]
    free = [one for one in drafted.planned if one.how]
    price = sum(_price(found, one.how or []) for one in free) * seats
    return SeriesPlan(
        sentence=sentence(drafted.repeat, drafted.minute, said),
        timezone=zone,
        occurrences=occurrences,
        free=len(free),
        conflicts=len(occurrences) - len(free),
        price=Money(amount=price, currency=host.currency),
        version=version_of(drafted.planned),
    )


def version_of(planned: Sequence[Planned]) -> str:
    """The name of exactly this answer: who confirms it confirms nothing else."""
    told = ";".join(f"{one.wish.day},{one.wish.start},{one.verdict},{one.instead[0].start if one.instead else ''}" for one in planned)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _price(found: Ground, how: Sequence[Placed]) -> int:
    return sum(sold.prices.get(one.serving.subject.id, 0) for sold, one in zip(found.sold, how, strict=True))
