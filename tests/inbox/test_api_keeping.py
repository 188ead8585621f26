"""Everything the inbox's screen does, over the API."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from careops.core.actor import Actor
from careops.core.clock import now
from tests import cast
from tests.inbox.conftest import wrote

pytestmark = pytest.mark.usefixtures("both_engines")

TOMORROW = {"hours": 24}


def soon() -> str:
    return (now() + timedelta(**TOMORROW)).isoformat()


def test_a_conversation_is_searched_snoozed_labelled_and_watched(api: TestClient, ana: Actor, ben: Actor) -> None:
    conversation, me = wrote(ana), cast.bearer(cast.ANA)
    at = f"/api/v1/conversations/{conversation}"
    (found,) = api.get("/api/v1/messages/search", params={"q": "parking"}, headers=me).json()["items"]
    assert (found["conversation_id"], found["pieces"][1]) == (str(conversation), {"text": "parking", "hit": True})
    assert api.post(f"{at}/snooze", json={"until": soon()}, headers=me).json()["snoozed_until"]
    assert api.get("/api/v1/conversations/counts", headers=me).json()["snoozed"] == 1
    assert api.delete(f"{at}/snooze", headers=me).json()["snoozed_until"] is None
    assert api.post(f"{at}/snooze", json={"until": "2020-01-01T00:00:00Z"}, headers=me).status_code == 422
    label = api.post("/api/v1/labels", json={"name": "Bridal", "tint": 2}, headers=me).json()
    assert api.put(f"{at}/labels", json={"label_ids": [label["id"]]}, headers=me).json()["labels"] == [label]
    listed = api.get("/api/v1/conversations", params={"label_id": label["id"]}, headers=me).json()["items"]
    assert [row["id"] for row in listed] == [str(conversation)]
    assert api.post("/api/v1/labels", json={"name": "bridal"}, headers=me).status_code == 409
    assert api.put(f"/api/v1/labels/{label['id']}", json={"name": "Brides"}, headers=me).json()["name"] == "Brides"
    assert api.delete(f"/api/v1/labels/{label['id']}", headers=me).status_code == 204
    assert api.post(f"{at}/viewing", json={"writing": True}, headers=cast.bearer(cast.BEN)).status_code == 204
    assert [row["name"] for row in api.get(f"{at}/viewers", headers=me).json()] == [ben.name]
    assert [way["channel"] for way in api.get(f"{at}/channels", headers=me).json()] == ["email", "sms"]


def test_a_note_calls_and_is_heard(api: TestClient, ana: Actor, ben: Actor) -> None:
    conversation, me, him = wrote(ana), cast.bearer(cast.ANA), cast.bearer(cast.BEN)
    note = {"text": "Have a look", "mentions": [str(ben.member_id)]}
    assert api.post(f"/api/v1/conversations/{conversation}/notes", json=note, headers=me).status_code == 201
    (called,) = api.get("/api/v1/mentions", headers=him).json()["items"]
    assert (called["text"], called["read"]) == ("Have a look", False)
    assert api.post(f"/api/v1/conversations/{conversation}/read", headers=him).status_code == 204
    assert api.get("/api/v1/mentions", headers=him).json()["items"][0]["read"]


def test_kept_words_and_answers_for_later(api: TestClient, ana: Actor) -> None:
    conversation, me = wrote(ana), cast.bearer(cast.ANA)
    at = f"/api/v1/conversations/{conversation}"
    words = {"shortcut": "parking", "title": "Parking", "text": "Hi {first_name}"}
    kept = api.post("/api/v1/canned-replies", json=words, headers=me).json()
    assert api.get(f"{at}/canned-replies", headers=me).json()[0]["text"] == "Hi Cleo"
    assert api.post("/api/v1/canned-replies", json=words, headers=me).status_code == 409
    assert api.post("/api/v1/canned-replies", json=words | {"text": "{unknown}"}, headers=me).status_code == 422
    changed = api.put(f"/api/v1/canned-replies/{kept['id']}", json=words | {"title": "Where"}, headers=me).json()
    assert (changed["title"], changed["version"]) == ("Where", 2)
    assert api.delete(f"/api/v1/canned-replies/{kept['id']}", headers=me).status_code == 204
    assert api.get("/api/v1/canned-replies", headers=me).json() == []
    later = api.post(f"{at}/scheduled-replies", json={"text": "How was it?", "send_at": soon()}, headers=me).json()
    assert later["state"] == "waiting"
    assert [row["id"] for row in api.get("/api/v1/scheduled-replies", headers=me).json()] == [later["id"]]
    place = f"/api/v1/scheduled-replies/{later['id']}"
    assert api.patch(place, json={"text": "And?"}, headers=me).json()["text"] == "And?"
    assert api.post(f"{place}/send", headers=me).json()["text"] == "And?"
    assert api.delete(place, headers=me).status_code == 409
    assert api.get(f"{at}/scheduled-replies", headers=me).json() == []


def test_an_answer_may_close(api: TestClient, ana: Actor) -> None:
    conversation, me = wrote(ana), cast.bearer(cast.ANA)
    at = f"/api/v1/conversations/{conversation}"
    assert api.post(f"{at}/messages", json={"text": "Yes", "close": True}, headers=me).status_code == 201
    assert api.get(at, headers=me).json()["status"] == "closed"
