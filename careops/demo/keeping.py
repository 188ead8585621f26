"""What is agreed beside single visits: days off, a regular's series, evenings for six, and a place in the line for one of them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking.schemas import PersonIn, TimeOffIn
from careops.booking.schemas.series import RepeatIn
from careops.booking.schemas.waiting import DaysIn, HoursIn
from careops.booking.schemas.wanted import Wanted
from careops.business import actions as business
from careops.business.schemas import ClosureIn
from careops.core.actor import Actor
from careops.core.clock import local
from careops.demo import cast, standing
from careops.demo.act import Act
from careops.demo.cast import ANA, BEN, MIA, Person
from careops.demo.opening import Salon
from careops.demo.salon import ZONE
from careops.demo.standing import EVENING, Evening
from careops.demo.visits import regulars

SETTLED = timedelta(days=24)  # how long ago the evenings and the closed days were settled


def acts(now: datetime) -> Iterator[Act]:
    """All of it, each in its moment."""
    today = local(now, ZONE).date()
    yield Act(now - SETTLED, lambda session, salon: _settle(session, salon, today_of=now), quiet=True)
    for gone in standing.away(today):
        given = TimeOffIn(starts_at=gone.start, ends_at=gone.end, reason=gone.reason)
        yield Act(
            now - timedelta(days=2),
            lambda session, salon, gone=gone, given=given: booking.add_time_off(
                session, salon.ana, provider_id=salon.stylists[gone.stylist], given=given
            ),
            quiet=True,
        )
    yield from _series(now)
    guests = iter(standing.guests(regulars()))
    for evening in standing.evenings(today):
        yield from _evening(now, evening, [next(guests) for _ in range(evening.sold)])
    yield Act(now - timedelta(hours=20), lambda session, salon: _wait_for_a_seat(session, salon, today_of=now))
    yield Act(now - timedelta(hours=26), lambda session, salon: _wait_for_ana(session, salon, today_of=now))


def person(who: Person) -> PersonIn:
    """Somebody as they say who they are."""
    return PersonIn(name=who.name, email=who.email, phone=who.phone, locale=who.locale)


# ── what the team settles ────────────────────────────────


def _settle(session: Session, salon: Salon, *, today_of: datetime) -> None:
    today = local(today_of, ZONE).date()
    first, last = standing.closed(today)
    business.add_closure(session, salon.ana, closure=ClosureIn(first_day=first, last_day=last, name="Team holiday"))
    booking.publish_many(
        session,
        salon.mia,
        booking_type_id=salon.services[EVENING],
        provider_id=salon.stylists[MIA.name],
        starts_at=[evening.start for evening in standing.evenings(today)],
    )


def _series(now: datetime) -> Iterator[Act]:
    """The regular's series, said on the phone once, and each visit of it that is over."""
    first = standing.first_regular(local(now, ZONE).date())
    made: list[UUID] = []

    def agree(session: Session, salon: Salon) -> None:
        series = booking.book_series(
            session,
            salon.ben,
            booking_type_id=salon.services[standing.REGULAR_SERVICE],
            starts_at=first,
            repeat=RepeatIn(frequency="weekly", count=standing.REGULAR_VISITS),
            provider_id=salon.stylists[BEN.name],
            customer=person(standing.REGULAR),
        )
        made.extend(one.id for one in series.bookings)

    yield Act(first - timedelta(days=3, hours=6), agree)
    for number in range(standing.REGULAR_VISITS):
        over = first + timedelta(weeks=number, minutes=29)
        yield Act(over, lambda session, salon, number=number: booking.complete(session, salon.ben, booking_id=made[number]), quiet=True)


# ── evenings ─────────────────────────────────────────────


def _evening(now: datetime, evening: Evening, guests: list[Person]) -> Iterator[Act]:
    """Each guest books a seat a day after the other; who was there is marked so afterwards."""
    for number, guest in enumerate(guests):
        made: list[UUID] = []
        booked = min(evening.start, now) - timedelta(days=1 + number, hours=3, minutes=17 * number)
        yield Act(booked, _sitting(evening, guest, made))
        over = evening.start + timedelta(minutes=95)
        yield Act(over, lambda session, salon, made=made: booking.complete(session, salon.mia, booking_id=made[0]), quiet=True)


def _sitting(evening: Evening, guest: Person, made: list[UUID]) -> Callable[[Session, Salon], object]:
    def sit(session: Session, salon: Salon) -> None:
        actor, service = Actor.customer(salon.id), salon.services[EVENING]
        seat = booking.book(session, actor, booking_type_id=service, starts_at=evening.start, customer=person(guest))
        made.append(seat.id)

    return sit


# ── who waits ────────────────────────────────────────────


def _wait_for_a_seat(session: Session, salon: Salon, *, today_of: datetime) -> None:
    """The next evening is sold out: whoever gives a seat back sees it offered to her."""
    day = standing.evenings(local(today_of, ZONE).date())[1].start.date()
    booking.wish_public(
        session,
        Actor.customer(salon.id),
        wanted=Wanted(salon.services[EVENING]),
        days=DaysIn(first_day=day, last_day=day),
        customer=person(cast.PRIYA),
    )


def _wait_for_ana(session: Session, salon: Salon, *, today_of: datetime) -> None:
    """Somebody who would like only Ana, on a Saturday morning."""
    today = local(today_of, ZONE).date()
    booking.wish(
        session,
        salon.ben,
        wanted=Wanted(salon.services["Balayage"], salon.stylists[ANA.name]),
        days=DaysIn(
            first_day=today + timedelta(days=1),
            last_day=today + timedelta(days=21),
            weekdays=[5],
            hours=[HoursIn(start=9 * 60, end=12 * 60)],
            timezone=ZONE,
        ),
        customer=person(cast.HELENA),
        note="Rings back if nothing comes up.",
    )
