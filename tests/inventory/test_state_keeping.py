"""Suppliers and places on their screen: kept, renamed, put first, removed; and who may."""

from collections.abc import Callable
from typing import Any

from careops.core.actor import Actor
from careops.inventory.state.keeping import Keeping
from tests import cast
from tests.screens import opened, said, until

Tab = Callable[..., Any]


async def test_suppliers_and_places_are_kept(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Keeping, "/app/inventory/suppliers") as page:
        await until(lambda: page.loaded)
        await page.edit("")
        await page.save({"name": "", "email": "nobody"})
        assert set(page.errors) == {"name", "email"}
        await page.save({"name": "Alba", "email": "sales@alba.example"})
        await until(lambda: [one.name for one in page.suppliers] == ["Alba"])
        await page.edit("")
        await page.save({"name": "alba"})
        await page.edit(page.suppliers[0].id)
        await page.save(page.open.said | {"name": "Alba Lda", "phone": "+351 213 000 140"})
        await until(lambda: [one.reach for one in page.suppliers] == ["sales@alba.example, +351 213 000 140"])
        await page.edit(page.suppliers[0].id)
        await page.remove()
        await until(lambda: page.suppliers == [])
        await page.add_place({"place": "Cellar"})
        await until(lambda: [one.name for one in page.places] == ["Main", "Cellar"])
        await page.add_place({"place": "cellar"})
        assert page.problem == "There is a place of that name already"
        cellar = page.places[1].id
        await page.put_first(cellar)
        await page.rename_place(cellar, "Basement")
        await until(lambda: [(one.name, one.first) for one in page.places] == [("Basement", True), ("Main", False)])
        await page.remove_place(page.places[1].id)
        await until(lambda: [one.name for one in page.places] == ["Basement"])
    assert "There is a supplier of that name already" in await said(root)


async def test_staff_look_only(tab: Tab, ana: Actor, ben: Actor) -> None:
    root = tab(cast.entered(cast.BEN).token)
    async with opened(root, Keeping, "/app/inventory/suppliers") as page:
        await until(lambda: page.loaded)
        await page.add_place({"place": "Mine"})
        await page.edit("")
        await page.save({"name": "Mine"})
        assert (page.suppliers, len(page.places) <= 1) == ([], True)
    assert set(await said(root)) == {"You may not do this"}
