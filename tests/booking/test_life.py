"""The whole life of bookings against a model that anybody can check: minutes in sets, every choice tried in turn.

The model knows what is taken as (who, lane, minute). Whatever the engine says yes to must be one of the model's ways, whatever it
refuses must have none, what it offers are exactly the starts that have one, and the database must hold just the model's minutes.
LIFE_SEQUENCES says how many lives are lived on each database; `make life-long` lives 2,000.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import col, select

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import SEATS, AddOn, Booking, BookingLine, Hold, Occupancy, Slot, TimeOff, Variant
from careops.booking.rules import HoldExpired, IllegalMove, NotOffered, SlotTaken, TooEarly, seconds
from careops.booking.schemas import Customer
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from tests import cast
from tests.booking.test_engine import put, room, sold
from tests.worlds import AFTERNOON, MORNING, ZONE, Shop, opened, workday

SEQUENCES = int(os.environ.get("LIFE_SEQUENCES", "25"))
CLEO = Customer(name="Cleo Marsh", email="cleo@example.org")
OPEN = [(MORNING.start, MORNING.end), (AFTERNOON.start, AFTERNOON.end)]
GRID = 30
STARTS = [minute for opens, closes in OPEN for minute in range(opens, closes, GRID)]

Minutes = frozenset[tuple[UUID, int, int]]  # who, lane, minute of the day
Way = tuple[Minutes, tuple[UUID, ...]]  # what it takes, and who serves each service
Names = tuple[str, ...]
VISITS: list[Names] = [
    *(("cut",), ("colour",), ("laser",), ("pair",), ("yoga",), ("asked",)),
    *(("cut", "colour"), ("yoga", "cut"), ("cut", "laser", "cut")),
]


@dataclass(frozen=True)
class Service:
    """A service as the model knows it; minutes."""

    id: UUID
    people: tuple[UUID, ...]
    duration: int
    rooms: tuple[tuple[tuple[UUID, int], ...], ...] = ()  # for each need the lanes that may serve it
    gap: tuple[int, int] | None = None
    after: int = 0
    together: bool = False
    seats: int = 0
    approved: bool = True


@dataclass
class World:
    """One day of one business."""

    shop: Shop
    services: dict[str, Service]
    long: UUID
    wash: UUID
    midnight: datetime


@dataclass
class Kept:
    """A booking or a hold of the model."""

    minutes: Minutes
    asked: tuple[Any, ...]
    start: int
    session: tuple[str, int] | None = None
    status: str = "confirmed"


def laid_out(owner: Actor) -> World:
    """A business with something of everything that can get into each other's way."""
    shop = opened(owner, providers=2)
    ana, ben = shop.providers
    basin, lasers = room(shop, "Basin"), room(shop, "Lasers", capacity=2)
    rules: dict[str, Any] = {"slot_interval": GRID, "window_days": 60}
    colour = sold(shop, ana, rooms=[[basin]], duration=90, gap_after=30, gap_minutes=30, buffer_after=15, **rules)
    laser = sold(shop, ana, ben, rooms=[[lasers], [lasers, basin]], **rules)
    pair = sold(shop, ana, ben, assignment="collective", **rules)
    yoga = sold(shop, ana, capacity=3, duration=60, **rules)
    asked = sold(shop, ben, auto_confirm=False, **rules)
    cut = sold(shop, ana, ben, **rules)
    long, wash = Variant(booking_type_id=cut, name="Long", duration=60), AddOn(booking_type_id=cut, name="Wash", minutes=30)
    long_id, wash_id = long.id, wash.id
    put(shop, long, wash)
    lanes = ((lasers, 0), (lasers, 1))
    services = {
        "cut": Service(cut, (ana, ben), 30),
        "colour": Service(colour, (ana,), 90, (((basin, 0),),), (30, 60), 15),
        "laser": Service(laser, (ana, ben), 30, (lanes, (*lanes, (basin, 0)))),
        "pair": Service(pair, (ana, ben), 30, together=True),
        "yoga": Service(yoga, (ana,), 60, seats=3),
        "asked": Service(asked, (ben,), 30, approved=False),
    }
    first = shop.starts(workday(3))[0]
    return World(shop, services, long_id, wash_id, first - timedelta(minutes=MORNING.start))


# ── the model ────────────────────────────────────────────


@dataclass
class Model:
    """What is taken, and how anything could be given."""

    world: World
    kept: dict[Any, Kept] = field(default_factory=dict[Any, Kept])

    def taken(self, but: Any = None) -> set[tuple[UUID, int, int]]:
        """All that is in the way; a session lasts as long as anybody sits in it, whoever opened it."""
        others = [one for id, one in self.kept.items() if id != but]
        sessions = {one.session for one in others if one.session}
        return {minute for one in others for minute in one.minutes} | {
            (self.world.services[name].people[0], 0, minute)
            for name, at in sessions
            for minute in range(at, at + self.world.services[name].duration)
        }

    def seats(self, session: tuple[str, int], but: Any = None) -> int:
        return sum(1 for id, one in self.kept.items() if one.session == session and id != but)

    def ways(self, names: Names, start: int, who: int | None, extra: str, but: Any = None) -> list[tuple[Minutes, tuple[UUID, ...]]]:
        """Every way to give the services one after the other from that minute on: what it takes, and who serves each."""
        taken = self.taken(but)
        found: list[Way] = [(frozenset(), ())]
        at = start
        for position, name in enumerate(names):
            service = self.world.services[name]
            length = service.duration + ({"long": 30, "wash": 30}.get(extra, 0) if position == 0 and name == "cut" else 0)
            here = list(self._one(name, service, at, length, who if position == 0 else None, taken, but))
            found = [(before | minutes, (*served, person)) for before, served in found for minutes, person in here]
            at += length
        return found

    def _one(
        self, name: str, service: Service, at: int, length: int, who: int | None, taken: set[tuple[UUID, int, int]], but: Any
    ) -> Iterator[tuple[Minutes, UUID]]:
        if not any(opens <= at and at + length <= closes for opens, closes in OPEN):
            return
        people = service.people if who is None or service.together or who >= len(service.people) else (service.people[who],)
        if service.seats and self.seats((name, at), but):
            if self.seats((name, at), but) < service.seats:
                yield frozenset(), people[0]
            return
        gap = range(at + service.gap[0], at + service.gap[1]) if service.gap else range(0)
        work = [minute for minute in range(at, at + length + service.after) if minute not in gap]
        whole = range(at, at + length + service.after)
        for group in [service.people] if service.together else [(one,) for one in people]:
            for lanes in product(*service.rooms):
                if len(set(lanes)) < len(lanes):
                    continue
                minutes = frozenset((one, 0, minute) for one in group for minute in work)
                minutes |= frozenset((thing, lane, minute) for thing, lane in lanes for minute in whole)
                if not minutes & taken:
                    yield minutes, group[0]


# ── the machine ──────────────────────────────────────────


class Life(RuleBasedStateMachine):
    """Customers and staff doing whatever they can do, in any order."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(now(), tick=False)
        self.traveller = self.clock.start()
        self.model = Model(self.world)
        self.owner = self.world.shop.owner
        self.visitor = cast.customer(self.owner)
        with db.transaction(self.owner) as session:
            for table in (Occupancy, BookingLine, Hold, TimeOff, Booking, Slot):
                session.exec(sa.delete(table), execution_options={"synchronize_session": False})

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            self.clock.stop()

    # what people do

    names = st.sampled_from(VISITS)
    starts = st.sampled_from(STARTS)
    extras = st.sampled_from(["", "", "long", "wash"])

    @rule(names=names, start=starts, who=st.sampled_from([None, None, 0, 1]), extra=extras, held=st.booleans())
    def take(self, names: Names, start: int, who: int | None, extra: str, held: bool) -> None:
        asked = self._asked(names, who, extra)
        ways = self.model.ways(names, start, self._index(names, who), extra if names[0] == "cut" else "")
        session = next(((name, at) for name, at in self._sessions(names, start, extra)), None)
        try:
            id, status = self._hold(asked, start) if held else self._book(asked, start)
        except (SlotTaken, NotOffered):
            assert not ways, "refused, though it could be given"
            return
        assert ways, "given, though it could not be"
        self.model.kept[id] = Kept(self._minutes(ways, id, names), (names, who, extra), start, session, status)

    def _hold(self, asked: dict[str, Any], start: int) -> tuple[Any, str]:
        with db.transaction(self.visitor) as session:
            return booking.hold(session, self.visitor, starts_at=self._at(start), **asked).token, "held"

    def _book(self, asked: dict[str, Any], start: int) -> tuple[Any, str]:
        with db.transaction(self.visitor) as session:
            made = booking.book(session, self.visitor, starts_at=self._at(start), customer=CLEO, **asked)
            return made.id, made.status

    @precondition(lambda self: self._of("held"))
    @rule(data=st.data())
    def book_the_hold(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from(self._of("held")))
        kept = self.model.kept.pop(token)
        with db.transaction(self.visitor) as session:
            row = booking.book(session, self.visitor, hold=token, customer=CLEO)
        kept.status = row.status
        self.model.kept[row.id] = kept

    @precondition(lambda self: self._of("held"))
    @rule(data=st.data())
    def let_go(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from(self._of("held")))
        with db.transaction() as session:
            booking.release(session, None, token=token)
        del self.model.kept[token]

    @rule()
    def six_minutes_pass(self) -> None:
        self.traveller.shift(timedelta(minutes=6))
        for token in self._of("held"):
            del self.model.kept[token]
            with pytest.raises(HoldExpired), db.transaction(self.visitor) as session:
                booking.book(session, self.visitor, hold=token, customer=CLEO)

    @precondition(lambda self: self._of("confirmed", "pending"))
    @rule(data=st.data(), start=starts)
    def move(self, data: st.DataObject, start: int) -> None:
        id = data.draw(st.sampled_from(self._of("confirmed", "pending")))
        kept = self.model.kept[id]
        names, _who, extra = kept.asked
        if start == kept.start:
            return
        with db.reading(self.owner) as session:
            lines = session.exec(select(BookingLine).where(BookingLine.booking_id == id).order_by(col(BookingLine.position))).all()
            served = tuple(line.provider_id for line in lines)
        ways = [way for way in self.model.ways(names, start, None, extra if names[0] == "cut" else "", but=id) if way[1] == served]
        try:
            with db.transaction(self.owner) as session:
                booking.reschedule(session, self.owner, booking_id=id, starts_at=self._at(start))
        except SlotTaken:
            inside = self._inside(names, start, extra)
            assert not (ways and inside), "not moved, though it could be"
            return
        if not self._inside(names, start, extra):  # staff may, outside the hours; the model does not follow them there
            with db.transaction(self.owner) as session:
                booking.cancel(session, self.owner, booking_id=id)
            del self.model.kept[id]
            return
        assert ways, "moved, though it could not be"
        self.model.kept[id] = Kept(
            self._minutes(ways, id, names), kept.asked, start, next(iter(self._sessions(names, start, extra)), None), kept.status
        )

    @precondition(lambda self: self._of("confirmed", "pending"))
    @rule(data=st.data(), how=st.sampled_from(["cancel", "confirm", "decline", "complete"]))
    def decide(self, data: st.DataObject, how: str) -> None:
        id = data.draw(st.sampled_from(self._of("confirmed", "pending")))
        pending = self.model.kept[id].status == "pending"
        may = how == "cancel" or (pending and how in ("confirm", "decline"))
        try:
            with db.transaction(self.owner) as session:
                getattr(booking, how)(session, self.owner, booking_id=id)
        except IllegalMove:
            assert not may
        except TooEarly:
            assert how == "complete"
        else:
            assert may
            if how == "confirm":
                self.model.kept[id].status = "confirmed"
            else:
                del self.model.kept[id]

    @rule(names=names, who=st.sampled_from([None, 0]), extra=extras)
    def look(self, names: Names, who: int | None, extra: str) -> None:
        asked = self._asked(names, who, extra)
        with db.reading(self.visitor) as session:
            found = bookings.available(session, self.visitor, from_=workday(3), to=workday(3), timezone=ZONE, **asked)
        offered = [round((time.starts_at - self.world.midnight).total_seconds() / 60) for time in found.days[0].times]
        extra = extra if names[0] == "cut" else ""
        assert offered == [start for start in STARTS if self.model.ways(names, start, self._index(names, who), extra)]

    # what must hold after everything

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        if not hasattr(self, "model"):
            return
        stored = self._stored()
        assert {minute for one in stored.values() for minute in one} == self.model.taken()

    # parts

    def _at(self, start: int) -> datetime:
        return self.world.midnight + timedelta(minutes=start)

    def _of(self, *statuses: str) -> list[Any]:
        return [id for id, one in getattr(self, "model", Model(self.world)).kept.items() if one.status in statuses]

    def _index(self, names: Names, who: int | None) -> int | None:
        return who if who is not None and who < len(self.world.services[names[0]].people) else None

    def _asked(self, names: Names, who: int | None, extra: str) -> dict[str, Any]:
        first = self.world.services[names[0]]
        index = self._index(names, who)
        return {
            "booking_type_id": first.id,
            "provider_id": first.people[index] if index is not None else None,
            "variant_id": self.world.long if extra == "long" and names[0] == "cut" else None,
            "add_on_ids": (self.world.wash,) if extra == "wash" and names[0] == "cut" else (),
            "also": [Wanted(self.world.services[name].id) for name in names[1:]],
        }

    def _sessions(self, names: Names, start: int, extra: str) -> Iterator[tuple[str, int]]:
        at = start
        for position, name in enumerate(names):
            if self.world.services[name].seats:
                yield name, at
            at += self.world.services[name].duration + ({"long": 30, "wash": 30}.get(extra, 0) if position == 0 and name == "cut" else 0)

    def _inside(self, names: Names, start: int, extra: str) -> bool:
        at = start
        for position, name in enumerate(names):
            length = self.world.services[name].duration
            length += {"long": 30, "wash": 30}.get(extra, 0) if position == 0 and name == "cut" else 0
            if not any(opens <= at and at + length <= closes for opens, closes in OPEN):
                return False
            at += length
        return True

    def _stored(self) -> dict[Any, set[tuple[UUID, int, int]]]:
        """The minutes of every living stretch but seats, by whose it is."""
        found: dict[Any, set[tuple[UUID, int, int]]] = {}
        zero = seconds(self.world.midnight)
        with db.reading(self.owner) as session:
            for one in session.exec(select(Occupancy).where(Occupancy.lane < SEATS)):
                if one.expires is None or one.expires > now().timestamp():
                    minutes = range((one.blocked_from - zero) // 60, (one.blocked_to - zero) // 60)
                    owner = one.booking_id or one.hold_id or one.slot_id
                    found.setdefault(owner, set()).update((one.provider_id, one.lane, minute) for minute in minutes)
        return found

    def _minutes(self, ways: list[Way], id: Any, names: Names) -> Minutes:
        """Which of the ways was taken: the one whose minutes are in the database."""
        stored = {minute for one in self._stored().values() for minute in one}
        before = self.model.taken(id)
        fitting = [minutes for minutes, _served in ways if minutes <= stored and not minutes & before]
        assert fitting, "what was taken is none of the ways"
        return max(fitting, key=len)


@pytest.mark.slow
@pytest.mark.usefixtures("both_engines")
def test_whatever_happens_the_engine_and_the_model_agree(ana: Actor) -> None:
    Life.world = laid_out(ana)
    lives = settings(
        max_examples=SEQUENCES,
        stateful_step_count=20,
        deadline=None,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
        print_blob=True,
    )
    run_state_machine_as_test(Life, settings=lives)
