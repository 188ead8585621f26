"""The contact page: plain, kind to typing mistakes, deaf to machines."""

import pytest
import time_machine
from fastapi.testclient import TestClient

from careops.core import db, ratelimit
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.settings import settings
from careops.forms.rules import proving
from careops.inbox import queries
from careops.inbox.schemas import ConversationRow
from tests.worlds import Shop

SAID = {"name": "Cleo Marsh", "reach": "cleo@example.org", "message": "Is there parking?", "web": ""}


def received(owner: Actor) -> list[ConversationRow]:
    with db.reading(owner) as session:
        return queries.listing(session, owner).items


def test_what_is_written_lands_in_the_inbox(api: TestClient, shop: Shop) -> None:
    assert "Write to Salon Ana" in api.get(f"/contact/{shop.slug}").text
    answer = api.post(f"/contact/{shop.slug}", data=SAID)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/contact/{shop.slug}?sent=1")
    assert "We have your message" in api.get(answer.headers["location"]).text
    (row,) = received(shop.owner)
    assert (row.contact_name, row.contact_email, row.preview, row.channel) == (
        "Cleo Marsh",
        "cleo@example.org",
        "Is there parking?",
        "form",
    )


def test_a_number_is_as_good_as_an_address(api: TestClient, shop: Shop) -> None:
    api.post(f"/contact/{shop.slug}", data=SAID | {"reach": "912 345 678"})
    assert received(shop.owner)[0].contact_phone == "+351912345678"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "This is needed"),
        ({"reach": "cleo@"}, "name@example.com"),
        ({"reach": "12"}, "digits"),
        ({"reach": ""}, "so that we can answer"),
        ({"message": "x" * 5001}, "too long"),
        ({"name": "a\0b"}, "cannot be kept"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(api: TestClient, shop: Shop, wrong: dict[str, str], says: str) -> None:
    answer = api.post(f"/contact/{shop.slug}", data=SAID | wrong)
    assert answer.status_code == 422
    assert says in answer.text
    assert "<title>Error:" in answer.text
    assert (SAID | wrong)["message"][:200] in answer.text
    assert received(shop.owner) == []


def test_a_machine_that_fills_the_hidden_field_is_thanked_and_ignored(api: TestClient, shop: Shop) -> None:
    assert api.post(f"/contact/{shop.slug}", data=SAID | {"web": "https://spam.example"}).status_code == 303
    assert received(shop.owner) == []


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "{{7*7}}",
        "{0.__class__}",
        "</textarea><svg onload=alert(1)>",
    ],
)
def test_no_text_becomes_markup(api: TestClient, shop: Shop, evil: str) -> None:
    page = api.post(f"/contact/{shop.slug}", data={"name": evil, "reach": evil, "message": evil}).text
    if "<" in evil:
        assert evil not in page
    assert "49" not in page.partition("<main")[2].partition("</main")[0].replace(evil, "")
    sent = api.post(f"/contact/{shop.slug}", data=SAID | {"name": evil, "message": evil})
    assert sent.status_code == 303
    assert received(shop.owner)[0].contact_name == evil


def test_a_business_that_is_not_open_has_no_page(api: TestClient, ana: Actor) -> None:
    assert api.get("/contact/salon-ana").status_code == 404
    assert api.post("/contact/salon-ana", data=SAID).status_code == 404


def test_a_form_from_another_site_is_refused(api: TestClient, shop: Shop) -> None:
    answer = api.post(f"/contact/{shop.slug}", data=SAID, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert received(shop.owner) == []


def test_both_doors_together_take_only_so_many_messages_from_one_place(
    api: TestClient, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "BITS", 4)
    monkeypatch.setattr(settings, "rate_limits", True)
    ratelimit._limiter.cache_clear()
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(60):
            if number % 10 == 0:
                clock.shift(61)
            given = proving.challenge(shop.owner.workspace, now())
            proof = {"challenge": given, "work": proving.work(given, f"{number}")}
            answer = api.post(f"/contact/{shop.slug}", data=SAID | {"message": f"{number}"} | proof)
            assert answer.status_code == 303, answer.text
        clock.shift(61)
        body = {"name": "Cleo", "email": "cleo@example.org", "message": "one more"}
        assert api.post(f"/api/v1/public/{shop.slug}/contacts", json=body).status_code == 429
