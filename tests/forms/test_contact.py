"""The contact page: what the business asks besides, work instead of puzzles, and who is never rewritten."""

import re
from typing import Any
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient

from careops.contacts import actions as contacts
from careops.contacts import queries as people
from careops.core import db, ratelimit
from careops.core.clock import now
from careops.core.settings import settings
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.rules import proving
from careops.forms.schemas import TemplateIn
from careops.inbox import queries as inbox
from tests.worlds import Shop

SAID = {"name": "Cleo Marsh", "reach": "cleo@example.org", "message": "Is there parking?", "web": ""}
FIELDS: list[dict[str, Any]] = [
    {"key": "name", "kind": "text", "label": "Who are you?", "required": True},
    {"key": "email", "kind": "email", "label": "Email"},
    {"key": "service", "kind": "choice", "label": "What is it about?", "required": True, "options": ["Cut", "=Colour"]},
    {"key": "message", "kind": "long_text", "label": "Tell us", "required": True},
]


@pytest.fixture
def asking(shop: Shop) -> Shop:
    with db.transaction(shop.owner) as session:
        template = TemplateIn.model_validate({"name": "Contact", "intro": "We read all of it.", "fields": FIELDS})
        form.set_contact_form(session, shop.owner, template=template)
    return shop


def test_what_is_asked_besides_is_kept_and_stands_in_the_inbox(api: TestClient, asking: Shop) -> None:
    at = f"/contact/{asking.slug}"
    shown = api.get(at).text
    assert all(words in shown for words in ("We read all of it.", "Who are you?", "What is it about?", "Tell us"))
    missing = api.post(at, data=SAID | {"asked": "service"})
    assert (missing.status_code, 'href="#q-service"' in missing.text, "Is there parking?" in missing.text) == (422, True, True)
    for _ in range(2):
        assert api.post(at, data=SAID | {"asked": "service", "q.service": "=Colour"}).status_code == 303
    with db.reading(asking.owner) as session:
        (copy,) = forms.submissions(session, asking.owner).items
        (talk,) = inbox.listing(session, asking.owner).items
    wanted = {"name": "Cleo Marsh", "email": "cleo@example.org", "service": "=Colour", "message": "Is there parking?"}
    assert (copy.status, copy.answers) == ("completed", wanted)
    assert talk.contact_id == copy.contact_id
    assert "What is it about?" in talk.preview or talk.preview.startswith("Is there parking?")


def test_nobody_is_rewritten_by_whoever_types_their_address(api: TestClient, asking: Shop) -> None:
    with db.transaction(asking.owner) as session:
        who = contacts.register(session, asking.owner, name="Cleo Marsh", email="cleo@example.org").id
    api.post(f"/contact/{asking.slug}", data=SAID | {"name": "Somebody Else", "asked": "service", "q.service": "Cut"})
    with db.reading(asking.owner) as session:
        assert people.get(session, asking.owner, contact_id=who).name == "Cleo Marsh"


def test_work_is_good_for_the_words_the_business_and_the_day_it_was_done_for(shop: Shop) -> None:
    here, other = shop.owner.workspace, UUID(int=5)
    given = proving.challenge(here, now())
    answer = proving.work(given, "Hello\r\nthere")
    assert proving.is_proven(here, given, "Hello\nthere", answer)
    assert not proving.is_proven(here, given, "Other words", answer)
    assert not proving.is_proven(other, given, "Hello\nthere", answer)
    assert not proving.is_proven(here, given + "x", "Hello\nthere", answer)
    assert not proving.is_proven(here, given, "Hello\nthere", "-1")
    with time_machine.travel(now() + proving.GOOD_FOR * 2, tick=False):
        assert not proving.is_proven(here, given, "Hello\nthere", answer)


def test_without_work_a_message_arrives_too_only_fewer_an_hour(api: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rate_limits", True)
    ratelimit._limiter.cache_clear()
    at = f"/contact/{shop.slug}"
    with time_machine.travel(now(), tick=False) as clock:
        codes: list[int] = []
        for number in range(14):
            clock.shift(30)
            codes.append(api.post(at, data=SAID | {"message": str(number)}).status_code)
        assert codes == [303] * 12 + [429] * 2
        challenge = re.search(r'name="challenge" value="([^"]+)"', api.get(at).text)
        assert challenge
        proof = {"challenge": challenge[1], "work": proving.work(challenge[1], "and one more")}
        assert api.post(at, data=SAID | {"message": "and one more"} | proof).status_code == 303


def test_it_may_be_framed_where_it_is_embedded_and_nowhere_else(api: TestClient, shop: Shop) -> None:
    at = f"/contact/{shop.slug}"
    assert "frame-ancestors 'none'" in api.get(at).headers["content-security-policy"]
    framed = api.get(f"{at}?embed=1")
    assert ("frame-ancestors *" in framed.headers["content-security-policy"], "x-frame-options" in framed.headers) == (True, False)


# ── over the API ─────────────────────────────────────────


def test_a_website_writes_to_the_business_by_the_api(api: TestClient, shop: Shop) -> None:
    body = {"name": "Cleo Marsh", "email": "cleo@example.org", "message": "Hi"}
    assert api.post(f"/api/v1/public/{shop.slug}/contacts", json=body).status_code == 201
    assert api.post(f"/api/v1/public/{shop.slug}/contacts", json=body | {"email": "no"}).json()["errors"][0]["field"] == "email"
    assert api.post("/api/v1/public/nobody/contacts", json=body).status_code == 404
    with db.reading(shop.owner) as session:
        assert [talk.preview for talk in inbox.listing(session, shop.owner).items] == ["Hi"]


def test_the_api_asks_what_the_page_asks(api: TestClient, asking: Shop) -> None:
    asked = api.get(f"/api/v1/public/{asking.slug}/contact-form").json()
    assert (asked["intro"], [field["key"] for field in asked["fields"]]) == ("We read all of it.", ["service"])
    at, said = f"/api/v1/public/{asking.slug}/contacts", {"name": "Cleo", "email": "cleo@example.org", "message": "Is there parking?"}
    missing = api.post(at, json=said)
    assert (missing.status_code, [error["field"] for error in missing.json()["errors"]]) == (422, ["service"])
    assert api.post(at, json=said | {"answers": {"service": "Other"}}).status_code == 422
    ids = [api.post(at, json=said | {"answers": {"service": "Cut"}}).json()["id"] for _ in range(2)]
    assert ids[0] == ids[1]
    with db.reading(asking.owner) as session:
        (copy,) = forms.submissions(session, asking.owner).items
    assert copy.answers["service"] == "Cut"


def test_the_api_and_the_page_count_the_unproven_together(api: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rate_limits", True)
    ratelimit._limiter.cache_clear()
    at, said = f"/api/v1/public/{shop.slug}/contacts", {"name": "Cleo", "email": "cleo@example.org"}
    with time_machine.travel(now(), tick=False) as clock:
        codes: list[int] = []
        for number in range(7):
            clock.shift(30)
            codes.append(api.post(f"/contact/{shop.slug}", data=SAID | {"message": f"page {number}"}).status_code)
            codes.append(api.post(at, json=said | {"message": f"program {number}"}).status_code)
        assert codes == [303, 201] * 6 + [429, 429]
        given = api.get(f"/api/v1/public/{shop.slug}/contact-form").json()["challenge"]
        worked = {"challenge": given, "work": proving.work(given, "one more")}
        assert api.post(at, json=said | {"message": "one more"} | worked).status_code == 201
        assert api.post(at, json=said | {"message": "other words"} | worked).status_code == 429
