"""axe finds nothing on any page, in either theme, on a desk and on a phone; and nothing is wider than the phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import DESK, PHONE, THEMES, violations, visitor
from tests.journeys.places import APP, PUBLIC, Place, found, visit
from tests.servers import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def places(browser: Browser, site: Served) -> tuple[Place, ...]:
    """Every page there is."""
    return (*PUBLIC, *APP, *found(browser, site.url))


def opened(page: Page, places: tuple[Place, ...]) -> Iterator[Place]:
    """Each page in turn, showing its data."""
    for place in sorted(places, key=lambda place: place.signed_in):
        visit(page, place)
        yield place


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(browser: Browser, site: Served, places: tuple[Place, ...], theme: str, size: dict[str, int]) -> None:
    with visitor(browser, site.url, size=size, theme=theme) as context:
        page = context.new_page()
        wrong = {place.name: rules for place in opened(page, places) if (rules := violations(page))}
    assert wrong == {}


def test_axe_is_awake(page: Page) -> None:
    """The control: a field without a name is found on a page of ours, whatever its policy forbids."""
    page.goto("/login")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [rule for rule in violations(page) if rule.startswith("label")]


def test_nothing_is_wider_than_a_phone(browser: Browser, site: Served, places: tuple[Place, ...]) -> None:
    with visitor(browser, site.url, size=PHONE) as context:
        page = context.new_page()
        too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert [place.name for place in opened(page, places) if page.evaluate(too_wide) > 0] == []
