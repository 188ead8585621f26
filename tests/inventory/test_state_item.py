"""An item's page: everything about it, the forms that change it, and who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from careops.booking import actions as booking
from careops.booking.schemas import BookingTypeIn
from careops.booking.schemas.recipes import RecipeIn, UseIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.ids import read_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemEdit, ItemIn, ItemRow, LocationIn, MovementIn, Reason
from careops.inventory.state.item import ItemPage
from tests import cast
from tests.screens import behind, opened, said, until

Tab = Callable[..., Any]


def one_item(actor: Actor, **told: Any) -> str:
    with db.transaction(actor) as session:
        return str(inventory.add_item(session, actor, item=ItemIn.model_validate({"name": "Shampoo", "unit": "ml"} | told)).id)


def row(actor: Actor, id: str) -> ItemRow:
    with db.reading(actor) as session:
        return stock.get(session, actor, item_id=read_id(id))


def page_of(tab: Tab, id: str, who: str = cast.ANA) -> Any:
    return opened(tab(cast.entered(who).token), ItemPage, f"/app/inventory/{id}")


async def test_the_page_tells_forecast_lots_places_and_ledger_and_follows(tab: Tab, ana: Actor) -> None:
    id = one_item(ana, quantity=0, threshold=100, by_lot=True, pack_size=1000, pack_name="bottle", cost=3)
    async with page_of(tab, id) as page:
        await until(lambda: page.loaded)
        soon = (now() + timedelta(days=5)).date().isoformat()
        await page.choose("receive")
        await page.move({"quantity": "2", "in_packs": "on", "lot": "L1", "expires_on": soon, "note": "Delivery"})
        await until(lambda: page.item.quantity == 2000)
        assert [(lot.code, lot.left, lot.tone) for lot in page.lots] == [("L1", "2000 ml", "warn")]
        assert (page.entries[0].change, page.entries[0].why, page.entries[0].left) == ("+2000", "Delivery", "2000 left")
        assert page.chart.limit_words == "reorder at 100"
        assert page.chart.ahead.startswith("M")
        assert page.facts["pack"] == "bottle: 1000 ml"
        with db.transaction(ana) as session:
            inventory.move(session, ana, item_id=read_id(id), movement=MovementIn(reason=Reason.use, quantity=30))
        await until(lambda: page.item.quantity == 1970)


async def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(tab: Tab, ana: Actor) -> None:
    id = one_item(ana, quantity=5)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, ItemPage, f"/app/inventory/{id}") as page:
        await until(lambda: page.loaded)
        await page.choose("use")
        await page.move({"quantity": "some"})
        assert set(page.errors) == {"quantity"}
        await page.move({"quantity": "6"})
        assert await said(root) == ["There is not that much left"]
        await page.choose("receive")
        await page.move({"quantity": "6", "lot": "L1"})
        assert set(page.errors) == {"lot"}
        await page.choose("stolen")
        assert page.reason == "receive"
        await page.edit()
        await page.save({"name": "", "cost": "x"})
        assert set(page.errors) == {"cost"}
        await page.save({"name": " ", "cost": ""})
        assert set(page.errors) == {"name"}
    assert (row(ana, id).name, row(ana, id).quantity) == ("Shampoo", 5)


async def test_an_item_is_carried_edited_and_edited_by_two(tab: Tab, ana: Actor) -> None:
    id = one_item(ana, quantity=5)
    with db.transaction(ana) as session:
        inventory.add_location(session, ana, location=LocationIn(name="Cellar"))
    async with page_of(tab, id) as page:
        await until(lambda: len(page.places) == 2)
        main, cellar = (place.value for place in page.places)
        await page.carry({"carried": "2", "from_id": main, "to_id": main})
        assert set(page.carry_errors) == {"to_id"}
        await page.carry({"carried": "2", "from_id": main, "to_id": cellar})
        await until(lambda: [there.quantity for there in page.levels] == ["3", "2"])
        await page.edit()
        await page.save({"name": "Gentle shampoo", "barcode": "4006381333931", "cost": "4.50", "whole": "1", "uncounted": ""})
        assert (page.editing, row(ana, id).name, row(ana, id).cost) == (False, "Gentle shampoo", 450)
        await page.edit()
        with db.transaction(ana) as session:
            inventory.edit_item(session, ana, item_id=read_id(id), edit=ItemEdit(category="Wash"))
        await page.save({"name": "Mine", "whole": "1"})
        assert (page.editing, page.stale, row(ana, id).name) == (True, True, "Gentle shampoo")
        await until(lambda: page.facts["category"] == "Wash")
        await page.save({"name": "Mine", "whole": "1"})
        assert row(ana, id).name == "Mine"


async def test_what_is_put_away_can_be_brought_back(tab: Tab, ana: Actor) -> None:
    id = one_item(ana, quantity=5)
    async with page_of(tab, id) as page:
        await until(lambda: page.loaded)
        await page.archive()
        await until(lambda: page.missing)
        await page.restore(id)
        await until(lambda: not page.missing)
    assert row(ana, id).quantity == 5


async def test_the_services_that_use_it_are_named(tab: Tab, ana: Actor) -> None:
    id = one_item(ana, quantity=500)
    with db.transaction(ana) as session:
        type_id = booking.create_booking_type(session, ana, given=BookingTypeIn.model_validate({"name": "Wash and cut", "duration": 30})).id
        booking.set_recipe(session, ana, booking_type_id=type_id, recipe=RecipeIn(uses=[UseIn(item_id=read_id(id), quantity=30)]))
    async with page_of(tab, id) as page:
        await until(lambda: page.loaded)
        assert [(use.name, use.amount) for use in page.uses] == [("Wash and cut", "30")]


async def test_staff_look_only_and_strangers_find_nothing(tab: Tab, ana: Actor, ben: Actor, stranger: Actor) -> None:
    id = one_item(ana, quantity=5)
    root = tab(cast.entered(cast.BEN).token)
    async with opened(root, ItemPage, f"/app/inventory/{id}") as page:
        await until(lambda: page.loaded)
        assert page.item.quantity == 5
        await page.move({"quantity": "1"})
        await page.save({"name": "Mine"})
        await page.archive()
        assert set(await said(root)) == {"You may not do this"}
    for who in (cast.SAM, ""):
        other = await tab(cast.entered(who).token if who else "").get_state(ItemPage)
        assert other.entries == []
    root = tab(cast.entered(cast.SAM).token)
    async with opened(root, ItemPage, f"/app/inventory/{id}") as page:
        await until(lambda: page.missing)
        await page.move({"quantity": "1"})
        await page.restore(id)
        await page.archive()
        assert (page.item.name, set(await said(root))) == ("", {"Not found"})
    await behind(page, "show_more")
    assert row(ana, id).quantity == 5
