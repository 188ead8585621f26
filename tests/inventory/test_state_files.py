"""A file of items on the shelf's page: sent, tried, brought in once; what is wrong is named, and nobody else's file is touched."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from careops.careops import api
from careops.core.actor import Actor
from careops.core.settings import settings
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.state import NewItem
from careops.inventory.state.files import SEND_TO, ItemFile
from tests import cast
from tests.inventory.shelf import added, do, see
from tests.screens import said

Tab = Callable[..., Any]
GOOD = b"name,sku,quantity,threshold\nFoil roll,F-1,5,3\nGloves,G-1,40,10\n"
MIXED = b"name,quantity\nCape,three\nComb,4\n"


def shelf(actor: Actor) -> dict[str, int]:
    return {row.name: row.quantity for row in see(actor, stock.items).items}


def sent(actor: Actor, content: bytes, name: str = "shelf.csv") -> None:
    do(actor, inventory.keep_file, name=name, content=content)


async def test_a_file_is_tried_then_brought_in_once(tab: Tab, ana: Actor) -> None:
    added(ana, name="Foil", sku="F-1", quantity=7)
    root = tab(cast.entered(cast.ANA).token)
    page, form = await root.get_state(ItemFile), await root.get_state(NewItem)
    await form.start()
    await page.start()
    assert (page.open, form.open) == (True, False)
    sent(ana, GOOD, "C:\\stock\\shelf.csv")
    await page.arrived()
    assert (page.tried.name, page.tried.rows, page.tried.added, page.tried.changed) == ("shelf.csv", "2 rows", 1, 1)
    assert (page.tried.verb, shelf(ana)) == ("Bring in 2 items", {"Foil": 7})
    await page.bring_in()
    assert (page.done, shelf(ana)) == ("1 item added, 1 changed", {"Foil roll": 7, "Gloves": 40})
    await page.bring_in()
    assert await said(root) == ["1 item added, 1 changed", "This file is no longer kept; upload it again"]
    assert [path for path in (settings.data_dir / "uploads" / str(ana.workspace_id)).rglob("*") if path.is_file()] == []
    sent(ana, GOOD)
    await page.arrived()
    assert (page.tried.verb, page.tried.same) == ("", 2)


async def test_what_is_wrong_is_named_by_row_and_left_out_on_purpose(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await root.get_state(ItemFile)
    await page.start()
    sent(ana, MIXED)
    await page.arrived()
    assert [(one.row, one.column, one.says) for one in page.tried.wrong] == [("Row 2", "quantity", "This must be a whole number")]
    assert (page.tried.verb, page.tried.refused) == ("Bring in 1 good row", 1)
    await page.bring_in()
    assert shelf(ana) == {"Comb": 4}
    sent(ana, b"sku\nF-1\n")
    await page.arrived()
    assert (page.problem, page.tried.name) == ("The file needs a column “name”", "")


async def test_each_member_has_their_own_file_and_staff_none(tab: Tab, ana: Actor, ben: Actor, stranger: Actor) -> None:
    sent(ana, GOOD)
    for who, words in ((cast.BEN, "You may not do this"), (cast.SAM, "This file is no longer kept; upload it again")):
        root = tab(cast.entered(who).token)
        page = await root.get_state(ItemFile)
        await page.arrived()
        await page.bring_in()
        assert set(await said(root)) == {words}
    assert (shelf(ana), shelf(stranger)) == ({}, {})


def test_the_door_takes_tables_from_keepers_only(ana: Actor, ben: Actor) -> None:
    def post(who: str, content: bytes) -> int:
        with TestClient(api, headers=cast.bearer(who)) as web:
            return web.post(f"{SEND_TO}?name=x.csv", content=content, headers={"Content-Type": "application/octet-stream"}).status_code

    assert [post(cast.ANA, GOOD), post(cast.ANA, b""), post(cast.ANA, b"a\0b"), post(cast.BEN, GOOD)] == [201, 422, 422, 403]
