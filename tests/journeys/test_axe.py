"""axe finds nothing on any page, by day and by night, on a desk and on a phone; and nothing is cut off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from careops.careops import app
from tests.journeys.browsing import DESK, PHONE, cut_off, violations, visitor
from tests.journeys.places import APP, PUBLIC, Place, found, visit
from tests.servers import Served

pytestmark = pytest.mark.browser
ELSEWHERE = {  # asked by their own journeys, where there is something on them
    "/404",
    "/app/contacts/import/[import_id]",
    "/app/import/[import_id]",
    "/app/inventory/stocktakes/[stocktake_id]",
    "/app/kitchen-sink",
}


@pytest.fixture(scope="module")
def places(browser: Browser, site: Served) -> tuple[Place, ...]:
    """Every page there is."""
    return (*PUBLIC, *APP, *found(browser, site.url))


def opened(page: Page, places: tuple[Place, ...]) -> Iterator[Place]:
    """Each page in turn, showing its data."""
    for place in sorted(places, key=lambda place: place.signed_in):
        visit(page, place)
        yield place


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_nothing_is_cut_off(browser: Browser, site: Served, places: tuple[Place, ...], size: dict[str, int]) -> None:
    wrong: dict[str, list[str]] = {}
    with visitor(browser, site.url, size=size) as context:
        page = context.new_page()
        for place in opened(page, places):
            if found := [*cut_off(page), *violations(page)]:
                wrong[place.name] = found
    assert wrong == {}


def test_every_page_is_among_them(places: tuple[Place, ...]) -> None:
    routes = {"/" + route: re.compile("/" + re.sub(r"\[\w+\]", "[^/?]+", route) + r"(\?.*)?") for route in app._unevaluated_pages}
    missing = {route for route, shape in routes.items() if not any(shape.fullmatch(place.path) for place in places)}
    assert missing == ELSEWHERE


def test_axe_is_awake(page: Page) -> None:
    """The control: a field without a name is found on a page of ours, whatever its policy forbids; and a colour that fails by night."""
    page.goto("/login")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.evaluate("document.querySelector('h1').style.color = '#555'")
    assert {rule.split(":")[0] for rule in violations(page)} >= {"label", "color-contrast by night"}
    assert "color-contrast" not in {rule.split(":")[0] for rule in violations(page)}
