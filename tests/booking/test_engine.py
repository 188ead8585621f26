"""What a visit can be made of, on both databases: gaps, several services, rooms, teams, seats, turns, limits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import (
    SEATS,
    AddOn,
    Booking,
    BookingLine,
    BookingType,
    Occupancy,
    Provider,
    ProviderService,
    ProviderTerms,
    Slot,
    TimeOff,
    Variant,
    WeeklyHours,
)
from careops.booking.rules import LimitReached, NotOffered, SlotTaken, seconds
from careops.booking.schemas import BookingRow, Customer
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.core.ids import new_id
from tests.worlds import ZONE, Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")
HALF = timedelta(minutes=30)


def person(name: str) -> Customer:
    return Customer(name=name, email=f"{name.lower()}@example.org")


def sold(shop: Shop, *people: UUID, rooms: Sequence[Sequence[UUID]] = (), **told: Any) -> UUID:
    """Another service of the shop, given by these people, with one of each group of rooms."""
    with db.transaction(shop.owner) as session:
        usual: dict[str, Any] = {"duration": 30, "slot_interval": 15, "min_notice": 0, "window_days": 365}
        made = BookingType(name="Colour", slug=f"s-{new_id().hex}", **(usual | told))
        session.add(made)
        session.flush()
        for person_id in people:
            session.add(ProviderService(booking_type_id=made.id, provider_id=person_id))
        for need, group in enumerate(rooms, 1):
            for room in group:
                session.add(ProviderService(booking_type_id=made.id, provider_id=room, need=need))
        return made.id


def room(shop: Shop, name: str, capacity: int = 1) -> UUID:
    with db.transaction(shop.owner) as session:
        made = Provider(name=name, kind="resource", capacity=capacity, always_open=True, timezone=ZONE)
        session.add(made)
        return made.id


def put(shop: Shop, *rows: Any) -> None:
    with db.transaction(shop.owner) as session:
        session.add_all(rows)


def change(shop: Shop, table: Any, id: UUID, **told: Any) -> None:
    with db.transaction(shop.owner) as session:
        session.get_one(table, id).sqlmodel_update(told)


def at(shop: Shop, index: int = 0, ahead: int = 3) -> datetime:
    return shop.starts(workday(ahead))[index]


def book(actor: Actor, service: UUID, start: datetime, who: str = "Cleo", **more: Any) -> BookingRow:
    with db.transaction(actor) as session:
        return booking.book(session, actor, booking_type_id=service, starts_at=start, customer=person(who), **more)


def offered(actor: Actor, service: UUID, ahead: int = 3, **more: Any) -> dict[str, int]:
    """The wall times of that day that are offered, and by how many or with how many seats."""
    day = workday(ahead)
    with db.reading(actor) as session:
        found = bookings.available(session, actor, booking_type_id=service, from_=day, to=day, timezone=ZONE, **more)
    return {time.starts_at.astimezone(ZoneInfo(ZONE)).strftime("%H:%M"): time.free for time in found.days[0].times}


def stretches(actor: Actor) -> list[tuple[UUID, int]]:
    with db.reading(actor) as session:
        return [(one.provider_id, one.lane) for one in session.exec(select(Occupancy).order_by(col(Occupancy.blocked_from)))]


def lines(actor: Actor, booking_id: UUID) -> list[BookingLine]:
    with db.reading(actor) as session:
        found = session.exec(select(BookingLine).where(BookingLine.booking_id == booking_id).order_by(col(BookingLine.position)))
        return list(found)


# ── gaps and several services ────────────────────────────


def test_while_the_colour_sets_in_the_provider_is_free_for_somebody_else(shop: Shop, visitor: Actor) -> None:
    ana = shop.providers[0]
    colour = sold(shop, ana, duration=90, gap_after=30, gap_minutes=30)
    book(visitor, colour, at(shop))
    times = offered(visitor, shop.service, provider_id=ana)
    assert "09:30" in times
    assert not {"09:00", "09:15", "09:45", "10:00", "10:15"} & times.keys()
    assert "10:30" in times
    book(visitor, shop.service, at(shop, 1), "Dan", provider_id=ana)
    with pytest.raises(SlotTaken):
        book(visitor, shop.service, at(shop, 1), "Eve", provider_id=ana)


def test_a_visit_of_two_services_with_two_people_is_one_booking(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    colour = sold(shop, ben, duration=60, price=7000)
    book(visitor, shop.service, at(shop, 3), "Dan", provider_id=ben)  # Ben is busy from 10:30 to 11:00
    also = [Wanted(colour)]
    times = offered(visitor, shop.service, also=also, provider_id=ana)
    assert "09:00" in times
    assert not {"09:15", "09:30", "09:45", "10:00", "10:15"} & times.keys()  # an hour of Ben's would run into 10:30
    assert "10:30" in times
    row = book(visitor, shop.service, at(shop), also=also, provider_id=ana)
    assert (row.type_name, row.provider_name, row.duration, row.price.amount) == ("Cut + Colour", "Provider 1, Provider 2", 90, 11500)
    assert [(line.type_name, line.provider_id, line.duration) for line in lines(shop.owner, row.id)] == [
        ("Cut", ana, 30),
        ("Colour", ben, 60),
    ]
    with pytest.raises(SlotTaken):
        book(visitor, colour, at(shop, 1), "Eve")
    with db.transaction(shop.owner) as session:
        moved = booking.reschedule(session, shop.owner, booking_id=row.id, starts_at=at(shop, 6))
    assert (moved.id, moved.duration, moved.starts_at) == (row.id, 90, at(shop, 6))
    book(visitor, colour, at(shop, 1), "Eve")
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    assert len(stretches(shop.owner)) == 2  # Dan's and Eve's


def test_the_same_person_goes_on_without_a_buffer_between(shop: Shop, visitor: Actor) -> None:
    ana = shop.providers[0]
    washed = sold(shop, ana, buffer_before=10, buffer_after=10)
    row = book(visitor, washed, at(shop, 2), also=[Wanted(washed)])
    assert row.duration == 60
    assert len([one for one in stretches(shop.owner) if one[0] == ana]) == 1


# ── variants, add-ons, terms ─────────────────────────────


def test_length_and_price_follow_variant_add_ons_and_who_does_it(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    long, wash = (
        Variant(booking_type_id=shop.service, name="Long hair", duration=60, price=7000),
        AddOn(booking_type_id=shop.service, name="Wash", minutes=15, price=900),
    )
    variant_id, wash_id = long.id, wash.id
    put(shop, long, wash)
    put(shop, ProviderTerms(provider_id=ben, booking_type_id=shop.service, variant_id=variant_id, duration=45, price=8000))
    asked = {"variant_id": variant_id, "add_on_ids": (wash_id,)}
    one = book(visitor, shop.service, at(shop), provider_id=ana, **asked)
    other = book(visitor, shop.service, at(shop), "Dan", provider_id=ben, **asked)
    plain = book(visitor, shop.service, at(shop, 6), "Eve", provider_id=ben)
    assert (one.duration, one.price.amount, one.type_name) == (75, 7900, "Cut (Long hair)")
    assert (other.duration, other.price.amount) == (60, 8900)
    assert (plain.duration, plain.price.amount) == (30, 4500)
    assert lines(shop.owner, one.id)[0].add_ons == [{"id": str(wash_id), "name": "Wash", "minutes": 15, "price": 900}]
    with pytest.raises(Invalid, match="add"):
        book(visitor, shop.service, at(shop, 8), add_on_ids=(new_id(),))


# ── rooms and teams ──────────────────────────────────────


def test_a_room_of_two_services_is_had_once(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    only = room(shop, "Room A")
    massage, facial = sold(shop, ana, rooms=[[only]]), sold(shop, ben, rooms=[[only]])
    book(visitor, massage, at(shop))
    assert "09:00" not in offered(visitor, facial)
    with pytest.raises(SlotTaken):
        book(visitor, facial, at(shop), "Dan")
    with pytest.raises(SlotTaken):
        book(shop.owner, facial, at(shop), "Dan")
    book(visitor, facial, at(shop, 1), "Dan")


def test_rooms_and_a_laser_are_assigned_so_that_all_fit(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    first, second, lasers = room(shop, "Room A"), room(shop, "Room B"), room(shop, "Laser", capacity=2)
    treatment = sold(shop, ana, ben, rooms=[[first, second], [lasers]])
    only_first = sold(shop, ana, ben, rooms=[[first], [first, second]])
    book(visitor, treatment, at(shop), "Cleo")
    book(visitor, treatment, at(shop), "Dan")
    assert {(lasers, 0), (lasers, 1), (first, 0), (second, 0)} <= set(stretches(shop.owner))
    book(visitor, only_first, at(shop, 2), "Eve")  # takes both rooms: neither may be counted twice
    assert "10:00" not in offered(visitor, treatment)
    book(visitor, sold(shop, ben, rooms=[[second]]), at(shop, 4), "Fay")
    assert "11:00" not in offered(visitor, only_first)
    assert "11:00" in offered(visitor, treatment)
    assert "10:30" in offered(visitor, treatment)


def test_a_team_gives_it_together(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    pair = sold(shop, ana, ben, assignment="collective")
    book(visitor, shop.service, at(shop), provider_id=ben)
    assert "09:00" not in offered(visitor, pair)
    row = book(visitor, pair, at(shop, 1), "Dan")
    assert row.provider_name == "Provider 1, Provider 2"
    with pytest.raises(SlotTaken):
        book(visitor, shop.service, at(shop, 1), "Eve", provider_id=ben)


def test_turns_go_round_by_weight_and_say_why(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    service = sold(shop, ana, ben, assignment="round_robin")
    with db.transaction(shop.owner) as session:
        session.exec(
            sa.update(ProviderService)
            .where(col(ProviderService.booking_type_id) == service, col(ProviderService.provider_id) == ana)
            .values(weight=2)
        )
    rows = [book(visitor, service, at(shop, index), f"P{index}") for index in range(6)]
    assert [row.provider_id for row in rows].count(ana) == 4
    assert lines(shop.owner, rows[0].id)[0].assigned_because.startswith("their turn")


# ── seats ────────────────────────────────────────────────


def test_a_session_fills_seat_by_seat_and_goes_when_the_last_leaves(shop: Shop, visitor: Actor) -> None:
    ana = shop.providers[0]
    yoga = sold(shop, ana, capacity=3, duration=60)
    rows = [book(visitor, yoga, at(shop), name) for name in ("Cleo", "Dan")]
    assert offered(visitor, yoga)["09:00"] == 1
    assert "09:30" not in offered(visitor, yoga)
    rows.append(book(visitor, yoga, at(shop), "Eve"))
    assert "09:00" not in offered(visitor, yoga)
    with pytest.raises(SlotTaken):
        book(visitor, yoga, at(shop), "Fay")
    assert len({row.id for row in rows}) == 3
    assert len(stretches(shop.owner)) == 4
    for row in rows:
        with db.transaction(shop.owner) as session:
            booking.cancel(session, shop.owner, booking_id=row.id)
    assert stretches(shop.owner) == []
    assert offered(visitor, yoga)["09:00"] == 3  # seats of the session that could be opened again


def test_a_party_takes_several_seats_or_none(shop: Shop, visitor: Actor) -> None:
    yoga = sold(shop, shop.providers[0], capacity=4, duration=60)
    row = book(visitor, yoga, at(shop), seats=3)
    with db.reading(shop.owner) as session:
        party = session.exec(select(Booking).where(Booking.party_id == session.get_one(Booking, row.id).party_id)).all()
    assert len(party) == 3
    assert "09:00" not in offered(visitor, yoga, seats=2)
    with pytest.raises(SlotTaken):
        book(visitor, yoga, at(shop), "Dan", seats=2)
    with pytest.raises(Invalid, match="seats"):
        book(visitor, shop.service, at(shop, 6), "Dan", seats=2)


def test_a_session_that_is_only_held_ends_with_its_holds(shop: Shop, visitor: Actor) -> None:
    ana = shop.providers[0]
    yoga = sold(shop, ana, capacity=2, duration=60)
    with time_machine.travel(now(), tick=False) as clock:
        with db.transaction(visitor) as session:
            kept = booking.hold(session, visitor, booking_type_id=yoga, starts_at=at(shop), seats=2)
        assert "09:00" not in offered(visitor, yoga)
        assert "09:00" not in offered(visitor, shop.service, provider_id=ana)
        clock.shift(timedelta(minutes=6))
        assert "09:00" in offered(visitor, shop.service, provider_id=ana)
        with db.transaction(visitor) as session:
            again = booking.hold(session, visitor, booking_type_id=yoga, starts_at=at(shop), seats=2)
        with db.transaction(visitor) as session:
            booking.book_public(session, visitor, hold=again.token, customer=person("Cleo"))
        clock.shift(timedelta(minutes=6))
        assert "09:00" not in offered(visitor, yoga)
        with db.transaction(visitor) as session:
            booking.release(session, None, token=kept.token)
    lanes = [lane for _, lane in stretches(shop.owner)]
    assert sorted(lanes) == [0, SEATS, SEATS + 1]
    with db.reading(shop.owner) as session:
        assert {one.booking_id for one in session.exec(select(Occupancy).where(Occupancy.lane >= SEATS))} == {
            one.id for one in session.exec(select(Booking))
        }


def test_a_seat_moves_to_another_session(shop: Shop, visitor: Actor) -> None:
    yoga = sold(shop, shop.providers[0], capacity=2, duration=60)
    stays, moves = book(visitor, yoga, at(shop), "Cleo"), book(visitor, yoga, at(shop), "Dan")
    with db.transaction(shop.owner) as session:
        booking.reschedule(session, shop.owner, booking_id=moves.id, starts_at=at(shop, 2))
    assert offered(visitor, yoga)["09:00"] == 1
    assert offered(visitor, yoga)["10:00"] == 1
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Slot).where(Slot.status == "open")).all()) == 2
    assert lines(shop.owner, stays.id)[0].slot_id != lines(shop.owner, moves.id)[0].slot_id


def test_a_session_with_one_guest_is_not_in_that_guests_way(shop: Shop, visitor: Actor) -> None:
    yoga = sold(shop, shop.providers[0], capacity=2, duration=60)
    row = book(visitor, yoga, at(shop, 1))
    for index in (0, 1, 2):  # each touches the time before
        with db.transaction(shop.owner) as session:
            booking.reschedule(session, shop.owner, booking_id=row.id, starts_at=at(shop, index))
    assert len(stretches(shop.owner)) == 2
    book(visitor, yoga, at(shop, 2), "Dan")
    with pytest.raises(SlotTaken), db.transaction(shop.owner) as session:
        booking.reschedule(session, shop.owner, booking_id=row.id, starts_at=at(shop, 1))


# ── hours, limits, tidiness ──────────────────────────────


def test_a_night_shift_is_sold_across_midnight(shop: Shop, visitor: Actor) -> None:
    with db.transaction(shop.owner) as session:
        night = Provider(name="Nia", timezone=ZONE)
        session.add(night)
        session.flush()
        session.add_all([WeeklyHours(provider_id=night.id, weekday=day, start_minute=1320, end_minute=1800) for day in range(7)])
        night_id = night.id
    watch = sold(shop, night_id, duration=60, slot_interval=60)
    times = offered(visitor, watch)
    assert list(times) == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "22:00", "23:00"]
    midnight = at(shop) - timedelta(hours=9)
    assert book(visitor, watch, midnight).starts_at == midnight
    assert "00:00" not in offered(visitor, watch)


def test_time_off_is_not_offered_yet_staff_may_book_over_it(shop: Shop, visitor: Actor) -> None:
    ana = shop.providers[0]
    put(shop, TimeOff(provider_id=ana, starts=seconds(at(shop)), ends=seconds(at(shop, 2))))
    assert not {"09:00", "09:30", "09:45"} & offered(visitor, shop.service, provider_id=ana).keys()
    with pytest.raises(NotOffered):
        book(visitor, shop.service, at(shop), provider_id=ana)
    book(shop.owner, shop.service, at(shop), provider_id=ana)


def test_a_providers_day_is_full_at_the_limit(shop: Shop, visitor: Actor) -> None:
    ana = shop.providers[0]
    change(shop, Provider, ana, max_per_day=2)
    first = book(visitor, shop.service, at(shop), provider_id=ana)
    book(visitor, shop.service, at(shop, 1), "Dan", provider_id=ana)
    assert offered(visitor, shop.service, provider_id=ana) == {}
    with pytest.raises(NotOffered):
        book(visitor, shop.service, at(shop, 4), "Eve", provider_id=ana)
    with db.transaction(shop.owner) as session:  # its own visit does not count against moving it within the day
        booking.reschedule(session, Actor.customer(shop.owner.workspace, first.contact_id), booking_id=first.id, starts_at=at(shop, 6))


def test_a_customer_may_have_only_so_many(shop: Shop, visitor: Actor) -> None:
    change(shop, BookingType, shop.service, customer_max_per_day=1)
    book(visitor, shop.service, at(shop))
    with pytest.raises(LimitReached):
        book(visitor, shop.service, at(shop, 4))
    book(visitor, shop.service, at(shop, 4), "Dan")
    book(visitor, shop.service, at(shop, 4, ahead=10))


def test_tidy_starts_leave_no_hole_too_short_to_sell(shop: Shop, visitor: Actor) -> None:
    change(shop, BookingType, shop.service, tidy=True)
    times = offered(visitor, shop.service, provider_id=shop.providers[0])
    assert "09:00" in times
    assert "09:15" not in times  # a quarter of an hour before it could be sold to nobody
    assert "09:30" in times
    assert "11:30" in times
    assert "11:15" not in times


def test_a_fixed_window_and_an_offset_are_kept(shop: Shop, visitor: Actor) -> None:
    change(shop, BookingType, shop.service, slot_offset=10, slot_interval=30, window_from=workday(3), window_to=workday(3))
    times = offered(visitor, shop.service, provider_id=shop.providers[0])
    assert list(times)[:2] == ["09:10", "09:40"]
    assert offered(visitor, shop.service, ahead=5) == {}
