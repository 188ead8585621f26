"""The API's doors to accounts: every kind by its own schema, their order, their health, and no secret in any answer."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.channels import actions as channels
from careops.channels import queries
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.channels.test_kinds import IMAP, RESEND, SENDGRID, TWILIO

BASE = "/api/v1/integrations"
SMTP = {"host": "smtp.example.com", "password": "s3cret", "mail_from": "hello@example.com"}


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


@pytest.mark.parametrize("said", [SMTP, RESEND, SENDGRID, TWILIO, IMAP], ids=lambda said: said.get("kind", "smtp"))
def test_an_account_of_any_kind_is_added_changed_and_removed(api: TestClient, ana_says: dict[str, str], said: dict[str, Any]) -> None:
    made = api.post(BASE, json=said, headers=ana_says)
    assert made.status_code == 201
    row = made.json()
    assert row["kind"] == said.get("kind", "smtp")
    changed = api.patch(f"{BASE}/{row['id']}", json={"label": "Mine", "enabled": False}, headers=ana_says)
    assert (changed.json()["label"], changed.json()["enabled"], changed.json()["secrets"]) == ("Mine", False, row["secrets"])
    health = api.get(f"{BASE}/{row['id']}/health", headers=ana_says)
    assert (health.json()["breaker"], health.json()["error_rate"]) == ("closed", 0)
    listed = api.get(BASE, headers=ana_says)
    assert [one["kind"] for one in listed.json()] == [row["kind"], "local"]
    assert all("s3cret" not in answer.text for answer in (made, changed, health, listed))
    assert api.delete(f"{BASE}/{row['id']}", headers=ana_says).status_code == 204
    assert api.get(f"{BASE}/{row['id']}/health", headers=ana_says).status_code == 404


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (SMTP | {"host": ""}, "host"),
        (SMTP | {"api_key": "x"}, "api_key"),
        (RESEND | {"api_key": ""}, "api_key"),
        (TWILIO | {"from_number": ""}, "messaging_service_sid"),
        (IMAP | {"port": 70_000}, "port"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(api: TestClient, ana_says: dict[str, str], said: dict[str, Any], field: str) -> None:
    answer = api.post(BASE, json=said, headers=ana_says)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert "s3cret" not in answer.text


@pytest.mark.parametrize("said", [{"kind": "pigeon"}, {}, [], "x", {"kind": 7}, {"kind": None}])
def test_what_is_of_no_kind_is_refused(api: TestClient, ana_says: dict[str, str], said: object) -> None:
    assert api.post(BASE, json=said, headers=ana_says).status_code == 422


def test_a_change_its_kind_does_not_know_is_refused(api: TestClient, ana_says: dict[str, str]) -> None:
    id = api.post(BASE, json=RESEND, headers=ana_says).json()["id"]
    answer = api.patch(f"{BASE}/{id}", json={"auth_token": "s3cret"}, headers=ana_says)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "auth_token")


def test_the_health_of_an_account_says_what_went_wrong_and_how_often(api: TestClient, ana: Actor, ana_says: dict[str, str]) -> None:
    id = api.post(BASE, json=RESEND, headers=ana_says).json()["id"]
    with db.transaction(ana) as session:
        (row, _) = queries.listing(session, ana)
        channels.note(session, ana, integration_id=row.id, sent=3, failed=1, problem="429 too many")
        channels.note(session, ana, integration_id=row.id, failed=1, problem="401 invalid key", configuration=True)
    told = api.get(f"{BASE}/{id}/health", headers=ana_says).json()
    assert (told["breaker"], told["last_error"], told["hour_sent"], told["hour_failed"], told["error_rate"]) == (
        "open",
        "401 invalid key",
        3,
        2,
        0.4,
    )
    assert told["open_until"]


def test_a_webhook_address_is_renewed(api: TestClient, ana_says: dict[str, str]) -> None:
    row = api.post(BASE, json=TWILIO, headers=ana_says).json()
    renewed = api.post(f"{BASE}/{row['id']}/hook", headers=ana_says)
    assert renewed.status_code == 200
    assert renewed.json()["hook_url"] != row["hook_url"]


def test_nobody_else_touches_or_sees_accounts(api: TestClient, ana_says: dict[str, str], ben: Actor, stranger: Actor) -> None:
    id = api.post(BASE, json=RESEND, headers=ana_says).json()["id"]
    for email, status in ((cast.BEN, 403), (cast.SAM, 404)):
        says = cast.bearer(email)
        assert api.patch(f"{BASE}/{id}", json={"enabled": False}, headers=says).status_code == status
        assert api.delete(f"{BASE}/{id}", headers=says).status_code == status
        assert api.post(f"{BASE}/{id}/hook", headers=says).status_code == status
        assert api.get(f"{BASE}/{id}/health", headers=says).status_code == status
    assert api.get(BASE, headers=ana_says).json()[0]["enabled"]
