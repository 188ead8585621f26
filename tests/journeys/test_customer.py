"""(b) A customer books on a phone, with JavaScript and without. (d) They cancel by the link in the mail, and the time is free again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import worlds
from tests.journeys.browsing import PHONE, visitor
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
