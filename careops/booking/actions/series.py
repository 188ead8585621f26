"""Booking a series: all of its visits in one transaction, each of them a booking like any other, and one message for all."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from careops.activity.actions import record
from careops.booking.actions.agree import agreement
from careops.booking.actions.book import theirs, whom
from careops.booking.actions.holds import release
from careops.booking.actions.made import make
from careops.booking.actions.occupy import Owner, lock, take
from careops.booking.actions.told import tell
from careops.booking.events import BookingCreated, SeriesCreated, SeriesFact
from careops.booking.models import Booking, BookingSeries
from careops.booking.queries.ground import Ground
from careops.booking.queries.rows import Words
from careops.booking.queries.series import Drafted, drafted_series, public_series, series_row, told_of, version_of
from careops.booking.rules import Placed, seconds
from careops.booking.rules.series import NothingToBook, Planned, SeriesChanged, SeriesConflicts
from careops.booking.schemas import PersonIn
from careops.booking.schemas.series import OnConflict, PublicSeriesRow, RepeatIn, SeriesRow
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.ids import new_id

F = TypeVar("F", bound=SeriesFact)


def book_series(
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
    hold: str | None = None,
    customer: PersonIn | None = None,
    contact_id: UUID | None = None,
    dependent_id: UUID | None = None,
    notes: str = "",
    address: str = "",
    on_conflict: OnConflict = "refuse",
    version: str | None = None,
) -> SeriesRow:
    """Books every visit of a series, or none: what cannot be had at its time is skipped, moved to the nearest time, or refused by name.

    `hold` is the first visit's and becomes part of it; `version` is the preview's, so that nothing is booked that was not shown.
    """
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    visit = [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also]
    if hold is not None:
        release(db, actor, token=hold)
    lock(db, visit)
    who = whom(db, actor, customer, contact_id)
    whose = theirs(db, actor, who, dependent_id)
    host = business.profile(db, actor)
    said = Words(now(), host.spoken(), host.hour_cycle)
    drafted = drafted_series(db, actor, visit, starts_at, repeat, seats, without, who.id)
    if version is not None and version != version_of(drafted.planned):
        raise SeriesChanged
    chosen = settled(drafted.planned, on_conflict, drafted.found.timezone, said)
    if not chosen:
        raise NothingToBook
    found = _series(db, drafted, who, visit, seats, repeat)
    made = [
        booking
        for number, how in enumerate(chosen)
        for booking in _visit(db, actor, drafted.found, how, host, who, found.id, number * seats, seats, notes, address, whose)
    ]
    tell_all(db, actor, SeriesCreated, found, made)
    return series_row(db, found, said)


def book_series_public(db: Session, actor: Actor, *, locale: str = "en", **asked: Any) -> PublicSeriesRow:
    """The same for a customer, who gets the private link of each visit."""
    made = book_series(db, actor, **asked)
    return public_series(db, Actor.customer(actor.workspace, made.contact_id), series_id=made.id, locale=locale)


def settled(planned: Sequence[Planned], on_conflict: OnConflict, timezone: str, said: Words) -> list[list[Placed]]:
    """How the visits are given that are given, in order of time; SeriesConflicts names those for which there is no way."""
    chosen: list[list[Placed]] = []
    lost: list[Planned] = []
    for one in planned:
        how = one.how or (one.instead if on_conflict == "move" else None)
        if how:
            chosen.append(how)
        elif on_conflict != "skip":
            lost.append(one)
    if lost:
        raise SeriesConflicts([told_of(one, timezone, said) for one in lost])
    return sorted(chosen, key=lambda how: how[0].start)


def _series(db: Session, drafted: Drafted, who: ContactRow, visit: Visit, seats: int, repeat: RepeatIn) -> BookingSeries:
    rule = drafted.repeat
    made = BookingSeries(
        contact_id=who.id,
        frequency=rule.frequency,
        every=rule.every,
        weekdays=list(rule.weekdays),
        monthly=rule.monthly,
        first_day=date.fromordinal(rule.first_day),
        local_time=drafted.minute,
        timezone=drafted.found.timezone,
        count=rule.count,
        until=repeat.until,
        visit={"seats": seats, "services": [_asked(one) for one in visit]},
    )
    db.add(made)
    db.flush()
    return made


def _asked(one: Wanted) -> dict[str, Any]:
    return {
        "booking_type_id": str(one.booking_type_id),
        "provider_id": str(one.provider_id) if one.provider_id else None,
        "variant_id": str(one.variant_id) if one.variant_id else None,
        "add_on_ids": [str(id) for id in one.add_on_ids],
    }


def _visit(
    db: Session,
    actor: Actor,
    found: Ground,
    how: Sequence[Placed],
    host: BusinessRow,
    who: ContactRow,
    series_id: UUID,
    number: int,
    seats: int,
    notes: str,
    address: str,
    whose: dict[str, Any],
) -> list[Booking]:
    """One visit of the series; of several seats each has a number of its own."""
    at = seconds(now())
    owners = [Owner(booking_id=new_id()) for _ in range(seats)]
    made = make(
        db,
        actor,
        agreement(found, how, host, seats),
        who,
        notes,
        address,
        ids=[owner.booking_id for owner in owners],
        takes=lambda: take(db, found, how, at, owners),
        index=number,
        series_id=series_id,
        **whose,
    )
    for booking in made:
        tell(db, actor, BookingCreated, booking, together=True)
    return made


def tell_all(
    db: Session, actor: Actor, fact: type[F], found: BookingSeries, visits: Sequence[Booking], before: Sequence[str] = (), **more: Any
) -> None:
    """Records what happened to these visits at once, with all that one message about them needs."""
    ordered = sorted(zip(visits, before or [""] * len(visits), strict=True), key=lambda pair: pair[0].starts_at)
    first, last = ordered[0][0], max(visit.ends_at for visit in visits)
    record(
        db,
        actor,
        fact(
            subject=found.id,
            contact=found.contact_id,
            status=str(first.status),
            type_name=first.type_name,
            provider_name=", ".join(dict.fromkeys(visit.provider_name for visit, _ in ordered)),
            contact_name=first.contact_name,
            timezone=first.timezone,
            ends_at=last.isoformat(),
            price=sum(visit.price for visit in visits),
            currency=first.currency,
            location_kind=str(first.location_kind),
            location=first.location,
            policy=first.policy,
            cancel_hours=first.cancel_hours,
            visits=[
                [
                    str(visit.id),
                    visit.starts_at.isoformat(),
                    visit.ends_at.isoformat(),
                    str(visit.status),
                    visit.link_salt,
                    str(visit.sequence),
                    old,
                ]
                for visit, old in ordered
            ],
            **more,
        ),
    )
