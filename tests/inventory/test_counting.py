"""Stocktakes: blind while they are counted, applied once, and what moves meanwhile is no difference."""

from uuid import UUID

import pytest

from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.ids import new_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.actions.counting import StocktakeClosed, StocktakeOpen
from careops.inventory.models import Reason
from careops.inventory.schemas import CountIn, CountRow, StocktakeIn
from tests.inventory.shelf import added, do, lots, moved, proven, row, see

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def begun(actor: Actor, **said: object) -> UUID:
    return do(actor, inventory.start_stocktake, stocktake=StocktakeIn.model_validate(said)).id


def counted(actor: Actor, take: UUID, **said: object) -> CountRow:
    return do(actor, inventory.count_item, stocktake_id=take, count=CountIn.model_validate(said))


def applied(actor: Actor, take: UUID) -> tuple[int, int | None, int | None]:
    done = do(actor, inventory.apply_stocktake, stocktake_id=take)
    return done.counted, done.differing, done.value


def test_who_counts_blindly_is_shown_nothing_until_it_is_revealed(ana: Actor) -> None:
    foil, cape = added(ana, cost=200).id, added(ana, name="Cape").id
    take = begun(ana)
    assert [(one.name, one.expected) for one in see(ana, stock.stocktake, stocktake_id=take).uncounted] == [("Cape", None), ("Foil", None)]
    line = counted(ana, take, item_id=foil, counted=7)
    assert (line.expected, line.difference, line.value) == (None, None, None)
    told = see(ana, stock.stocktake, stocktake_id=take)
    assert (told.counted, told.differing, told.value, [one.name for one in told.uncounted]) == (1, None, None, ["Cape"])
    shown = do(ana, inventory.reveal_stocktake, stocktake_id=take)
    assert [(one.expected, one.difference, one.value) for one in shown.lines] == [(10, -3, -600)]
    assert (shown.differing, shown.value, [one.expected for one in shown.uncounted]) == (1, -600, [10])
    assert row(ana, cape).quantity == row(ana, foil).quantity == 10, "nothing is changed by counting"


def test_the_differences_go_into_the_ledger_once(ana: Actor) -> None:
    foil, cape = added(ana).id, added(ana, name="Cape").id
    take = begun(ana)
    counted(ana, take, item_id=foil, counted=12)
    counted(ana, take, item_id=cape, counted=10)
    assert applied(ana, take) == (2, 1, 0)
    with pytest.raises(StocktakeClosed):
        applied(ana, take)
    with pytest.raises(StocktakeClosed):
        counted(ana, take, item_id=foil, counted=1)
    assert row(ana, foil).quantity == 12
    (move, _opening) = see(ana, stock.movements, item_id=foil).items
    assert (move.reason, move.change, move.ref) == ("count", 2, f"stocktake:{take}")
    assert proven(ana, foil)


def test_what_moves_after_it_was_counted_is_no_difference(ana: Actor) -> None:
    foil = added(ana).id
    take = begun(ana)
    counted(ana, take, item_id=foil, counted=8)
    moved(ana, foil, Reason.use, 3)
    applied(ana, take)
    assert row(ana, foil).quantity == 5


def test_counting_again_replaces_or_adds(ana: Actor) -> None:
    foil = added(ana, barcode="4006381333931", pack_size=6).id
    take = begun(ana, blind=False)
    assert counted(ana, take, barcode="4006381333931", counted=4).counted == 4
    assert counted(ana, take, barcode="4006381333931", counted=1, add=True, in_packs=True).counted == 10
    assert counted(ana, take, item_id=foil, counted=3).counted == 3
    do(ana, inventory.forget_count, stocktake_id=take, item_id=foil)
    assert see(ana, stock.stocktake, stocktake_id=take).lines == []
    with pytest.raises(NotFound):
        do(ana, inventory.forget_count, stocktake_id=take, item_id=foil)


def test_a_code_that_nothing_or_two_things_bear_is_refused(ana: Actor) -> None:
    for name in ("Foil", "Cape"):
        added(ana, name=name, barcode="123")
    take = begun(ana)
    for said in ({"barcode": "123"}, {"barcode": "9"}, {}):
        with pytest.raises(Invalid):
            counted(ana, take, counted=1, **said)


def test_lots_are_counted_one_by_one_and_a_level_stays_above_zero(ana: Actor) -> None:
    dye = added(ana, name="Dye", quantity=0, by_lot=True).id
    moved(ana, dye, Reason.receive, 5, lot="A")
    moved(ana, dye, Reason.receive, 5, lot="B")
    a = next(lot for lot in see(ana, stock.lots, item_id=dye) if lot.code == "A")
    take = begun(ana)
    counted(ana, take, item_id=dye, lot_id=a.id, counted=1)
    with pytest.raises(Invalid):
        counted(ana, take, item_id=dye, counted=9)
    with pytest.raises(Invalid):
        counted(ana, take, item_id=dye, lot_id=new_id(), counted=9)
    moved(ana, dye, Reason.use, 3, lot_id=a.id)  # more than was counted is used after all
    applied(ana, take)
    assert (lots(ana, dye), row(ana, dye).quantity) == ({"A": 0, "B": 5}, 5)
    assert proven(ana, dye)


def test_a_place_is_counted_by_one_at_a_time_and_cancelling_changes_nothing(ana: Actor) -> None:
    foil = added(ana).id
    take = begun(ana)
    with pytest.raises(StocktakeOpen):
        begun(ana)
    counted(ana, take, item_id=foil, counted=1)
    assert do(ana, inventory.cancel_stocktake, stocktake_id=take).status == "cancelled"
    assert row(ana, foil).quantity == 10
    assert [one.status for one in see(ana, stock.stocktakes).items] == ["cancelled"]
    assert begun(ana) != take


def test_strangers_and_staff_who_may_only_look_count_nothing(ana: Actor, ben: Actor, stranger: Actor) -> None:
    foil = added(ana).id
    take = begun(ana)
    with pytest.raises(Forbidden):
        counted(ben, take, item_id=foil, counted=1)
    for action in (inventory.apply_stocktake, inventory.cancel_stocktake, inventory.reveal_stocktake):
        with pytest.raises(NotFound):
            do(stranger, action, stocktake_id=take)
    theirs = begun(stranger)
    with pytest.raises(NotFound):
        counted(stranger, theirs, item_id=foil, counted=1)
