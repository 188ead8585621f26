"""The shelf in a real browser: a visit moves the level in another tab, a phone counts blindly by scanner, an order comes in parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from careops.booking import actions as booking
from careops.booking.schemas import PersonIn
from careops.booking.schemas.recipes import RecipeIn, UseIn
from careops.core.clock import now, telling
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn, SupplierIn
from tests import cast
from tests.inventory.shelf import do, proven, row, see
from tests.journeys.browsing import DESK, LIVE, PHONE, alive, cut_off, sign_in, violations, visitor
from tests.servers import Served
from tests.worlds import Shop, opened

pytestmark = pytest.mark.browser
EMAIL = "stella@stock.example"
SHAMPOO, GLOVES = "5601234111111", "5601234222222"


@dataclass(frozen=True)
class Shelf:
    """A business of this file alone, and what is on its shelf by name."""

    shop: Shop
    items: dict[str, UUID]

    def left(self, name: str) -> int:
        return row(self.shop.owner, self.items[name]).quantity


@pytest.fixture(scope="module")
def shelf(site: Served) -> Shelf:
    shop = opened(cast.founder("Stella Owner", EMAIL, "Stock Cuts"))
    supplier = do(shop.owner, inventory.add_supplier, supplier=SupplierIn(name="Alba", email="orders@alba.example")).id
    kept = (
        ItemIn(name="Shampoo", unit="ml", quantity=200, threshold=80, barcode=SHAMPOO),
        ItemIn(name="Gloves", quantity=9, barcode=GLOVES),
        ItemIn(name="Colour", threshold=6, reorder_quantity=12, by_lot=True, supplier_id=supplier, pack_name="box", pack_size=6),
    )
    items = {item.name: do(shop.owner, inventory.add_item, item=item).id for item in kept}
    recipe = RecipeIn(uses=[UseIn(item_id=items["Shampoo"], quantity=60)])
    do(shop.owner, booking.set_recipe, booking_type_id=shop.service, recipe=recipe)
    return Shelf(shop, items)


@pytest.fixture
def desk(browser: Browser, site: Served, shelf: Shelf) -> Iterator[BrowserContext]:
    """Stella's desk, signed in."""
    with visitor(browser, site.url, size=DESK) as context:
        first = context.new_page()
        sign_in(first, EMAIL, cast.PASSWORD)
        first.close()
        yield context


def at(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    alive(page)
    return page


def button(where: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return where.get_by_role("button", name=name).filter(visible=True).first


def blameless(page: Page) -> None:
    """Axe finds nothing, and nothing is cut off."""
    assert [*cut_off(page), *violations(page)] == []


# ── a visit and the level ────────────────────────────────


def visited(shop: Shop) -> UUID:
    """A visit that is going on: staff may give any time, and nobody but they completes it before the night."""
    start = now().replace(second=0, microsecond=0) - timedelta(minutes=10)
    with telling(start - timedelta(days=3)):
        cleo = PersonIn(name="Cleo Marsh", email="cleo@stock.example")
        return do(shop.owner, booking.book, booking_type_id=shop.service, starts_at=start, customer=cleo).id


def bar(page: Page, name: str) -> Locator:
    return page.locator("tr", has_text=name).get_by_role("img")


def width(level: Locator) -> float:
    """How much of the bar is filled, hatched or not."""
    return level.evaluate("bar => [...bar.querySelectorAll('i')].reduce((sum, part) => sum + part.getBoundingClientRect().width, 0)")


def test_completing_a_visit_moves_the_level_in_another_tab(desk: BrowserContext, shelf: Shelf) -> None:
    visit = visited(shelf.shop)
    watching, working = at(desk, "/app/inventory"), at(desk, f"/app/bookings/{visit}")
    level = bar(watching, "Shampoo")
    expect(level).to_have_attribute("aria-label", "200 left, 60 promised to bookings, reorder at 80", timeout=LIVE)
    before = width(level)
    button(working, "Mark as completed").click()
    expect(level).to_have_attribute("aria-label", "140 left, reorder at 80", timeout=LIVE)
    watching.wait_for_function(
        "([bar, before]) => bar.querySelector('i').getBoundingClientRect().width < before", arg=[level.element_handle(), before]
    )
    taken = working.get_by_label(re.compile("Shampoo"))
    taken.fill("90")
    taken.blur()
    expect(level).to_have_attribute("aria-label", "110 left, reorder at 80", timeout=LIVE)
    assert (shelf.left("Shampoo"), proven(shelf.shop.owner, shelf.items["Shampoo"])) == (110, True)
    for page in (watching, working):
        blameless(page)


# ── counting ─────────────────────────────────────────────


def scan(page: Page, code: str) -> None:
    """As a scanner does: it types very fast into whatever has the cursor, and presses Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_a_phone_counts_blindly_by_scanner_and_sees_what_differs(browser: Browser, site: Served, shelf: Shelf) -> None:
    books = shelf.left("Shampoo")
    with visitor(browser, site.url, size=PHONE) as context:
        page = context.new_page()
        sign_in(page, EMAIL, cast.PASSWORD)
        page.goto("/app/inventory/stocktakes")
        alive(page)
        button(page, "Start a stocktake").click()
        form = page.locator("dialog#start[open]")
        expect(form.get_by_label("Count blindly")).to_be_checked()
        button(form, "Start counting").click()
        page.wait_for_url(re.compile("/stocktakes/[0-9a-f-]{36}"))
        expect(page.get_by_label("Barcode or SKU")).to_be_focused(timeout=LIVE)
        count = page.get_by_role("status", name="Counted")
        for number in (1, 2):
            scan(page, GLOVES)
            expect(count).to_have_text(str(number), timeout=LIVE)
        scan(page, "0000")
        expect(page.get_by_role("alert")).to_have_text("0000: No item bears this code, or several do", timeout=LIVE)
        expect(page.get_by_label("Barcode or SKU")).to_be_focused()
        scan(page, SHAMPOO)
        expect(page.get_by_role("heading", name="Shampoo")).to_be_visible(timeout=LIVE)
        page.get_by_placeholder("Exactly").fill(str(books))
        button(page, "Set").click()
        expect(count).to_have_text(str(books), timeout=LIVE)
        expect(page.get_by_text("books:")).to_have_count(0)
        expect(page.locator("#counted-list")).to_contain_text("Counted blindly")
        blameless(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        button(page, "Show what differs").click()
        gloves = page.locator("#counted-list li", has_text="Gloves")
        expect(gloves).to_contain_text("books: 9", timeout=LIVE)
        expect(gloves).to_contain_text("−7")
        expect(page.locator("#counted-list")).to_contain_text("1 item differs")
        blameless(page)
        button(page, "Apply").click()
        button(page.locator("dialog#apply-stocktake[open]"), "Apply stocktake").click()
        expect(page.get_by_text("1 difference is in the ledger").first).to_be_visible(timeout=LIVE)
    assert (shelf.left("Gloves"), shelf.left("Shampoo")) == (2, books)
    assert proven(shelf.shop.owner, shelf.items["Gloves"])


# ── buying ───────────────────────────────────────────────


def received(page: Page, came: int, lot: str, expires: datetime) -> None:
    arriving = page.locator("#receive")
    arriving.get_by_label("Colour Came now").fill(str(came))
    arriving.get_by_label("Colour Lot").fill(lot)
    arriving.get_by_label("Colour Expires").fill(expires.date().isoformat())
    button(arriving, "Receive").click()


def test_an_order_is_drafted_placed_and_received_in_two_parts(desk: BrowserContext, shelf: Shelf) -> None:
    page = at(desk, "/app/inventory/orders")
    expect(page.locator("#wanted")).to_contain_text("2 × box (12 piece)", timeout=LIVE)
    blameless(page)
    button(page.locator("#wanted"), "Draft order").click()
    page.wait_for_url(re.compile("/orders/[0-9a-f-]{36}"))
    expect(page.locator("#draft")).to_contain_text("Colour", timeout=LIVE)
    blameless(page)
    button(page, "Mark as ordered").click()
    expect(page.locator("#receive")).to_be_visible(timeout=LIVE)
    received(page, 5, "L-1", now() + timedelta(days=90))
    expect(page.get_by_text("Partly here").first).to_be_visible(timeout=LIVE)
    expect(page.locator("#receive")).to_contain_text("5 of 12 here")
    assert shelf.left("Colour") == 5
    blameless(page)
    received(page, 7, "L-2", now() + timedelta(days=60))
    expect(page.get_by_text("Received", exact=True).first).to_be_visible(timeout=LIVE)
    assert [(lot.code, lot.quantity) for lot in see(shelf.shop.owner, stock.lots, item_id=shelf.items["Colour"])] == [
        ("L-2", 7),
        ("L-1", 5),
    ]
    page.goto(f"/app/inventory/{shelf.items['Colour']}")
    alive(page)
    expect(page.locator("#lots li").first).to_contain_text("L-2", timeout=LIVE)
    blameless(page)


# ── files ────────────────────────────────────────────────


def sent(page: Page, text: str) -> None:
    file: Any = {"name": "shelf.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSV file").set_input_files(file)


def test_a_file_is_tried_and_its_good_rows_are_brought_in(desk: BrowserContext, shelf: Shelf) -> None:
    page = at(desk, "/app/inventory")
    page.locator("summary[aria-label='More']").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as CSV").click()
    assert saved.value.suggested_filename == "items.csv"
    page.locator("summary[aria-label='More']").click()
    button(page, "Bring in a file").click()
    beside = page.locator("[data-drawer]")
    sent(page, "name,quantity\nComb,three\nBrush,4\nGloves,500\n=1+1,2\n")
    expect(beside).to_contain_text("This must be a whole number", timeout=LIVE)
    expect(beside).to_contain_text("Row 2, quantity")
    blameless(page)
    button(beside, "Bring in 2 good rows").click()
    expect(page.locator("tr", has_text="Brush")).to_be_visible(timeout=LIVE)
    names = {one.name: one.quantity for one in see(shelf.shop.owner, stock.items).items}
    assert (names["Brush"], names["=1+1"], names["Gloves"] != 500, "Comb" in names) == (4, 2, True, False)
    blameless(page)
