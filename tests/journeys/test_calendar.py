"""The staff's calendar in a real browser: by mouse, by keyboard, by finger, taken back, and in two tabs at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow, PersonIn
from careops.core import db
from tests import cast
from tests.journeys.browsing import DESK, LIVE, PHONE, alive, sign_in, violations, visitor
from tests.servers import Served
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.browser
EMAIL = "carla@calendar.example"
DAY: date = workday(7)


@dataclass(frozen=True)
class Room:
    """A business of this file alone, and one booking of nine o'clock in it."""

    shop: Shop
    row: BookingRow

    @property
    def now(self) -> BookingRow:
        """The booking as it stands."""
        with db.reading(self.shop.owner) as session:
            return bookings.get(session, self.shop.owner, booking_id=self.row.id)

    def column(self, page: Page, at: int) -> Locator:
        return page.locator(f"[data-column='{self.shop.providers[at]}']")

    def block(self, page: Page) -> Locator:
        return page.locator(f"li.slot[data-id='{self.row.id}']")


@pytest.fixture(scope="module")
def shop(site: Served) -> Shop:
    return opened(cast.founder("Carla Owner", EMAIL, "Calendar Cuts"), providers=2)


@pytest.fixture
def room(shop: Shop) -> Iterator[Room]:
    """Cleo at nine with the first provider; gone afterwards, with whatever else was booked."""
    with db.transaction(shop.owner) as session:
        who = PersonIn(name="Cleo Marsh", email="cleo@calendar.example")
        start = shop.starts(DAY)[0]
        row = booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, provider_id=shop.providers[0], customer=who)
    yield Room(shop, row)
    with db.transaction(shop.owner) as session:
        for one in bookings.upcoming(session, shop.owner, days=30):
            booking.cancel(session, shop.owner, booking_id=one.id)


@pytest.fixture
def desk(browser: Browser, site: Served, shop: Shop) -> Iterator[BrowserContext]:
    """Carla's desk, signed in."""
    with visitor(browser, site.url, size=DESK) as context:
        first = context.new_page()
        sign_in(first, EMAIL, cast.PASSWORD)
        first.close()
        yield context


def seen(context: BrowserContext, view: str = "day") -> Page:
    """A tab with the calendar of that day on it."""
    page = context.new_page()
    page.goto(f"/app/calendar?view={view}&date={DAY}")
    alive(page)
    return page


def point(page: Page, column: Locator, minute: int) -> tuple[float, float]:
    """Where a minute of a column is on the screen; the day is drawn from 9 to 17."""
    box = column.locator(".board-b").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + (minute - 540) / 480 * box["height"] + 2


def test_a_drag_moves_a_booking_with_its_verdict_and_undo_brings_it_back(desk: BrowserContext, room: Room) -> None:
    page, other = seen(desk), seen(desk)
    expect(room.column(other, 0).locator("li.slot")).to_have_count(1)
    page.mouse.move(*point(page, room.column(page, 0), 550))
    page.mouse.down()
    page.mouse.move(*point(page, room.column(page, 1), 660), steps=8)
    expect(page.locator(".board-tip")).to_contain_text("Free")
    page.mouse.up()
    expect(room.column(page, 1).locator("li.slot")).to_have_count(1, timeout=LIVE)
    expect(room.column(other, 1).locator("li.slot")).to_have_count(1, timeout=LIVE)  # the other tab follows by itself
    assert room.now.provider_id == room.shop.providers[1]
    page.get_by_role("button", name="Undo").click()
    expect(room.column(page, 0).locator("li.slot")).to_have_count(1, timeout=LIVE)
    expect(room.column(other, 0).locator("li.slot")).to_have_count(1, timeout=LIVE)
    assert (room.now.starts_at, room.now.provider_id) == (room.row.starts_at, room.shop.providers[0])


def test_news_from_elsewhere_does_not_take_what_is_held(desk: BrowserContext, room: Room) -> None:
    page = seen(desk)
    page.mouse.move(*point(page, room.column(page, 0), 550))
    page.mouse.down()
    page.mouse.move(*point(page, room.column(page, 0), 800), steps=6)
    expect(page.locator(".is-ghost")).to_have_count(1)
    with db.transaction(room.shop.owner) as session:
        booking.book(
            session,
            room.shop.owner,
            booking_type_id=room.shop.service,
            starts_at=room.shop.starts(DAY)[2],
            provider_id=room.shop.providers[1],
            customer=PersonIn(name="Dan"),
        )
    expect(room.column(page, 1).locator("li.slot")).to_have_count(1, timeout=LIVE)
    expect(page.locator(".is-ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".is-ghost")).to_have_count(0)
    page.mouse.up()
    assert room.now.starts_at == room.row.starts_at


def test_the_keyboard_moves_lengthens_opens_and_books(desk: BrowserContext, room: Room) -> None:
    page = seen(desk)
    room.block(page).locator(".slot-a").focus()
    page.keyboard.press("m")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(room.column(page, 1).locator("li.slot")).to_have_count(1, timeout=LIVE)
    assert (room.now.time, room.now.provider_id) == ("09:30", room.shop.providers[1])
    room.block(page).locator(".slot-a").focus()
    page.keyboard.press("]")
    page.keyboard.press("Enter")
    expect(page.locator(".toasts")).to_contain_text("09:30–10:15", timeout=LIVE)
    assert room.now.duration == 45
    room.block(page).locator(".slot-a").focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("complementary", name="Booking")
    expect(drawer).to_contain_text("Cleo Marsh", timeout=LIVE)
    expect(drawer.locator(".drawer-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(room.block(page).locator(".slot-a")).to_be_focused()
    for key in ("ArrowDown", "c"):
        page.keyboard.press(key)
    form = page.get_by_role("complementary", name="Booking form")
    expect(form.locator("p", has_text="10:15 with Provider 2")).to_be_visible(timeout=LIVE)
    page.keyboard.press("Enter")  # the first service has the focus
    expect(form).to_contain_text("Provider 2: chosen", timeout=LIVE)
    form.get_by_role("button", name="Walk-in, no name").press("Enter")
    expect(room.column(page, 1).locator("li.slot")).to_have_count(2, timeout=LIVE)


def test_a_walk_in_takes_three_presses(desk: BrowserContext, room: Room) -> None:
    page = seen(desk)
    page.mouse.click(*point(page, room.column(page, 1), 840))
    page.get_by_role("button", name=re.compile("^Cut, 30 min")).click()
    page.get_by_role("button", name="Walk-in, no name").click()
    expect(room.column(page, 1).locator("li.slot", has_text="Walk-in")).to_have_count(1, timeout=LIVE)


def test_a_day_is_explained_and_found_again_as_it_was_left(desk: BrowserContext, room: Room) -> None:
    page = seen(desk, "week")
    page.keyboard.press("d")
    panel = page.get_by_role("complementary", name="Explain this day")
    panel.get_by_label("With").select_option(label="Provider 1")
    expect(panel.locator(".why > li").first).to_contain_text("Provider 1 is taken, 09:00–09:30: Cleo Marsh", timeout=LIVE)
    page.goto("/app/calendar")
    expect(page.locator(".seg [aria-current=true]")).to_have_text("Week", timeout=LIVE)


def test_a_thumb_opens_moves_to_and_books(browser: Browser, site: Served, room: Room) -> None:
    with visitor(browser, site.url, size=PHONE) as context:
        first = context.new_page()
        sign_in(first, EMAIL, cast.PASSWORD)
        page = seen(context)
        page.locator(f"[data-to='{room.shop.providers[1]}']").tap()
        expect(page.locator(f"[data-to='{room.shop.providers[1]}']")).to_have_attribute("aria-pressed", "true")
        page.touchscreen.tap(*point(page, room.column(page, 1), 600))
        page.get_by_role("button", name=re.compile("^Cut, 30 min")).tap()
        page.get_by_role("button", name="Walk-in, no name").tap()
        expect(page.get_by_role("complementary", name="Booking")).to_contain_text("Walk-in", timeout=LIVE)
        page.get_by_role("link", name="Close").tap()
        page.locator(f"[data-to='{room.shop.providers[0]}']").tap()
        room.block(page).locator(".slot-a").tap()
        expect(page.get_by_role("complementary", name="Booking")).to_contain_text("Cleo Marsh", timeout=LIVE)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_any_view(browser: Browser, site: Served, room: Room, size: dict[str, int]) -> None:
    with visitor(browser, site.url, size=size) as context:
        page = context.new_page()
        sign_in(page, EMAIL, cast.PASSWORD)
        wrong: dict[str, list[str]] = {}
        for view in ("day", "week", "month", "list", "booking", "form"):
            more = {"booking": f"day&booking={room.row.id}", "form": "day&new=1"}.get(view, view)
            page.goto(f"/app/calendar?date={DAY}&view={more}")
            alive(page)
            if rules := violations(page):
                wrong[view] = rules
    assert wrong == {}
