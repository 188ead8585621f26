"""How pages and assets are sent: policies, caching, weights."""

import gzip
import re

import htpy as h
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from careops.ui.public import kitchen_sink
from careops.ui.public.assets import ASSETS, SCRIPT, STYLESHEET, Asset, small_css, small_js
from careops.ui.public.delivery import html_response, router
from careops.ui.public.frame import Brand, page

LUMEN = Brand("Lumen", colour="#7d3c5f")


@pytest.fixture(scope="module")
def site() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


def test_a_page_is_sent_with_its_own_policy() -> None:
    made = page(title="Hello", body=h.p["x"], brand=LUMEN, data={"name": "Lumen"})
    sent = html_response(made)
    policy = sent.headers["content-security-policy"]
    assert f"script-src 'self' 'nonce-{made.nonce}'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert sent.headers["x-frame-options"] == "DENY"
    assert sent.headers["cache-control"] == "private, no-cache"
    assert "x-robots-tag" not in sent.headers
    assert re.findall(r'<(?:style|script type="[^"]+") nonce="([^"]+)"', made.html) == [made.nonce, made.nonce]


def test_every_page_has_a_new_nonce() -> None:
    assert len({page(title="x", body=None, brand=LUMEN).nonce for _ in range(50)}) == 50


def test_a_private_page_is_not_kept_and_not_indexed() -> None:
    made = page(title="Yours", body=None, brand=LUMEN, private=True)
    sent = html_response(made, 410)
    assert sent.status_code == 410
    assert sent.headers["cache-control"] == "no-store"
    assert sent.headers["referrer-policy"] == "no-referrer"
    assert sent.headers["x-robots-tag"].startswith("noindex")
    assert '<meta name="robots" content="noindex">' in made.html


def test_an_embedded_page_may_be_framed_and_has_no_frame_of_its_own() -> None:
    made = page(title="Book", body=h.p["x"], brand=LUMEN, embed=True)
    sent = html_response(made)
    assert "frame-ancestors *" in sent.headers["content-security-policy"]
    assert "x-frame-options" not in sent.headers
    assert 'class="embed"' in made.html
    assert "<header" not in made.html
    assert "<footer" not in made.html


@pytest.mark.parametrize("asset", ASSETS.values(), ids=lambda asset: asset.content_type)
def test_an_asset_is_kept_for_ever_and_compressed_when_asked(site: TestClient, asset: Asset) -> None:
    plain = site.get(asset.path, headers={"accept-encoding": "identity"})
    assert (plain.status_code, plain.content) == (200, asset.body)
    assert plain.headers["content-type"] == asset.content_type
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    small = site.get(asset.path, headers={"accept-encoding": "br, gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == asset.body
    assert gzip.decompress(asset.gzipped) == asset.body
    refused = site.get(asset.path, headers={"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    assert site.get(asset.path, headers={"if-none-match": asset.etag}).status_code == 304


def test_an_old_or_foreign_address_does_not_exist(site: TestClient) -> None:
    assert site.get("/static/public.000000000000.css").status_code == 404
    assert site.get("/static/..%2f..%2ftokens.css").status_code == 404


def test_the_time_page_weighs_under_30_kb_in_three_requests() -> None:
    made = kitchen_sink.book_time()
    asked = re.findall(r'(?:src|<link rel="stylesheet" href)="([^"]+)"', made.html)
    assert sorted(asked) == sorted([STYLESHEET.path, SCRIPT.path])
    assert len(made.html.encode()) + len(STYLESHEET.body) + len(SCRIPT.body) <= 30_000


@pytest.mark.parametrize("name", kitchen_sink.PAGES)
def test_no_page_asks_another_site(name: str) -> None:
    html = kitchen_sink.PAGES[name]().html
    assert not re.search(r'(?:src|rel="stylesheet" href|action)="(?:https?:)?//', html)
    assert not re.search(rb"url\(|@import", STYLESHEET.body)
    assert b"http" not in SCRIPT.body


@pytest.mark.parametrize("name", kitchen_sink.PAGES)
def test_no_page_has_inline_styles_or_handlers(name: str) -> None:
    assert not re.search(r'\s(?:style|on\w+)="', kitchen_sink.PAGES[name]().html)


def test_every_class_that_pages_use_is_in_the_stylesheet() -> None:
    used = {name for made in kitchen_sink.PAGES.values() for names in re.findall(r'class="([^"]+)"', made().html) for name in names.split()}
    known = set(re.findall(r"\.([a-z][\w-]*)", STYLESHEET.body.decode()))
    assert used - known <= {"f", "hold"}


def test_minifying_changes_no_rule() -> None:
    assert small_css("a :is(b, c) > d { x : y ; /* z */ margin: 0 auto }\n") == "a :is(b,c)>d{x :y;margin:0 auto}"
    assert small_js("// why\n  const a = 'http://x';\n\n/* no */\nb();\n") == "const a = 'http://x';\nb();"
