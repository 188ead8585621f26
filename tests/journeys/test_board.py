"""The calendar's board in a real browser: worked by mouse, by finger and by keyboard, on the kitchen sink's invented day."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from careops.demo.cast import ANA, PASSWORD
from tests.journeys.browsing import DESK, PHONE, sign_in, violations, visitor
from tests.servers import Served

pytestmark = pytest.mark.browser
OPENS, CLOSES = 9 * 60, 19 * 60


def at(time: str) -> int:
    hour, minute = map(int, time.split(":"))
    return hour * 60 + minute


@contextmanager
def signed_in(browser: Browser, site: Served, **options: Any) -> Iterator[BrowserContext]:
    """Somebody of the team, with as many tabs as they like."""
    with visitor(browser, site.url, **options) as context:
        first = context.new_page()
        sign_in(first, ANA.email, PASSWORD)
        first.close()
        yield context


@contextmanager
def sink(context: BrowserContext) -> Iterator[Page]:
    """The kitchen sink in a tab of its own, so with a day of its own; it must stay free of script errors."""
    page, broken = context.new_page(), list[str]()
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto("/app/kitchen-sink")
    expect(page.locator("#day .slot-a[tabindex='0']")).to_have_count(1)
    page.locator("#calendar").scroll_into_view_if_needed()
    yield page
    page.close()
    assert broken == []


@pytest.fixture(scope="module")
def at_desk(browser: Browser, site: Served) -> Iterator[BrowserContext]:
    with signed_in(browser, site) as context:
        yield context


@pytest.fixture(scope="module")
def on_phone(browser: Browser, site: Served) -> Iterator[BrowserContext]:
    with signed_in(browser, site, size=PHONE) as context:
        yield context


@pytest.fixture
def day(at_desk: BrowserContext) -> Iterator[Page]:
    """A desk's screen with the day on it."""
    with sink(at_desk) as page:
        yield page


@pytest.fixture
def phone(on_phone: BrowserContext) -> Iterator[Page]:
    """The same on a phone."""
    with sink(on_phone) as page:
        yield page


def block(page: Page, id: str) -> Locator:
    return page.locator(f"#day li.slot[data-id={id}]")


def column(page: Page, id: str) -> Locator:
    return page.locator(f"#day [data-column={id}]")


def told(page: Page) -> Locator:
    return page.locator("#calendar-told")


def ghost(page: Page) -> Locator:
    return page.locator("#day .is-ghost")


def spoken(page: Page) -> Locator:
    return page.locator("#day > [role=status]")


def point(page: Page, where: str, time: str) -> tuple[float, float]:
    """Where a time of a column is on the screen."""
    box = column(page, where).locator(".board-b").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + (at(time) - OPENS) / (CLOSES - OPENS) * box["height"] + 1


def drag(page: Page, start: tuple[float, float], *ways: tuple[float, float], drop: bool = True) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    for way in ways:
        page.mouse.move(*way, steps=6)
    if drop:
        page.mouse.up()


# ── by mouse ─────────────────────────────────────────────


def test_a_block_is_moved_to_another_column(day: Page) -> None:
    drag(day, point(day, "ana", "12:00"), point(day, "ben", "13:15"), drop=False)
    expect(ghost(day)).to_contain_text("13:00–13:45")
    expect(ghost(day)).to_contain_text("Free, drop to book")
    expect(block(day, "ines")).to_have_attribute("data-lifted", "true")
    day.mouse.up()
    expect(told(day)).to_have_text("Moved ines to ben 13:00–13:45")
    expect(column(day, "ben").locator("[data-id=ines]")).to_have_count(1)
    expect(ghost(day)).to_have_count(0)


def test_a_taken_place_is_said_before_and_refused_at_the_drop(day: Page) -> None:
    drag(day, point(day, "ana", "12:00"), point(day, "clara", "14:15"), drop=False)
    expect(ghost(day)).to_contain_text("Taken by Nadia Haddad")
    day.mouse.up()
    expect(ghost(day)).to_have_count(0)
    expect(spoken(day)).to_have_text("Nothing changed. Taken by Nadia Haddad")
    expect(told(day)).to_have_text("Nothing opened yet")
    expect(column(day, "ana").locator("[data-id=ines]")).to_have_count(1)


def test_outside_the_hours_is_warned_of_and_allowed(day: Page) -> None:
    drag(day, point(day, "ana", "12:00"), point(day, "clara", "09:15"), drop=False)
    expect(day.locator("#day .board-tip[data-level=warn]")).to_be_visible()
    day.mouse.up()
    expect(told(day)).to_have_text("Moved ines to clara 09:00–09:45")


def test_an_end_is_pulled(day: Page) -> None:
    block(day, "ines").hover()
    handle = block(day, "ines").locator(".slot-end").bounding_box()
    assert handle
    drag(day, (handle["x"] + 40, handle["y"] + 3), point(day, "ana", "13:00"), drop=False)
    expect(ghost(day)).to_contain_text("11:45–13:00")
    day.mouse.up()
    expect(told(day)).to_have_text("Moved ines to ana 11:45–13:00")


def test_a_booking_is_drawn_on_free_space_from_either_end(day: Page) -> None:
    drag(day, point(day, "ben", "13:20"), point(day, "ben", "12:30"), drop=False)
    expect(ghost(day)).to_contain_text("12:30–13:30")
    day.mouse.up()
    expect(told(day)).to_have_text("Created ben 12:30–13:30")


def test_a_booking_with_a_gap_moves_as_a_whole(day: Page) -> None:
    drag(day, point(day, "ana", "13:30"), point(day, "studio", "10:45"), drop=False)
    expect(ghost(day).locator(".bk")).to_have_count(2)
    day.mouse.up()
    expect(told(day)).to_have_text("Moved camille to studio 10:30–13:00")


def test_escape_puts_everything_back(day: Page) -> None:
    drag(day, point(day, "ana", "12:00"), point(day, "ben", "13:15"), drop=False)
    expect(ghost(day)).to_have_count(1)
    day.keyboard.press("Escape")
    expect(ghost(day)).to_have_count(0)
    expect(spoken(day)).to_have_text("Nothing changed.")
    day.mouse.up()
    expect(told(day)).to_have_text("Nothing opened yet")


def test_a_click_opens_and_a_drag_does_not(day: Page) -> None:
    drag(day, point(day, "ana", "12:00"), point(day, "ben", "13:15"))
    expect(told(day)).to_have_text("Moved ines to ben 13:00–13:45")
    block(day, "nadia").locator(".who").click()
    expect(told(day)).to_have_text("Opened nadia")
    assert day.url.endswith("/kitchen-sink")


# ── by finger ────────────────────────────────────────────


class Finger:
    """One finger on the glass."""

    def __init__(self, page: Page) -> None:
        self.page, self.glass = page, page.context.new_cdp_session(page)

    def _tell(self, kind: str, *points: tuple[float, float]) -> None:
        self.glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def press(self, point: tuple[float, float]) -> None:
        """Down, and still until something is lifted."""
        self._tell("touchStart", point)
        expect(ghost(self.page)).to_have_count(1)

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Straight over the glass, without waiting."""
        self._tell("touchStart", start)
        self.slide(start, end)
        self.up()

    def slide(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        for step in range(1, steps + 1):
            part = step / steps
            self._tell("touchMove", (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))

    def up(self) -> None:
        self._tell("touchEnd")


def test_a_long_press_lifts_and_the_day_does_not_scroll_away(phone: Page) -> None:
    finger, start, end = Finger(phone), point(phone, "ben", "11:15"), point(phone, "ben", "13:15")
    before = phone.locator("#day .board-scroll").evaluate("it => it.scrollTop")
    finger.press(start)
    finger.slide(start, end)
    expect(ghost(phone)).to_contain_text("13:00–14:00")
    finger.up()
    expect(told(phone)).to_have_text("Moved lucas to ben 13:00–14:00")
    assert phone.locator("#day .board-scroll").evaluate("it => it.scrollTop") == before


def test_a_swipe_scrolls_and_lifts_nothing(phone: Page) -> None:
    Finger(phone).swipe(point(phone, "ben", "13:30"), point(phone, "ben", "10:30"))
    phone.wait_for_function("() => document.querySelector('#day .board-scroll').scrollTop > 50")
    expect(ghost(phone)).to_have_count(0)
    expect(told(phone)).to_have_text("Nothing opened yet")


def test_a_long_press_on_free_space_books_the_usual_length(phone: Page) -> None:
    finger, start = Finger(phone), point(phone, "ben", "12:35")
    finger.press(start)
    expect(ghost(phone)).to_contain_text("12:30–13:30")
    finger.up()
    expect(told(phone)).to_have_text("Created ben 12:30–13:30")


def test_a_finger_at_the_edge_carries_to_the_next_column(phone: Page) -> None:
    finger, start = Finger(phone), point(phone, "ben", "11:15")
    finger.press(start)
    free = point(phone, "ben", "12:45")[1]
    edge, middle = (382, free), (220, free)
    finger.slide(start, edge)
    expect(phone.locator("#day [data-to=ben]")).to_have_attribute("aria-pressed", "false")
    finger.slide(edge, middle)
    expect(column(phone, "ben").locator(".is-ghost")).to_have_count(0)
    finger.up()
    expect(column(phone, "ben").locator("[data-id=lucas]")).to_have_count(0)


def test_a_phone_shows_one_column_and_chooses_another(phone: Page) -> None:
    expect(phone.locator("#day [aria-pressed=true]")).to_have_text("BOBen")
    phone.locator("#day [data-to=studio]").tap()
    expect(block(phone, "yoga")).to_be_in_viewport()
    expect(phone.locator("#day [data-to=studio]")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#day .board-axis .now")).to_be_in_viewport()


# ── by keyboard ──────────────────────────────────────────


def start_at(page: Page, id: str) -> None:
    block(page, id).locator(".slot-a").focus()


def focused(page: Page) -> str:
    """The id of the focused block, or the words of the focused free time."""
    return page.evaluate("() => document.activeElement.closest('li.slot')?.dataset.id ?? document.activeElement.ariaLabel ?? ''")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_arrows_walk_over_blocks_and_free_times(day: Page) -> None:
    start_at(day, "ines")
    seen = [focused(day)]
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "Home", "End"):
        press(day, key)
        seen.append(focused(day))
    assert seen == [
        "ines",
        "12:30, Lunch, Ana",
        "12:45, Lunch, Ana",
        "12:45, Free, Ben",
        "12:45, Free, Clara",
        "12:30, Free, Clara",
        "12:30, Free, Ben",
        "09:00, Closed until 09:30, Ben",
        "18:45, Closed, Ben",
    ]


def test_arrows_reach_every_block_beside_another(day: Page) -> None:
    start_at(day, "class")
    press(day, "ArrowDown")
    assert focused(day) == "shoot"
    press(day, "ArrowLeft")
    assert focused(day) == "class"
    press(day, "ArrowRight")
    assert focused(day) == "shoot"


def test_tab_comes_to_one_place_and_leaves_it(day: Page) -> None:
    start_at(day, "nadia")
    assert day.locator("#day .board-scroll [tabindex='0']").count() == 1
    press(day, "Tab")
    assert day.evaluate("() => !document.activeElement.closest('#day .board-scroll')")
    press(day, "Shift+Tab")
    assert focused(day) == "nadia"


def test_a_block_is_picked_up_moved_and_dropped(day: Page) -> None:
    start_at(day, "ines")
    press(day, "m")
    expect(spoken(day)).to_contain_text("Inês Duarte is lifted")
    press(day, "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(ghost(day)).to_contain_text("12:30–13:15")
    expect(spoken(day)).to_have_text("Free, drop to book")
    press(day, "Enter")
    expect(told(day)).to_have_text("Moved ines to ben 12:30–13:15")
    expect(column(day, "ben").locator("[data-id=ines] .slot-a")).to_be_focused()


def test_a_block_is_made_longer_and_shorter(day: Page) -> None:
    start_at(day, "ines")
    press(day, "]", "]", "Enter")
    expect(told(day)).to_have_text("Moved ines to ana 11:45–13:00")
    start_at(day, "ines")
    press(day, "Shift+ArrowUp", "Enter")
    expect(told(day)).to_have_text("Moved ines to ana 11:45–12:45")


def test_escape_keeps_the_focus_where_it_was(day: Page) -> None:
    start_at(day, "ines")
    press(day, "m", "ArrowDown", "Escape")
    expect(ghost(day)).to_have_count(0)
    assert focused(day) == "ines"
    expect(told(day)).to_have_text("Nothing opened yet")


def test_enter_opens_a_block_and_books_a_free_time(day: Page) -> None:
    start_at(day, "ines")
    press(day, "Enter")
    expect(told(day)).to_have_text("Opened ines")
    press(day, "ArrowRight", "PageDown", "c")
    expect(told(day)).to_have_text("Created ben 12:45–13:45")


def test_a_length_is_drawn_by_keys(day: Page) -> None:
    start_at(day, "ines")
    press(day, "ArrowRight", "PageDown", "Shift+ArrowDown", "Shift+ArrowDown", "]")
    expect(ghost(day)).to_contain_text("12:45–13:30")
    press(day, "Enter")
    expect(told(day)).to_have_text("Created ben 12:45–13:30")


def test_what_is_done_cannot_be_picked_up(day: Page) -> None:
    start_at(day, "sofia")
    press(day, "m", "]")
    expect(ghost(day)).to_have_count(0)


def test_a_day_of_23_hours_names_the_times_its_clock_shows(day: Page) -> None:
    day.locator("#short li.slot[data-id=early] .slot-a").focus()
    press(day, "Home", "PageDown")
    assert focused(day) == "early"
    press(day, "ArrowDown")
    assert day.evaluate("() => document.activeElement.closest('li.slot').dataset.id") == "late"
    press(day, "End")
    assert focused(day) == "04:45, Free, Sun 28 March"


# ── for everybody ────────────────────────────────────────


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_at_rest_and_while_holding(browser: Browser, site: Served, size: dict[str, int]) -> None:
    with signed_in(browser, site, size=size) as context, sink(context) as page:
        assert violations(page) == []
        start_at(page, "ines")
        press(page, "m", "ArrowDown")
        expect(ghost(page)).to_contain_text("12:00–12:45")
        assert violations(page) == []


def test_paper_holds_the_day_and_nothing_else(day: Page) -> None:
    day.emulate_media(media="print")
    expect(day.get_by_role("article", name="Day sheet")).to_be_visible()
    expect(day.get_by_role("columnheader", name="Phone").first).to_be_visible()
    expect(day.locator("main[id=main]")).to_be_visible()
    shown = (
        "() => [...document.querySelectorAll('nav, button, .board, h2')].filter(it => it.getClientRects().length).map(it => it.textContent)"
    )
    assert day.evaluate(shown) == ["Ana Moreau", "Ben Okafor", "Clara Weiss", "Studio, 8 places"]


def test_arrows_walk_through_a_month(day: Page) -> None:
    days = day.locator("#month .month-n")
    days.nth(10).focus()
    press(day, "ArrowDown", "ArrowRight", "ArrowUp")
    expect(days.nth(11)).to_be_focused()
