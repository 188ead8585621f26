"""People in the browser: two entries become one and two again, somebody is forgotten for good, and a file comes in and goes out."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from careops.booking import actions as booking
from careops.contacts import actions as contacts
from careops.contacts.schemas import DependentIn
from careops.core import db
from careops.core.actor import Actor
from careops.inbox import actions as inbox
from tests import cast
from tests.journeys.browsing import DESK, LIVE, PHONE, alive, cut_off, sign_in, violations, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served
from tests.worlds import Shop as World
from tests.worlds import workday

pytestmark = pytest.mark.browser
NAMES = ["desk", "phone"]


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business of these journeys' own."""
    return mail_shop("petra", smtp_server)


@pytest.fixture(params=[DESK, PHONE], ids=NAMES)
def here(request: pytest.FixtureRequest, browser: Browser, site: Served, shop: Shop) -> Iterator[Page]:
    """The owner at a desk, and on a phone."""
    with visitor(browser, site.url, size=request.param) as context:
        page = context.new_page()
        sign_in(page, shop.owner, cast.PASSWORD)
        yield page


def owner(shop: Shop) -> Actor:
    return cast.actor_of(cast.entered(shop.owner))


def known(shop: Shop, name: str, email: str, *texts: str, phone: str = "") -> UUID:
    """Somebody who wrote that."""
    actor = owner(shop)
    with db.transaction(actor) as session:
        who = contacts.register(session, actor, name=name, email=email, phone=phone).id
        for text in texts:
            inbox.receive(session, actor, contact_id=who, text=text, channel="email")
    return who


def opened(page: Page, path: str) -> None:
    page.goto(path)
    alive(page)


def fine(page: Page) -> None:
    """Nobody is kept out, and nothing is cut off."""
    assert violations(page) == []
    assert cut_off(page) == []


def told(page: Page, words: str) -> None:
    expect(page.locator(".toasts")).to_contain_text(words, timeout=LIVE)


def test_what_is_sent_without_a_name_leads_back_to_the_name(here: Page, shop: Shop) -> None:
    opened(here, "/app/contacts")
    opener = here.get_by_role("button", name="New contact").first
    opener.click()
    asked = here.get_by_role("dialog", name="New contact")
    for _again in range(2):  # the second time as the first
        asked.get_by_label("Email").fill("nobody@petra.example")
        asked.get_by_role("button", name="Add contact").click()
        expect(asked.get_by_label("Name")).to_be_focused(timeout=LIVE)
    expect(asked.get_by_label("Email")).to_have_value("nobody@petra.example")
    here.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_two_become_one_after_a_look_and_two_again(here: Page, shop: Shop, request: pytest.FixtureRequest) -> None:
    word, number = ("Quill", "601") if "desk" in request.node.name else ("Quince", "602")
    nora = known(shop, f"Nora {word}", f"nora@{word.lower()}.example", "Do you have parking?")
    again = known(shop, f"Nora {word}", f"n@{word.lower()}.example", "It is me again", phone=f"+351912345{number}")
    opened(here, f"/app/contacts/{nora}")
    alike = here.locator(".ct-merge .note")
    expect(alike).to_contain_text(f"n@{word.lower()}.example", timeout=LIVE)
    fine(here)
    alike.get_by_role("button", name="Look and merge").click()
    dialog = here.get_by_role("dialog", name="Are they the same person?")
    expect(dialog).to_contain_text(re.compile(r"Messages: \d"), timeout=LIVE)
    dialog.get_by_label("Email").select_option("merged")
    fine(here)
    dialog.get_by_role("button", name="Merge", exact=True).click()
    told(here, "is part of this contact now")
    expect(here.locator(".ct-reach")).to_contain_text(f"n@{word.lower()}.example", timeout=LIVE)
    expect(here.locator(".ct-reach")).to_contain_text(f"+351 912 345 {number}")
    expect(story(here)).to_contain_text("It is me again")
    expect(story(here)).to_contain_text("Do you have parking?")
    expect(here.locator(".ct-merge .note")).to_have_count(0, timeout=LIVE)
    assert here.request.get(f"/api/v1/contacts/{again}").json()["id"] == str(nora)

    here.get_by_role("button", name="Undo the merge").click()
    told(here, "They are two contacts again; everything went back")
    expect(here.locator(".ct-reach")).to_contain_text(f"nora@{word.lower()}.example", timeout=LIVE)
    expect(here.locator(".ct-reach")).not_to_contain_text(f"+351 912 345 {number}")
    expect(story(here)).not_to_contain_text("It is me again", timeout=LIVE)
    expect(here.locator(".ct-merge .note")).to_be_visible(timeout=LIVE)
    assert here.request.get(f"/api/v1/contacts/{again}").json()["id"] == str(again)


def story(page: Page) -> Locator:
    return page.get_by_role("region", name="Timeline")


def test_a_story_is_told_by_topic_and_further_back(here: Page, shop: Shop, request: pytest.FixtureRequest) -> None:
    word = "Hale" if "desk" in request.node.name else "Hart"
    who = known(shop, f"Ines {word}", f"ines@{word.lower()}.example", *(f"Question {number}" for number in range(40)))
    opened(here, f"/app/contacts/{who}")
    expect(story(here)).to_contain_text("Question 39", timeout=LIVE)
    expect(story(here)).not_to_contain_text("Became a contact")
    story(here).get_by_role("button", name="Older").click()
    expect(story(here)).to_contain_text("Became a contact", timeout=LIVE)
    here.get_by_role("group", name="Show only").get_by_role("button", name="Notes").click()
    expect(story(here)).to_contain_text("Nothing of this kind yet.", timeout=LIVE)
    here.get_by_role("group", name="Show only").get_by_role("button", name="Messages").click()
    expect(story(here)).to_contain_text("Question 39", timeout=LIVE)
    expect(story(here)).not_to_contain_text("Became a contact")
    fine(here)


def test_who_is_erased_is_known_nowhere_any_more(here: Page, shop: Shop, request: pytest.FixtureRequest) -> None:
    word = "Vesper" if "desk" in request.node.name else "Violet"
    who, actor = known(shop, f"Ada {word}", f"ada@{word.lower()}.example", f"It is {word} here, my allergies are secret"), owner(shop)
    with db.transaction(actor) as session:
        contacts.add_dependent(session, actor, contact_id=who, dependent=DependentIn(name=f"Little {word}"))
        start = World(actor, shop.slug, shop.service).starts(workday(4))[0 if "desk" in request.node.name else 4]
        visit = booking.book(session, actor, booking_type_id=shop.service, starts_at=start, contact_id=who).id
    find = f"/api/v1/search?q={word}"
    assert {group["key"] for group in here.request.get(find).json()} == {"contacts", "bookings", "conversations"}
    opened(here, f"/app/contacts/{who}")
    here.get_by_role("button", name="Erase this person").click()
    dialog = here.get_by_role("dialog", name="Erase this person?")
    expect(dialog).to_contain_text("Bookings: 1", timeout=LIVE)
    fine(here)
    dialog.get_by_label("Type the name to confirm").fill("Ada")
    dialog.get_by_role("button", name="Erase for ever").click()
    expect(dialog.get_by_role("status")).to_contain_text("name", timeout=LIVE)
    dialog.get_by_label("Type the name to confirm").fill(f"Ada {word}")
    dialog.get_by_label("Cancel their upcoming bookings with it").click()
    dialog.get_by_role("button", name="Erase for ever").click()
    here.wait_for_url("**/app/contacts")
    told(here, "This person was erased")

    assert here.request.get(find).json() == []
    alive(here)
    here.keyboard.press("Control+k")
    here.keyboard.type(word)
    expect(here.locator(".pal-none")).to_be_visible(timeout=LIVE)
    expect(here.get_by_role("option").filter(has_text=word)).to_have_count(0)
    opened(here, f"/app/contacts/{who}")
    expect(here.locator("main")).not_to_contain_text(word)
    opened(here, "/app/inbox")
    expect(here.locator("main")).not_to_contain_text(word)
    opened(here, f"/app/bookings/{visit}")
    expect(here.locator("main")).not_to_contain_text(word)
    for path in (f"contacts/{who}", f"contacts/{who}/story", f"bookings/{visit}", "contacts?limit=200", "conversations?show=all"):
        assert word not in here.request.get(f"/api/v1/{path}").text(), path


def test_a_file_is_mapped_looked_over_brought_in_and_taken_out(here: Page, shop: Shop, request: pytest.FixtureRequest) -> None:
    word = "desk" if "desk" in request.node.name else "phone"
    rows = "".join(f"Person {number} {word},p{number}@{word}.example,from the fair\n" for number in range(1500))
    text = f"Who,Reach,Remark\n{rows}Nobody,no-address,\n"
    opened(here, "/app/contacts/import")
    fine(here)
    file = FilePayload(name=f"{word}.csv", mimeType="text/csv", buffer=text.encode())
    here.get_by_label("CSV file").set_input_files(file)
    here.wait_for_url(re.compile(r"/app/contacts/import/[0-9a-f-]+"))
    expect(here.get_by_text(f"{word}.csv")).to_be_visible(timeout=LIVE)
    here.get_by_label("Name", exact=True).select_option("Who")
    here.get_by_label("Email", exact=True).select_option("Reach")
    here.get_by_label("Note", exact=True).select_option("Remark")
    here.get_by_label("Tags for everybody in the file").fill("Fair")
    fine(here)
    here.get_by_role("button", name="See what would happen").click()
    counts = here.get_by_role("region", name="What it comes to")
    expect(counts).to_contain_text("1500 would be new", timeout=LIVE)
    expect(counts).to_contain_text("1 cannot be read")
    assert here.request.get(f"/api/v1/contacts?q={word}").json()["items"] == []
    fine(here)
    here.get_by_role("button", name="Bring them in").click()
    expect(here.get_by_role("progressbar")).to_be_visible(timeout=LIVE)
    expect(counts).to_contain_text("1500 new", timeout=60_000)
    assert here.request.get(f"/api/v1/contacts?q=p7@{word}.example").json()["items"][0]["tags"] == ["Fair"]
    fine(here)
    here.get_by_role("button", name="Undo the whole file").click()
    expect(counts).to_contain_text("1500 removed", timeout=60_000)
    assert here.request.get(f"/api/v1/contacts?q={word}").json()["items"] == []
