"""Places, lots and packs: nothing is lost on the way, what expires first goes first, the ledger adds up place by place."""

from datetime import timedelta
from uuid import UUID

import pytest

from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.ids import new_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.actions.places import LocationInUse, LocationTaken
from careops.inventory.models import Reason
from careops.inventory.rules import KeyTaken, LotsLeft, NotCounted, OutOfStock
from careops.inventory.schemas import ItemEdit, LocationIn, TransferIn
from tests.inventory.shelf import added, day_sums, do, lots, moved, proven, row, see

pytestmark = pytest.mark.usefixtures("both_engines", "database")
TODAY = now().date()
SOON, LATER, GONE = TODAY + timedelta(days=9), TODAY + timedelta(days=90), TODAY - timedelta(days=3)


def place(actor: Actor, name: str) -> UUID:
    return do(actor, inventory.add_location, location=LocationIn(name=name)).id


def main(actor: Actor) -> UUID:
    return see(actor, stock.locations)[0].id


def in_lots(actor: Actor, *received: tuple[str, object, int], **said: object) -> UUID:
    item = added(actor, by_lot=True, quantity=0, **said).id
    for code, expires_on, quantity in received:
        moved(actor, item, Reason.receive, quantity, lot=code, expires_on=expires_on)
    return item


def test_the_first_place_is_made_when_it_is_needed_and_packs_become_units(ana: Actor) -> None:
    assert see(ana, stock.locations) == []
    item = added(ana, unit="ml", pack_name="bottle", pack_size=1000, quantity=500).id
    assert [(where.name, where.items) for where in see(ana, stock.locations)] == [("Main", 1)]
    assert moved(ana, item, Reason.receive, 3, in_packs=True).balance == 3500
    assert (row(ana, item).quantity, day_sums(ana, item)) == (3500, (0, 3000, 0))
    assert proven(ana, item)


def test_what_came_and_went_is_summed_by_day(ana: Actor) -> None:
    item = added(ana).id
    for reason, quantity in (
        (Reason.use, 3), (Reason.sale, 2), (Reason.give_back, 1), (Reason.receive, 5), (Reason.waste, 2), (Reason.counted, -1),
        (Reason.adjust, 3),
    ):  # fmt: skip
        moved(ana, item, reason, quantity)
    assert (row(ana, item).quantity, day_sums(ana, item)) == (11, (4, 5, 0))


def test_what_is_carried_is_in_another_place_and_nothing_is_told_of_running_low(ana: Actor) -> None:
    item, cellar = added(ana, quantity=6).id, place(ana, "Cellar")
    carried = do(ana, inventory.transfer, item_id=item, transfer=TransferIn(quantity=4, from_id=main(ana), to_id=cellar), key="box-1")
    again = do(ana, inventory.transfer, item_id=item, transfer=TransferIn(quantity=4, from_id=main(ana), to_id=cellar), key="box-1")
    assert (carried.change, again.id) == (-4, carried.id)
    assert [(level.location, level.quantity) for level in see(ana, stock.levels, item_id=item)] == [("Main", 2), ("Cellar", 4)]
    assert (row(ana, item).quantity, row(ana, item).state, day_sums(ana, item)) == (6, "ok", (0, 0, 0))
    with pytest.raises(OutOfStock):
        moved(ana, item, Reason.use, 3)
    assert moved(ana, item, Reason.use, 3, location_id=cellar).location == "Cellar"
    with pytest.raises(Invalid):
        do(ana, inventory.transfer, item_id=item, transfer=TransferIn(quantity=1, from_id=cellar, to_id=cellar))
    with pytest.raises(Invalid):
        moved(ana, item, Reason.use, 1, location_id=new_id())
    assert proven(ana, item)


def test_what_expires_first_is_used_first_and_what_has_expired_last(ana: Actor) -> None:
    item = in_lots(ana, ("B", LATER, 4), ("A", SOON, 3), ("OLD", GONE, 2))
    moved(ana, item, Reason.receive, 1)  # came without a lot
    assert moved(ana, item, Reason.use, 5).lot == "A"
    assert lots(ana, item) == {"OLD": 2, "A": 0, "B": 2}
    moved(ana, item, Reason.use, 3)
    assert lots(ana, item) == {"OLD": 1, "A": 0, "B": 0}
    moved(ana, item, Reason.use, 2)
    assert (lots(ana, item), row(ana, item).quantity) == ({"OLD": 0, "A": 0, "B": 0}, 0)
    assert proven(ana, item)


def test_what_has_expired_is_thrown_away_first(ana: Actor) -> None:
    item = in_lots(ana, ("A", SOON, 3), ("OLD", GONE, 2))
    assert moved(ana, item, Reason.waste, 2).lot == "OLD"
    assert lots(ana, item) == {"OLD": 0, "A": 3}


def test_a_named_lot_is_taken_from_and_no_further_than_it_goes(ana: Actor) -> None:
    item = in_lots(ana, ("A", SOON, 3), ("B", LATER, 4))
    b = next(lot for lot in see(ana, stock.lots, item_id=item) if lot.code == "B")
    moved(ana, item, Reason.use, 4, lot_id=b.id)
    with pytest.raises(OutOfStock):
        moved(ana, item, Reason.use, 1, lot_id=b.id)
    with pytest.raises(Invalid):
        moved(ana, item, Reason.use, 1, lot_id=new_id())
    assert (lots(ana, item), row(ana, item).quantity) == ({"A": 3, "B": 0}, 3)
    assert proven(ana, item)


def test_lots_go_along_when_they_are_carried(ana: Actor) -> None:
    item, cellar = in_lots(ana, ("A", SOON, 3), ("B", LATER, 4)), place(ana, "Cellar")
    do(ana, inventory.transfer, item_id=item, transfer=TransferIn(quantity=5, from_id=main(ana), to_id=cellar))
    there = {(lot.location, lot.code): (lot.quantity, lot.expires_on) for lot in see(ana, stock.lots, item_id=item)}
    assert there == {("Cellar", "A"): (3, SOON), ("Cellar", "B"): (2, LATER), ("Main", "B"): (2, LATER)}
    assert proven(ana, item)


def test_what_was_used_before_it_came_is_owed_first(ana: Actor) -> None:
    item = in_lots(ana, ("A", SOON, 2), below_zero=True)
    assert moved(ana, item, Reason.use, 5).lot == "A"
    assert row(ana, item).quantity == -3
    moved(ana, item, Reason.receive, 10, lot="B", expires_on=LATER)
    assert (row(ana, item).quantity, lots(ana, item)) == (7, {"A": 0, "B": 7})
    assert proven(ana, item)


def test_a_lot_has_one_day_and_an_item_without_lots_none(ana: Actor) -> None:
    item = in_lots(ana, ("A", SOON, 2))
    with pytest.raises(Invalid):
        moved(ana, item, Reason.receive, 2, lot="A", expires_on=LATER)
    with pytest.raises(Invalid):
        moved(ana, added(ana, name="Cape").id, Reason.receive, 2, lot="A")
    with pytest.raises(Invalid):
        moved(ana, item, Reason.receive, 2, expires_on=LATER)
    with pytest.raises(LotsLeft):
        do(ana, inventory.edit_item, item_id=item, edit=ItemEdit(by_lot=False))
    assert row(ana, item).quantity == 2


def test_a_key_belongs_to_one_item(ana: Actor) -> None:
    first, second = added(ana).id, added(ana, name="Gloves").id
    moved(ana, first, Reason.use, 1, key="k")
    with pytest.raises(KeyTaken):
        moved(ana, second, Reason.use, 1, key="k")
    assert row(ana, second).quantity == 10


def test_what_nobody_counts_is_short_when_somebody_says_so(ana: Actor) -> None:
    item = added(ana, name="Cotton pads", counted=False).id
    with pytest.raises(NotCounted):
        moved(ana, item, Reason.use, 1)
    assert (row(ana, item).quantity, row(ana, item).state) == (0, "ok")
    do(ana, inventory.edit_item, item_id=item, edit=ItemEdit(needs_refill=True))
    assert [one.name for one in see(ana, stock.low)] == ["Cotton pads"]
    assert see(ana, stock.counts).low == 1


def test_a_place_goes_when_it_is_empty_and_not_the_only_one(ana: Actor) -> None:
    item, cellar = added(ana).id, place(ana, "Cellar")
    with pytest.raises(LocationTaken):
        place(ana, "cellar")
    do(ana, inventory.transfer, item_id=item, transfer=TransferIn(quantity=4, from_id=main(ana), to_id=cellar))
    with pytest.raises(LocationInUse):
        do(ana, inventory.remove_location, location_id=cellar)
    do(ana, inventory.order_locations, ids=[cellar])
    assert [where.name for where in see(ana, stock.locations)] == ["Cellar", "Main"]
    moved(ana, item, Reason.use, 4)  # from the first place
    do(ana, inventory.remove_location, location_id=cellar)
    with pytest.raises(LocationInUse):
        do(ana, inventory.remove_location, location_id=main(ana))
    assert place(ana, "Cellar") != cellar


def test_strangers_and_staff_who_may_only_look_change_no_place(ana: Actor, ben: Actor, stranger: Actor) -> None:
    item, cellar = added(ana).id, place(ana, "Cellar")
    with pytest.raises(Forbidden):
        place(ben, "Mine")
    with pytest.raises(NotFound):
        do(stranger, inventory.remove_location, location_id=cellar)
    with pytest.raises(NotFound):
        do(stranger, inventory.transfer, item_id=item, transfer=TransferIn(quantity=1, from_id=main(ana), to_id=cellar))
    with pytest.raises(Invalid):
        moved(stranger, added(stranger).id, Reason.use, 1, location_id=cellar)
