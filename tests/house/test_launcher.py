"""The launcher: builds when something changed, says who is in the way, serves, stops."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from careops import __main__ as launcher
from careops.core.settings import ROOT
from tests.servers import Served


def launch(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "careops", *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(launcher, "ROOT", tmp_path)
    (tmp_path / "careops").mkdir()
    for name in ("careops/page.py", "rxconfig.py", "requirements.txt"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_fingerprint_is_the_sources(tree: Path) -> None:
    before = launcher.fingerprint()
    assert launcher.fingerprint() == before
    (tree / "careops" / "page.py").write_text("another")
    assert launcher.fingerprint() != before


@pytest.mark.parametrize("name", ["careops/new.py", "assets/new.css", "requirements.txt", "rxconfig.py"])
def test_whatever_the_frontend_is_made_from_makes_it_stale(tree: Path, name: str) -> None:
    before = launcher.fingerprint()
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text("something else")
    assert launcher.fingerprint() != before


def test_tests_and_data_do_not_make_it_stale(tree: Path) -> None:
    before = launcher.fingerprint()
    (tree / "data").mkdir()
    (tree / "data" / "careops.db").write_text("rows")
    (tree / "README.md").write_text("words")
    assert launcher.fingerprint() == before


def test_a_wrong_setting_is_named_with_its_fix() -> None:
    ended = launch("--build", CAREOPS_BASE_URL="nowhere")
    assert ended.returncode == 1
    assert "CAREOPS_BASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_taken_port_is_named_before_anything_is_prepared(served: Served, tmp_path: Path) -> None:
    ended = launch(CAREOPS_PORT=str(served.port), CAREOPS_DATA_DIR=str(tmp_path / "second"), CAREOPS_DATABASE_URL="")
    assert ended.returncode == 1
    assert f"Port {served.port}" in ended.stderr
    assert not (tmp_path / "second" / "careops.db").exists()


@pytest.mark.slow
def test_one_build_serves_any_address(served: Served) -> None:
    scripts = (ROOT / ".web" / "build" / "client" / "assets").glob("reflex-env-*.js")
    assert ["localhost:" in script.read_text() for script in scripts] == [False]
    for host in ("localhost", "127.0.0.1"):
        assert httpx.get(f"http://{host}:{served.port}/health").status_code == 200


@pytest.mark.slow
def test_it_says_where_it_is_and_what_to_do_first(served: Served) -> None:
    assert f"Open {served.url}/register" in served.log.read_text()


@pytest.mark.slow
def test_the_websocket_refuses_other_sites(served: Served) -> None:
    socket = f"ws://localhost:{served.port}/_event/?EIO=4&transport=websocket&token=00000000-0000-0000-0000-000000000000"
    with connect(socket, origin=Origin(served.url)) as opened:
        assert opened.recv(timeout=5)
    with pytest.raises(InvalidStatus) as refused:
        connect(socket, origin=Origin("https://elsewhere.example"))
    assert refused.value.response.status_code == 403


@pytest.mark.slow
def test_it_stops_when_asked_and_starts_again(serve: Callable[..., Served]) -> None:
    server = serve()
    assert server.stop() == 0
    server.start()
    assert httpx.get(f"{server.url}/health").status_code == 200


@pytest.mark.slow
def test_a_browser_reaches_it(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    answer = page.goto(f"{served.url}/health")
    assert answer is not None
    assert answer.status == 200
    page.close()
