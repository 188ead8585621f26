"""The shelf's screen, called the way a browser calls it: by those who may, by staff, by strangers, by nobody."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn, ItemRow
from careops.inventory.state import NewItem, Stock
from tests import cast
from tests.screens import behind, opened, said, until

Tab = Callable[..., Any]


def stocked(actor: Actor, *shelf: tuple[str, int, int]) -> list[str]:
    with db.transaction(actor) as session:
        items = [ItemIn(name=name, quantity=quantity, threshold=threshold) for name, quantity, threshold in shelf]
        return [str(inventory.add_item(session, actor, item=item).id) for item in items]


def shelf(actor: Actor) -> list[ItemRow]:
    with db.reading(actor) as session:
        return stock.items(session, actor).items


def names(page: Any) -> list[str]:
    return [line.name for line in page.lines]


async def test_the_shelf_follows_live_and_counts_its_views(tab: Tab, ana: Actor) -> None:
    foil, *_others = stocked(ana, ("Foil", 9, 3), ("Gloves", 5, 6), ("Towels", 0, 2))
    async with opened(tab(cast.entered(cast.ANA).token), Stock, "/app/inventory") as page:
        await until(lambda: page.loaded)
        assert [(line.name, line.state, line.tone) for line in page.lines] == [
            ("Foil", "ok", "ok"),
            ("Gloves", "low", "warn"),
            ("Towels", "critical", "danger"),
        ]
        assert (page.counts.items, page.counts.low, page.counts.critical) == (3, 1, 1)
        await page.take(foil)
        await page.take(foil)
        await page.put(foil)
        await until(lambda: page.lines[0].quantity == 8)
        await behind(page, "search", "glo")
        assert (names(page), page.narrowed) == (["Gloves"], True)


@pytest.mark.parametrize(("show", "wanted"), [("low", ["Gloves"]), ("critical", ["Towels"]), ("made-up", ["Foil", "Gloves", "Towels"])])
async def test_a_figure_of_today_opens_just_what_it_counted(tab: Tab, ana: Actor, show: str, wanted: list[str]) -> None:
    stocked(ana, ("Foil", 9, 3), ("Gloves", 5, 6), ("Towels", 0, 2))
    async with opened(tab(cast.entered(cast.ANA).token), Stock, f"/app/inventory?show={show}") as page:
        await until(lambda: page.loaded)
        assert names(page) == wanted


async def test_an_opened_item_is_changed_for_a_reason_and_says_what_is_wrong(tab: Tab, ana: Actor) -> None:
    (foil,) = stocked(ana, ("Foil", 4, 0))
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Stock, f"/app/inventory?item={foil}") as page:
        await until(lambda: page.opened.item.id == foil)
        await page.move({"reason": "use", "quantity": "some"})
        assert set(page.errors) == {"quantity"}
        await page.move({"reason": "use", "quantity": "-2"})
        assert set(page.errors) == {"quantity"}
        await page.move({"reason": "stolen", "quantity": "2"})
        assert set(page.errors) == {"reason"}
        await page.move({"reason": "use", "quantity": "9"})
        assert await said(root) == ["There is not that much left"]
        assert shelf(ana)[0].quantity == 4
        twice = {"reason": "adjust", "quantity": "-1", "note": "Torn", "once": f"{foil}{page.form_key}"}
        await page.move(twice)
        await page.move(twice)
        await until(lambda: page.opened.item.quantity == 3)
        assert shelf(ana)[0].quantity == 3
        assert (page.errors, page.opened.moves[0].change, page.opened.moves[0].why) == ({}, "−1", "Torn")


async def test_a_new_item_keeps_what_is_wrong_and_stands_on_the_shelf(tab: Tab, ana: Actor) -> None:
    form = await tab(cast.entered(cast.ANA).token).get_state(NewItem)
    await form.start()
    await form.save({"name": "", "quantity": "many", "threshold": "-1"})
    assert (form.open, set(form.errors)) == (True, {"name", "quantity", "threshold"})
    for _click in range(2):
        await form.save({"name": "Foil", "sku": "F-1", "unit": "", "quantity": "2", "threshold": ""})
    assert not form.open
    assert [(row.name, row.sku, row.unit, row.quantity, row.threshold) for row in shelf(ana)] == [("Foil", "F-1", "piece", 2, 0)]


async def test_staff_look_and_change_nothing(tab: Tab, ana: Actor, ben: Actor) -> None:
    (foil,) = stocked(ana, ("Foil", 4, 0))
    root = tab(cast.entered(cast.BEN).token)
    async with opened(root, Stock, f"/app/inventory?item={foil}") as page:
        await until(lambda: page.opened.item.id == foil)
        await page.take(foil)
        await page.put(foil)
        await page.move({"reason": "use", "quantity": "1"})
    form = await root.get_state(NewItem)
    await form.start()
    await form.save({"name": "Mine"})
    assert await said(root) == ["You may not do this"] * 5
    assert (form.open, [(row.name, row.quantity) for row in shelf(ana)]) == (False, [("Foil", 4)])


async def test_who_may_not_see_stock_and_who_is_nobody_are_shown_nothing(tab: Tab, ana: Actor) -> None:
    stocked(ana, ("Foil", 4, 0))
    cast.joined(ana, "Kim", "kim@example.com", cast.Role.staff, [cast.Permission.inbox])
    for token in (cast.entered("kim@example.com").token, ""):
        page = await tab(token).get_state(Stock)
        await behind(page, "live")
        await behind(page, "search", "Foil")
        await behind(page, "show_more")
        assert (page.loaded, page.lines) == (False, [])


async def test_strangers_find_nothing_under_somebody_elses_ids(tab: Tab, ana: Actor, stranger: Actor) -> None:
    (foil,) = stocked(ana, ("Foil", 4, 0))
    root = tab(cast.entered(cast.SAM).token)
    async with opened(root, Stock, f"/app/inventory?item={foil}") as page:
        await until(lambda: page.loaded)
        assert (page.lines, page.opened.item.id) == ([], "")
        for id in (foil, str(new_id()), "x", "\0", ""):
            await page.take(id)
            await page.put(id)
    assert set(await said(root)) == {"Not found"}
    assert shelf(ana)[0].quantity == 4
