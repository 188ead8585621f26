"""(c) A message appears in two members' inboxes by itself, one replies, and the customer's mail reaches a real mail server."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.journeys.browsing import BUSY, LIVE, alive, cut_off, sign_in, violations, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served

pytestmark = pytest.mark.browser

CUSTOMER, QUESTION, ANSWER = "vera@customer.example", "Is there parking near you?", "Yes, behind the house, two hours are free."


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business with two people who answer."""
    return mail_shop("tess", smtp_server)


def open_inbox(page: Page, email: str) -> None:
    sign_in(page, email, cast.PASSWORD)
    page.goto("/app/inbox")
    alive(page)
    expect(page.get_by_text("Vera Lima")).to_have_count(0)


def test_a_message_appears_for_two_people_and_the_answer_reaches_the_customer(
    browser: Browser, site: Served, shop: Shop, smtp_server: Mailbox
) -> None:
    with visitor(browser, site.url) as one, visitor(browser, site.url) as two, visitor(browser, site.url) as customer:
        first, second, writer = one.new_page(), two.new_page(), customer.new_page()
        open_inbox(first, shop.owner)
        open_inbox(second, shop.staff)
        loads: list[str] = []
        for page in (first, second):
            page.on("framenavigated", lambda frame: loads.append(frame.url))
        _write(writer, shop)
        for page in (first, second):
            expect(page.get_by_role("link", name=re.compile("Vera Lima"))).to_be_visible(timeout=LIVE)
        assert loads == []
        first.get_by_role("link", name=re.compile("Vera Lima")).click()
        second.get_by_role("link", name=re.compile("Vera Lima")).click()
        expect(second.get_by_text(QUESTION).last).to_be_visible(timeout=LIVE)
        first.get_by_label("Message", exact=True).fill(ANSWER)
        first.get_by_role("button", name="Send", exact=True).click()
        expect(second.get_by_role("log").or_(second.locator("main")).get_by_text(ANSWER).last).to_be_visible(timeout=LIVE)
        expect(second.get_by_text("Automation is paused here")).to_be_visible(timeout=LIVE)
    letters = [mail for mail in smtp_server.wait_for(CUSTOMER, count=2, within=20) if ANSWER in _text(mail)]
    assert len(letters) == 1


def test_a_page_that_is_not_open_to_staff_says_so(browser: Browser, site: Served, shop: Shop) -> None:
    with visitor(browser, site.url) as window:
        page = window.new_page()
        sign_in(page, shop.staff, cast.PASSWORD)
        for closed in ("/app/reports", "/app/settings", "/app/onboarding"):
            page.goto(closed)
            expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible(timeout=LIVE)
            expect(page.locator(BUSY).filter(visible=True)).to_have_count(0)
        assert [*cut_off(page), *violations(page)] == []
        page.get_by_role("link", name="Go to Today").click()
        expect(page.get_by_role("heading", name="This page is not open to you")).to_have_count(0, timeout=LIVE)
        alive(page)


def _write(page: Page, shop: Shop) -> None:
    page.goto(f"/contact/{shop.slug}")
    page.get_by_label("Your name").fill("Vera Lima")
    page.get_by_label("Email or mobile").fill(CUSTOMER)
    page.get_by_label("Message", exact=True).fill(QUESTION)
    page.get_by_role("button", name="Send message").click()
    page.wait_for_url("**sent=1**")


def _text(mail: object) -> str:
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return body.get_content() if body else ""
