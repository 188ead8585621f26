"""Moving stock on both engines: the ledger and the level agree, nothing goes below zero, a repeated key counts once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from careops.activity import queries as history
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, NotFound, Stale
from careops.core.ids import new_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.models import InventoryItem, Reason, StockLevel, StockMovement
from careops.inventory.rules import OutOfStock
from careops.inventory.schemas import ItemEdit, ItemIn, ItemRow, MovementIn

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def added(actor: Actor, **said: object) -> ItemRow:
    with db.transaction(actor) as session:
        return inventory.add_item(session, actor, item=ItemIn.model_validate({"name": "Foil", "quantity": 10, "threshold": 4} | said))


def moved(actor: Actor, item: UUID, reason: Reason, quantity: int, key: str | None = None) -> int:
    with db.transaction(actor) as session:
        return inventory.move(session, actor, item_id=item, movement=MovementIn(reason=reason, quantity=quantity), key=key).balance


def kinds(actor: Actor, item: UUID) -> list[str]:
    with db.reading(actor) as session:
        return [event.kind.removeprefix("inventory.") for event in history.about(session, actor, subject=item)]


def sum_and_level(actor: Actor, item: UUID) -> tuple[int, int]:
    with db.reading(actor) as session:
        total = session.exec(select(sa.func.sum(StockMovement.change)).where(StockMovement.item_id == item)).one()
        return int(total), stock.get(session, actor, item_id=item).quantity


def test_a_first_count_is_the_first_movement(ana: Actor) -> None:
    item = added(ana)
    assert (item.quantity, item.state) == (10, "ok")
    with db.reading(ana) as session:
        assert [(m.change, m.balance, m.actor_name) for m in stock.movements(session, ana, item_id=item.id).items] == [(10, 10, ana.name)]


def test_the_level_is_the_sum_of_the_ledger(ana: Actor) -> None:
    item = added(ana)
    assert [moved(ana, item.id, *m) for m in ((Reason.use, 3), (Reason.receive, 6), (Reason.adjust, -2))] == [7, 13, 11]
    assert sum_and_level(ana, item.id) == (11, 11)


def test_more_than_there_is_cannot_be_used_and_leaves_nothing(ana: Actor) -> None:
    item = added(ana)
    with pytest.raises(OutOfStock):
        moved(ana, item.id, Reason.use, 11)
    assert sum_and_level(ana, item.id) == (10, 10)


def test_an_item_may_be_allowed_below_zero(ana: Actor) -> None:
    assert moved(ana, added(ana, below_zero=True).id, Reason.sale, 12) == -2


def test_the_database_itself_refuses_a_level_below_zero(ana: Actor) -> None:
    item = added(ana)
    with pytest.raises(IntegrityError), db.transaction(ana) as session:
        session.exec(sa.update(StockLevel).where(col(StockLevel.item_id) == item.id).values(quantity=-1))


def test_a_repeated_key_counts_once_and_answers_the_same(ana: Actor) -> None:
    item = added(ana)
    assert [moved(ana, item.id, Reason.use, 2, key="order-7") for _ in range(3)] == [8, 8, 8]
    assert sum_and_level(ana, item.id) == (8, 8)


def test_many_at_once_take_no_more_than_there_is(ana: Actor) -> None:
    item = added(ana)

    def take(_: int) -> bool:
        try:
            moved(ana, item.id, Reason.use, 1)
        except OutOfStock:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        taken = list(people.map(take, range(24)))
    assert taken.count(True) == 10
    assert sum_and_level(ana, item.id) == (0, 0)


def test_one_key_from_many_at_once_counts_once(ana: Actor) -> None:
    item = added(ana)
    with ThreadPoolExecutor(8) as people:
        balances = list(people.map(lambda _: moved(ana, item.id, Reason.use, 1, key="same"), range(16)))
    assert set(balances) == {9}
    assert sum_and_level(ana, item.id) == (9, 9)


def test_running_low_is_told_at_each_step_and_recovery_once(ana: Actor) -> None:
    item = added(ana)
    for quantity in (5, 1, 2, 1):  # 5 ok, 4 low, 2 critical, 1 still critical
        moved(ana, item.id, Reason.use, quantity)
    moved(ana, item.id, Reason.receive, 9)
    assert kinds(ana, item.id) == ["item_added", "moved", "moved", "low", "moved", "low", "moved", "moved", "recovered"]


def test_an_edit_needs_the_version_it_saw(ana: Actor) -> None:
    item = added(ana)
    with db.transaction(ana) as session:
        edited = inventory.edit_item(session, ana, item_id=item.id, edit=ItemEdit(name="Foil roll"), expected=1)
    assert (edited.name, edited.version, edited.threshold) == ("Foil roll", 2, 4)
    with pytest.raises(Stale), db.transaction(ana) as session:
        inventory.edit_item(session, ana, item_id=item.id, edit=ItemEdit(name="Other"), expected=1)


def test_an_edit_of_several_things_changes_all_of_them(ana: Actor) -> None:
    item = added(ana)
    with db.transaction(ana) as session:
        edited = inventory.edit_item(session, ana, item_id=item.id, edit=ItemEdit(name="Foil roll", below_zero=True))
    assert (edited.name, edited.below_zero, edited.version) == ("Foil roll", True, 2)


def test_an_archived_item_leaves_the_lists_and_keeps_its_ledger(ana: Actor) -> None:
    item = added(ana)
    with db.transaction(ana) as session:
        inventory.archive_item(session, ana, item_id=item.id)
    with db.reading(ana) as session:
        assert stock.items(session, ana).items == []
        assert session.exec(select(sa.func.count(col(StockMovement.id)))).one() == 1
    with pytest.raises(NotFound):
        moved(ana, item.id, Reason.use, 1)


def test_staff_without_the_permission_changes_nothing(ana: Actor, ben: Actor) -> None:
    item = added(ana)
    with pytest.raises(Forbidden):
        moved(ben, item.id, Reason.use, 1)
    with pytest.raises(Forbidden):
        added(ben)
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        inventory.archive_item(session, ben, item_id=item.id)
    assert sum_and_level(ana, item.id) == (10, 10)


def test_a_stranger_finds_nothing(ana: Actor, stranger: Actor) -> None:
    item = added(ana)
    with pytest.raises(NotFound):
        moved(stranger, item.id, Reason.use, 1)
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        inventory.edit_item(session, stranger, item_id=item.id, edit=ItemEdit(name="Mine"))
    with pytest.raises(NotFound), db.reading(stranger) as session:
        stock.movements(session, stranger, item_id=item.id)
    with pytest.raises(NotFound):
        moved(ana, new_id(), Reason.use, 1)


BAD = [
    {"name": ""},
    {"name": "x" * 121},
    {"name": "a\0b"},
    {"name": 7},
    {"threshold": -1},
    {"quantity": 10**10},
    {"cost": "much"},
    {"x": 1},
]


@pytest.mark.parametrize("said", BAD, ids=str)
def test_bad_input_is_refused_and_stores_nothing(ana: Actor, said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        added(ana, **said)
    with db.reading(ana) as session:
        assert session.exec(select(sa.func.count(col(InventoryItem.id)))).one() == 0


@pytest.mark.parametrize("name", ["💇 foil", "رقائق", "फॉयल", "'; DROP TABLE inventoryitem;--", "100%_of"])
def test_every_script_is_kept_and_found(ana: Actor, name: str) -> None:
    item = added(ana, name=name)
    added(ana, name="Something else")
    with db.reading(ana) as session:
        assert [found.id for found in stock.items(session, ana, q=name[:4]).items] == [item.id]
