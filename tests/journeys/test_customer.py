"""(b) A customer books on a phone, with JavaScript and without, whatever a business sells. (d) They cancel by the link in the mail."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from careops.booking import actions as booking
from careops.booking.schemas import AddOnIn, BookingTypeEdit, BookingTypeIn, VariantIn
from careops.core import db
from tests import cast, worlds
from tests.journeys.browsing import PHONE, violations, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business with one chair that mails for real."""
    return mail_shop("nina", smtp_server)


def take_first_time(page: Page, slug: str) -> str:
    """From the booking page to the details of the first free time; what the time is called."""
    page.goto(f"/book/{slug}")
    page.get_by_role("link", name=re.compile("^Cut")).click()
    taken = page.get_by_role("button", name=re.compile("^Take"))
    said = taken.inner_text()
    taken.click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    return said


def give_details(page: Page, email: str) -> None:
    page.get_by_label("Full name").fill("Cleo Marsh")
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Confirm booking").click()
    expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_customer_books_on_a_phone(browser: Browser, site: Served, shop: Shop, smtp_server: Mailbox, script: bool) -> None:
    email = f"cleo.{'yes' if script else 'no'}@example.org"
    with visitor(browser, site.url, size=PHONE, script=script) as phone:
        page = phone.new_page()
        take_first_time(page, shop.slug)
        give_details(page, email)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
    letter = smtp_server.wait_for(email, within=20)[0]
    assert "Cut" in str(letter["Subject"]) or "Booked" in str(letter["Subject"])
    assert [part.get_content_type() for part in letter.walk() if part.get_content_type() == "text/calendar"]


def test_a_wrong_address_is_said_at_the_field_and_nothing_typed_is_lost(browser: Browser, site: Served, shop: Shop) -> None:
    with visitor(browser, site.url, size=PHONE, script=False) as phone:
        page = phone.new_page()
        take_first_time(page, shop.slug)
        page.get_by_label("Full name").fill("Cleo Marsh")
        page.get_by_label("Email").fill("cleo at example")
        page.get_by_role("button", name="Confirm booking").click()
        expect(page.get_by_label("Full name")).to_have_value("Cleo Marsh")
        expect(page.get_by_label("Email")).to_have_attribute("aria-invalid", "true")


def test_who_cancels_by_the_link_in_the_mail_frees_the_time(browser: Browser, site: Served, shop: Shop, smtp_server: Mailbox) -> None:
    email = "cleo.cancels@example.org"
    with visitor(browser, site.url, size=PHONE) as phone:
        page = phone.new_page()
        day = worlds.workday(4).isoformat()
        page.goto(f"/book/{shop.slug}/cut?day={day}")
        page.get_by_role("button", name="10:30", exact=True).click()
        give_details(page, email)
        page.goto(f"/book/{shop.slug}/cut?day={day}")
        expect(page.get_by_role("button", name="10:45", exact=True)).to_have_count(0)
        expect(page.get_by_role("button", name="10:30", exact=True)).to_have_count(0)
        page.goto(_link(smtp_server, email))
        page.get_by_text("Cancel booking", exact=True).click()
        page.get_by_role("button", name="Cancel my booking").click()
        expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()
        page.goto(f"/book/{shop.slug}/cut?day={day}")
        expect(page.get_by_role("button", name="10:30", exact=True)).to_be_visible()


def _link(mails: Mailbox, email: str) -> str:
    body = mails.wait_for(email, within=20)[0].get_body(("plain",))
    assert body is not None
    found = re.search(r"http://\S+/manage/[\w-]+", body.get_content())
    assert found is not None
    return found.group()


# ── everything a studio sells ────────────────────────────


@pytest.fixture(scope="module")
def studio(site: Served) -> str:
    """A business with variants, add-ons, a class and lessons that repeat; its address word."""
    owner = cast.founder("Lu Owner", "lu@owner.example", "Lu Studio")
    shop = worlds.opened(owner, providers=2)
    told = {"min_notice": 0, "window_days": 90, "provider_ids": shop.providers}
    with db.transaction(owner) as session:
        for given in (
            BookingTypeIn(
                name="Colour",
                duration=60,
                price=6000,
                deposit=1000,
                variants=[VariantIn(name="Short hair", duration=60, price=6000), VariantIn(name="Long hair", duration=90, price=9000)],
                add_ons=[AddOnIn(name="Gloss", minutes=15, price=1500)],
                **told,
            ),
            BookingTypeIn(name="Class", duration=60, slot_interval=60, price=1500, capacity=6, **told),
            BookingTypeIn(name="Lesson", duration=30, price=2000, recurring_max=8, **told),
        ):
            booking.create_booking_type(session, owner, given=given)
        # However soon the first free time is, it can be called off.
        booking.edit_booking_type(session, owner, booking_type_id=shop.service, change=BookingTypeEdit(cancel_hours=0))
    return shop.slug


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_visit_of_two_services_is_put_together_by_keyboard(browser: Browser, site: Served, studio: str, script: bool) -> None:
    with visitor(browser, site.url, size=PHONE, script=script) as phone:
        page = phone.new_page()
        page.goto(f"/book/{studio}")
        page.locator("summary").filter(has_text="Colour").press("Enter")
        page.get_by_label("Long hair").press("Space")
        page.get_by_label("Gloss").press("Space")
        if script:
            expect(page.locator("details[open] output")).to_have_text("105 min · €105")
        page.locator("details[open]").get_by_role("button", name="Choose a time").press("Enter")
        expect(page.get_by_role("heading", name="When suits you?")).to_be_visible()
        page.get_by_role("link", name="Add another service").press("Enter")
        page.get_by_role("link", name=re.compile("^Cut")).press("Enter")
        expect(page.get_by_text("Colour, Long hair + Cut").first).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="What else would you like?")).to_be_visible()
        page.go_forward()
        assert not (script and violations(page))
        page.get_by_role("button", name=re.compile("^Take")).press("Enter")
        page.get_by_label("Full name").fill("Cleo Marsh")
        page.get_by_label("Email").fill(f"two.{script}@example.org")
        page.get_by_label("Email").press("Enter")  # books: not one of the form's other buttons
        expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()
        expect(page.get_by_text("Colour, Long hair")).to_be_visible()
        expect(page.get_by_text("A deposit of €10 applies")).to_be_visible()


def test_who_comes_again_books_in_two_taps(browser: Browser, site: Served, studio: str) -> None:
    with visitor(browser, site.url, size=PHONE) as phone:
        page = phone.new_page()
        take_first_time(page, studio)
        give_details(page, "again@example.org")
        page.goto(page.get_by_role("link", name="Book again").get_attribute("href") or "")
        expect(page.get_by_text("Welcome back, Cleo. Same again?")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="Book again").tap()
        expect(page.get_by_text("a•••@example.org")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="Confirm booking").tap()
        expect(page.get_by_role("heading", name="You’re booked")).to_be_visible()


def test_three_take_seats_together_and_one_moves(browser: Browser, site: Served, studio: str) -> None:
    with visitor(browser, site.url, size=PHONE) as phone:
        page = phone.new_page()
        page.goto(f"/book/{studio}/class?day={worlds.workday(5)}")
        page.get_by_role("navigation", name="How many seats?").get_by_role("link", name="3").tap()
        page.get_by_role("button", name=re.compile("^10:00")).tap()
        give_details(page, "three@example.org")
        expect(page.get_by_role("link", name=re.compile("^Seat "))).to_have_count(3)
        assert violations(page) == []
        page.get_by_role("link", name=re.compile("^Seat 2")).tap()
        page.get_by_role("link", name="Move to another time").tap()
        page.get_by_role("button", name=re.compile("^Take")).tap()
        expect(page.get_by_text("Your booking has been moved.")).to_be_visible()
        expect(page.get_by_text("Moved once; it was")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_lessons_are_repeated_once_their_dates_were_shown(browser: Browser, site: Served, studio: str, script: bool) -> None:
    with visitor(browser, site.url, size=PHONE, script=script) as phone:
        page = phone.new_page()
        page.goto(f"/book/{studio}/lesson?day={worlds.workday(6)}")
        page.get_by_role("button", name="11:00" if script else "15:00", exact=True).click()
        page.get_by_label("Full name").fill("Cleo Marsh")
        page.get_by_text("Repeat this visit").click()
        page.get_by_label("How often").select_option("Every week")
        page.get_by_label("How many visits").select_option("3")
        page.get_by_role("button", name="Show the dates").click()
        expect(page.get_by_text("Free", exact=True)).to_have_count(3)
        expect(page.get_by_label("Full name")).to_have_value("Cleo Marsh")
        assert not (script and violations(page))
        give_details(page, "lessons@example.org")
        expect(page.get_by_role("heading", name="All dates")).to_be_visible()


# ── on another site ──────────────────────────────────────


@pytest.fixture
def elsewhere(site: Served, studio: str) -> Iterator[str]:
    """Another site that shows the booking page by the lines an owner copies."""
    shown = "".join(
        f'<iframe src="{site.url}/book/{studio}{query}" title="{title}" style="width:100%;height:300px"></iframe>'
        for title, query in (("Book", "?embed=1"), ("Framed", ""))
    )
    lines = f'<!doctype html><title>Elsewhere</title>{shown}<script src="{site.url}/embed.js" async></script>'

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(lines.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_inside_another_site_books_and_is_as_tall_as_it_shows(browser: Browser, site: Served, studio: str, elsewhere: str) -> None:
    with visitor(browser, site.url) as desk:
        page = desk.new_page()
        page.goto(elsewhere)
        frame = page.frame_locator("iframe[title=Book]")
        frame.get_by_role("link", name=re.compile("^Cut")).click()
        expect(frame.get_by_role("heading", name="When suits you?")).to_be_visible()
        height = "document.querySelector('iframe[title=Book]').offsetHeight"
        page.wait_for_function(f"{height} > 500")
        frame.get_by_role("button", name=re.compile("^Take")).click()
        frame.get_by_label("Full name").fill("Cleo Marsh")
        frame.get_by_label("Email").fill("framed@example.org")
        frame.get_by_role("button", name="Confirm booking").click()
        expect(frame.get_by_role("heading", name="You’re booked")).to_be_visible()
        own = frame.get_by_role("link", name="Move or cancel this booking")
        assert (own.get_attribute("target"), "embed" in (own.get_attribute("href") or "")) == ("_blank", False)
        page.evaluate("window.dispatchEvent(new MessageEvent('message', { origin: 'https://evil.example', data: { careops: 7777 } }))")
        assert page.evaluate(height) < 7777
        assert page.frame_locator("iframe[title=Framed]").get_by_role("heading", name="What would you like?").count() == 0
