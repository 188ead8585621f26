"""The days a business is closed, as those who look for free times read them, on both engines."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import col

from careops.business import queries as businesses
from careops.business.models import Business, Closure
from careops.core import db
from careops.core.actor import Actor
from careops.core.db import Prepared

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
