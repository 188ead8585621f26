"""Lists and free times: right, and at a cost that does not grow with providers, days or history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow, Customer
from careops.contacts import actions as contacting
from careops.contacts.schemas import ContactChange
from careops.core import clock, db, when
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.inbox import actions as inbox
from careops.inbox import queries as inboxes
from careops.inbox.schemas import CannedIn
from tests import cast
from tests.worlds import ZONE, Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def booked(shop: Shop, at: int, days: int = 3, provider: int = 0) -> BookingRow:
    with db.transaction(shop.owner) as session:
        return booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(days))[at],
            provider_id=shop.providers[provider],
            customer=Customer(name=f"Client {at}", email=f"client{at}@example.org"),
        )


def asked(shop: Shop, days: int) -> tuple[int, int]:
    """How many statements a question for so many days takes, and how many free times it finds."""
    actor = cast.customer(shop.owner)
    with db.reading(actor) as session, counted() as sent:
        found = bookings.free_times(
            session, actor, booking_type_id=shop.service, from_=workday(3), to=workday(3) + timedelta(days=days - 1), timezone=ZONE
        )
    return len(sent), sum(len(starts) for _day, _works, starts in found.days)


def test_free_times_cost_three_statements_whatever_is_asked(ana: Actor, stranger: Actor) -> None:
    one, ten = opened(ana), opened(stranger, providers=10)
    for at in range(8):
        booked(one, at)
        booked(ten, at, provider=at)
    assert {asked(one, 1)[0], asked(one, 30)[0], asked(ten, 1)[0], asked(ten, 62)[0]} == {3}
    assert asked(ten, 1)[1] == 26


def test_what_is_taken_is_not_free_and_what_is_held_neither(shop: Shop) -> None:
    before = asked(shop, 1)[1]
    booked(shop, 0)
    assert asked(shop, 1)[1] == before
    visitor = cast.customer(shop.owner)
    with db.transaction(visitor) as session:
        start = shop.starts(workday(3))[0]
        booking.hold(session, visitor, booking_type_id=shop.service, starts_at=start, provider_id=shop.providers[1])
    assert asked(shop, 1)[1] == before - 2
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert asked(shop, 1)[1] == before


def test_the_first_free_time_is_found_beyond_the_asked_days(shop: Shop) -> None:
    day = workday(3)
    while day.weekday() != 5:
        day += timedelta(days=1)
    actor = cast.customer(shop.owner)
    with db.reading(actor) as session:
        found = bookings.available(session, actor, booking_type_id=shop.service, from_=day, to=day + timedelta(days=1), timezone=ZONE)
    assert [(row.open, row.times) for row in found.days] == [(False, []), (False, [])]
    assert found.next_available is not None
    assert found.next_available.starts_at == shop.starts(day + timedelta(days=2))[0]


def test_a_range_must_make_sense(shop: Shop) -> None:
    with pytest.raises(Invalid):
        asked(shop, 63)
    with pytest.raises(Invalid):
        asked(shop, 0)


def test_lists_cost_the_same_for_one_and_for_three(shop: Shop) -> None:
    costs: set[tuple[int, ...]] = set()
    for at in range(3):
        booked(shop, at)
        cost: list[int] = []
        for ask in (bookings.today, bookings.upcoming, bookings.between):
            with db.reading(shop.owner) as session, counted() as sent:
                ask(session, shop.owner)
            cost.append(len(sent))
        with db.reading(shop.owner) as session, counted() as sent:
            bookings.calendar(session, shop.owner, from_=workday(3), to=workday(3))
        costs.add((*cost, len(sent)))
    assert len(costs) == 1


def test_the_lists_find_what_they_say(shop: Shop) -> None:
    first, second, day = booked(shop, 0), booked(shop, 2, provider=1), workday(3)
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=second.id)
    with time_machine.travel(first.starts_at - timedelta(minutes=30)), db.reading(shop.owner) as session:
        assert [row.id for row in bookings.today(session, shop.owner)] == [first.id]
        assert [row.id for row in bookings.upcoming(session, shop.owner)] == [first.id]
        assert bookings.today(session, shop.owner)[0].when == "Today 09:00"
        page = bookings.between(session, shop.owner, from_=day, to=day, limit=1)
        rest = bookings.between(session, shop.owner, from_=day, to=day, limit=1, cursor=page.next_cursor)
        assert [row.id for row in (*page.items, *rest.items)] == [first.id, second.id]
        assert bookings.between(session, shop.owner, status="cancelled").items[0].id == second.id
        assert bookings.between(session, shop.owner, provider_id=shop.providers[0]).items[0].id == first.id
        assert bookings.between(session, shop.owner, to=day - timedelta(days=1)).items == []
        figures = bookings.stats(session, shop.owner)
        assert (figures.today, figures.upcoming, figures.cancelled) == (1, 1, 0)
        assert [row.id for row in bookings.of_contact(session, shop.owner, contact_id=first.contact_id)] == [first.id]
        following = bookings.next_of_contact(session, shop.owner, contact_id=first.contact_id)
        assert following is not None
        assert following.id == first.id
        assert bookings.next_of_contact(session, shop.owner, contact_id=second.contact_id) is None


@pytest.mark.usefixtures("contents")
def test_kept_words_name_the_next_visit_in_the_contacts_language(shop: Shop, ben: Actor) -> None:
    first = booked(shop, 0)
    with db.transaction(shop.owner) as session:
        contacting.edit(session, shop.owner, contact_id=first.contact_id, change=ContactChange(locale="de"))
        talk = inbox.open_for(session, shop.owner, contact_id=first.contact_id)
        inbox.keep_reply(session, shop.owner, reply=CannedIn(shortcut="see-you", title="See you", text="Bis {next_booking}"))
    day = when.long_date(clock.local(first.starts_at, ZONE).date(), "de", year=first.starts_at.year != clock.now().year)

    def filled() -> str:
        with db.reading(shop.owner) as session:
            return inboxes.filled_replies(session, shop.owner, conversation_id=talk)[0].text

    assert filled() == f"Bis {day}, {when.clock_text(clock.local(first.starts_at, ZONE), 'de')}"
    with db.reading(ben) as session:
        assert bookings.next_visit(session, replace(ben, permissions=frozenset()), first.contact_id) == {}
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=first.id)
    assert filled() == "Bis "


def test_strangers_and_visitors_see_no_lists(shop: Shop, stranger: Actor) -> None:
    made = booked(shop, 0)
    with db.reading(stranger) as session:
        assert bookings.between(session, stranger).items == []
        with pytest.raises(NotFound):
            bookings.get(session, stranger, booking_id=made.id)
        with pytest.raises(NotFound):
            bookings.available(session, stranger, booking_type_id=shop.service, from_=workday(3), to=workday(3))
    visitor = cast.customer(shop.owner)
    with db.reading(visitor) as session:
        for ask in (bookings.today, bookings.upcoming, bookings.between, bookings.stats):
            with pytest.raises(Forbidden):
                ask(session, visitor)
        with pytest.raises(Forbidden):
            bookings.get(session, visitor, booking_id=made.id)


def test_a_customer_sees_their_own_booking_only(shop: Shop) -> None:
    mine, other = booked(shop, 0), booked(shop, 2)
    cleo = cast.customer(shop.owner, mine.contact_id)
    with db.reading(cleo) as session:
        token = bookings.link_token(session, cleo, booking_id=mine.id)
        with pytest.raises(NotFound):
            bookings.get(session, cleo, booking_id=other.id)
    with db.reading() as session:
        actor, booking_id = bookings.by_link(session, token=token)
    assert (actor.contact_id, booking_id) == (mine.contact_id, mine.id)
