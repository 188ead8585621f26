"""The doors to the catalogue: services with all their parts, people, rooms, nights and time off."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.core.actor import Actor
from tests import cast
from tests.worlds import Shop, workday


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def errors(answer: Any) -> list[str]:
    return [error["field"] for error in answer.json()["errors"]]


def test_a_service_is_made_with_everything_at_once(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    room = api.post("/api/v1/resources", json={"name": "Room A", "capacity": 2}, headers=ana_says)
    assert (room.status_code, room.json()["kind"], room.json()["always_open"]) == (201, "resource", True)
    first, second = map(str, shop.providers)
    given = {
        "name": "Colour", "duration": 90, "price": 7400, "deposit": 2000, "gap_after": 30, "gap_minutes": 30,
        "window_from": "2027-01-01", "window_to": "2027-06-30", "assignment": "round_robin", "location_kind": "customer",
        "provider_ids": [first, second], "weights": {first: 2}, "needs": [[room.json()["id"]]],
        "variants": [{"name": "Short", "duration": 60, "price": 5000}, {"name": "Long", "duration": 120, "price": 9000}],
        "add_ons": [{"name": "Wash", "minutes": 10, "price": 500}],
        "terms": [{"provider_id": second, "variant_at": 1, "price": 9900}],
    }  # fmt: skip
    made = api.post("/api/v1/booking-types", json=given, headers=ana_says)
    assert made.status_code == 201, made.text
    row = made.json()
    assert (row["deposit"], row["weights"], row["needs"]) == ({"amount": 2000, "currency": "EUR"}, {first: 2, second: 1}, given["needs"])
    assert [one["name"] for one in row["variants"]] == ["Short", "Long"]
    assert row["terms"] == [
        {"provider_id": second, "variant_id": row["variants"][1]["id"], "duration": None, "price": {"amount": 9900, "currency": "EUR"}}
    ]
    one = f"/api/v1/booking-types/{row['id']}"
    assert api.get(one, headers=ana_says).json() == row
    cleared = api.patch(one, json={"window_from": None, "window_to": None}, headers=ana_says | {"If-Match": f'"{row["version"]}"'})
    assert (cleared.json()["window_from"], cleared.json()["window_to"], cleared.headers["etag"]) == (None, None, '"2"')
    assert api.patch(one, json={"name": "x"}, headers=ana_says | {"If-Match": '"1"'}).status_code == 412


def test_each_part_has_an_address_of_its_own(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    one = f"/api/v1/booking-types/{shop.service}"
    made = api.put(f"{one}/variants", json={"variants": [{"name": "Short", "duration": 30, "price": 1}]}, headers=ana_says).json()
    short = made["variants"][0]["id"]
    again = api.put(f"{one}/variants", json={"variants": [{"id": short, "name": "Shorter", "duration": 20}]}, headers=ana_says).json()
    assert [(row["id"], row["name"]) for row in again["variants"]] == [(short, "Shorter")]
    assert api.put(f"{one}/add-ons", json={"add_ons": [{"name": "Tea"}]}, headers=ana_says).json()["add_ons"][0]["name"] == "Tea"
    terms = [{"provider_id": str(shop.providers[0]), "variant_id": short, "duration": 25}]
    assert api.put(f"{one}/terms", json={"terms": terms}, headers=ana_says).json()["terms"][0]["duration"] == 25
    room = api.post("/api/v1/resources", json={"name": "Room A"}, headers=ana_says).json()["id"]
    assert api.put(f"{one}/needs", json={"needs": [[room]]}, headers=ana_says).json()["needs"] == [[room]]
    assert api.put(f"{one}/variants", json={"variants": []}, headers=ana_says).json()["terms"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"gap_after": 10, "gap_minutes": 20}, "gap_minutes"),
        ({"window_from": "2027-02-01", "window_to": "2027-01-01"}, "window_to"),
        ({"deposit": 10**6}, "deposit"),
        ({"variants": [{"name": "", "duration": 30}]}, "variants.0.name"),
        ({"variants": [{"name": "x", "duration": 1}]}, "variants.0.duration"),
        ({"add_ons": [{"name": "x", "minutes": -1}]}, "add_ons.0.minutes"),
        ({"needs": [[]]}, "needs.0"),
        ({"capacity": 0}, "capacity"),
        ({"waitlist": "maybe"}, "waitlist"),
        ({"customer_max_per_day": 0}, "customer_max_per_day"),
        ({"weights": {"x": 1}}, "weights.x.[key]"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_does_not_fit_is_named(api: TestClient, shop: Shop, ana_says: dict[str, str], change: dict[str, Any], field: str) -> None:
    answer = api.patch(f"/api/v1/booking-types/{shop.service}", json=change, headers=ana_says)
    assert (answer.status_code, errors(answer)) == (422, [field])


def test_people_and_rooms_are_listed_apart(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    laser = api.post("/api/v1/resources", json={"name": "Laser", "capacity": 2, "always_open": False}, headers=ana_says).json()["id"]
    people = list(map(str, shop.providers))

    def listed(path: str, **query: str) -> list[str]:
        return [row["id"] for row in api.get(f"/api/v1/{path}", params=query, headers=ana_says).json()["items"]]

    assert (listed("providers"), listed("resources")) == (people, [laser])
    assert listed("providers", kind="resource") == [laser]
    assert set(listed("providers", kind="all")) == {*people, laser}
    assert api.get(f"/api/v1/resources/{people[0]}", headers=ana_says).status_code == 404
    assert api.get(f"/api/v1/resources/{laser}", headers=ana_says).json()["capacity"] == 2
    one = api.patch(f"/api/v1/resources/{laser}", json={"capacity": 1, "name": "Big laser"}, headers=ana_says)
    assert (one.json()["name"], one.json()["capacity"], one.headers["etag"]) == ("Big laser", 1, '"2"')
    week = {"week": [{"weekday": 4, "hours": [{"start": 1320, "end": 1800}]}]}
    night = api.put(f"/api/v1/providers/{laser}/schedule", json=week, headers=ana_says)
    assert night.json()["week"][4]["hours"] == [{"start": 1320, "end": 1800, "text": "22:00–06:00 (+1)"}]
    assert api.delete(f"/api/v1/resources/{laser}", headers=ana_says).status_code == 204
    assert listed("resources") == []
    assert api.get("/api/v1/public/" + shop.slug + "/booking-types").json()["items"][0]["providers"][0]["id"] == people[0]


def test_the_order_is_the_owners(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    other = api.post("/api/v1/booking-types", json={"name": "Beard", "duration": 15}, headers=ana_says).json()["id"]
    rows = api.put("/api/v1/booking-types/order", json={"ids": [other]}, headers=ana_says).json()["items"]
    assert [row["id"] for row in rows] == [other, str(shop.service)]
    people = api.put("/api/v1/providers/order", json={"ids": [str(shop.providers[1])]}, headers=ana_says).json()["items"]
    assert [row["id"] for row in people] == [str(shop.providers[1]), str(shop.providers[0])]


@pytest.mark.parametrize(
    "span", [{"start": 0, "end": 2880}, {"start": 600, "end": 600}, {"start": 600, "end": 2041}, {"start": 1440, "end": 1500}]
)
def test_work_lasts_a_day_at_most(api: TestClient, shop: Shop, ana_says: dict[str, str], span: dict[str, int]) -> None:
    week = {"week": [{"weekday": 0, "hours": [span]}]}
    assert api.put(f"/api/v1/providers/{shop.providers[0]}/schedule", json=week, headers=ana_says).status_code == 422


def test_time_off_comes_and_goes(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    path, start = f"/api/v1/providers/{shop.providers[0]}/time-off", shop.starts(workday(3))
    body = {
        "booking_type_id": str(shop.service), "starts_at": start[0].isoformat(), "provider_id": str(shop.providers[0]),
        "customer": {"name": "Dan Dow"},
    }  # fmt: skip
    made = api.post("/api/v1/bookings", json=body, headers=ana_says).json()["id"]
    given = {"starts_at": start[0].isoformat(), "ends_at": start[4].isoformat(), "reason": "Dentist"}
    first = api.post(path, json=given, headers=ana_says | {"Idempotency-Key": "once"})
    again = api.post(path, json=given, headers=ana_says | {"Idempotency-Key": "once"})
    assert (first.status_code, again.json()) == (201, first.json())
    assert [row["id"] for row in first.json()["bookings"]] == [made]
    assert [row["reason"] for row in api.get(path, headers=ana_says).json()["items"]] == ["Dentist"]
    assert errors(api.post(path, json=given | {"ends_at": given["starts_at"]}, headers=ana_says)) == ["ends_at"]
    assert errors(api.post(path, json=given | {"starts_at": "2027-01-01T09:00"}, headers=ana_says)) == ["starts_at"]
    one = f"{path}/{first.json()['id']}"
    assert [api.delete(one, headers=ana_says).status_code for _ in range(2)] == [204, 404]


def test_strangers_find_no_part_of_it(api: TestClient, shop: Shop, stranger: Actor) -> None:
    sam, who = cast.bearer(cast.SAM), shop.providers[0]
    assert api.get(f"/api/v1/providers/{who}/time-off", headers=sam).status_code == 404
    assert api.get(f"/api/v1/providers/{who}/time-off").status_code == 401
    assert api.put(f"/api/v1/booking-types/{shop.service}/variants", json={"variants": []}, headers=sam).status_code == 404
    assert api.patch(f"/api/v1/resources/{who}", json={}, headers=sam).status_code == 404
    assert api.get("/api/v1/resources", headers=sam).json()["items"] == []
