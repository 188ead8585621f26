"""Two who publish the same time, eleven for the last of ten seats, a series against a single visit: one of them hears no."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from careops.booking import actions as booking
from careops.booking.models import Offered
from careops.booking.schemas import BookingTypeEdit, PersonIn
from careops.booking.schemas.series import RepeatIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Refusal
from tests.races.contest import overlaps
from tests.worlds import ZONE, Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines", "database")
WEEKLY = RepeatIn(frequency="weekly", count=4)


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(ZONE))


def together(shop: Shop, *works: Callable[[Session], object]) -> Counter[str]:
    """All at once, each in a transaction of its own: how many won, and what the others heard."""
    gate, heard = threading.Barrier(len(works)), list[str]()

    def run(work: Callable[[Session], object]) -> None:
        gate.wait()
        try:
            with db.transaction(shop.owner) as session:
                work(session)
            heard.append("won")
        except Refusal as refusal:
            heard.append(refusal.code)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(heard)


def school(shop: Shop, capacity: int) -> None:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(offered=Offered.slots, capacity=capacity)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)


def test_one_of_two_publishes_the_same_time(shop: Shop) -> None:
    school(shop, 3)

    def publish(minutes: int) -> Callable[[Session], object]:
        start = at(workday(3)) + timedelta(minutes=minutes)
        asked = {"booking_type_id": shop.service, "provider_id": shop.providers[0], "starts_at": start}
        return lambda session: booking.publish(session, shop.owner, **asked)

    for heat in range(6):
        start = 60 * heat
        assert together(shop, *(publish(start + 15 * (n % 2)) for n in range(4))) == {"won": 1, "slot_taken": 3}


def test_the_last_of_ten_seats_goes_once(shop: Shop) -> None:
    school(shop, 10)

    def sit(start: datetime, number: int) -> Callable[[Session], object]:
        person = PersonIn(name=f"Guest {number}", email=f"guest{number}@example.org")
        asked = {"booking_type_id": shop.service, "starts_at": start, "customer": person}
        return lambda session: booking.book(session, shop.owner, **asked)

    for hour in (9, 11):
        start = at(workday(3), hour)
        with db.transaction(shop.owner) as session:
            booking.publish(session, shop.owner, booking_type_id=shop.service, provider_id=shop.providers[0], starts_at=start)
        assert together(shop, *(sit(start, number) for number in range(14))) == {"won": 10, "slot_taken": 4}


def test_a_series_and_a_single_visit_never_both_have_a_time(shop: Shop) -> None:
    for heat, hour in enumerate((9, 10, 11, 14)):
        start = at(workday(3), hour)

        def series(session: Session, start: datetime = start, number: int = heat) -> object:
            person = PersonIn(name="Cleo", email=f"cleo{number}@example.org")
            return booking.book_series(session, shop.owner, booking_type_id=shop.service, starts_at=start, repeat=WEEKLY, customer=person)

        def single(session: Session, start: datetime = start + timedelta(days=14)) -> object:
            person = PersonIn(name="Dan", email="dan@example.org")
            return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, customer=person)

        heard = together(shop, series, single)
        assert heard["won"] == 1
        assert set(heard) <= {"won", "slot_taken", "series_conflicts"}
    assert overlaps(shop.owner) == 0
