"""What a customer's phone has to fetch before they can choose a time."""

import statistics
from dataclasses import dataclass

import httpx
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM
from tools import engines

PHONE = {"width": 390, "height": 844}
TIMES = 5


@dataclass(frozen=True)
class Weight:
    """The page itself, and everything fetched with it; milliseconds to the first paint, files cached or not."""

    written: int
    compressed: int
    requests: int
    transferred: int
    cold_paint: float
    warm_paint: float


def weigh(address: str) -> Weight:
    """Opens the page in a phone-sized Chromium, each time in a new profile and then once more in the same."""
    written = len(httpx.get(address, headers={"Accept-Encoding": "identity"}).content)
    with httpx.stream("GET", address, headers={"Accept-Encoding": "br, gzip"}) as answer:
        compressed = sum(len(chunk) for chunk in answer.iter_raw())
    cold: list[float] = []
    warm: list[float] = []
    seen: list[dict[str, float]] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=engines.chromium(), args=CHROMIUM)
        for _ in range(TIMES):
            context = chromium.new_context(viewport=PHONE, device_scale_factor=3, is_mobile=True)  # type: ignore[arg-type]
            page = context.new_page()
            for paints in (cold, warm):
                page.goto(address, wait_until="networkidle")
                paints.append(page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                seen += [page.evaluate(FETCHED)] if paints is cold else []
            context.close()
        chromium.close()
    return Weight(
        written, compressed, int(seen[-1]["requests"]), int(seen[-1]["transferred"]), statistics.median(cold), statistics.median(warm)
    )


FETCHED = """() => {
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  return {requests: all.length, transferred: all.reduce((sum, one) => sum + one.transferSize, 0)};
}"""
