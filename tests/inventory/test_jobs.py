"""What stock looks after at night: a level that is not its ledger is told of and never mended; what expires is told of once."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import col

from careops.activity import queries as history
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now, telling
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.jobs import JOBS
from careops.inventory.models import Lot, Reason, StockLevel
from tests.inventory.shelf import added, do, moved, row, see

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def told(actor: Actor, item: UUID, kind: str) -> list[dict[str, object]]:
    with db.reading(actor) as session:
        return [event.data for event in history.about(session, actor, subject=item) if event.kind == f"inventory.{kind}"]


def tampered(actor: Actor, item: UUID, by: int) -> None:
    """Somebody changes the number behind everybody's back."""
    with db.transaction(actor) as session:
        session.exec(sa.update(StockLevel).where(col(StockLevel.item_id) == item).values(quantity=StockLevel.quantity + by))


def test_books_that_add_up_are_not_told_of(ana: Actor) -> None:
    item = added(ana, by_lot=True, quantity=3).id
    moved(ana, item, Reason.receive, 5, lot="A")
    moved(ana, item, Reason.use, 6)
    added(ana, name="Empty", quantity=0)
    assert do(ana, inventory.prove) == 0
    assert told(ana, item, "unproven") == []


def test_a_level_that_is_not_its_ledger_is_told_of_and_stays_as_it_is(ana: Actor) -> None:
    item, other = added(ana).id, added(ana, name="Gloves").id
    tampered(ana, item, -2)
    assert do(Actor.system(ana.workspace), inventory.prove) == 1
    (data,) = told(ana, item, "unproven")
    assert (data["location"], data["level"], data["ledger"]) == ("Main", 8, 10)
    assert told(ana, other, "unproven") == []
    assert row(ana, item).quantity == 8
    tampered(ana, item, 2)
    assert see(ana, stock.unproven, item_id=item) == []


def test_lots_that_hold_more_than_there_is_are_told_of(ana: Actor) -> None:
    item = added(ana, by_lot=True, quantity=0).id
    moved(ana, item, Reason.receive, 5, lot="A")
    with db.transaction(ana) as session:
        session.exec(sa.update(Lot).where(col(Lot.item_id) == item).values(quantity=6))
    assert [(one.level, one.ledger, one.lots) for one in see(ana, stock.unproven)] == [(5, 5, 6)]


def test_a_lot_that_expires_is_told_of_on_one_day_and_listed_until_it_is_gone(ana: Actor) -> None:
    item = added(ana, by_lot=True, quantity=0).id
    day = now().date()
    moved(ana, item, Reason.receive, 5, lot="A", expires_on=day + timedelta(days=20))
    assert [do(ana, inventory.warn_of_expiry), see(ana, stock.expiring)] == [0, []]
    with telling(now() + timedelta(days=6)):
        assert do(ana, inventory.warn_of_expiry) == 1
        assert [(lot.code, lot.days) for lot in see(ana, stock.expiring)] == [("A", 14)]
    with telling(now() + timedelta(days=7)):
        assert do(ana, inventory.warn_of_expiry) == 0
        assert [(lot.code, lot.days) for lot in see(ana, stock.expiring)] == [("A", 13)]
        moved(ana, item, Reason.waste, 5)
        assert see(ana, stock.expiring) == []
    assert [data["lot"] for data in told(ana, item, "lot_expiring")] == ["A"]


def test_jobs_ask_only_businesses_that_have_a_shelf(ana: Actor, stranger: Actor) -> None:
    added(ana)
    with db.reading() as session:
        assert [list(job.whom(session)) for job in JOBS if job.whom] == [[ana.workspace], [ana.workspace]]
