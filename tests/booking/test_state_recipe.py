"""What a service uses, on its page; what a booking took, in its drawer."""

from collections.abc import Callable
from typing import Any

from reflex.istate.data import ReflexURL, URLData

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import Customer
from careops.booking.state import BookingState
from careops.booking.state.one_view import one
from careops.booking.state.recipe import Recipe
from careops.booking.state.service import ServiceEditor
from careops.core import db
from careops.core.clock import telling
from careops.core.ids import read_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn
from tests import cast
from tests.screens import said
from tests.worlds import Shop, workday

Tab = Callable[..., Any]


def shampoo(shop: Shop) -> str:
    with db.transaction(shop.owner) as session:
        return str(inventory.add_item(session, shop.owner, item=ItemIn(name="Shampoo", unit="ml", quantity=500)).id)


async def at_service(tab: Tab, shop: Shop) -> Any:
    root = tab(cast.entered(cast.ANA).token)
    root.rx_router_url = URLData(href=ReflexURL(f"http://localhost/app/settings/services/{shop.service}"))
    await (await root.get_state(ServiceEditor)).load()
    page = await root.get_state(Recipe)
    await page.load()
    return root, page


async def test_a_recipe_is_added_to_changed_and_emptied_beside_the_editor(tab: Tab, shop: Shop) -> None:
    item = shampoo(shop)
    root, page = await at_service(tab, shop)
    assert ([choice.label for choice in page.items], page.lines) == (["Shampoo (ml)"], [])
    await page.add({"item": item, "amount": "some"})
    assert page.problem
    await page.add({"item": item, "amount": "30"})
    await page.add({"item": item, "amount": "40"})
    assert ([line.words for line in page.lines], page.problem) == (["40 ml of Shampoo"], "")
    editor = await root.get_state(ServiceEditor)
    with db.reading(shop.owner) as session:
        assert editor._version == bookings.booking_type(session, shop.owner, booking_type_id=shop.service).version
    await page.remove(page.lines[0].key)
    assert page.lines == []


async def test_what_a_visit_took_is_corrected_in_its_drawer(tab: Tab, shop: Shop) -> None:
    item = shampoo(shop)
    root, recipe = await at_service(tab, shop)
    await recipe.add({"item": item, "amount": "30"})
    customer = Customer(name="Zoe", email="zoe@example.com")
    with db.transaction(shop.owner) as session:
        row = booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(3))[0],
            provider_id=shop.providers[0],
            customer=customer,
        )
    page = await root.get_state(BookingState)

    def look() -> Any:
        with db.reading(shop.owner) as session:
            return one(session, shop.owner, booking_id=row.id)

    page.shown = look()
    assert [(line.name, line.amount, line.taken) for line in page.shown.stock] == [("Shampoo", "30", False)]
    await page.correct_stock(item, "45")
    await page.correct_stock(item, "lots")
    assert await said(root) == ["Stock corrected", "Give how many were used as a whole number"]
    assert look().stock[0].amount == "45"
    with telling(row.ends_at), db.transaction(shop.owner) as session:
        booking.complete(session, shop.owner, booking_id=row.id)
    page.shown = look()
    assert (page.shown.stock[0].amount, page.shown.stock[0].taken) == ("45", True)
    await page.correct_stock(item, "50")
    with db.reading(shop.owner) as session:
        assert stock.get(session, shop.owner, item_id=read_id(item)).quantity == 450
