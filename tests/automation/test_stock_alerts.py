"""Alerts about stock: what a visit missed, lots that expire, books that do not add up."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col

from careops.booking import actions as booking
from careops.booking.schemas import PersonIn
from careops.booking.schemas.recipes import RecipeIn, UseIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.inventory import actions as inventory
from careops.inventory.models import Reason, StockLevel
from careops.inventory.schemas import ItemIn, MovementIn
from tests.automation.test_alerts import act, kinds, react, shown, watch
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines", "database")


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


def test_what_a_visit_missed_stands_until_somebody_counts(shop: Shop) -> None:
    item = act(shop.owner, inventory.add_item, item=ItemIn(name="Dye", unit="ml", quantity=5)).id
    act(
        shop.owner,
        booking.set_recipe,
        booking_type_id=shop.service,
        recipe=RecipeIn(uses=[UseIn(item_id=item, quantity=60)]),
    )
    start = shop.starts(workday(5))[0]
    made = act(
        shop.owner, booking.book, booking_type_id=shop.service, starts_at=start, customer=PersonIn(name="Cleo", email="c@example.org")
    )
    with time_machine.travel(start + timedelta(days=1), tick=False) as clock:
        act(shop.owner, booking.complete, booking_id=made.id)
        react()
        watch(shop.owner)
        assert "A visit used 55 ml more of Dye than there are by the books" in [row.sentence for row in shown(shop.owner)]
        clock.shift(timedelta(minutes=5))
        act(shop.owner, inventory.move, item_id=item, movement=MovementIn(reason=Reason.adjust, quantity=7))
        watch(shop.owner)
        assert "stock_missing" not in kinds(shop.owner)


def test_a_lot_that_expires_is_an_alert_until_nothing_is_left_of_it(shop: Shop) -> None:
    item = act(shop.owner, inventory.add_item, item=ItemIn(name="Dye", unit="ml", by_lot=True)).id
    day = now().date() + timedelta(days=5)
    came = MovementIn(reason=Reason.receive, quantity=50, lot="L7", expires_on=day)
    act(shop.owner, inventory.move, item_id=item, movement=came)
    watch(shop.owner)
    (row,) = shown(shop.owner)
    assert (row.kind, row.priority) == ("lot_expiring", "medium")
    assert row.sentence.startswith("Dye, lot L7, expires on ")
    assert row.href == f"/app/inventory/{item}"
    act(shop.owner, inventory.move, item_id=item, movement=MovementIn(reason=Reason.waste, quantity=50))
    watch(shop.owner)
    assert kinds(shop.owner) == []


def test_books_that_do_not_add_up_are_an_alert_until_they_do(shop: Shop) -> None:
    item = act(shop.owner, inventory.add_item, item=ItemIn(name="Dye", unit="ml", quantity=50)).id

    def tampered(by: int) -> None:
        with db.transaction(shop.owner) as session:
            session.exec(sa.update(StockLevel).where(col(StockLevel.item_id) == item).values(quantity=StockLevel.quantity + by))

    tampered(-8)
    act(Actor.system(shop.owner.workspace), inventory.prove)
    react()
    watch(shop.owner)
    (row,) = shown(shop.owner)
    assert (row.kind, row.priority) == ("stock_unproven", "high")
    assert row.sentence == "The books of Dye do not add up in “Main”: its movements make 50, its level says 42"
    tampered(8)
    watch(shop.owner)
    assert kinds(shop.owner) == []
