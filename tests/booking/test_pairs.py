"""Every two features of the engine together: there is no list of what does not work with what.

Each pair is lived through once: offered, booked (as a series or off the waitlist where that is the feature), worth what it must be,
in nobody else's way and in the way of whoever comes too late, moved, cancelled, and offered again with nothing left behind.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from careops.automation import jobs as reactor
from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking import queries as bookings
from careops.booking.models import AddOn, Booking, BookingLine, HoursOverride, Occupancy, ProviderTerms, Variant, WaitlistWish
from careops.booking.rules import NotOffered, SlotTaken
from careops.booking.schemas.series import RepeatIn
from careops.booking.schemas.waiting import WindowIn
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from tests.booking.test_engine import at, offered, person, put, room, sold
from tests.worlds import Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")

FEATURES = [
    *("variant", "add-on", "multi-service", "per-provider price", "group", "recurring", "resource"),
    *("waitlist", "approval", "buffer", "processing gap", "override", "reschedule", "cancel"),
]


@dataclass
class Pair:
    """A service with some features on, and what a visit of it must come to."""

    shop: Shop
    visitor: Actor
    on: frozenset[str]
    service: UUID = field(init=False)
    asked: dict[str, Any] = field(default_factory=dict[str, Any])
    duration: int = 30
    price: int = 2000

    def __post_init__(self) -> None:
        ana, ben = self.shop.providers
        told: dict[str, Any] = {"duration": 30, "price": 2000, "slot_interval": 30}
        if "processing gap" in self.on:
            told |= {"duration": 90, "gap_after": 30, "gap_minutes": 30}
            self.duration = 90
        if "buffer" in self.on:
            told |= {"buffer_before": 15, "buffer_after": 15}
        if "group" in self.on:
            told |= {"capacity": 2}
        if "approval" in self.on:
            told |= {"auto_confirm": False}
        if "waitlist" in self.on:
            told |= {"waitlist": "auto"}
        rooms = [[room(self.shop, "Room")]] if "resource" in self.on else []
        self.service = sold(self.shop, ana, rooms=rooms, **told)
        self._what_is_added(ana, ben)

    def _what_is_added(self, ana: UUID, ben: UUID) -> None:
        variant_id = None
        if "variant" in self.on:
            self.duration, self.price = 120, 5000
            gap: dict[str, Any] = {"gap_after": 30, "gap_minutes": 30} if "processing gap" in self.on else {}
            variant = Variant(booking_type_id=self.service, name="Long", duration=120, price=5000, **gap)
            variant_id = variant.id
            put(self.shop, variant)
            self.asked["variant_id"] = variant_id
        if "per-provider price" in self.on:
            self.price = 9000
            put(self.shop, ProviderTerms(provider_id=ana, booking_type_id=self.service, variant_id=variant_id, price=9000))
        if "add-on" in self.on:
            added = AddOn(booking_type_id=self.service, name="Mask", minutes=30, price=700)
            self.asked["add_on_ids"] = (added.id,)
            put(self.shop, added)
            self.price += 700
            self.duration += 0 if "group" in self.on else 30  # a session has its own length
        if "multi-service" in self.on:
            self.asked["also"] = [Wanted(sold(self.shop, ben, duration=30, price=1000))]
            self.duration += 30
            self.price += 1000
        if "override" in self.on:
            days = {workday(3) + timedelta(weeks=week) for week in range(3)} | {workday(4)}
            spans = [(one, day) for one in (ana, ben) for day in days]
            put(self.shop, *(HoursOverride(provider_id=one, day=day, start_minute=480, end_minute=1200) for one, day in spans))

    @property
    def start(self) -> datetime:
        """Nine o'clock; eight, which only the date's own hours offer, where those are the feature."""
        return at(self.shop) - timedelta(hours=1 if "override" in self.on else 0)

    @property
    def wall(self) -> str:
        return "08:00" if "override" in self.on else "09:00"

    @property
    def visits(self) -> int:
        return 3 if "recurring" in self.on else 1

    def is_offered(self) -> bool:
        return self.wall in offered(self.visitor, self.service, **self.asked)


def book(pair: Pair, who: str = "Cleo") -> list[UUID]:
    """The way the features say; the ids of the visits."""
    if "recurring" in pair.on:
        with db.transaction(pair.shop.owner) as session:
            booking.book_series(
                session,
                pair.shop.owner,
                booking_type_id=pair.service,
                starts_at=pair.start,
                customer=person(who),
                repeat=RepeatIn(frequency="weekly", count=3),
                **pair.asked,
            )
        return living(pair)
    with db.transaction(pair.visitor) as session:
        made = booking.book(session, pair.visitor, booking_type_id=pair.service, starts_at=pair.start, customer=person(who), **pair.asked)
    return [made.id]


def living(pair: Pair) -> list[UUID]:
    with db.reading(pair.shop.owner) as session:
        question = select(Booking.id).where(Booking.booking_type_id == pair.service, Booking.status != "cancelled")
        return list(session.exec(question.order_by(col(Booking.starts_at))))


def off_the_waitlist(pair: Pair) -> list[UUID]:
    """Somebody has it, somebody waits; the first leaves and the second is booked."""
    seats = 2 if "group" in pair.on else 1
    with db.transaction(pair.visitor) as session:
        asked: dict[str, Any] = pair.asked | ({"seats": seats} if seats > 1 and "multi-service" not in pair.on else {})
        booking.book(session, pair.visitor, booking_type_id=pair.service, starts_at=pair.start, customer=person("Dan"), **asked)
    first = living(pair)
    assert seats > 1 or not pair.is_offered()
    asked = {name: value for name, value in pair.asked.items() if name != "also"}
    wanted = Wanted(pair.service, variant_id=asked.get("variant_id"), add_on_ids=asked.get("add_on_ids", ()))
    window = WindowIn(earliest=pair.start, latest=pair.start + timedelta(minutes=1))
    with db.transaction(pair.visitor) as session:
        booking.wish(session, pair.visitor, wanted=wanted, windows=[window], customer=person("Cleo"))
    cancel(pair, first)
    while reactor.react() or jobs.serve_waitlist():
        pass
    with db.reading(pair.shop.owner) as session:
        (wish,) = session.exec(select(WaitlistWish)).all()
        assert wish.status == "booked"
    if "multi-service" in pair.on:  # one waits for a service, not for a whole visit
        pair.duration, pair.price, pair.asked = pair.duration - 30, pair.price - 1000, asked
    return living(pair)


def cancel(pair: Pair, ids: list[UUID]) -> None:
    for id in ids:
        with db.transaction(pair.shop.owner) as session:
            booking.cancel(session, pair.shop.owner, booking_id=id)


def move(pair: Pair, ids: list[UUID]) -> None:
    """Each to the next day's same time, where the service is offered too."""
    for id in ids:
        with db.transaction(pair.shop.owner) as session:
            row = bookings.get(session, pair.shop.owner, booking_id=id)
            later = row.starts_at + (workday(4) - workday(3) if (workday(4) - workday(3)).days == 1 else timedelta(hours=2))
            moved = booking.reschedule(session, pair.shop.owner, booking_id=id, starts_at=later)
            assert (moved.id, moved.duration, moved.price.amount, moved.starts_at) == (id, row.duration, row.price.amount, later)


def live(pair: Pair) -> None:
    """One life of the pair."""
    assert pair.is_offered()
    ids = off_the_waitlist(pair) if "waitlist" in pair.on and "recurring" not in pair.on else book(pair)
    assert len(ids) == pair.visits
    for id in ids:
        with db.reading(pair.shop.owner) as session:
            row = bookings.get(session, pair.shop.owner, booking_id=id)
            lines = session.exec(select(BookingLine).where(BookingLine.booking_id == id)).all()
        assert (row.duration, row.price.amount) == (pair.duration, pair.price)
        assert len(lines) == 1 + ("also" in pair.asked)
    if "group" not in pair.on:
        with pytest.raises((SlotTaken, NotOffered)), db.transaction(pair.visitor) as session:
            booking.book(session, pair.visitor, booking_type_id=pair.service, starts_at=pair.start, customer=person("Eve"), **pair.asked)
    if "approval" in pair.on:
        with db.transaction(pair.shop.owner) as session:
            for id in ids:
                if bookings.get(session, pair.shop.owner, booking_id=id).status == "pending":
                    booking.confirm(session, pair.shop.owner, booking_id=id)
    if "reschedule" in pair.on:
        move(pair, ids)
        assert pair.is_offered()
    cancel(pair, ids)
    assert pair.is_offered()
    with db.reading(pair.shop.owner) as session:
        assert session.scalar(sa.select(sa.func.count(col(Occupancy.id)))) == 0


@pytest.mark.parametrize("first", FEATURES[:-1])
def test_it_works_together_with_every_other(first: str, shop: Shop, visitor: Actor) -> None:
    for one, other in combinations(FEATURES, 2):
        if one == first:
            try:
                live(Pair(shop, visitor, frozenset({one, other})))
            except BaseException as broken:
                broken.add_note(f"{one} with {other}")
                raise
            with db.transaction(shop.owner) as session:  # the next pair finds the business as this one did
                for table in (WaitlistWish, HoursOverride):
                    session.exec(sa.delete(table), execution_options={"synchronize_session": False})
