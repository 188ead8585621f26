"""The days a business is closed, as those who look for free times read them, on both engines."""

from datetime import date

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.models import Business, Closure
from careops.business.schemas import BusinessIn, ClosureIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.db import Prepared
from careops.core.errors import Forbidden, NotFound
from careops.core.ids import new_id
from tests import cast

pytestmark = pytest.mark.usefixtures("both_engines", "database")

EPOCH = sa.literal(date(2000, 1, 1), sa.Date())
UNION = sa.union_all(
    sa.select(EPOCH.label("first_day"), EPOCH.label("last_day"), col(Business.timezone).label("name")), businesses.closed_days()
)
READINGS = pytest.mark.parametrize("asked", [Prepared(sa.select(UNION.subquery())), Prepared(sa.select(UNION.cte()))], ids=["inner", "cte"])
ALONE = Prepared(businesses.closed_days())
MARCH = {"first": date(2027, 3, 10), "last": date(2027, 3, 12)}


def close(actor: Actor, first: date, last: date, name: str) -> None:
    with db.transaction(actor) as session:
        session.add(Business(timezone=name))
        session.add(Closure(first_day=first, last_day=last, name=name))


@READINGS
def test_a_strangers_closure_is_not_seen_through_a_union(ana: Actor, stranger: Actor, asked: Prepared[date, date, str]) -> None:
    for actor, name in ((ana, "Ours"), (stranger, "Theirs")):
        close(actor, date(2027, 3, 11), date(2027, 3, 11), name)
    for actor, name in ((ana, "Ours"), (stranger, "Theirs")):
        with db.reading(actor) as session:
            assert [row.name for row in asked.ask(session, **MARCH)] == [name, name]
        with db.reading(actor) as session, db.everywhere(session):
            assert [row.name for row in asked.ask(session, **MARCH)] == [name, name]


@READINGS
def test_a_session_of_nobodys_learns_nothing(asked: Prepared[date, date, str]) -> None:
    with db.reading() as session, pytest.raises(db.NoWorkspace):
        asked.ask(session, **MARCH)


@pytest.mark.parametrize(
    ("first", "last", "touches"),
    [(9, 9, False), (9, 10, True), (1, 31, True), (11, 11, True), (12, 14, True), (13, 14, False)],
)
def test_a_closure_is_found_when_one_of_its_days_is_asked_for(ana: Actor, first: int, last: int, touches: bool) -> None:
    close(ana, date(2027, 3, first), date(2027, 3, last), "Spring")
    with db.reading(ana) as session:
        found = [tuple(row) for row in ALONE.ask(session, **MARCH)]
    assert found == ([(date(2027, 3, first), date(2027, 3, last), "Spring")] if touches else [])


# ── for the business's own people ────────────────────────


def planned(actor: Actor, *closures: tuple[date, date, str]) -> None:
    with db.transaction(actor) as session:
        for first, last, name in closures:
            business.add_closure(session, actor, closure=ClosureIn(first_day=first, last_day=last, name=name))


def names(actor: Actor, from_: date | None = None, to: date | None = None) -> list[str]:
    with db.reading(actor) as session:
        return [row.name for row in businesses.closures(session, actor, from_=from_, to=to)]


def test_closures_are_listed_in_their_order_from_today_on(ana: Actor, ben: Actor, stranger: Actor) -> None:
    planned(ana, (date(2199, 8, 2), date(2199, 8, 15), "Summer"), (date(2199, 1, 6), date(2199, 1, 6), "Stocktaking"))
    planned(ana, (date(2020, 8, 2), date(2020, 8, 15), "Long ago"))
    assert names(ana) == names(ben) == ["Stocktaking", "Summer"]
    assert names(ana, from_=date(2020, 8, 15)) == ["Long ago", "Stocktaking", "Summer"]
    assert names(ana, from_=date(2020, 8, 16), to=date(2199, 1, 6)) == ["Stocktaking"]
    assert names(stranger, from_=date(2000, 1, 1)) == []


def test_today_is_where_the_business_is(ana: Actor) -> None:
    day = date(2027, 3, 10)
    planned(ana, (day, day, "Inventory"))
    with time_machine.travel("2027-03-10T23:30:00Z", tick=False):
        assert names(ana) == ["Inventory"]
        with db.transaction(ana) as session:
            business.update(session, ana, business=BusinessIn(timezone="Europe/Berlin"))
        assert names(ana) == []


def test_one_closure_is_its_own_businesss(ana: Actor, stranger: Actor) -> None:
    planned(ana, (date(2027, 8, 2), date(2027, 8, 15), "Summer"))
    with db.reading(ana) as session:
        (row,) = businesses.closures(session, ana, from_=date(2027, 1, 1))
        assert businesses.closure(session, ana, closure_id=row.id) == row
        assert (row.days, row.source, row.holiday, row.version) == (14, "owner", None, 1)
        with pytest.raises(NotFound):
            businesses.closure(session, ana, closure_id=new_id())
    with db.reading(stranger) as session, pytest.raises(NotFound):
        businesses.closure(session, stranger, closure_id=row.id)


def test_a_customer_has_no_business_in_these_lists(ana: Actor) -> None:
    customer = cast.customer(ana)
    with db.reading(customer) as session:
        with pytest.raises(Forbidden):
            businesses.closures(session, customer)
        with pytest.raises(Forbidden):
            businesses.holidays(session, customer)
        with pytest.raises(Forbidden):
            businesses.closure(session, customer, closure_id=new_id())


def test_before_anything_is_said_no_holidays_are_known(ana: Actor) -> None:
    with db.reading(ana) as session:
        row = businesses.holidays(session, ana)
    assert (row.country, row.observed, row.regions, row.holidays, row.version) == ("", False, [], [], 0)


def test_a_years_holidays_are_shown_before_they_are_observed(ana: Actor) -> None:
    with db.transaction(ana) as session:
        business.update(session, ana, business=BusinessIn(country="DE", locale="de"))
    with db.reading(ana) as session:
        row = businesses.holidays(session, ana, year=2031)
    assert (row.year, row.holidays[0].name, {holiday.closed for holiday in row.holidays}) == (2031, "Neujahr", {False})
    assert any(region.name == "Bayern" for region in row.regions)
