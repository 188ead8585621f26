"""What those who wait are told, and what the desk sees."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from careops.automation import jobs as reactor
from careops.automation import queries
from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking.models import BookingType
from careops.booking.schemas import BookingRow, Customer
from careops.booking.schemas.waiting import OfferIn, WindowIn, WishRow
from careops.booking.schemas.wanted import Wanted
from careops.core import db
from careops.core.actor import Actor
from careops.core.crypto import link_token
from careops.inbox.models import Delivery
from careops.inbox.rules.letters import read_letter
from careops.integrations.ports import Letter
from tests import cast
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")
CLEO, DAN = Customer(name="Cleo Marsh", email="cleo@example.org"), Customer(name="Dan Dow", email="dan@example.org")


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = opened(ana)
    settle()
    return made


def settle() -> None:
    while reactor.react() or jobs.serve_waitlist():
        pass


def mode(shop: Shop, name: str) -> None:
    with db.transaction(shop.owner) as session:
        session.exec(sa.update(BookingType).values(waitlist=name, offer_minutes=30))  # type: ignore[call-overload]


def booked(shop: Shop, who: Customer, at: int = 0) -> BookingRow:
    with db.transaction(shop.owner) as session:
        return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=shop.starts(workday(3))[at], customer=who)


def wishes(shop: Shop, who: Customer = CLEO) -> WishRow:
    start = shop.starts(workday(3))[0]
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        windows = [WindowIn(earliest=start, latest=start.replace(minute=1))]
        return booking.wish(session, visitor, wanted=Wanted(shop.service), windows=windows, customer=who)


def cancelled(shop: Shop, row: BookingRow) -> None:
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    settle()


def letters(shop: Shop, to: Customer) -> list[Letter]:
    with db.reading(shop.owner) as session:
        found = session.exec(select(Delivery).order_by(Delivery.id)).all()  # type: ignore[arg-type]
        return [letter for letter in (read_letter(row.letter) for row in found) if to.email in str(letter.to)]


def subjects(shop: Shop, to: Customer) -> list[str]:
    return [letter.subject.split(":")[0] for letter in letters(shop, to)]


def test_who_joins_is_told_and_who_is_offered_a_time_gets_the_link_to_it(shop: Shop) -> None:
    mode(shop, "offer")
    gone, row = booked(shop, DAN), wishes(shop)
    settle()
    cancelled(shop, gone)
    assert subjects(shop, CLEO) == ["You’re on the waitlist", "A time is free for you"]
    joined, offered = letters(shop, CLEO)
    with db.reading(shop.owner) as session:
        salt = session.execute(sa.text("select link_salt from waitlistwish")).scalar_one()  # pyright: ignore[reportDeprecated]
    link = f"/waitlist/{link_token('waitlist', row.id, salt)}"
    assert (link in joined.text, link in offered.text) == (True, True)
    assert "We keep it for you until" in offered.text
    actor = Actor.customer(shop.owner.workspace, row.contact_id)
    with db.transaction(actor) as session:
        booking.accept_offer(session, actor, wish_id=row.id)
    settle()
    assert subjects(shop, CLEO)[2:] == ["Booked"]
    assert "You were on our waitlist" not in letters(shop, CLEO)[-1].text


def test_all_are_told_of_a_time_that_whoever_comes_first_can_have(shop: Shop) -> None:
    mode(shop, "notify")
    gone = booked(shop, Customer(name="Eve", email="eve@example.org"))
    for who in (CLEO, DAN):
        wishes(shop, who)
    cancelled(shop, gone)
    assert subjects(shop, CLEO) == subjects(shop, DAN) == ["You’re on the waitlist", "Just freed up"]


def test_who_is_booked_at_once_is_told_why_with_the_calendar_file(shop: Shop) -> None:
    mode(shop, "auto")
    gone = booked(shop, DAN)
    wishes(shop)
    cancelled(shop, gone)
    assert subjects(shop, CLEO) == ["You’re on the waitlist", "Booked"]
    letter = letters(shop, CLEO)[-1]
    assert "You were on our waitlist and this time became free" in letter.text
    assert len(letter.attachments) == 1


def test_who_is_moved_earlier_at_once_is_told_why(shop: Shop) -> None:
    mode(shop, "auto")
    gone, mine = booked(shop, DAN), booked(shop, CLEO, 1)
    actor = Actor.customer(shop.owner.workspace, mine.contact_id)
    with db.transaction(actor) as session:
        start = shop.starts(workday(3))[0]
        windows = [WindowIn(earliest=start, latest=start.replace(minute=1))]
        booking.come_earlier(session, actor, booking_id=mine.id, windows=windows)
    settle()
    assert "Until then your booking stays as it is." in letters(shop, CLEO)[-1].text
    cancelled(shop, gone)
    assert subjects(shop, CLEO)[1:] == ["Booked", "You’re on the waitlist", "New time"]
    assert "You were on our waitlist and this time became free" in letters(shop, CLEO)[-1].text


def test_the_desk_is_alerted_while_something_would_suit(shop: Shop) -> None:
    mode(shop, "staff")
    gone, row = booked(shop, DAN), wishes(shop)
    cancelled(shop, gone)

    def alerts() -> list[tuple[str, str]]:
        with db.reading(shop.owner) as session:
            return [(one.sentence, one.href) for one in queries.alerts(session, shop.owner).items]

    ((sentence, href),) = alerts()
    assert (sentence.endswith("is free, and Cleo Marsh waits for it: Cut"), href) == (True, "/app/bookings/waitlist")
    with db.transaction(shop.owner) as session:
        booking.offer_to(session, shop.owner, wish_id=row.id, offer=OfferIn(starts_at=shop.starts(workday(3))[0]))
    settle()
    assert alerts() == []
