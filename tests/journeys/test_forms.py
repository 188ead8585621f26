"""An owner builds a form by hand and by keyboard, publishes and sends it; it is filled in on a phone whose network is cut, goes on
elsewhere, and is read at the desk; axe, and nothing cut off."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import Condition, FieldKind, FormField, Group, RequestIn, TemplateIn, Visible
from tests import cast
from tests.journeys.browsing import DESK, LIVE, PHONE, alive, cut_off, sign_in, violations, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served, eventually

pytestmark = pytest.mark.browser
ASKED = [
    FormField(key="allergic", kind=FieldKind.yes_no, label="Any allergies?", required=True),
    FormField(key="which", kind=FieldKind.long_text, label="Which ones?"),
    FormField(key="photo", kind=FieldKind.file, label="A photo"),
]
TWO_PAGES = [
    FormField(key="allergic", kind=FieldKind.yes_no, label="Any allergies?", required=True),
    FormField(
        key="which",
        kind=FieldKind.long_text,
        label="Which ones?",
        visible=Visible(groups=[Group(conditions=[Condition(key="allergic", value=True)])]),
    ),
    FormField(key="two", kind=FieldKind.page, label="When"),
    FormField(key="when", kind=FieldKind.choice, label="When do you like to come?", required=True, options=["Mornings", "Evenings"]),
]


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business whose owner asks a lot."""
    return mail_shop("fay", smtp_server)


@pytest.fixture(scope="module")
def window(browser: Browser, site: Served, shop: Shop) -> Iterator[BrowserContext]:
    """The owner's browser, signed in."""
    with visitor(browser, site.url, size=DESK) as context:
        first = context.new_page()
        sign_in(first, shop.owner, cast.PASSWORD)
        first.close()
        yield context


def owner(shop: Shop) -> Actor:
    return cast.actor_of(cast.entered(shop.owner))


def card(shop: Shop, name: str) -> tuple[str, str]:
    """A form, and a copy somebody was asked for."""
    actor = owner(shop)
    with db.transaction(actor) as session:
        template = form.create_template(session, actor, template=TemplateIn(name=name, fields=ASKED))
        who = contacts.register(session, actor, name="Cleo Paz", email="cleo.paz@customer.example")
        copy = form.request(session, actor, asked=RequestIn(template_id=template.id, contact_id=who.id))
        return str(template.id), str(copy.id)


def at(page: Page, path: str) -> None:
    page.goto(path)
    alive(page)


def questions(page: Page) -> Locator:
    return page.locator(".fb-q .fb-open > .strong")


def test_a_form_is_made_ordered_by_keyboard_and_by_hand_conditioned_and_published(window: BrowserContext, shop: Shop) -> None:
    page = window.new_page()
    id, _copy = card(shop, "Colour card")
    at(page, f"/app/forms/{id}")
    expect(questions(page)).to_have_text(["Any allergies?", "Which ones?", "A photo"], timeout=LIVE)
    grip = page.get_by_role("button", name="Move: A photo")
    grip.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(questions(page)).to_have_text(["Any allergies?", "A photo", "Which ones?"], timeout=LIVE)
    expect(page.get_by_text("A photo: now 2 of 3")).to_be_attached()
    expect(grip).to_be_focused()
    box, over = grip.bounding_box(), page.get_by_role("button", name="Move: Which ones?").bounding_box()
    assert box
    assert over
    page.mouse.move(box["x"] + 5, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(over["x"] + 5, over["y"] + over["height"] + 8, steps=5)
    page.mouse.up()
    expect(questions(page)).to_have_text(["Any allergies?", "Which ones?", "A photo"], timeout=LIVE)
    page.locator("#open-which").click()
    page.get_by_role("button", name="Show it only if…").click()
    expect(page.locator("#open-which")).to_contain_text("Only if “Any allergies?” is yes", timeout=LIVE)
    phone = page.get_by_role("complementary", name="Live preview")
    expect(phone.get_by_label(re.compile("^Which ones"))).to_have_count(0, timeout=LIVE)
    phone.get_by_label("Yes", exact=True).click()
    expect(phone.get_by_label(re.compile("^Which ones"))).to_be_visible(timeout=LIVE)
    page.locator("#label").fill("Which ones, and since when?")
    expect(page.locator("#open-which")).to_contain_text("Which ones, and since when?", timeout=LIVE)
    page.get_by_role("button", name="Publish").first.click()
    dialog = page.locator("dialog#publish[open]")
    expect(dialog).to_contain_text("1 person goes on with version 1", timeout=LIVE)
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 is published")).to_be_visible(timeout=LIVE)
    page.close()


def test_it_is_sent_from_the_contacts_page_filled_in_on_a_phone_without_network_and_read(
    browser: Browser, window: BrowserContext, site: Served, shop: Shop, smtp_server: Mailbox
) -> None:
    page, actor = window.new_page(), owner(shop)
    with db.transaction(actor) as session:
        form.create_template(session, actor, template=TemplateIn(name="Before you come", thanks="See you soon", fields=TWO_PAGES))
        who = contacts.register(session, actor, name="Dora Lind", email="dora.lind@customer.example")
    at(page, f"/app/contacts/{who.id}")
    page.get_by_role("button", name="Send a form").click()
    dialog = page.get_by_role("dialog", name="Send a form")
    expect(dialog).to_contain_text("By email to dora.lind@customer.example", timeout=LIVE)
    dialog.get_by_text("Before you come").click()
    dialog.get_by_role("button", name="Send form").click()
    expect(page.get_by_text("“Before you come” is on its way to Dora Lind")).to_be_visible(timeout=LIVE)
    page.close()
    link = in_the_mail(smtp_server, "Please fill in: Before you come")
    filled_on_a_phone(browser, site, link)
    sent_without_scripts(browser, site, link)
    in_the_mail(smtp_server, "Your copy: Before you come")
    desk = window.new_page()
    with db.reading(actor) as session:
        (copy,) = forms.submissions(session, actor, contact_id=who.id).items
    at(desk, f"/app/forms/submissions/{copy.id}")
    expect(desk.locator(".fs-answers")).to_contain_text("Henna, twice", timeout=LIVE)
    expect(desk.locator(".fs-answers")).to_contain_text("Mornings")
    expect(desk.locator(".top .status")).to_contain_text("Completed")
    desk.emulate_media(media="print")
    expect(desk.locator(".fs-answers")).to_be_visible()
    expect(desk.locator(".side, .top-actions").locator("visible=true")).to_have_count(0)
    desk.close()


def in_the_mail(mails: Mailbox, subject: str) -> str:
    """Where the form's link in that mail of Dora's leads, once it has come."""

    def mine() -> list[EmailMessage]:
        return [mail for mail in mails.to("dora.lind@customer.example") if mail["Subject"] == subject]

    eventually(lambda: bool(mine()), within=LIVE / 1000)
    body = mine()[0].get_body(("plain",))
    found = re.search(r"/form/[^\s>]+", body.get_content()) if body else None
    assert found
    return found[0]


def filled_on_a_phone(browser: Browser, site: Served, link: str) -> None:
    """The first page; in the middle of it there is no network, and then there is one again."""
    with visitor(browser, site.url, size=PHONE) as phone:
        page = phone.new_page()
        page.goto(link)
        page.get_by_label("Yes", exact=True).check()
        expect(page.locator("#saved")).to_contain_text("Saved at", timeout=LIVE)
        phone.set_offline(True)
        page.get_by_label(re.compile("^Which ones")).fill("Henna, twice")
        page.get_by_role("button", name="Save and go to page 2").click()
        expect(page.locator("#saved")).to_contain_text("no connection", ignore_case=True, timeout=LIVE)
        expect(page.get_by_label(re.compile("^Which ones"))).to_have_value("Henna, twice")
        phone.set_offline(False)
        expect(page.locator("#saved")).to_contain_text("Saved at", timeout=LIVE)


def sent_without_scripts(browser: Browser, site: Served, link: str) -> None:
    """On another device, in a browser that runs no scripts: what was answered is there, and the rest is."""
    with visitor(browser, site.url, script=False) as other:
        page = other.new_page()
        page.goto(f"{link}?page=1")
        expect(page.get_by_label(re.compile("^Which ones"))).to_have_value("Henna, twice")
        page.get_by_role("button", name="Save and go to page 2").click()
        page.get_by_role("button", name="Save and read it over").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose one of the options")
        page.get_by_label("Mornings").check()
        page.get_by_role("button", name="Save and read it over").click()
        expect(page.get_by_role("main")).to_contain_text("Henna, twice")
        page.get_by_role("button", name=re.compile("^Send to ")).click()
        expect(page.get_by_role("heading", name="Thank you, we have your answers")).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("See you soon")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_where_something_is_open(browser: Browser, site: Served, shop: Shop, size: Any) -> None:
    id, copy = card(shop, "Looked at")
    with visitor(browser, site.url, size=size) as context:
        page = context.new_page()
        sign_in(page, shop.owner, cast.PASSWORD)
        wrong = {thing: found for thing in opened_things(page, id, copy) if (found := [*violations(page), *cut_off(page)])}
    assert wrong == {}


def opened_things(page: Page, id: str, copy: str) -> Iterator[str]:
    """Each part of these pages, opened."""
    at(page, "/app/forms")
    yield "forms"
    at(page, f"/app/forms/{id}")
    page.locator("#open-which").click()
    page.get_by_role("button", name="Show it only if…").click()
    expect(page.locator(".au-ask")).to_be_visible(timeout=LIVE)
    yield "builder"
    for button in ("Add question", "Change", "Publish"):
        page.get_by_role("button", name=button, exact=True).first.click()
        expect(page.locator("dialog[open]")).to_be_visible(timeout=LIVE)
        yield button
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0, timeout=LIVE)
    at(page, f"/app/forms/submissions/{copy}")
    yield "submission"
