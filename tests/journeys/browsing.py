"""What every journey does: signing in, waiting until a page is alive, choosing light or dark, asking axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

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
        context.add_init_script("localStorage.setItem('theme', 'system')")  # the app does as the system asks, whatever its switch said last
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


# What sticks out of the sheet, at either side, where nothing around it is meant to scroll or to be cut.
STICKS_OUT = """() => [...document.querySelectorAll("main *, dialog[open] *")].filter((e) => {
  const { left, right, width, height } = e.getBoundingClientRect();
  if (!width || !height || e.closest("[aria-hidden=true]")) return false;
  if ((left > -2 && right < innerWidth + 2) || !e.checkVisibility({ visibilityProperty: true })) return false;
  for (let around = e.parentElement; around && around.tagName !== "MAIN"; around = around.parentElement)
    if (getComputedStyle(around).overflowX !== "visible") return false;
  return true;
}).map((e) => `cut off: ${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)"""


def cut_off(page: Page) -> list[str]:
    """What does not fit its page and cannot be scrolled to."""
    return page.evaluate(STICKS_OUT)


# Whether the system's choice has come to the page, and every colour has arrived. The app's pages go by a class, the public ones need none.
TURNED = """dark => {
  const app = document.querySelector("script[src*='careops.js']");
  const arriving = document.getAnimations().some(it => it instanceof CSSTransition && it.playState === "running");
  return !arriving && (!app || document.documentElement.classList.contains("dark") === dark);
}"""
COLOURS = "axe.run({ runOnly: ['color-contrast'], resultTypes: ['violations'] }).then(found => found.violations)"


def violations(page: Page) -> list[str]:
    """What axe finds by day, and by night among the colours, which are all that differs: each rule with the elements that break it."""
    by_day = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    _turn(page, "dark")
    by_night = page.evaluate(COLOURS)
    _turn(page, "light")
    named = [*((rule["id"], rule) for rule in by_day), *((f"{rule['id']} by night", rule) for rule in by_night)]
    return [f"{name}: {' | '.join(str(node['target'][0]) for node in rule['nodes'][:4])}" for name, rule in named]


def _turn(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(TURNED, arg=theme == "dark", polling=20)
