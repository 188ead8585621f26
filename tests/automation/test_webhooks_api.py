"""Webhooks by the API: the secret is told once, a repeated request does nothing twice, and nobody else has a say."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import event

from careops.automation.jobs import webhooks as sender
from careops.careops import api
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.settings import settings
from tests import cast
from tests.automation.receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("both_engines")
WEB = TestClient(api, raise_server_exceptions=False, follow_redirects=False)
HOOKS = "/api/v1/webhooks"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(settings, "allow_private_webhooks", True)
    with receiving(500, 200, says=b"not yet") as made:
        yield made


@pytest.fixture
def headers(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def asked(method: str, path: str, headers: dict[str, str], status: int, **more: Any) -> Any:
    answer = WEB.request(method, HOOKS + path, headers=headers, **more)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def test_the_whole_life_of_a_webhook(headers: dict[str, str], receiver: Receiver) -> None:
    made = asked("POST", "", headers, 201, json={"url": receiver.url, "label": "Site", "events": ["booking.created", "booking.created"]})
    path = f"/{made['id']}"
    assert made["events"] == ["booking.created"]
    assert asked("GET", "", headers, 200) == [{name: value for name, value in made.items() if name != "secret"}]
    assert asked("PATCH", path, headers, 200, json={"label": "Website"})["version"] == 2

    test = asked("POST", f"{path}/test", headers, 201)
    assert (test["kind"], test["state"]) == ("webhook.test", "waiting")
    assert sender.send_all() == 1
    (call,) = asked("GET", f"{path}/calls?state=failed", headers, 200)["items"]
    assert (call["id"], call["status"], call["reason"]) == (test["id"], 500, "It answered with the error 500")
    (attempt,) = asked("GET", f"{path}/attempts?call_id={call['id']}", headers, 200)["items"]
    assert (attempt["answer"], attempt["headers"]["webhook-id"], attempt["taken"]) == ("not yet", call["event_id"], False)
    assert receiver.posts[0].proven(made["secret"])["type"] == "webhook.test"

    assert asked("POST", f"{path}/replay", headers, 201, json={"call_id": call["id"]}) == {"replayed": 1}
    assert sender.send_all() == 1
    assert asked("GET", f"{path}/calls", headers, 200)["items"][0]["state"] == "delivered"

    fresh = asked("POST", f"{path}/rotate", headers, 201)
    assert fresh["secret"] != made["secret"]
    assert fresh["old_secret_until"]
    asked("DELETE", path, headers, 204)
    asked("GET", path, headers, 404)
    assert asked("GET", "", headers, 200) == []


def test_a_repeated_request_makes_one_webhook_and_its_secret_is_kept_nowhere_in_plain(
    headers: dict[str, str], receiver: Receiver, database: sa.Engine
) -> None:
    once = headers | {"Idempotency-Key": "the first time"}
    body = {"url": receiver.url, "events": ["contact.created"]}
    first, again = asked("POST", "", once, 201, json=body), asked("POST", "", once, 201, json=body)
    assert first == again
    assert len(asked("GET", "", headers, 200)) == 1
    asked("POST", "", once, 422, json=body | {"events": ["booking.created"]})
    with database.connect() as wire:
        kept = wire.execute(sa.text("SELECT CAST(body AS TEXT) FROM reply")).scalars().all()
    assert kept
    assert not any(first["secret"] in body for body in kept)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "https://example.com/", "events": []}, "events"),
        ({"url": "https://example.com/", "events": ["booking.imagined"]}, "events"),
        ({"url": "https://example.com/", "events": ["x" * 65]}, "events.0"),
        ({"url": "javascript:alert(1)", "events": ["booking.created"]}, "url"),
        ({"url": "https://exa mple.com/", "events": ["booking.created"]}, "url"),
        ({"url": "https://example.com/\0", "events": ["booking.created"]}, "url"),
        ({"url": "https://a:b@example.com/", "events": ["booking.created"]}, "url"),
        ({"url": "https://example.com/", "events": ["booking.created"], "secret": "whsec_mine"}, "secret"),
        ({"url": "https://example.com/", "events": ["booking.created"], "workspace_id": "1"}, "workspace_id"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(headers: dict[str, str], body: dict[str, Any], field: str) -> None:
    problem = asked("POST", "", headers, 422, json=body)
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("given", [{}, {"call_id": "01890000-0000-7000-8000-000000000000", "since": "2026-01-01T00:00:00Z"}])
def test_a_replay_says_either_which_or_since_when(headers: dict[str, str], receiver: Receiver, given: dict[str, str]) -> None:
    made = asked("POST", "", headers, 201, json={"url": receiver.url, "events": ["contact.created"]})
    problem = asked("POST", f"/{made['id']}/replay", headers, 422, json=given)
    assert [error["field"] for error in problem["errors"]] == ["since"]


def test_a_call_of_another_webhook_cannot_be_replayed_through_this_one(headers: dict[str, str], receiver: Receiver) -> None:
    one, other = (asked("POST", "", headers, 201, json={"url": receiver.url, "events": ["contact.created"]}) for _ in range(2))
    call = asked("POST", f"/{one['id']}/test", headers, 201)
    asked("POST", f"/{other['id']}/replay", headers, 404, json={"call_id": call["id"]})


def test_what_is_on_its_way_is_not_sent_a_second_time(headers: dict[str, str], receiver: Receiver) -> None:
    made = asked("POST", "", headers, 201, json={"url": receiver.url, "events": ["contact.created"]})
    call = asked("POST", f"/{made['id']}/test", headers, 201)
    assert sender.take()
    answer = asked("POST", f"/{made['id']}/replay", headers, 409, json={"call_id": call["id"]})
    assert answer["code"] == "webhook_under_way"
    assert asked("POST", f"/{made['id']}/replay", headers, 201, json={"since": (now() - timedelta(days=1)).isoformat()}) == {"replayed": 0}


def test_every_event_that_can_be_told_says_what_it_holds(headers: dict[str, str]) -> None:
    told = {row["kind"]: row for row in asked("GET", "/events", headers, 200)}
    assert told["booking.created"]["title"] == "A booking was made"
    assert {"booking_id", "contact_id", "starts_at", "status"} <= set(told["booking.created"]["fields"])


def test_lists_cost_the_same_however_long_they_are(headers: dict[str, str], receiver: Receiver, database: sa.Engine) -> None:
    made = asked("POST", "", headers, 201, json={"url": receiver.url, "events": ["contact.created"]})
    costs = list[int]()
    for _ in range(2):
        for _ in range(3):
            asked("POST", f"/{made['id']}/test", headers, 201)
        sender.send_all()
        statements = list[str]()

        def count(*said: Any, statements: list[str] = statements) -> None:
            statements.append(said[2])

        event.listen(db.engine, "before_cursor_execute", count)
        asked("GET", f"/{made['id']}/attempts", headers, 200)
        asked("GET", f"/{made['id']}/calls", headers, 200)
        event.remove(db.engine, "before_cursor_execute", count)
        costs.append(len(statements))
    assert costs[0] == costs[1]
