"""The API's doors to conversations and to the outbox."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.inbox import jobs
from careops.inbox.actions.appending import append
from careops.inbox.models import Conversation
from careops.inbox.rules.mailtext import harmless
from tests import cast
from tests.inbox.conftest import wrote

SMTP = {"host": "smtp.example.com", "username": "studio", "password": "s3cret-passphrase", "mail_from": "hello@example.com"}


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def test_a_conversation_is_read_answered_and_closed(api: TestClient, ana: Actor, ana_says: dict[str, str]) -> None:
    conversation = wrote(ana)
    base = f"/api/v1/conversations/{conversation}"
    (listed,) = api.get("/api/v1/conversations", headers=ana_says).json()["items"]
    assert (listed["unread"], listed["contact_name"]) == (True, "Cleo Marsh")
    assert api.post(f"{base}/read", headers=ana_says).status_code == 204
    key = ana_says | {"Idempotency-Key": "once"}
    sent = api.post(f"{base}/messages", json={"text": "Yes"}, headers=key)
    again = api.post(f"{base}/messages", json={"text": "Yes"}, headers=key)
    assert (sent.status_code, sent.json()["state"], again.json()) == (201, "queued", sent.json())
    jobs.dispatch()
    messages = api.get(f"{base}/messages", headers=ana_says).json()["items"]
    assert [(m["direction"], m["text"], m["state"]) for m in messages] == [("out", "Yes", "sent"), ("in", "Is there parking nearby?", "")]
    assert api.post(f"{base}/close", headers=ana_says).json()["status"] == "closed"
    assert api.patch(base, json={"status": "open", "assignee_id": None}, headers=ana_says).json()["assignee_id"] is None
    assert api.post(f"{base}/resume-automation", headers=ana_says).json()["controller"] == "automation"
    assert api.get("/api/v1/conversations/counts", headers=ana_says).json()["open"] == 1


def test_another_business_is_told_that_nothing_is_there(api: TestClient, ana: Actor, stranger: Actor) -> None:
    conversation = wrote(ana)
    sam = cast.bearer(cast.SAM)
    assert api.get(f"/api/v1/conversations/{conversation}", headers=sam).status_code == 404
    assert api.post(f"/api/v1/conversations/{conversation}/messages", json={"text": "Hi"}, headers=sam).status_code == 404
    assert api.get("/api/v1/conversations", headers=sam).json()["items"] == []


def test_an_account_is_added_and_its_secret_never_shown(api: TestClient, ana: Actor, ana_says: dict[str, str]) -> None:
    made = api.post("/api/v1/integrations", json=SMTP, headers=ana_says)
    assert (made.status_code, made.json()["has_password"]) == (201, True)
    path = f"/api/v1/integrations/{made.json()['id']}"
    listed = api.get("/api/v1/integrations", headers=ana_says)
    assert [(row["kind"], row["used"]) for row in listed.json()] == [("smtp", True), ("local", False)]
    moved = api.patch(path, json={"enabled": False}, headers=ana_says)
    for answer in (made, listed, moved, api.get(f"{path}/health", headers=ana_says)):
        assert SMTP["password"] not in answer.text
    local = next(row for row in api.get("/api/v1/integrations", headers=ana_says).json() if row["kind"] == "local")
    assert local["used"]
    tested = api.post(f"/api/v1/integrations/{local['id']}/test", json={}, headers=ana_says)
    assert (tested.status_code, tested.json()["recipient"]) == (202, cast.ANA)
    jobs.dispatch()
    delivery = api.get(f"/api/v1/deliveries/{tested.json()['id']}", headers=ana_says).json()
    assert (delivery["state"], delivery["via"]) == ("sent", "Local outbox")
    assert api.post(f"/api/v1/deliveries/{delivery['id']}/retry", headers=ana_says).json()["code"] == "not_retryable"
    assert api.delete(path, headers=ana_says).status_code == 204
    assert api.delete(f"/api/v1/integrations/{local['id']}", headers=ana_says).json()["code"] == "local_stays"


def test_staff_without_the_permission_are_refused(api: TestClient, ana: Actor, ben: Actor) -> None:
    says = cast.bearer(cast.BEN)
    assert api.post("/api/v1/integrations", json=SMTP, headers=says).json()["code"] == "forbidden"


def test_a_mails_own_look_is_given_as_the_inbox_shows_it(api: TestClient, ana: Actor, ana_says: dict[str, str]) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        look = harmless('<p onclick="steal()">Dear Ana<script>steal()</script></p>')
        talk = session.exec(select(Conversation).where(Conversation.id == conversation)).one()
        said = append(session, talk, direction="in", channel="email", text="Dear Ana", html=look, at=now()).id
    assert api.get(f"/api/v1/messages/{said}/html", headers=ana_says).json() == {"html": "<p>Dear Ana</p>"}
    items = api.get(f"/api/v1/conversations/{conversation}/messages", headers=ana_says).json()["items"]
    assert [item["has_html"] for item in items] == [True, False]
    assert api.get(f"/api/v1/messages/{items[1]['id']}/html", headers=ana_says).json() == {"html": ""}
    assert api.get(f"/api/v1/messages/{conversation}/html", headers=ana_says).status_code == 404
