"""What an owner keeps running: rules, words, webhooks, jobs, alerts and accounts, each tried by hand and told the truth."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from careops.automation import queries as automation
from careops.automation.schemas.webhooks import WebhookRow
from careops.channels import queries as channels
from careops.core import db
from careops.core.actor import Actor
from careops.inventory import actions as inventory
from careops.inventory.schemas import ItemIn
from tests import cast
from tests.automation.receiver import receiving
from tests.journeys.browsing import DESK, LIVE, PHONE, alive, cut_off, sign_in, violations, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business whose owner likes to know how things run."""
    return mail_shop("otto", smtp_server)


@pytest.fixture(scope="module")
def window(browser: Browser, site: Served, shop: Shop) -> Iterator[BrowserContext]:
    """The owner's browser, signed in."""
    with visitor(browser, site.url, size=DESK) as context:
        first = context.new_page()
        sign_in(first, shop.owner, cast.PASSWORD)
        first.close()
        yield context


@pytest.fixture
def here(window: BrowserContext) -> Iterator[Page]:
    """A tab of theirs, which must stay free of script errors."""
    page, broken = window.new_page(), list[str]()
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    page.close()
    assert [error for error in broken if "sandboxed" not in error] == []  # a letter's preview may run nothing, ours included


def owner(shop: Shop) -> Actor:
    return cast.actor_of(cast.entered(shop.owner))


def at(page: Page, path: str) -> None:
    page.goto(path)
    alive(page)


def dialog(page: Page, id: str) -> Locator:
    return page.locator(f"dialog#{id}[open]")


def button(where: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return where.get_by_role("button", name=name).filter(visible=True).first


# ── rules ────────────────────────────────────────────────


def test_a_rule_is_switched_off_edited_rehearsed_and_switched_on(here: Page, shop: Shop) -> None:
    at(here, "/app/automations")
    switch = here.get_by_role("switch", name=re.compile("^Reminder, 24 hours before"))
    expect(switch).to_be_checked()
    switch.click()
    expect(here.get_by_text("what waited for it is discarded").first).to_be_visible(timeout=LIVE)
    here.get_by_role("link", name=re.compile("^24 hours before a booking")).click()
    on = here.get_by_role("switch", name="On", exact=True)
    expect(on).not_to_be_checked(timeout=LIVE)
    button(here, "Edit").click()
    delay = here.get_by_label("How long before")
    delay.fill("soon")
    button(here, "Save").click()
    expect(here.get_by_role("alert")).to_contain_text("When: This must be a whole number", timeout=LIVE)
    delay.fill("36")
    button(here, re.compile("^Rehearse")).click()
    expect(here.get_by_role("status")).to_have_text(re.compile(r"would have acted \d+ times? in the last 30 days"), timeout=LIVE)
    button(here, "Save").click()
    expect(here.locator(".au-say").first).to_contain_text("36 hours before a booking", timeout=LIVE)
    on.click()
    expect(here.get_by_text("The rule is on").first).to_be_visible(timeout=LIVE)
    at(here, "/app/automations")
    expect(switch).to_be_checked()
    expect(here.get_by_role("link", name=re.compile("^36 hours before a booking"))).to_be_visible()


# ── words ────────────────────────────────────────────────


def test_words_are_edited_previewed_with_somebody_and_given_back(here: Page, site: Served, shop: Shop) -> None:
    said = {"name": "Paz Otero", "email": "paz@customer.example", "message": "Hello"}
    httpx.post(f"{site.url}/api/v1/public/{shop.slug}/contacts", json=said, timeout=20).raise_for_status()
    at(here, "/app/settings/messages/welcome?channel=email&language=en")
    ours = here.get_by_label("Text", exact=True).input_value()
    look = here.frame_locator("iframe[title='The mail as it would look']")
    body = here.get_by_label("Text", exact=True)
    body.fill("Dear {{ contact.first_nme }}")
    expect(here.locator("#body-error")).to_contain_text("first_nme", timeout=LIVE)
    body.fill("Dear {{ contact.first_name }}, the door is blue.")
    expect(here.locator("#body-error")).to_have_count(0, timeout=LIVE)
    here.get_by_label("Fill in with").select_option(label="Paz Otero")
    expect(look.get_by_text("Dear Paz, the door is blue.").last).to_be_visible(timeout=LIVE)
    button(here, "Save").click()
    expect(here.get_by_text("Your words")).to_be_visible(timeout=LIVE)
    button(here, "Back to our words").click()
    button(dialog(here, "ours"), "Use our words").click()
    expect(here.get_by_text("Our words", exact=True)).to_be_visible(timeout=LIVE)
    expect(body).to_have_value(ours, timeout=LIVE)


# ── webhooks ─────────────────────────────────────────────


def test_a_webhook_is_made_fails_is_looked_into_and_sent_again(here: Page, shop: Shop) -> None:
    with receiving(500, 204, says=b"not yet") as receiver:
        at(here, "/app/settings/webhooks")
        button(here, "New webhook").click()
        form = dialog(here, "webhook")
        form.get_by_label("Address").fill("nonsense")
        button(form, "Save").click()
        expect(form.locator("#url-error")).to_be_visible(timeout=LIVE)
        expect(form.get_by_label("Address")).to_have_value("nonsense")
        assert hooks(shop) == []
        form.get_by_label("Address").fill(receiver.url)
        form.get_by_label("Name").fill("Bookkeeper")
        button(form, "Save").click()
        made = dialog(here, "made")
        secret = made.get_by_label("Secret").input_value()
        button(made, "Done").click()
        here.locator("summary[aria-label*=Bookkeeper]").click()
        button(here, "Send a test").click()
        button(here, re.compile("What Bookkeeper was told")).click()
        log = here.locator("#log")
        expect(log).to_contain_text("Given up", timeout=LIVE)
        button(log, re.compile("^Tries of")).click()
        tries = dialog(here, "tries")
        expect(tries).to_contain_text("Answered 500", timeout=LIVE)
        expect(tries).to_contain_text("not yet")
        button(tries, "Done").click()
        expect(log.get_by_role("button", name="Send failed again")).to_have_count(0)  # a test is no news that got lost
        button(log, re.compile("^Send webhook.test of")).click()
        expect(log).to_contain_text("Taken", timeout=LIVE)
        assert [post.proven(secret)["type"] for post in receiver.posts] == ["webhook.test"] * 2
        assert len(set(receiver.ids())) == 1


def hooks(shop: Shop) -> list[WebhookRow]:
    actor = owner(shop)
    with db.reading(actor) as session:
        return automation.webhooks(session, actor)


# ── jobs ─────────────────────────────────────────────────


def test_a_job_is_run_now_and_its_run_is_seen(here: Page) -> None:
    at(here, "/app/jobs?job=automation.digest")
    history = here.get_by_role("complementary", name="History of a job")
    button(history, "Run now").click()
    run = history.get_by_role("listitem").filter(has_text="asked for by Otto Owner")
    expect(run).to_contain_text("Done", timeout=LIVE)


# ── alerts ───────────────────────────────────────────────


def test_an_alert_comes_to_the_bell_by_itself_is_put_off_and_resolved(here: Page, site: Served, shop: Shop) -> None:
    actor = owner(shop)
    with db.transaction(actor) as session:
        item = inventory.add_item(session, actor, item=ItemIn(name="Henna", quantity=9, threshold=5))
    at(here, "/app/alerts")
    bell = here.locator("summary.bell").filter(visible=True)
    expect(bell).to_contain_text("Alerts, 0 open", timeout=LIVE)
    headers = cast.bearer(shop.owner) | {"X-Workspace": shop.slug}
    used = {"reason": "use", "quantity": 6}
    httpx.post(f"{site.url}/api/v1/inventory/items/{item.id}/movements", json=used, headers=headers, timeout=20).raise_for_status()
    expect(bell).to_contain_text("Alerts, 1 open", timeout=LIVE)
    bell.click()
    expect(here.locator(".bell-line").filter(visible=True)).to_contain_text("Henna", timeout=LIVE)
    here.keyboard.press("Escape")
    line = here.locator("main li", has_text="Henna")
    line.locator("summary").click()
    button(line, "Snooze for an hour").click()
    expect(bell).to_contain_text("Alerts, 0 open", timeout=LIVE)
    here.get_by_role("link", name=re.compile("^Snoozed")).click()
    expect(line).to_contain_text("comes back", timeout=LIVE)
    button(line, "Resolve").click()
    expect(line).to_have_count(0, timeout=LIVE)
    here.get_by_role("link", name="Resolved").click()
    expect(line).to_contain_text("Resolved by Otto Owner", timeout=LIVE)


# ── accounts ─────────────────────────────────────────────


@pytest.fixture(scope="module")
def guarded() -> Iterator[Mailbox]:
    """A mail server that lets only one name in."""
    mailbox = Mailbox(user="studio", password="a quiet harbour")
    yield mailbox
    mailbox.stop()


def fill_account(page: Page, server: Mailbox, password: str) -> Locator:
    """Opens the form of a mail server and fills it in."""
    at(page, "/app/integrations")
    page.locator("summary", has_text="Add account").click()
    button(page, re.compile(r"^Mail server \(SMTP\)")).click()
    form = dialog(page, "account")
    form.get_by_label("Name optional", exact=True).fill("Harbour mail")
    form.get_by_label("Mail server").fill("127.0.0.1")
    form.get_by_label("Security").select_option("none")
    form.get_by_label("Port").fill(str(server.port))
    form.get_by_label("User name").fill("studio")
    form.get_by_label("Password").fill(password)
    return form


def accounts(shop: Shop, name: str) -> int:
    actor = owner(shop)
    with db.reading(actor) as session:
        return sum(row.label == name for row in channels.listing(session, actor))


def test_a_mail_account_is_tested_refused_for_its_password_and_works_with_the_right_one(here: Page, shop: Shop, guarded: Mailbox) -> None:
    form = fill_account(here, guarded, "a loud harbour")
    form.get_by_label("Messages come from").fill("nobody")
    button(form, "Save").click()
    expect(form.locator("#mail_from-error")).to_be_visible(timeout=LIVE)
    expect(form.get_by_label("Mail server")).to_have_value("127.0.0.1")
    assert accounts(shop, "Harbour mail") == 0
    form.get_by_label("Messages come from").fill("hello@harbour.example")
    button(form, "Save").click()
    expect(form).to_have_count(0, timeout=LIVE)
    outcome = outcome_of_a_trial(here)
    expect(outcome).to_contain_text("535", timeout=LIVE)
    button(dialog(here, "testing"), "Close").click()
    button(here, "Edit Harbour mail").click()
    assert form.get_by_label("Password").input_value() == ""
    form.get_by_label("Password").fill("a quiet harbour")
    button(form, "Save").click()
    expect(form).to_have_count(0, timeout=LIVE)
    expect(outcome_of_a_trial(here)).to_contain_text("Accepted by Harbour mail", timeout=LIVE)
    assert len(guarded.to("otto@owner.example")) == 1


def outcome_of_a_trial(page: Page) -> Locator:
    """Sends a test to oneself; how it ended."""
    button(page, "Send a test through Harbour mail").click()
    button(dialog(page, "testing"), "Send").click()
    return dialog(page, "testing").get_by_role("status")


def test_a_lost_network_leaves_nothing_half_made(here: Page, window: BrowserContext, shop: Shop, guarded: Mailbox) -> None:
    form = fill_account(here, guarded, "a quiet harbour")
    form.get_by_label("Name optional", exact=True).fill("Lost and found")
    form.get_by_label("Messages come from").fill("lost@harbour.example")
    window.set_offline(True)
    button(form, "Save").click()
    assert accounts(shop, "Lost and found") == 0
    expect(form.get_by_label("Messages come from")).to_have_value("lost@harbour.example")
    window.set_offline(False)
    expect(here.get_by_text("Lost and found").first).to_be_visible(timeout=LIVE)
    assert accounts(shop, "Lost and found") == 1


# ── as everybody meets it ────────────────────────────────


def opened_things(page: Page) -> Iterator[str]:
    """Each form and dialog of these pages, opened."""
    at(page, "/app/automations")
    button(page, "New rule").click()
    expect(dialog(page, "beginnings")).to_be_visible(timeout=LIVE)
    yield "new rule"
    at(page, "/app/automations/booking_reminder")
    button(page, "Edit").click()
    button(page, "Add a condition").click()
    expect(page.locator(".au-ask")).to_be_visible(timeout=LIVE)
    yield "rule's desk"
    at(page, "/app/settings/webhooks")
    button(page, "New webhook").click()
    button(dialog(page, "webhook"), "Save").click()
    expect(page.locator("#url-error")).to_be_visible(timeout=LIVE)
    yield "webhook refused"
    at(page, "/app/integrations")
    page.locator("summary", has_text="Add account").click()
    yield "kinds of accounts"
    button(page, re.compile("^Twilio")).click()
    button(dialog(page, "account"), "Save").click()
    expect(page.locator("#account_sid-error")).to_be_visible(timeout=LIVE)
    yield "account refused"
    at(page, "/app/deliveries")
    page.locator(".row-link").first.click()
    expect(page.locator("[data-drawer]")).to_be_visible(timeout=LIVE)
    yield "delivery"
    at(page, "/app/alerts?standing=resolved")
    page.locator("summary.bell").filter(visible=True).click()
    yield "bell"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_where_something_is_open(browser: Browser, site: Served, shop: Shop, size: Any) -> None:
    with visitor(browser, site.url, size=size) as context:
        page = context.new_page()
        sign_in(page, shop.owner, cast.PASSWORD)
        wrong = {thing: found for thing in opened_things(page) if (found := [*violations(page), *cut_off(page)])}
    assert wrong == {}
