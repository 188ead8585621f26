"""Series of visits: what one would come to before it is booked, and what has become of it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.booking.models import SEATS, Booking, BookingLine, BookingSeries, BookingType, Hold, Occupancy, Status
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground, ground, survey
from careops.booking.queries.rows import Words, booking_row, public_row, words
from careops.booking.rules import moment, seconds
from careops.booking.rules.free import Stage
from careops.booking.rules.place import Placed
from careops.booking.rules.repeating import FARTHEST, MOST, Repeat, days, exactly, wall_of
from careops.booking.rules.series import NEAR, Allowance, NotRepeatable, Planned, Wish, draft
from careops.booking.rules.walls import DAY
from careops.booking.schemas.series import Instead, Occurrence, PublicSeriesRow, RepeatIn, SeriesPlan, SeriesRow
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business import queries as business
from careops.core import clock, when
from careops.core.actor import Actor, Kind, Permission
from careops.core.crypto import token_hash
from careops.core.errors import Invalid, NotFound
from careops.core.i18n import text as _
from careops.core.money import Money

AROUND = NEAR + 3 * DAY  # what is read before the first visit and after the last
COUNTS = (Status.pending, Status.confirmed, Status.completed, Status.no_show)  # what counts for a customer's limit
SAYS = {
    "taken": _("Somebody else has that time"),
    "notice": _("Too soon to be booked"),
    "window": _("Further ahead than can be booked"),
    "closed": _("Closed that day"),
    "hours": _("Outside the working hours"),
    "grid": _("Not one of the times on offer"),
    "time_off": _("Away at that time"),
    "limit": _("No more visits in that day or week"),
    "gap": _("It would leave a gap too short for anybody else"),
    "room": _("The room is taken"),
    "later": _("What follows in the visit does not fit"),
    "not_published": _("No time is published then"),
    "clock": _("The clocks change: that time does not exist on that day"),
    "limit_of_customer": _("More than one person may book in that time"),
    "too_late": _("Too late to change it online"),
}


@dataclass(slots=True)
class Drafted:
    """A series on its ground: the rule, and every visit with its verdict."""

    found: Ground
    repeat: Repeat
    minute: int
    planned: list[Planned]


# ── before it is booked ──────────────────────────────────


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


# ── in words ─────────────────────────────────────────────


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


def occurrence(one: Planned, zone: str, said: Words, booking_id: UUID | None = None) -> Occurrence:
    """One visit of a plan in words."""
    start = one.wish.start
    how, instead = one.how, one.instead
    return Occurrence(
        day=date.fromordinal(one.wish.day),
        starts_at=None if start is None else moment(start),
        when=when_text(start, zone, said) if start is not None else when.long_date(date.fromordinal(one.wish.day), said.locale),
        verdict=one.verdict,
        why=one.why,
        says=_(SAYS[one.why], said.locale) if one.why else "",
        provider_id=how[0].serving.subject.id if how else None,
        provider_name=how[0].serving.subject.name if how else "",
        instead=None
        if not instead
        else Instead(
            starts_at=moment(instead[0].start),
            when=when_text(instead[0].start, zone, said),
            provider_name=instead[0].serving.subject.name,
        ),
        booking_id=booking_id,
    )


def when_text(start: int, zone: str, said: Words) -> str:
    """A visit's day and time: "Tuesday, November 24, 14:30"."""
    here = clock.local(moment(start), zone)
    year = here.year != clock.local(said.now, zone).year
    return _(
        "{day}, {time}",
        said.locale,
        day=when.long_date(here.date(), said.locale, year=year),
        time=when.clock_text(here, said.locale, said.hour_cycle),
    )


def told_of(one: Planned, zone: str, said: Words) -> str:
    """A visit that cannot be had, for a sentence: the day and why."""
    row = occurrence(one, zone, said)
    return _("{when} ({why})", said.locale, when=row.when, why=row.says[:1].lower() + row.says[1:])


def _price(found: Ground, how: Sequence[Placed]) -> int:
    return sum(sold.prices.get(one.serving.subject.id, 0) for sold, one in zip(found.sold, how, strict=True))


def sentence(repeat: Repeat, minute: int, said: Words) -> str:
    """The rule as people say it: "Every 2 weeks on Tuesday at 10:00, 8 times"."""
    wall = time(*divmod(minute, 60))
    often, at = _often(repeat, said.locale), when.clock_text(wall, said.locale, said.hour_cycle)
    if repeat.count is not None:
        return _("{often} at {time}, {count} times", said.locale, often=often, time=at, count=repeat.count)
    until = when.long_date(date.fromordinal(repeat.until or repeat.first_day), said.locale, year=True)
    return _("{often} at {time}, until {day}", said.locale, often=often, time=at, day=until)


def _often(repeat: Repeat, locale: str) -> str:
    first, every = date.fromordinal(repeat.first_day), repeat.every
    match repeat.frequency, repeat.monthly:
        case "daily", _monthly:
            return _("Every day", locale) if every == 1 else _("Every {count} days", locale, count=every)
        case "weekly", _monthly:
            names = ", ".join(when.weekday_name(day, locale, inside=True) for day in sorted(set(repeat.weekdays)) or [first.weekday()])
            return (
                _("Every week on {days}", locale, days=names)
                if every == 1
                else _("Every {count} weeks on {days}", locale, count=every, days=names)
            )
        case _frequency, "day":
            day = first.day
            return (
                _("Every month on day {day}", locale, day=day)
                if every == 1
                else _("Every {count} months on day {day}", locale, count=every, day=day)
            )
        case _frequency, monthly:
            which = 4 if monthly == "last" else min((first.day - 1) // 7, 4)
            day = _(WHICH[which], locale, weekday=when.weekday_name(first.weekday(), locale, inside=True))
            return (
                _("Every month on {day}", locale, day=day)
                if every == 1
                else _("Every {count} months on {day}", locale, count=every, day=day)
            )


WHICH = (
    _("the first {weekday}"),
    _("the second {weekday}"),
    _("the third {weekday}"),
    _("the fourth {weekday}"),
    _("the last {weekday}"),
)


# ── once it is booked ────────────────────────────────────


def series(db: Session, actor: Actor, *, series_id: UUID, locale: str = "en") -> SeriesRow:
    """A series with all its visits, for members who may look and for the customer it belongs to."""
    found = own_series(db, actor, series_id)
    return series_row(db, found, words(db, actor, locale))


def public_series(db: Session, actor: Actor, *, series_id: UUID, locale: str = "en") -> PublicSeriesRow:
    """The same as its own customer sees it."""
    found, said = own_series(db, actor, series_id), words(db, actor, locale)
    return PublicSeriesRow(
        id=found.id,
        sentence=sentence(repeat_of(found), found.local_time, said),
        bookings=[public_row(visit, said) for visit in visits_of(db, found.id)],
    )


def series_of_visit(db: Session, actor: Actor, *, booking_id: UUID, locale: str = "en") -> PublicSeriesRow:
    """The series a customer's visit is part of; NotFound when it is none, and for one seat of several: its link may be a friend's."""
    own = sa.select(col(Booking.series_id)).where(col(Booking.id) == booking_id, col(Booking.party_id).is_(None))
    series_id = db.scalars(own).one_or_none()
    if series_id is None:
        raise NotFound
    return public_series(db, actor, series_id=series_id, locale=locale)


def series_row(db: Session, found: BookingSeries, said: Words) -> SeriesRow:
    """The series as members see it."""
    visits = visits_of(db, found.id)
    return SeriesRow(
        id=found.id,
        version=found.version,
        contact_id=found.contact_id,
        contact_name=visits[0].contact_name if visits else "",
        sentence=sentence(repeat_of(found), found.local_time, said),
        timezone=found.timezone,
        visits=sum(1 for visit in visits if visit.status in (Status.pending, Status.confirmed) and visit.ends_at > said.now),
        bookings=[booking_row(visit, said) for visit in visits],
    )


def own_series(db: Session, actor: Actor, series_id: UUID) -> BookingSeries:
    """The series itself; NotFound for everybody it is none of the business of."""
    if actor.contact_id is None:
        actor.require(Permission.bookings_view)
    found = db.exec(select(BookingSeries).where(BookingSeries.id == series_id)).one_or_none()
    if found is None or (actor.contact_id is not None and found.contact_id != actor.contact_id):
        raise NotFound
    return found


def visits_of(db: Session, series_id: UUID) -> list[Booking]:
    """The bookings of a series, in order of time."""
    question = sa.select(Booking).where(col(Booking.series_id) == series_id)
    return list(db.scalars(question.order_by(col(Booking.starts_at), col(Booking.series_index))))


def repeat_of(found: BookingSeries) -> Repeat:
    """The rule a series was booked by."""
    until = found.until.toordinal() if found.until else None
    weekdays = tuple(found.weekdays)
    return Repeat(found.frequency, found.first_day.toordinal(), found.every, weekdays, found.count, until, found.monthly)


__all__ = [
    "Drafted",
    "drafted_series",
    "exact_or",
    "occurrence",
    "own_series",
    "plan_row",
    "plan_series",
    "public_series",
    "repeat_of",
    "sentence",
    "series",
    "series_of_visit",
    "series_row",
    "told_of",
    "version_of",
    "visits_of",
    "when_text",
]
