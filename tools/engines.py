"""What the tests need beside Python packages: a Chromium and a Redis. Finds them, or installs them where it may.

`python -m tools.engines` is the set-up of `make test`; the tests themselves only look.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def chromium() -> str | None:
    """The browser to drive: the named one, the system's, or Playwright's own."""
    if named := os.environ.get("CAREOPS_CHROMIUM"):
        return named
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found or Path(MAC_CHROME).exists():
        return found or MAC_CHROME
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def redis() -> str | None:
    """The Redis server's program."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def _apt(package: str) -> bool:
    """True once Debian or Ubuntu has installed it for us; only root may ask."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package}", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False, stdin=subprocess.DEVNULL)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return subprocess.run(install, env=quiet, check=False, stdin=subprocess.DEVNULL).returncode == 0


def _playwrights_chromium() -> bool:
    print("Installing Playwright's Chromium", flush=True)
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(install, check=False, stdin=subprocess.DEVNULL).returncode == 0


def main() -> None:
    """Installs what is missing, or says what to install by hand."""
    missing: list[str] = []
    if not chromium() and not _apt("chromium") and not _playwrights_chromium():
        missing.append("a Chromium (install chromium or Google Chrome, or name one: CAREOPS_CHROMIUM=/path/to/chromium)")
    if not redis() and not _apt("redis-server"):
        missing.append("a Redis server (Debian, Ubuntu: apt install redis-server; macOS: brew install redis)")
    if missing:
        sys.exit("The tests need " + " and ".join(missing) + ".")
    print(f"Chromium: {chromium()}\nRedis: {redis()}")


if __name__ == "__main__":
    main()
