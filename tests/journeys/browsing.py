"""What every journey does: signing in, waiting until a page is alive, choosing light or dark, asking axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
THEMES = ("light", "dark")
LIVE = 20_000  # milliseconds until a page has its data, on a busy machine
BUSY = "[aria-busy=true]"


@contextmanager
def visitor(browser: Browser, url: str, *, size: Any = DESK, theme: str = "light", script: bool = True) -> Iterator[BrowserContext]:
    """A browser of somebody's own: a fresh profile with the size, the theme the system asks for, and Lisbon's clock."""
    context = browser.new_context(
        base_url=url,
        viewport=size,
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=script,
        locale="en-GB",
        timezone_id="Europe/Lisbon",
        has_touch=size is PHONE,
        is_mobile=size is PHONE,
        reduced_motion="reduce",
    )
    context.set_default_timeout(LIVE)
    if script:
        context.add_init_script(f"localStorage.setItem('theme', '{theme}')")  # as the app's own switch remembers it
    yield context
    context.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Through the page, as a person does."""
    page.goto("/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/app**")


def alive(page: Page) -> None:
    """Waits until a signed-in page shows its data: whoever is here has a name, and nothing is on its way any more."""
    expect(page.locator(".side-foot, .wz-rail b, .phone-top, h1").first).not_to_be_empty(timeout=LIVE)
    expect(page.locator("main[id=main]").first).to_be_visible(timeout=LIVE)
    expect(page.locator(BUSY).filter(visible=True)).to_have_count(0, timeout=LIVE)


def violations(page: Page) -> list[str]:
    """What axe finds: each rule with the elements that break it."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {' | '.join(str(node['target'][0]) for node in rule['nodes'][:4])}" for rule in found]
