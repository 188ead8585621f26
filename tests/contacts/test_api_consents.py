"""The API's door to what people allow."""

from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from careops.contacts import actions as contacts
from careops.contacts import api as contacts_api
from careops.core import db
from careops.core.actor import Actor
from careops.core.http import speak_problems
from tests import cast


@pytest.fixture
def api() -> TestClient:
    house = FastAPI()
    speak_problems(house)
    house.include_router(contacts_api.router)
    return TestClient(house)


@pytest.fixture
def cleo(ana: Actor) -> UUID:
    with db.transaction(ana) as session:
        return contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", phone="+351912345678").id


def test_a_word_is_added_read_and_a_block_lifted(api: TestClient, cleo: UUID) -> None:
    ana = cast.bearer(cast.ANA)
    path = f"/api/v1/contacts/{cleo}"
    said = {"channel": "sms", "purpose": "all", "allowed": False, "wording": "Asked by phone to get no texts"}
    key = ana | {"Idempotency-Key": "once"}
    made = api.post(f"{path}/consents", json=said, headers=key)
    assert made.status_code == 201
    assert api.post(f"{path}/consents", json=said, headers=key).json() == made.json()
    row = api.get(f"{path}/consents", headers=ana).json()
    assert [(s["channel"], s["purpose"], s["allowed"]) for s in row["standings"]][2:] == [
        ("sms", "service", False),
        ("sms", "marketing", False),
    ]
    assert [entry["id"] for entry in row["entries"]] == [made.json()["id"]]
    (block,) = row["suppressions"]
    lift = f"{path}/suppressions/{block['id']}/lift"
    assert api.post(lift, json={"reason": ""}, headers=ana).status_code == 422
    assert api.post(lift, json={"reason": "She asked at the desk"}, headers=ana).status_code == 204
    after = api.get(f"{path}/consents", headers=ana).json()
    assert (after["suppressions"], after["entries"][0]["wording"]) == ([], "She asked at the desk")


def test_nonsense_is_refused_and_strangers_find_nothing(api: TestClient, cleo: UUID, stranger: Actor) -> None:
    ana, sam = cast.bearer(cast.ANA), cast.bearer(cast.SAM)
    path = f"/api/v1/contacts/{cleo}/consents"
    for wrong in ({"channel": "fax"}, {"purpose": "spam"}, {"wording": ""}, {"more": 1}):
        said = {"channel": "sms", "purpose": "all", "allowed": False, "wording": "By phone"} | wrong
        assert api.post(path, json=said, headers=ana).status_code == 422
    assert api.get(path, headers=sam).status_code == 404
    assert (
        api.post(path, json={"channel": "sms", "purpose": "all", "allowed": False, "wording": "By phone"}, headers=sam).status_code == 404
    )
