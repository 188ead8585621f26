"""Today's figures and lists: true, each with its address, only for those who may see them, in a fixed number of statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import event
from sqlmodel import Session, select

from careops.booking import queries as bookings
from careops.booking.models import Booking
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import today
from careops.dashboard import queries as dashboard
from careops.dashboard.schemas import TodayPage
from careops.forms import queries as forms
from careops.forms.schemas import Status
from careops.inbox import actions as inbox
from careops.inbox import queries as talks
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.models import Lot, StockLocation
from careops.inventory.schemas import ItemIn
from tests.worlds import Shop, furnished, opened

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # in Lisbon too


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def figures(actor: Actor) -> dict[str, int]:
    with db.reading(actor) as session:
        return {name: figure.value for name, figure in dashboard.stats(session, actor).figures.items()}


def page(actor: Actor) -> TodayPage:
    with db.reading(actor) as session:
        return dashboard.today_page(session, actor)


def someone_writes(actor: Actor, number: int) -> None:
    with db.transaction(actor) as session:
        who = contacts.register(session, actor, name=f"Cleo {number}", email=f"cleo{number}@example.com")
        inbox.receive(session, actor, contact_id=who.id, text="Is there parking?", channel="email")


def visit(shop: Shop, starts: datetime, status: str) -> None:
    with db.transaction(shop.owner) as session:
        who = contacts.register(session, shop.owner, name="Cleo Marsh", email="cleo@example.org").id
        told = {"contact_id": who, "contact_name": "Cleo Marsh", "booking_type_id": shop.service, "type_name": "Cut", "currency": "EUR"}
        told |= {"provider_id": shop.providers[0], "provider_name": "Ana", "timezone": "Europe/Lisbon", "location_kind": "place"}
        told |= {"duration": 30, "buffer_before": 0, "buffer_after": 0, "price": 4500, "cancel_hours": 24, "reschedule_hours": 24}
        ends = starts + timedelta(minutes=30)
        session.add(Booking(**told, starts_at=starts, ends_at=ends, local_start="", status=status, source="app"))


def test_every_figure_of_a_new_business_is_zero_and_leads_somewhere(ana: Actor) -> None:
    with db.reading(ana) as session:
        found = dashboard.stats(session, ana).figures
    assert {"bookings_today", "conversations_open", "forms_overdue", "inventory_low", "alerts"} <= set(found)
    assert {figure.value for figure in found.values()} == {0}
    assert all(figure.href.startswith("/app") for figure in found.values())


@pytest.mark.usefixtures("both_engines")
def test_figures_count_what_is_there(ana: Actor) -> None:
    someone_writes(ana, 1)
    with db.transaction(ana) as session:
        inventory.add_item(session, ana, item=ItemIn(name="Foil", quantity=1, threshold=5))
    found = figures(ana)
    assert (found["conversations_unanswered"], found["inventory_critical"], found["inventory_low"]) == (1, 1, 0)


@pytest.mark.usefixtures("both_engines")
def test_the_figures_take_the_same_statements_however_much_there_is(ana: Actor) -> None:
    counted: list[int] = []
    for batch in (1, 2):
        for number in range(batch):
            someone_writes(ana, batch * 10 + number)
        with db.reading(ana) as session, statements() as seen:
            dashboard.stats(session, ana)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 12


def test_today_names_who_waits_the_longest_first(ana: Actor) -> None:
    for number in (1, 2):
        someone_writes(ana, number)
    waiting = page(ana).waiting
    assert [line.name for line in waiting] == ["Cleo 1", "Cleo 2"]
    assert all(line.href.startswith("/app/inbox/") for line in waiting)


@pytest.mark.usefixtures("both_engines")
def test_today_names_the_longest_waiting_of_however_many(ana: Actor) -> None:
    first = datetime(2026, 11, 20, 9, tzinfo=UTC)
    for number in range(25):
        with time_machine.travel(first + timedelta(minutes=number), tick=False):
            someone_writes(ana, number)
    assert [line.name for line in page(ana).waiting] == [f"Cleo {number}" for number in range(5)]


@pytest.mark.usefixtures("both_engines")
def test_today_takes_the_same_statements_however_much_there_is(ana: Actor) -> None:
    counted: list[int] = []
    shop = opened(ana)
    with time_machine.travel(NOON, tick=False):
        for batch in (1, 2):
            for number in range(batch):
                someone_writes(ana, batch * 10 + number)
                visit(shop, NOON + timedelta(hours=batch, minutes=number), "pending")
            with db.reading(ana) as session, statements() as seen:
                dashboard.today_page(session, ana)
            counted.append(len(seen))
    assert counted[0] == counted[1] <= 20


@pytest.mark.usefixtures("both_engines")
def test_the_days_figures_are_what_its_list_comes_to(ana: Actor) -> None:
    shop = opened(ana)
    for hours in (-40, -13, -12, -3, -0.25, 0, 0.25, 3, 11, 12, 40):  # the day before, the day's first hour, now, its last, the next
        for status in ("pending", "confirmed", "completed", "no_show", "cancelled"):
            visit(shop, NOON + timedelta(hours=hours), status)
    with time_machine.travel(NOON, tick=False), db.reading(ana) as session:
        rows, day = bookings.today(session, ana), bookings.day_so_far(session, ana)
        figures = bookings.stats(session, ana)
    states = [row.status for row in rows]
    assert (day.all, day.done, day.missed) == (len(rows), states.count("completed"), states.count("no_show"))
    assert day.running == sum(row.status == "confirmed" and row.starts_at <= NOON < row.ends_at for row in rows) == 2
    assert day.coming == sum(row.status in ("pending", "confirmed") and row.starts_at > NOON for row in rows) == 6
    assert (figures.today, figures.upcoming, figures.pending) == (len(rows), 12, 6)
    assert (figures.completed, figures.no_show, figures.cancelled) == (5, 5, 5)
    with time_machine.travel(NOON, tick=False):
        assert "".join(part.words + part.then for part in page(ana).said) == "28 bookings today: 7 done, 2 now, 7 no-shows, 6 to come."


def test_what_is_counted_is_read_from_the_index_alone(ana: Actor) -> None:
    furnished(ana)
    with db.reading(ana) as session, statements() as seen:
        dashboard.stats(session, ana)
        (counting,) = [one for one in seen if "FROM booking" in one]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {counting}", ("",) * counting.count("?")).all()
    assert [row[-1].split(" (")[0] for row in plan] == ["SEARCH booking USING COVERING INDEX ix_booking_starts"]


def test_today_of_a_business_being_set_up_says_so_to_its_owner_only(ana: Actor, ben: Actor) -> None:
    assert page(ana).setup
    assert not page(ben).setup


def test_a_stranger_sees_their_own_day(ana: Actor, stranger: Actor) -> None:
    someone_writes(ana, 1)
    assert page(stranger).waiting == []
    assert set(figures(stranger).values()) == {0}


def test_each_figure_is_the_length_of_the_list_its_link_opens(ana: Actor) -> None:
    furnished(ana)
    for number in (1, 2):
        someone_writes(ana, number)
    with db.transaction(ana) as session:
        inventory.add_item(session, ana, item=ItemIn(name="Foil", quantity=1, threshold=5))
        inventory.add_item(session, ana, item=ItemIn(name="Gloves", quantity=4, threshold=5))
    with db.reading(ana) as session:
        shown = dashboard.stats(session, ana).figures
        lists: dict[str, Callable[[dict[str, str]], int]] = {
            "/app/forms": lambda asked: len(forms.submissions(session, ana, status=Status(asked["status"]), limit=200).items),
            "/app/inventory": lambda asked: len(stock.items(session, ana, state=cast(Any, asked["show"])).items),
            "/app/inbox": lambda asked: len(talks.listing(session, ana, show=cast(Any, asked.get("show", "open"))).items),
        }
        followed = 0
        for name, figure in shown.items():
            address = urlsplit(figure.href)
            if address.path in lists:
                asked = {key: values[0] for key, values in parse_qs(address.query).items()}
                assert lists[address.path](asked) == figure.value, name
                followed += 1
    assert followed >= 7


def test_today_names_what_expires(ana: Actor) -> None:
    with db.transaction(ana) as session:
        item = inventory.add_item(session, ana, item=ItemIn(name="Dye", by_lot=True))
        session.add(Lot(item_id=item.id, location_id=_place(session), code="A1", expires_on=today("UTC") + timedelta(days=3), quantity=5))
    assert [part.href for part in page(ana).stock] == ["/app/inventory?show=expiring"]


def _place(session: Session) -> UUID:
    return session.exec(select(StockLocation.id)).first() or _first_place(session)


def _first_place(session: Session) -> UUID:
    place = StockLocation(name="Shelf", name_key="shelf")
    session.add(place)
    session.flush()
    return place.id
