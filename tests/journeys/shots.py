"""`python -m tests.journeys.shots`: pictures of every page of the demo, on a phone and a desk, light and dark, into shots/.

For the team's eyes: a page that breaks is named and the others are still taken. `--url` takes a server that is running already,
`--only` those whose names contain a word.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from careops.core.settings import ROOT
from careops.demo import visits
from tests.conftest import CHROMIUM
from tests.journeys.browsing import DESK, PHONE, THEMES, visitor
from tests.journeys.places import APP, PUBLIC, Place, found, visit
from tests.journeys.told import told, told_server
from tools import engines

SHOTS = ROOT / "shots"
SIZES = {390: PHONE, 1440: DESK}


def main() -> None:
    """Takes the pictures and says which could not be taken."""
    asked = _asked()
    SHOTS.mkdir(exist_ok=True)
    with _server(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=engines.chromium(), args=CHROMIUM)
        places = [place for place in (*PUBLIC, *APP, *found(browser, url)) if asked.only in place.name]
        broken = [wrong for width in SIZES for theme in THEMES for wrong in _take(browser, url, width, theme, places)]
        browser.close()
    sys.stderr.write("\n".join([*broken, f"{len(places) * 4 - len(broken)} pictures in {SHOTS}", ""]))
    sys.exit(bool(broken))


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.journeys.shots", description=__doc__)
    asked.add_argument("--url", default="", help="a demo that is being served")
    asked.add_argument("--only", default="", help="a part of the names to take")
    return asked.parse_args()


@contextmanager
def _server(url: str) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as story:
        server = told_server(told(Path(story), days=visits.BACK), Path(folder))
        try:
            yield server.url
        finally:
            server.close()


def _take(browser: Browser, url: str, width: int, theme: str, places: list[Place]) -> Iterator[str]:
    with visitor(browser, url, size=SIZES[width], theme=theme) as context:
        page = context.new_page()
        for place in sorted(places, key=lambda place: place.signed_in):
            try:
                visit(page, place)
                page.screenshot(path=SHOTS / f"{place.name}-{width}-{theme}.png", full_page=True)
            except (BrowserError, AssertionError) as problem:
                yield f"{place.name} at {width}, {theme}: {str(problem).splitlines()[0]}"


if __name__ == "__main__":
    main()
