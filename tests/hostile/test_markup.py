"""Text that wants to be markup, in every field a business or its customer can fill, on every page that shows it."""

import json
import re

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from careops.careops import api
from tests import cast, worlds

EVIL = "</script><img src=x onerror=alert(1)>\"'{{7*7}}"
LINK = "javascript:alert(1)"


@pytest.fixture
def web(database: sa.Engine) -> TestClient:
    return TestClient(api, headers={"Origin": "http://testserver"})


def changed(web: TestClient, path: str, **fields: str) -> None:
    answer = web.patch(path, json=fields, headers=cast.bearer(cast.ANA))
    assert answer.status_code == 200, answer.text


def test_no_text_becomes_markup_on_a_public_page(web: TestClient) -> None:
    shop = worlds.opened(cast.ana())
    changed(web, f"/api/v1/workspaces/{shop.owner.workspace}", name=EVIL, description=EVIL, welcome=EVIL, address=EVIL, initials="<b")
    changed(web, f"/api/v1/booking-types/{shop.service}", name=EVIL, description=EVIL, policy=EVIL, location=LINK)
    changed(web, f"/api/v1/providers/{shop.providers[0]}", name=EVIL)
    start = web.get(f"/book/{shop.slug}/cut").text
    slot = re.findall(r'name="slot" value="([^"]+)"', start)[0]
    held = web.post(f"/book/{shop.slug}/cut", data={"slot": slot})
    token = str(held.url).partition("hold=")[2]
    said = {"name": EVIL, "email": "cleo@example.org", "notes": EVIL, "hold": token}
    done = web.post(f"/book/{shop.slug}/cut", data=said)
    manage = str(done.url).partition("?")[0]
    assert "/manage/" in manage
    looked = [f"/book/{shop.slug}", f"/book/{shop.slug}/cut", f"/contact/{shop.slug}", manage, f"{manage}?move=1"]
    pages = [start, held.text, done.text, *(web.get(path).text for path in looked)]
    pages += [
        web.post(path, data={"name": EVIL, "email": EVIL, "reach": EVIL}).text for path in (f"/contact/{shop.slug}", "/register", "/login")
    ]
    assert [page for page in pages if "<img src=x" in page or f'href="{LINK}' in page or "49\"'" in page] == []
    (facts,) = re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", web.get(looked[0]).text)
    assert json.loads(facts)["name"] == EVIL
