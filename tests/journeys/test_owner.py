"""(a) An owner registers, takes a preset, walks the eight steps and opens; within minutes a stranger could book."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from careops.onboarding import queries
from careops.onboarding.schemas import StepKey
from tests.journeys.browsing import LIVE, alive, sign_in
from tests.servers import Mailbox, Served

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "rita@barber.example", "seven quiet harbours"
STEPS = ("channels", "contact_form", "booking", "forms", "inventory", "team", "review")


def test_an_owner_registers_takes_a_preset_and_opens(page: Page, site: Served, smtp_server: Mailbox) -> None:
    _register(page)
    _verify(page, smtp_server)
    page.goto("/app/onboarding")
    alive(page)
    page.get_by_text("Salon", exact=True).click()
    for step in STEPS:
        if step == "contact_form":
            page.get_by_role("button", name="Send test message").click()
            expect(page.get_by_text(re.compile("The test message was accepted"))).to_be_visible(timeout=LIVE)
        page.get_by_role("button", name=re.compile("^Continue")).click()
        expect(page.locator("[aria-current=step]")).to_contain_text(queries.title(StepKey(step)), timeout=LIVE)
        alive(page)
    assert httpx.get(f"{site.url}/book/ritas-barbers").status_code in (404, 410)
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="You are open")).to_be_visible(timeout=LIVE)
    booking_page = page.get_by_role("textbox", name="Your booking page").input_value()
    page.goto(booking_page)
    page.get_by_text("Cut & finish").click()  # sold in two lengths: it opens
    page.get_by_text("Long hair").click()
    page.get_by_role("button", name="Choose a time").click()
    expect(page.get_by_text(re.compile("1 h")).first).to_be_visible()
    assert "variant=long" in page.url


def _register(page: Page) -> None:
    page.goto("/register")
    page.get_by_label("Your name").fill("Rita Barbosa")
    page.get_by_label("Name of your business").fill("Rita’s Barbers")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Create")).click()
    if "/login" in page.url:
        sign_in(page, EMAIL, PASSWORD)


def _verify(page: Page, mails: Mailbox) -> None:
    """The link in the mail proves the address."""
    mail = mails.wait_for(EMAIL, within=20)[0].get_body(("plain",))
    assert mail is not None
    link = re.search(r"http://\S+/verify/\S+", mail.get_content())
    assert link is not None
    page.goto(link.group())
    page.get_by_role("button").first.click()
    page.wait_for_url(re.compile("/app|/login"))
