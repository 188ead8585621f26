"""Whoever waits and answers at the same moment as others: one clean outcome, on both databases."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from careops.automation import jobs as reactor
from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking.models import Booking, BookingType, Hold, Occupancy, WaitlistWish
from careops.booking.rules import moment, seconds
from careops.booking.schemas import BookingRow, Customer
from careops.booking.schemas.waiting import WindowIn, WishRow
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Refusal
from tests import cast
from tests.worlds import Shop, opened, workdays

pytestmark = pytest.mark.usefixtures("both_engines")
CLIENTS = 8
ROUNDS = 4
AFTERWARDS = timedelta(seconds=0.5)  # for so long they go on trying once an offer has ended


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


def mode(shop: Shop, name: str) -> None:
    with db.transaction(shop.owner) as session:
        session.exec(sa.update(BookingType).values(waitlist=name))  # type: ignore[call-overload]


def at_once(works: Sequence[Callable[[], object]]) -> Counter[str]:
    """All of them in the same moment; what each heard."""
    ready = Barrier(len(works))

    def one(work: Callable[[], object]) -> str:
        ready.wait()
        try:
            return str(work())
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(one, works))


def settle() -> None:
    while reactor.react() or jobs.serve_waitlist():
        pass


def booked(shop: Shop, start: datetime, name: str = "Fay") -> BookingRow:
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        person = Customer(name=name, email=f"{name.lower()}@example.org")
        return booking.book(session, visitor, booking_type_id=shop.service, starts_at=start, customer=person)


def wish(shop: Shop, start: datetime, name: str) -> WishRow:
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        person = Customer(name=name, email=f"{name.lower()}@example.org")
        windows = [WindowIn(earliest=start, latest=start + timedelta(minutes=1))]
        return booking.wish(session, visitor, wanted=Wanted(shop.service), windows=windows, customer=person)


def says(shop: Shop, row: WishRow, action: Callable[..., WishRow]) -> str:
    actor = Actor.customer(shop.owner.workspace, row.contact_id)
    with db.transaction(actor) as session:
        return action(session, actor, wish_id=row.id).status


def freed(shop: Shop, start: datetime, names: Sequence[str]) -> list[WishRow]:
    """The wishes of these for a start that frees just now."""
    gone = booked(shop, start)
    rows = [wish(shop, start, name) for name in names]
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=gone.id)
    settle()
    return rows


def owners(shop: Shop, start: datetime) -> list[tuple[UUID, bool]]:
    """Every living booking of that start, and whether the time is really its own."""
    with db.reading(shop.owner) as session:
        found = session.exec(select(Booking.id).where(Booking.starts_at == start, Booking.status != "cancelled")).all()
        held = set(session.exec(select(Occupancy.booking_id).where(Occupancy.starts == seconds(start))))
        return [(id, id in held) for id in found]


def starts(shop: Shop) -> list[datetime]:
    return [start for day in workdays(3, ROUNDS) for start in shop.starts(day)[:1]]


def test_an_offer_that_is_accepted_many_times_books_once(shop: Shop) -> None:
    mode(shop, "offer")
    for start in starts(shop):
        (row,) = freed(shop, start, ["Cleo"])
        heard = at_once([lambda row=row: says(shop, row, booking.accept_offer)] * CLIENTS)
        assert heard == {"booked": CLIENTS}
        assert [own for _id, own in owners(shop, start)] == [True]


def test_of_all_who_were_told_one_has_it(shop: Shop) -> None:
    mode(shop, "notify")
    names = [f"Client{number}" for number in range(CLIENTS)]
    for start in starts(shop):
        rows = freed(shop, start, names)
        heard = at_once([lambda row=row: says(shop, row, booking.accept_offer) for row in rows])
        assert heard == {"booked": 1, "offer_taken": CLIENTS - 1}
        assert [own for _id, own in owners(shop, start)] == [True]
        for row in rows:
            with db.transaction(shop.owner) as session:
                if session.get_one(WaitlistWish, row.id).status != "booked":
                    booking.withdraw_wish(session, shop.owner, wish_id=row.id)


def test_yes_and_no_at_once_come_to_one_of_them(shop: Shop) -> None:
    mode(shop, "offer")
    for start in starts(shop):
        (row,) = freed(shop, start, ["Cleo"])
        answers = (booking.accept_offer, booking.decline_offer)
        heard = at_once([lambda row=row, answer=answers[n % 2]: says(shop, row, answer) for n in range(CLIENTS)])
        assert set(heard) in ({"booked", "wish_over"}, {"offer_ended", "waiting"})
        assert [own for _id, own in owners(shop, start)] == [True] * ("booked" in heard)
        if "booked" not in heard:
            says(shop, row, booking.withdraw_wish)


def test_an_answer_at_the_offers_end_never_gives_the_time_away_twice(shop: Shop) -> None:
    mode(shop, "offer")
    for start in starts(shop):
        first, _next = freed(shop, start, ["Cleo", "Dan"])
        over = end_soon(shop, first) + AFTERWARDS

        def accept(row: WishRow = first) -> str:
            return says(shop, row, booking.accept_offer)

        def elsewhere(start: datetime = start) -> str:
            return booked(shop, start, "Eve").status

        def again(work: Callable[[], str], over: datetime = over) -> Callable[[], str]:
            return lambda: until(over, work)

        heard = at_once([accept, again(elsewhere), again(accept), lambda: str(jobs.serve_waitlist()), lambda over=over: sweep(over)])
        settle()
        found = owners(shop, start)
        assert [own for _id, own in found] == [True] * len(found), heard
        assert len(found) <= 1, heard
        clear(shop)


def end_soon(shop: Shop, row: WishRow) -> datetime:
    """The offer ends within the next second; when."""
    end = seconds(now()) + 1
    with db.transaction(shop.owner) as session:
        wish = session.get_one(WaitlistWish, row.id)
        wish.offer_ends = wish.look_at = end
        session.exec(sa.update(Hold).where(col(Hold.id) == wish.hold_id).values(expires=end))  # type: ignore[call-overload]
        session.exec(sa.update(Occupancy).where(col(Occupancy.hold_id) == wish.hold_id).values(expires=end))  # type: ignore[call-overload]
    return moment(end)


def until(over: datetime, work: Callable[[], str]) -> str:
    """Again and again around the end."""
    while True:
        try:
            return work()
        except Refusal as refusal:
            if now() > over:
                return refusal.code


def sweep(over: datetime) -> str:
    """Forgets what has ended, for as long as it ends."""
    while now() < over:
        jobs.forget_ended_holds()
        jobs.serve_waitlist()
    return "swept"


def clear(shop: Shop) -> None:
    """Nobody waits any more."""
    with db.transaction(shop.owner) as session:
        for wish in session.exec(select(WaitlistWish).where(col(WaitlistWish.status).in_(("waiting", "offered")))):
            booking.withdraw_wish(session, shop.owner, wish_id=wish.id)
