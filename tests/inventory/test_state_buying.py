"""Orders on their screens: drafted from what is short, edited, ordered, received in two parts, cancelled; and who may."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from careops.core import db
from careops.core.actor import Actor
from careops.core.db import look
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn, SupplierIn
from careops.inventory.state.buying import OrderPage, Orders
from careops.inventory.state.buying import one as buying
from tests import cast
from tests.screens import opened, said, until

Tab = Callable[..., Any]


def short(actor: Actor) -> list[str]:
    with db.transaction(actor) as session:
        supplier = inventory.add_supplier(session, actor, supplier=SupplierIn(name="Alba", email="sales@alba.example")).id
        told: dict[str, Any] = {"supplier_id": supplier, "threshold": 10, "cost": 250}
        items = [
            ItemIn(name="Colour", pack_name="box", pack_size=6, reorder_quantity=12, by_lot=True, **told),
            ItemIn(name="Foil", quantity=2, **told),
            ItemIn(name="Plenty", quantity=90),
        ]
        return [str(inventory.add_item(session, actor, item=item).id) for item in items]


def levels(actor: Actor) -> dict[str, int]:
    with db.reading(actor) as session:
        return {row.name: row.quantity for row in stock.items(session, actor).items}


def orders(actor: Actor) -> list[UUID]:
    with db.reading(actor) as session:
        return [row.id for row in stock.orders(session, actor).items]


async def test_an_order_goes_from_what_is_short_to_the_shelf_in_two_parts(tab: Tab, ana: Actor) -> None:
    colour, foil, plenty = short(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Orders, "/app/inventory/orders") as page:
        await until(lambda: page.loaded)
        assert [(group.supplier, [wish.name for wish in group.lines]) for group in page.wishes] == [("Alba", ["Colour", "Foil"])]
        assert page.wishes[0].lines[0].amount == "2 × box (12 piece)"
        await page.draft(page.wishes[0].ids)
        await until(lambda: len(page.heads) == 1 and page.wishes == [])
        order = page.heads[0]
        assert (order.title, order.supplier, order.state) == ("Order 1", "Alba", "Draft")
    async with opened(root, OrderPage, f"/app/inventory/orders/{order.id}") as page:
        await until(lambda: page.loaded)
        form = {f"quantity-{colour}": "12", f"quantity-{foil}": "x", f"cost-{colour}": "2", "supplier_id": page.said["supplier_id"]}
        await page.save(form)
        assert set(page.errors) == {f"quantity-{foil}"}
        await page.save(form | {f"quantity-{foil}": "0", "add": plenty, "add_quantity": "5", "notes": "Ring twice"})
        assert [(line.name, line.quantity, line.cost) for line in page.lines] == [("Colour", "12", "2"), ("Plenty", "5", "")]
        assert "Ring twice" in page.said["text"]
        typed = {f"quantity-{line.item_id}": line.quantity for line in page.lines} | {f"cost-{colour}": "2.5"}
        await page.save(typed | {"supplier_id": page.said["supplier_id"], "notes": "Ring twice", "how": "order"})
        assert [line.cost for line in page.lines] == ["2.50", ""]
        assert (page.head.status, page.said["email"]) == ("ordered", "sales@alba.example")
        first = page.lines[0]
        came = {f"came-{first.id}": "7", f"lot-{first.id}": "L1", f"expires-{first.id}": "2027-03-01", "once": str(page.form_key)}
        await page.receive(came)
        await page.receive(came)
        assert (page.head.status, page.lines[0].came, levels(ana)["Colour"]) == ("partly", "7 of 12 here", 7)
        await page.receive({f"came-{line.id}": "0" for line in page.lines})
        assert page.errors["received"] == "Say what has come"
        await page.receive({f"came-{line.id}": line.missing for line in page.lines})
        assert (page.head.status, levels(ana)["Colour"], levels(ana)["Plenty"]) == ("received", 12, 95)
        await page.receive({f"came-{line.id}": "1" for line in page.lines})
        assert levels(ana)["Plenty"] == 95


async def test_a_draft_is_begun_empty_cancelled_and_not_saved_over_somebody_else(tab: Tab, ana: Actor) -> None:
    short(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Orders, "/app/inventory/orders?show=all") as page:
        await until(lambda: page.loaded)
        await page.begin({})
        await page.begin({})  # the second click of an impatient one
        await until(lambda: len(page.heads) > 0)
        assert len(orders(ana)) == 1
    async with opened(root, OrderPage, f"/app/inventory/orders/{page.heads[0].id}") as one:
        await until(lambda: one.loaded)
        before = await look(ana, buying.opened, order_id=orders(ana)[0])
        await one.save({"notes": "Ours"})
        shown = one.form_key
        one._show(before)  # it was read before that was saved, and comes after
        assert ("Ours" in one.said["text"], one.form_key) == (True, shown)
    one._version -= 1  # as a page that has not heard yet of what somebody else saved
    await one.save({"notes": "Mine"})
    assert one.stale
    await one.drop()
    assert (one.head.status, one.stale) == ("cancelled", False)
    await one.save({"how": "order"})
    assert one.head.status == "cancelled"


async def test_staff_look_and_strangers_find_nothing(tab: Tab, ana: Actor, ben: Actor, stranger: Actor) -> None:
    short(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Orders, "/app/inventory/orders") as page:
        await until(lambda: page.loaded)
        await page.draft(page.wishes[0].ids)
        await until(lambda: len(page.heads) == 1)
        order = page.heads[0].id
    for who, words in ((cast.BEN, "You may not do this"), (cast.SAM, "Not found")):
        root = tab(cast.entered(who).token)
        async with opened(root, OrderPage, f"/app/inventory/orders/{order}") as one:
            await until(lambda one=one: one.loaded)
            assert one.missing == (who == cast.SAM)
            await one.save({"notes": "Mine"})
            await one.drop()
            assert set(await said(root)) == {words}
    assert levels(ana)["Colour"] == 0
