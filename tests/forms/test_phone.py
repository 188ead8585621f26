"""A form on a phone, in a real browser: with the connection cut half-way, on a second device, and without scripts."""

import asyncio
import re
from collections.abc import Iterator
from threading import Thread

import pytest
import sqlalchemy as sa
from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.sync_api import Browser, Dialog, Page, expect

from careops.careops import api
from careops.core.actor import Actor
from careops.forms.schemas import CopyRow
from tests.forms.filled import FIELDS, PNG, asked, link, made, person, seen
from tests.journeys.browsing import PHONE, violations, visitor
from tests.servers import eventually, free_port
from tests.worlds import Shop

pytestmark = pytest.mark.browser


@pytest.fixture
def site(database: sa.Engine) -> Iterator[str]:
    """The public pages alone, on this process's database."""
    port = free_port()
    loop = asyncio.new_event_loop()
    server = Server(api, port=port, interface=Interfaces.ASGI)
    thread = Thread(target=lambda: loop.run_until_complete(server.serve()), daemon=True)
    thread.start()
    url = f"http://localhost:{port}"
    yield url
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)


@pytest.fixture
def copy(ana: Actor) -> tuple[Actor, str, object]:
    id = asked(ana, made(ana, thanks="See you on Wednesday").id, person(ana))
    return ana, link(ana, id), id


def begin(page: Page, path: str) -> None:
    """Opens it once the server is there."""
    eventually(lambda: page.goto(path), within=20)


def test_the_connection_is_cut_half_way_and_nothing_is_lost(browser: Browser, site: str, copy: tuple[Actor, str, object]) -> None:
    ana, path, id = copy

    def kept() -> CopyRow:
        return seen(ana, id)  # type: ignore[arg-type]

    with visitor(browser, site, size=PHONE) as phone:
        page = phone.new_page()
        begin(page, path)
        eventually(lambda: kept().status == "pending" and True)
        expect(page.get_by_label("What did you react to?")).to_be_hidden()
        page.get_by_text("Yes", exact=True).click()
        expect(page.get_by_label("What did you react to?")).to_be_visible()
        expect(page.locator("#saved")).to_contain_text("Saved at")
        phone.set_offline(True)
        page.get_by_label("What did you react to?").fill("Box dye in 2023")
        expect(page.locator("#saved")).to_contain_text("no connection")
        assert "what" not in kept().answers
        page.close()
        phone.set_offline(False)
        page = phone.new_page()
        page.goto(path)
        eventually(lambda: kept().answers == {"who": "Cleo Marsh", "react": True, "what": "Box dye in 2023"})
        page.goto(f"{path}?page=1")
        expect(page.get_by_label("What did you react to?")).to_have_value("Box dye in 2023")
        phone.set_offline(True)
        page.get_by_label("Your name").fill("Cleo M. Marsh")
        page.get_by_role("button", name="Save and go to page 2").click()
        expect(page.locator("#saved")).to_contain_text("no connection")
        phone.set_offline(False)
        expect(page.locator("#saved")).to_contain_text("Saved at")
        page.get_by_role("button", name="Save and go to page 2").click()
        expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    with visitor(browser, site, size=PHONE) as other:
        page = other.new_page()
        page.goto(path)
        expect(page.get_by_text("Page 2 of 2")).to_be_visible()
        page.get_by_label("Photo").set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": PNG})
        page.get_by_label("Sign with your full name").fill("Cleo Marsh")
        pad = page.locator("canvas")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        page.mouse.move(box["x"] + 30, box["y"] + 30)
        page.mouse.down()
        page.mouse.move(box["x"] + 120, box["y"] + 90, steps=8)
        page.mouse.up()
        page.get_by_role("button", name="Save and read it over").click()
        expect(page.get_by_role("heading", name="Read it over")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name=re.compile("^Send to")).click()
        expect(page.get_by_text("See you on Wednesday")).to_be_visible()
    done = kept()
    assert (done.status, done.answers["photo"][0]["name"], done.answers["sign"]["drawn"]["mime"]) == ("completed", "me.png", "image/png")


def test_a_finished_page_changed_without_a_connection_is_what_one_comes_back_to(
    browser: Browser, site: str, copy: tuple[Actor, str, object]
) -> None:
    ana, path, id = copy
    with visitor(browser, site, size=PHONE) as phone:
        page = phone.new_page()
        begin(page, path)
        page.get_by_text("No", exact=True).click()
        expect(page.locator("#saved")).to_contain_text("Saved at")
        phone.set_offline(True)
        page.get_by_label("Your name").fill("Cleo M. Marsh")
        expect(page.locator("#saved")).to_contain_text("no connection")
        page.close()
        phone.set_offline(False)
        phone.new_page().goto(path)
        eventually(lambda: seen(ana, id).answers["who"] == "Cleo M. Marsh")  # type: ignore[arg-type]


def test_every_page_of_it_is_for_everybody(browser: Browser, site: str, copy: tuple[Actor, str, object]) -> None:
    _ana, path, _id = copy
    with visitor(browser, site, size=PHONE) as phone:
        page = phone.new_page()
        begin(page, path)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("Your name").fill("")
        page.get_by_role("button", name="Save and go to page 2").click()
        expect(page.get_by_role("link", name="This is needed")).to_be_visible()
        expect(page.locator(".errors")).to_be_focused()
        assert violations(page) == []


def test_the_contact_page_does_its_work(browser: Browser, site: str, shop: Shop) -> None:
    with visitor(browser, site, size=PHONE) as phone:
        page = phone.new_page()
        begin(page, f"/contact/{shop.slug}")
        page.get_by_label("Your name").fill("Cleo Marsh")
        page.get_by_label("Email or mobile").fill("cleo@example.org")
        page.get_by_label("Message").fill("Is there parking?\nAnd a lift — für uns?")
        with page.expect_request(lambda request: request.method == "POST") as sent:
            page.get_by_role("button", name="Send message").click()
        assert re.search(r"work=\d+", sent.value.post_data or "")
        expect(page.get_by_text("We have your message")).to_be_visible()


EVIL = [
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "<svg onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "</textarea><script>document.title='owned'</script>",
    "'-document.title='owned'-'",
    "{{constructor.constructor('document.title=1')()}}",
    "<iframe srcdoc='<script>parent.document.title=1</script>'>",
    "<a href=javascript:document.title='owned'>x</a>",
    "&lt;script&gt;document.title='owned'&lt;/script&gt;",
]


def test_no_answer_and_no_question_runs(browser: Browser, site: str, ana: Actor) -> None:
    fields = [{**FIELDS[0], "key": f"k{at}", "label": evil, "help": evil, "maps_to": None, "prefill": None} for at, evil in enumerate(EVIL)]
    id = asked(ana, made(ana, fields, name=EVIL[1][:120], intro=EVIL[0]).id, person(ana))
    with visitor(browser, site, size=PHONE) as phone:
        page = phone.new_page()
        told: list[str] = []

        def asks(dialog: Dialog) -> None:
            told.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", asks)
        page.on("console", lambda message: told.append(message.text) if "Content Security Policy" in message.text else None)
        begin(page, link(ana, id))
        for at, evil in enumerate(EVIL):
            page.locator(f"#q-k{at}").fill(evil)
        page.get_by_role("button", name="Save and read it over").click()
        expect(page.get_by_role("heading", name="Read it over")).to_be_visible()
        assert EVIL[0] in page.inner_text("main")
        page.get_by_role("button", name=re.compile("^Send to")).click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        assert (page.title() == "owned", told) == (False, [])
