"""The public kit in a real browser: axe by day and by night, narrow, right to left, without script, and what the script adds."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import htpy as h
import pytest
from playwright.sync_api import Browser, Page, expect

from careops.ui.public import forms, kitchen_sink, times
from careops.ui.public.assets import ASSETS
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Brand, Step, page, steps
from careops.ui.public.frame import Page as Document
from careops.ui.public.mail import mail_html
from tests.journeys.browsing import violations

pytestmark = pytest.mark.browser


def in_hebrew() -> Document:
    """The time page's parts, right to left."""
    zone = times.zone_line("Asia/Jerusalem", [times.Zone("Asia/Jerusalem", "ירושלים")], "שעון ירושלים", action="/x", locale="he")
    days = times.day_strip(kitchen_sink.free_days(), later="?later", locale="he")
    day = times.pick(days, times.times("/x", kitchen_sink.free_slots(), locale="he"), title="יום רביעי", zone=zone)
    body = [steps([Step("שירות", "/x"), Step("זמן")], 1, locale="he"), h.h1["מתי נוח לך?"], day, forms.field("n", "שם", locale="he")]
    return page(title="זמן", body=body, brand=Brand("לומן", "#7d3c5f", phone="+972 3 555 0142"), locale="he")


class Site(BaseHTTPRequestHandler):
    """The kitchen sink with the headers that it has in the house."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if asset := ASSETS.get(path):
            return self._send(asset.body, {"content-type": asset.content_type})
        if path == "/favicon.ico":  # a mail has no icon, so the browser asks
            return self._send(b"", {"content-type": "image/x-icon"})
        if path == "/mail":
            return self._send(mail_html(kitchen_sink.MAIL).encode(), {"content-type": "text/html; charset=utf-8"})
        name = path.rsplit("/", 1)[-1]
        made = in_hebrew if name == "hebrew" else kitchen_sink.PAGES.get(name)
        if made is None:
            return self.send_error(404)
        sent = html_response(made())
        return self._send(bytes(sent.body), dict(sent.headers.items()))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._send(b"<!doctype html><title>Sent</title>", {"content-type": "text/html"})

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def _send(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/kitchen-sink/"
    server.shutdown()
    server.server_close()


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page that must stay free of errors, refused content included."""
    context = browser.new_context(timezone_id="Europe/Dublin", **options)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    yield tab
    context.close()
    assert wrong == []


PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_any_page(browser: Browser, site: str, size: dict[str, int]) -> None:
    found: dict[str, list[str]] = {}
    with opened(browser, viewport=size, color_scheme="light") as tab:
        for name in [*kitchen_sink.PAGES, "hebrew", "/mail"]:
            tab.goto(site + name if name != "/mail" else site.replace("/kitchen-sink/", name))
            tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            if rules := violations(tab):
                found[name] = rules
    assert found == {}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_nothing_is_cut_off_at_360_px(browser: Browser, site: str, script: bool) -> None:
    with opened(browser, viewport={"width": 360, "height": 640}, java_script_enabled=script) as tab:
        for name in [*kitchen_sink.PAGES, "hebrew"]:
            tab.goto(site + name)
            width = tab.locator("html").bounding_box()
            foot = tab.locator(".page").bounding_box()
            assert width is not None
            assert foot is not None
            assert (foot["x"], foot["width"]) == (0, 360), name
            if script:
                assert tab.evaluate("document.documentElement.scrollWidth") == 360, name


def test_targets_are_44_px_tall(browser: Browser, site: str) -> None:
    with opened(browser, viewport=PHONE) as tab:
        for name in ("book-time", "book-details", "rest"):
            tab.goto(site + name)
            low = tab.evaluate(
                "[...document.querySelectorAll('.btn,.t,.chip,a.day,.opt,.in,.link,.seg a')]"
                ".filter(e => e.offsetParent && e.offsetHeight < 44).map(e => e.outerHTML)"
            )
            assert low == [], name


def test_without_script_a_time_can_be_taken_and_a_hold_tells_its_end(browser: Browser, site: str) -> None:
    with opened(browser, viewport=PHONE, java_script_enabled=False) as tab:
        tab.goto(site + "book-details")
        expect(tab.locator("#clock")).to_have_text("until 13:47")
        tab.goto(site + "book-time")
        with tab.expect_request(lambda request: request.method == "POST") as sent:
            tab.get_by_role("button", name="10:30").click()
        assert sent.value.post_data == "slot=2026-11-18T10%3A30"


def test_the_countdown_warns_speaks_and_ends(browser: Browser, site: str) -> None:
    with opened(browser, viewport=PHONE) as tab:
        tab.clock.install()
        tab.goto(site + "book-details-errors")
        expect(tab.locator("#clock")).to_have_text("2:28 left")
        tab.clock.run_for(28_000)
        expect(tab.locator("#live")).to_have_text("2 minutes left")
        tab.clock.run_for(61_000)
        expect(tab.locator(".hold.warn")).to_be_visible()
        tab.clock.run_for(60_000)
        expect(tab.locator(".hold")).to_be_hidden()
        expect(tab.locator("#ended")).to_be_visible()
        expect(tab.locator("#email")).to_have_value("nora.quinn@")


def test_errors_are_focused_and_lead_to_their_field(browser: Browser, site: str) -> None:
    with opened(browser, viewport=DESK) as tab:
        tab.goto(site + "book-details-errors")
        expect(tab.locator(".errors")).to_be_focused()
        tab.get_by_role("link", name="Mobile: enter a number").click()
        expect(tab.locator("#mobile")).to_be_focused()


def test_the_total_follows_the_choices(browser: Browser, site: str) -> None:
    with opened(browser, viewport=DESK) as tab:
        tab.goto(site + "book-service")
        expect(tab.locator("output")).to_have_text("75 min · €73")
        tab.get_by_text("Scalp massage").click()
        expect(tab.locator("output")).to_have_text("85 min · €83")


def test_a_visitor_elsewhere_is_offered_their_own_zone(browser: Browser, site: str) -> None:
    context = browser.new_context(timezone_id="America/New_York")
    tab = context.new_page()
    tab.goto(site + "book-time")
    offer = tab.get_by_role("link", name="Show in New York time")
    expect(offer).to_have_attribute("href", site + "book-time?day=2026-11-18&tz=America%2FNew_York")
    context.close()
    with opened(browser) as home:
        home.goto(site + "book-time")
        expect(home.locator("[data-zone]")).to_be_hidden()


def test_a_second_tap_sends_nothing_twice(browser: Browser, site: str) -> None:
    with opened(browser, viewport=DESK) as tab:
        tab.goto(site + "contact")
        sent = tab.evaluate(
            "() => { const form = document.querySelector('form'); let sent = 0;"
            "addEventListener('submit', e => { if (!e.defaultPrevented) sent++; e.preventDefault(); });"
            "form.querySelector('.btn').click(); form.querySelector('.btn').click(); return sent; }"
        )
        assert sent == 1


def test_a_password_can_be_shown(browser: Browser, site: str) -> None:
    with opened(browser, viewport=DESK) as tab:
        tab.goto(site + "login")
        tab.locator("#password").fill("a sentence")
        tab.get_by_role("button", name="Show password").click()
        expect(tab.locator("#password")).to_have_attribute("type", "text")


def test_a_business_colour_reaches_the_page_under_the_policy(browser: Browser, site: str) -> None:
    with opened(browser, viewport=DESK, color_scheme="light") as tab:
        tab.goto(site + "book-time")
        assert tab.evaluate("getComputedStyle(document.querySelector('.btn')).backgroundColor") == "rgb(125, 60, 95)"
