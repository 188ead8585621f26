"""The API's rules: made, changed, rehearsed, tried, read and removed by programs as by people."""

import pytest
from fastapi.testclient import TestClient

from careops import careops
from careops.automation import jobs
from careops.booking import actions as booking
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.worlds import Shop, opened, workday

RULES = "/api/v1/automation/rules"
MINE = {
    "title": "Dear bookings",
    "trigger": "booking.created",
    "definition": {
        "conditions": {"mode": "all", "parts": [{"fact": "booking.price", "op": "at_least", "values": ["40"]}]},
        "actions": [{"do": "label", "label": "Dear"}],
    },
}


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


@pytest.fixture
def api(contents: None, shop: Shop) -> TestClient:
    return TestClient(careops.api, headers=cast.bearer(cast.ANA))


def react() -> None:
    while jobs.react():
        pass


def booked(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        cleo = contacts.register(session, shop.owner, name="Cleo Marsh", email="cleo@example.org")
        booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=shop.starts(workday(5))[0], contact_id=cleo.id)
    react()


def test_a_rule_lives_through_the_api(api: TestClient, shop: Shop) -> None:
    made = api.post(RULES, json=MINE)
    assert made.status_code == 201, made.text
    rule = made.json()
    assert rule["sentence"] == "When a booking is made, if the price is at least 40, label the conversation “Dear”."
    assert (rule["enabled"], rule["built_in"]) == (False, False)
    at = f"{RULES}/{rule['name']}"
    booked(shop)
    rehearsed = api.post(f"{at}/rehearse", json={"days": 30}).json()
    assert (rehearsed["acts"], rehearsed["rows"][0]["contact_name"]) == (1, "Cleo Marsh")
    event = rehearsed["rows"][0]["event_id"]
    trial = api.post(f"{at}/try", json={"event_id": event}).json()
    assert (trial["state"], [step["ok"] for step in trial["steps"]]) == ("done", [True, True])
    assert api.get("/api/v1/automation/runs", params={"rule": rule["name"]}).json()["items"] == []
    assert api.patch(at, json={"enabled": True, "title": "Dear ones"}).json()["title"] == "Dear ones"
    assert api.delete(at).status_code == 204
    assert api.get(at).status_code == 404


def test_runs_are_read_with_their_steps_and_facts(api: TestClient, shop: Shop) -> None:
    booked(shop)
    page = api.get("/api/v1/automation/runs", params={"rule": "booking_confirmation"}).json()
    (run,) = page["items"]
    whole = api.get(f"/api/v1/automation/runs/{run['id']}").json()
    assert (whole["state"], whole["steps"][0]["kind"], whole["contact_name"]) == ("done", "send", "Cleo Marsh")
    assert api.post(f"/api/v1/automation/runs/{run['id']}/retry").json()["code"] == "run_not_failed"


def test_a_built_in_rule_is_changed_and_put_back_but_never_removed(api: TestClient) -> None:
    at = f"{RULES}/booking_reminder"
    later = {"delay": 2880, "actions": [{"do": "send", "message": "booking_reminder", "way": "email"}]}
    changed = api.patch(at, json={"definition": later}).json()
    assert (changed["changed"], changed["sentence"]) == (True, "2 days before a booking, send Reminder by email.")
    assert api.delete(at).json()["code"] == "rule_built_in"
    assert api.post(f"{at}/reset").json()["changed"] is False


def test_what_makes_no_sense_is_told_by_field(api: TestClient) -> None:
    wrong = MINE | {"definition": {"actions": [{"do": "send", "message": "welcome"}]}}
    refused = api.post(RULES, json=wrong)
    assert refused.status_code == 422
    assert "actions.0.message" in refused.text
    assert api.post(RULES, json=MINE | {"definition": {"actions": []}}).status_code == 422
    assert api.post(f"{RULES}/nothing/rehearse", json={}).status_code == 404


def test_the_catalogue_says_what_may_be_asked(api: TestClient) -> None:
    triggers = {row["name"]: row for row in api.get("/api/v1/automation/triggers").json()}
    facts = {fact["name"]: fact for fact in triggers["booking.created"]["facts"]}
    assert facts["booking.service"]["choices"][0][1] == "Cut"
    assert triggers["booking.before"]["backwards"] is True
