"""A stocktake on its screens: scanned, pressed, counted again, blind until it is revealed, applied once, or thrown away."""

from collections.abc import Callable
from typing import Any

from careops.core import db
from careops.core.actor import Actor
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn, StocktakeIn
from careops.inventory.state.counting import Counting, Stocktakes
from tests import cast
from tests.screens import opened, said, until

Tab = Callable[..., Any]


def stocked(actor: Actor) -> list[str]:
    shelf = [("Foil", "400", 9, 50), ("Gloves", "401", 5, 20), ("Towels", "", 3, 0)]
    with db.transaction(actor) as session:
        items = [ItemIn(name=name, barcode=code, quantity=many, cost=cost) for name, code, many, cost in shelf]
        return [str(inventory.add_item(session, actor, item=item).id) for item in items]


def begun(actor: Actor, *, blind: bool = True) -> str:
    with db.transaction(actor) as session:
        return str(inventory.start_stocktake(session, actor, stocktake=StocktakeIn(blind=blind)).id)


def levels(actor: Actor) -> list[int]:
    with db.reading(actor) as session:
        return [row.quantity for row in stock.items(session, actor).items]


async def test_a_place_is_counted_by_scanner_and_by_hand_then_revealed_and_applied(tab: Tab, ana: Actor) -> None:
    _foil, gloves, towels = stocked(ana)
    take = begun(ana)
    async with opened(tab(cast.entered(cast.ANA).token), Counting, f"/app/inventory/stocktakes/{take}") as page:
        await until(lambda: page.loaded)
        assert [one.name for one in page.uncounted] == ["Foil", "Gloves", "Towels"]
        for _time in range(3):
            await page.scan({"code": "400"})
        assert (page.current.name, page.current.counted, page.current.expected, page.current.difference) == ("Foil", 3, "", "")
        await page.scan({"code": "999"})
        assert page.problem == "999: No item bears this code, or several do"
        await page.more_of(5)
        await page.more_of(-1)
        assert (page.current.counted, page.problem) == (7, "")
        await page.pick(gloves)
        await page.put({"counted": "some"})
        assert page.problem
        await page.put({"counted": "6"})
        await page.pick(towels)
        await page.more_of(0)
        await page.forget()
        await until(lambda: [one.name for one in page.uncounted] == ["Towels"])
        assert page.take.difference == "Counted blindly"
        await page.reveal()
        await until(lambda: not page.take.blind)
        assert [(one.name, one.expected, one.difference, one.value) for one in page.lines] == [
            ("Gloves", "books: 5", "+1", "+€0.20"),
            ("Foil", "books: 9", "−2", "−€1"),
        ]
        assert page.take.difference == "2 items differ, −€0.80"
        await page.pick(gloves)
        await page.put({"counted": "5"})
        await page.apply()
        await until(lambda: not page.take.open)
        assert levels(ana) == [7, 5, 3]
        await page.scan({"code": "400"})
        await page.apply()
    assert levels(ana) == [7, 5, 3]


async def test_a_stocktake_is_started_listed_and_thrown_away(tab: Tab, ana: Actor) -> None:
    stocked(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Stocktakes, "/app/inventory/stocktakes") as page:
        await until(lambda: page.loaded)
        await page.start({"blind": "on"})
        await until(lambda: len(page.lines) == 1)
        assert (page.lines[0].place, page.lines[0].state, page.lines[0].open) == ("Main", "Being counted", True)
        await page.start({})
        assert await said(root) == ["This place is being counted already"]
    async with opened(root, Counting, f"/app/inventory/stocktakes/{page.lines[0].id}") as one:
        await until(lambda: one.loaded)
        await one.scan({"code": "400"})
        await one.drop()
    assert levels(ana) == [9, 5, 3]


async def test_staff_look_and_strangers_find_nothing(tab: Tab, ana: Actor, ben: Actor, stranger: Actor) -> None:
    foil, *_others = stocked(ana)
    take = begun(ana, blind=False)
    for who, words in ((cast.BEN, "You may not do this"), (cast.SAM, "Not found")):
        root = tab(cast.entered(who).token)
        async with opened(root, Counting, f"/app/inventory/stocktakes/{take}") as page:
            await until(lambda page=page: page.loaded)
            assert page.missing == (who == cast.SAM)
            await page.scan({"code": "400"})
            await page.pick(foil)
            await page.apply()
            assert set(await said(root)) == {words}
    assert levels(ana) == [9, 5, 3]
