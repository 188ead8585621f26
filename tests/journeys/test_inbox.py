"""The inbox in two browsers: live without reload, searched, put aside, answered with kept words, later, and by one thumb."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from careops.accounts import queries as accounts
from careops.core import db
from careops.core.actor import Actor
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.schemas import CannedIn, LabelIn, WriteIn
from tests import cast
from tests.journeys.browsing import DESK, LIVE, PHONE, alive, sign_in, violations, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business with two people who answer, a label, and words it keeps."""
    made = mail_shop("iris", smtp_server)
    actor = owner(made)
    with db.transaction(actor) as session:
        inbox.create_label(session, actor, label=LabelIn(name="Bridal", tint=4))
        inbox.keep_reply(session, actor, reply=CannedIn(shortcut="parking", title="Parking", text="Hi {first_name}, behind the house."))
    return made


def owner(shop: Shop) -> Actor:
    return cast.actor_of(cast.entered(shop.owner))


def wrote(shop: Shop, name: str, text: str) -> UUID:
    """Somebody writes from the contact page; their conversation."""
    actor, email = owner(shop), f"{name.split()[0].lower()}@customer.example"
    visiting = Actor.customer(actor.workspace)
    with db.transaction(visiting) as session:
        inbox.write_in(session, visiting, message=WriteIn(name=name, email=email, message=text), locale="en")
    with db.reading(actor) as session:
        return next(row.id for row in queries.listing(session, actor, show="all", q=name).items)


def writes(site: Served, shop: Shop, name: str, text: str) -> None:
    """The same through the server, as the page sends it: whoever looks is told."""
    said = {"name": name, "email": f"{name.split()[0].lower()}@customer.example", "message": text}
    httpx.post(f"{site.url}/api/v1/public/{shop.slug}/contacts", json=said).raise_for_status()


@pytest.fixture
def here(browser: Browser, site: Served, shop: Shop) -> Iterator[Page]:
    """The owner at a desk."""
    with visitor(browser, site.url, size=DESK) as context:
        page = context.new_page()
        sign_in(page, shop.owner, cast.PASSWORD)
        yield page


def opened(page: Page, conversation: UUID) -> None:
    page.goto(f"/app/inbox/{conversation}")
    alive(page)
    expect(page.get_by_role("log")).to_be_visible(timeout=LIVE)
    expect(composer(page)).to_be_visible(timeout=LIVE)


def composer(page: Page) -> Locator:
    return page.get_by_label("Message", exact=True)


def row(page: Page, name: str) -> Locator:
    return page.locator(".ib-rows").get_by_role("link", name=re.compile(name))


def test_words_are_found_and_lead_to_their_place(here: Page, shop: Shop) -> None:
    conversation = wrote(shop, "Nadia Haddad", "Do you have an armadillo shaped mirror?")
    for number in range(30):
        wrote(shop, "Nadia Haddad", f"And one more question, number {number}")
    opened(here, conversation)
    here.keyboard.press("/")
    here.keyboard.type("armadillo")
    expect(here.locator("mark", has_text="armadillo").first).to_be_visible(timeout=LIVE)
    here.locator(".ib-rows").get_by_role("link", name=re.compile("armadillo")).click()
    found = here.locator(".msg.found")
    expect(found).to_contain_text("armadillo", timeout=LIVE)
    expect(found).to_be_in_viewport(timeout=LIVE)


def test_a_conversation_is_put_aside_by_keys_and_comes_back_when_they_write(here: Page, site: Served, shop: Shop) -> None:
    conversation = wrote(shop, "Tomas Berg", "Call me next week, please")
    opened(here, conversation)
    here.keyboard.press("s")
    here.get_by_role("button", name=re.compile("Tomorrow morning")).first.click()
    expect(here.get_by_text("Snoozed until").first).to_be_visible(timeout=LIVE)
    expect(row(here, "Tomas Berg")).to_have_count(0, timeout=LIVE)
    writes(site, shop, "Tomas Berg", "Or rather today")
    expect(row(here, "Tomas Berg")).to_be_visible(timeout=LIVE)
    expect(here.get_by_text("Wake up now")).to_have_count(0, timeout=LIVE)


def test_kept_words_are_put_in_by_a_slash_and_sent_and_closed(here: Page, shop: Shop) -> None:
    conversation = wrote(shop, "Paula Reis", "Where can I park?")
    opened(here, conversation)
    here.keyboard.press("r")
    here.keyboard.press("/")
    here.keyboard.type("park")
    here.keyboard.press("Enter")
    expect(composer(here)).to_have_value("Hi Paula, behind the house.", timeout=LIVE)
    here.keyboard.type(" See you!")
    here.locator(".send-g summary").click()
    here.get_by_role("button", name="Send and close").click()
    expect(here.get_by_role("button", name="Reopen")).to_be_visible(timeout=LIVE)


def test_files_go_along_and_an_answer_is_taken_back(here: Page, shop: Shop) -> None:
    opened(here, wrote(shop, "Oskar Lind", "Could you send me the way?"))
    way: FilePayload = {"name": "way.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 the way"}
    program: FilePayload = {"name": "run.exe", "mimeType": "application/pdf", "buffer": b"MZ"}
    here.get_by_label("Attach files").set_input_files([way, program])
    chosen, log = here.locator(".composer-files .chip"), here.get_by_role("log")
    expect(chosen).to_contain_text("way.pdf", timeout=LIVE)
    expect(here.locator(".composer-files").get_by_role("alert")).to_contain_text("run.exe: Files of this kind cannot be sent")
    composer(here).fill("Here it is")
    here.get_by_role("button", name="Send", exact=True).click()
    expect(log.get_by_role("link", name=re.compile(r"way\.pdf"))).to_be_visible(timeout=LIVE)
    expect(chosen).to_have_count(0)
    here.get_by_role("button", name="Undo").click()
    expect(composer(here)).to_have_value("Here it is", timeout=LIVE)
    expect(chosen).to_contain_text("way.pdf")
    expect(log.get_by_text("Here it is")).to_have_count(0, timeout=LIVE)
    chosen.get_by_role("button", name="Remove way.pdf").click()
    expect(chosen).to_have_count(0, timeout=LIVE)


def test_an_answer_for_later_stands_in_the_thread_and_holds_when_they_write(here: Page, site: Served, shop: Shop) -> None:
    conversation = wrote(shop, "Lars Holm", "I will think about it")
    opened(here, conversation)
    composer(here).fill("Have you decided?")
    here.locator(".send-g summary").click()
    here.locator(".send-g").get_by_role("button", name=re.compile("Send Tomorrow morning")).click()
    later = here.locator("[data-later]")
    expect(later).to_contain_text("Have you decided?", timeout=LIVE)
    expect(composer(here)).to_have_value("")
    writes(site, shop, "Lars Holm", "Yes, I take it")
    expect(later).to_contain_text("The contact wrote first", timeout=LIVE)
    later.get_by_role("button", name="Do not send").click()
    expect(later).to_have_count(0, timeout=LIVE)


def test_a_note_calls_a_colleague_who_sees_it_and_is_seen(browser: Browser, site: Served, here: Page, shop: Shop) -> None:
    conversation = wrote(shop, "Gil Sarmento", "Bridal trial on a Sunday?")
    opened(here, conversation)
    with db.reading(owner(shop)) as session:
        colleague = next(m.name for m in accounts.members(session, owner(shop)) if m.email == shop.staff)
    here.keyboard.press("n")
    expect(here.locator(".composer.is-note")).to_be_visible(timeout=LIVE)
    composer(here).click()
    here.keyboard.type("Ask ")
    here.keyboard.press("@")
    here.keyboard.type(colleague.split()[0][:3])
    here.keyboard.press("Enter")
    expect(composer(here)).to_have_value(f"Ask @{colleague} ", timeout=LIVE)
    here.keyboard.press("Control+Enter")
    expect(here.locator(".noteb")).to_contain_text(colleague, timeout=LIVE)
    with visitor(browser, site.url) as context:
        there = context.new_page()
        sign_in(there, shop.staff, cast.PASSWORD)
        there.goto("/app/inbox?show=mentions")
        alive(there)
        row(there, "Gil Sarmento").click()
        expect(here.locator(".ib-also")).to_contain_text(f"{colleague} is also here", timeout=LIVE)
        composer(there).fill("I know that")
        expect(here.locator(".ib-also")).to_contain_text(f"{colleague} is writing", timeout=LIVE)
    here.keyboard.press("Escape")
    here.keyboard.press("l")
    here.get_by_role("button", name="Bridal").click()
    expect(row(here, "Gil Sarmento").locator(".chip", has_text="Bridal")).to_be_visible(timeout=LIVE)


def test_what_arrives_does_not_move_what_is_being_read(here: Page, site: Served, shop: Shop) -> None:
    conversation = wrote(shop, "Rosa Lind", "The first of many")
    for number in range(40):
        wrote(shop, "Rosa Lind", f"Words to scroll through, {number}")
    opened(here, conversation)
    log = here.get_by_role("log")
    watched = here.get_by_text("Words to scroll through, 20", exact=True)
    watched.scroll_into_view_if_needed()
    before = watched.bounding_box()
    writes(site, shop, "Rosa Lind", "News from below")
    expect(log.get_by_text("News from below")).to_be_attached(timeout=LIVE)
    after = watched.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_one_thumb_answers(browser: Browser, site: Served, shop: Shop) -> None:
    wrote(shop, "Ines Paz", "Are you open on Saturday?")
    with visitor(browser, site.url, size=PHONE) as context:
        page = context.new_page()
        sign_in(page, shop.owner, cast.PASSWORD)
        page.goto("/app/inbox")
        alive(page)
        row(page, "Ines Paz").tap()
        expect(composer(page)).to_be_visible(timeout=LIVE)
        composer(page).fill("Until two")
        page.get_by_role("button", name="Send", exact=True).tap()
        expect(page.get_by_role("log").get_by_text("Until two")).to_be_visible(timeout=LIVE)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        page.get_by_label("Back to conversations").tap()
        expect(row(page, "Ines Paz")).to_be_visible(timeout=LIVE)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(browser: Browser, site: Served, shop: Shop, size: Any) -> None:
    conversation = wrote(shop, "Axel Voss", "Is it accessible?")
    with visitor(browser, site.url, size=size) as context:
        page = context.new_page()
        sign_in(page, shop.owner, cast.PASSWORD)
        opened(page, conversation)
        assert violations(page) == []
        page.goto("/app/inbox")
        alive(page)
        page.get_by_label("Find people and words").fill("accessible")
        expect(page.locator("mark").first).to_be_visible(timeout=LIVE)
        assert violations(page) == []
        page.goto("/app/settings/inbox")
        alive(page)
        expect(page.get_by_text("Parking")).to_be_visible(timeout=LIVE)
        assert violations(page) == []
