"""Suppliers and purchase orders: drafts out of what is short, received in parts, once."""

from datetime import timedelta
from uuid import UUID

import pytest

from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from careops.core.ids import new_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.actions.orders import NotADraft, NothingToOrder, NotOrdered
from careops.inventory.actions.suppliers import SupplierTaken
from careops.inventory.schemas import (
    ArrivalIn,
    OrderDetail,
    OrderEdit,
    OrderIn,
    OrderLineIn,
    ReceiveIn,
    ReorderIn,
    SupplierEdit,
    SupplierIn,
)
from tests.inventory.shelf import added, do, lots, proven, row, see

pytestmark = pytest.mark.usefixtures("both_engines", "database")
TODAY = now().date()


def supplier(actor: Actor, name: str = "Wella") -> UUID:
    return do(actor, inventory.add_supplier, supplier=SupplierIn(name=name, email="orders@wella.example", account="K-77")).id


def ordered(actor: Actor, *lines: tuple[UUID, int]) -> OrderDetail:
    said = OrderIn(supplier_id=supplier(actor), lines=[OrderLineIn(item_id=item, quantity=many) for item, many in lines])
    draft = do(actor, inventory.draft_order, order=said)
    return do(actor, inventory.place_order, order_id=draft.id)


def arrive(actor: Actor, order: OrderDetail, *arrivals: ArrivalIn, key: str | None = None) -> OrderDetail:
    return do(actor, inventory.receive_order, order_id=order.id, received=ReceiveIn(arrivals=list(arrivals)), key=key)


def test_what_is_short_becomes_a_draft_for_each_supplier_in_whole_packs(ana: Actor) -> None:
    wella = supplier(ana)
    dye = added(ana, name="Dye", quantity=2, threshold=4, reorder_quantity=10, pack_size=6, supplier_id=wella, cost=450).id
    foil = added(ana, name="Foil", quantity=1, threshold=4).id
    added(ana, name="Capes", quantity=9, threshold=4)
    told = see(ana, stock.suggestions)
    assert [(one.name, one.supplier, one.suggested) for one in told] == [("Dye", "Wella", 12), ("Foil", "", 4)]
    drafts = do(ana, inventory.draft_reorders, reorder=ReorderIn())
    assert [(one.supplier, one.items, one.total, one.status) for one in drafts] == [("Wella", 1, 5400, "draft"), ("", 1, 0, "draft")]
    with pytest.raises(NothingToOrder):
        do(ana, inventory.draft_reorders, reorder=ReorderIn(item_ids=[dye, foil]))
    do(ana, inventory.place_order, order_id=drafts[0].id)
    assert [one.name for one in see(ana, stock.suggestions)] == ["Foil"], "what is on its way is not ordered again"


def test_an_order_is_received_in_parts_with_lots_and_once(ana: Actor) -> None:
    dye = added(ana, name="Dye", unit="ml", quantity=0, by_lot=True, pack_name="tube", pack_size=60, threshold=0).id
    foil = added(ana, name="Foil", quantity=0).id
    order = ordered(ana, (dye, 240), (foil, 3))
    first, second = order.lines if order.lines[0].item_id == dye else order.lines[::-1]
    soon = TODAY + timedelta(days=200)
    part = ArrivalIn(line_id=first.id, quantity=2, in_packs=True, lot="L1", expires_on=soon, unit_cost=9)
    assert [arrive(ana, order, part, key="note-1").status for _ in range(2)] == ["partly", "partly"]
    assert (row(ana, dye).quantity, lots(ana, dye)) == (120, {"L1": 120})
    told = see(ana, stock.order, order_id=order.id)
    assert {(line.name, line.received, line.missing) for line in told.lines} == {("Dye", 120, 120), ("Foil", 0, 3)}
    rest = arrive(ana, order, ArrivalIn(line_id=second.id, quantity=3), ArrivalIn(line_id=first.id, quantity=120, lot="L2"))
    assert (rest.status, rest.closed_at is not None, lots(ana, dye)) == ("received", True, {"L1": 120, "L2": 120})
    with pytest.raises(NotOrdered):
        arrive(ana, order, part)
    page = see(ana, stock.movements, item_id=dye)
    assert {(move.change, move.unit_cost, move.ref) for move in page.items} == {
        (120, 9, f"purchase:{order.id}"),
        (120, None, f"purchase:{order.id}"),
    }
    assert proven(ana, dye)


def test_the_words_to_order_with_name_packs_and_the_customer_number(ana: Actor) -> None:
    dye = added(ana, name="Dye", sku="D-1", unit="ml", pack_name="tube", pack_size=60).id
    order = ordered(ana, (dye, 240))
    assert "4 × tube of 60 ml: Dye (D-1)" in order.text
    assert "K-77" in order.text
    assert order.email == "orders@wella.example"


def test_a_draft_is_edited_and_what_is_ordered_hardly(ana: Actor) -> None:
    foil, cape = added(ana).id, added(ana, name="Cape").id
    draft = do(ana, inventory.draft_order, order=OrderIn(lines=[OrderLineIn(item_id=foil, quantity=2)]))
    with pytest.raises(Invalid):
        do(ana, inventory.edit_order, order_id=draft.id, edit=OrderEdit(lines=[OrderLineIn(item_id=foil, quantity=2)] * 2))
    edited = do(ana, inventory.edit_order, order_id=draft.id, edit=OrderEdit(lines=[OrderLineIn(item_id=cape, quantity=5)]), expected=1)
    assert [(line.name, line.quantity) for line in edited.lines] == [("Cape", 5)]
    with pytest.raises(Stale):
        do(ana, inventory.edit_order, order_id=draft.id, edit=OrderEdit(notes="x"), expected=1)
    do(ana, inventory.place_order, order_id=draft.id)
    with pytest.raises(NotADraft):
        do(ana, inventory.edit_order, order_id=draft.id, edit=OrderEdit(lines=[]))
    with pytest.raises(NotADraft):
        do(ana, inventory.place_order, order_id=draft.id)
    day = TODAY + timedelta(days=3)
    assert do(ana, inventory.edit_order, order_id=draft.id, edit=OrderEdit(expected_on=day)).expected_on == day
    told = see(ana, stock.forecast, item_id=cape)
    assert (told.incoming, [one.incoming for one in told.ahead if one.incoming]) == (5, [5])


def test_an_empty_order_is_none_and_a_cancelled_one_brings_nothing(ana: Actor) -> None:
    empty = do(ana, inventory.draft_order, order=OrderIn())
    with pytest.raises(Invalid):
        do(ana, inventory.place_order, order_id=empty.id)
    foil = added(ana).id
    order = ordered(ana, (foil, 3))
    assert do(ana, inventory.cancel_order, order_id=order.id).status == "cancelled"
    with pytest.raises(NotOrdered):
        arrive(ana, order, ArrivalIn(line_id=order.lines[0].id, quantity=1))
    with pytest.raises(NotOrdered):
        do(ana, inventory.cancel_order, order_id=order.id)
    assert see(ana, stock.forecast, item_id=foil).incoming == 0


def test_orders_are_numbered_and_suppliers_named_once(ana: Actor) -> None:
    foil = added(ana).id
    wella = supplier(ana)
    numbers = [do(ana, inventory.draft_order, order=OrderIn(lines=[OrderLineIn(item_id=foil, quantity=1)])).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert [one.number for one in see(ana, stock.orders, limit=2).items] == [3, 2]
    with pytest.raises(SupplierTaken):
        supplier(ana, "WELLA")
    assert do(ana, inventory.edit_supplier, supplier_id=wella, edit=SupplierEdit(phone="+351 1"), expected=1).version == 2
    do(ana, inventory.remove_supplier, supplier_id=wella)
    assert see(ana, stock.suppliers).items == []
    assert supplier(ana)


def test_strangers_and_staff_who_may_only_look_buy_nothing(ana: Actor, ben: Actor, stranger: Actor) -> None:
    foil = added(ana).id
    order = ordered(ana, (foil, 3))
    with pytest.raises(Forbidden):
        do(ben, inventory.cancel_order, order_id=order.id)
    with pytest.raises(NotFound):
        arrive(stranger, order, ArrivalIn(line_id=order.lines[0].id, quantity=1))
    with pytest.raises(Invalid):
        do(stranger, inventory.draft_order, order=OrderIn(lines=[OrderLineIn(item_id=foil, quantity=1)]))
    with pytest.raises(Invalid):
        do(stranger, inventory.draft_order, order=OrderIn(supplier_id=order.supplier_id))
    with pytest.raises(Invalid):
        arrive(ana, order, ArrivalIn(line_id=new_id(), quantity=1))
