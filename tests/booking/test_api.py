"""The API's doors: what a member and what anybody can do, and how it says no."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.contacts import actions as contacts
from careops.contacts.schemas import DependentIn
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.worlds import Shop, workday

CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org"}


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def times(api: TestClient, shop: Shop, **more: Any) -> list[str]:
    query = {"booking_type_id": str(shop.service), "from": str(workday(3)), "to": str(workday(3)), "timezone": "Europe/Lisbon", **more}
    answer = api.get(f"/api/v1/public/{shop.slug}/availability", params=query)
    assert answer.status_code == 200, answer.text
    return [time["starts_at"] for day in answer.json()["days"] for time in day["times"]]


def hold(api: TestClient, shop: Shop, start: str) -> Any:
    body = {"booking_type_id": str(shop.service), "starts_at": start, "provider_id": str(shop.providers[0])}
    return api.post(f"/api/v1/public/{shop.slug}/holds", json=body)


def test_a_stranger_finds_holds_books_moves_and_cancels(api: TestClient, shop: Shop) -> None:
    assert api.get(f"/api/v1/public/{shop.slug}").json()["name"] == "Salon Ana"
    (service,) = api.get(f"/api/v1/public/{shop.slug}/booking-types").json()["items"]
    assert (service["price"], service["price_text"], len(service["providers"])) == ({"amount": 4500, "currency": "EUR"}, "€45", 2)
    first, *_, last = times(api, shop)
    held = hold(api, shop, first)
    assert held.status_code == 201
    assert hold(api, shop, first).json()["code"] == "slot_taken"
    made = api.post(f"/api/v1/public/{shop.slug}/bookings", json={"hold": held.json()["token"], "customer": CLEO})
    assert (made.status_code, made.json()["status"], made.json()["starts_at"]) == (201, "confirmed", first)
    own = f"/api/v1/public/bookings/{made.json()['token']}"
    moved = api.post(f"{own}/reschedule", json={"starts_at": last})
    assert (moved.status_code, moved.json()["starts_at"]) == (200, last)
    assert first in times(api, shop, provider_id=str(shop.providers[0]))
    gone = api.post(f"{own}/cancel", json={"reason": "Ill"})
    assert (gone.json()["status"], gone.json()["may_cancel"]) == ("cancelled", False)
    again = api.post(f"{own}/cancel", json={})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_move")
    assert api.get(own).json()["status"] == "cancelled"


def test_a_hold_can_be_let_go(api: TestClient, shop: Shop) -> None:
    first = times(api, shop)[0]
    token = hold(api, shop, first).json()["token"]
    assert [api.delete(f"/api/v1/public/holds/{token}").status_code for _ in range(2)] == [204, 204]
    assert hold(api, shop, first).status_code == 201


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é" * 20])
def test_a_guessed_link_opens_nothing(api: TestClient, shop: Shop, token: str) -> None:
    assert api.get(f"/api/v1/public/bookings/{token}").status_code == 404
    assert api.post(f"/api/v1/public/bookings/{token}/cancel", json={}).status_code == 404


def test_the_answer_describes_every_day_and_the_first_free_time(api: TestClient, shop: Shop) -> None:
    query = {"booking_type_id": str(shop.service), "from": str(workday(3)), "to": str(workday(3))}
    body = api.get(f"/api/v1/public/{shop.slug}/availability", params=query).json()
    assert body["timezone"] == "Europe/Lisbon"
    assert body["next_available"]["starts_at"] == body["days"][0]["times"][0]["starts_at"]
    assert body["next_available"]["provider_name"] == "Provider 1"
    assert {time["free"] for time in body["days"][0]["times"]} == {2}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to": "2199-01-01"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "soon"}, "from"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"booking_type_id": "7"}, "booking_type_id"),
    ],
)
def test_a_senseless_question_is_told_which_part(api: TestClient, shop: Shop, change: dict[str, str], field: str) -> None:
    query = {"booking_type_id": str(shop.service), "from": str(workday(3)), "to": str(workday(3)), **change}
    answer = api.get(f"/api/v1/public/{shop.slug}/availability", params=query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("customer", "field"),
    [
        ({"name": "", "email": "cleo@example.org"}, "customer.name"),
        ({"name": "Cleo", "email": "cleo@"}, "email"),
        ({"name": "Cleo"}, "customer.email"),
        ({"name": "Cl\0eo", "email": "cleo@example.org"}, "customer.name"),
        ({"name": "Cleo", "email": "cleo@example.org", "admin": True}, "customer.admin"),
    ],
)
def test_a_senseless_customer_books_nothing(api: TestClient, shop: Shop, customer: dict[str, Any], field: str) -> None:
    start = times(api, shop)[0]
    body = {"booking_type_id": str(shop.service), "starts_at": start, "customer": customer}
    answer = api.post(f"/api/v1/public/{shop.slug}/bookings", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert start in times(api, shop)


def test_a_booking_is_for_one_of_those_its_customer_books_for(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    with db.transaction(shop.owner) as session:
        ids = [contacts.register(session, shop.owner, name=name).id for name in ("Cleo Marsh", "Other Person")]
        told = [contacts.add_dependent(session, shop.owner, contact_id=id, dependent=DependentIn(name="Leo")).id for id in ids]
    cleo, leo, theirs = str(ids[0]), str(told[0]), str(told[1])
    first, second, *_rest = times(api, shop)
    asked = {"booking_type_id": str(shop.service), "contact_id": cleo}
    no = api.post("/api/v1/bookings", json={**asked, "starts_at": first, "dependent_id": theirs}, headers=ana_says)
    assert (no.status_code, [problem["field"] for problem in no.json()["errors"]]) == (422, ["dependent_id"])
    made = api.post("/api/v1/bookings", json={**asked, "starts_at": first, "dependent_id": leo}, headers=ana_says)
    assert (made.status_code, made.json()["dependent_id"], made.json()["dependent_name"]) == (201, leo, "Leo")
    repeat = {"frequency": "weekly", "count": 2}
    series = api.post(
        "/api/v1/booking-series", json={**asked, "starts_at": second, "dependent_id": leo, "repeat": repeat}, headers=ana_says
    )
    assert [visit["dependent_name"] for visit in series.json()["bookings"]] == ["Leo", "Leo"]
    alone = api.post("/api/v1/bookings", json={**asked, "starts_at": times(api, shop)[0]}, headers=ana_says)
    assert (alone.json()["dependent_id"], alone.json()["dependent_name"]) == (None, "")


def test_the_same_key_books_once(api: TestClient, shop: Shop) -> None:
    body = {"booking_type_id": str(shop.service), "starts_at": times(api, shop)[0], "customer": CLEO}
    answers = [api.post(f"/api/v1/public/{shop.slug}/bookings", json=body, headers={"Idempotency-Key": "one-and-only"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_staff_book_list_and_settle(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    body = {"booking_type_id": str(shop.service), "starts_at": times(api, shop)[0], "customer": {"name": "Dan Dow"}}
    made = api.post("/api/v1/bookings", json=body, headers=ana_says)
    assert made.status_code == 201, made.text
    one = f"/api/v1/bookings/{made.json()['id']}"
    listed = api.get("/api/v1/bookings", params={"from": str(workday(3)), "to": str(workday(3)), "status": "confirmed"}, headers=ana_says)
    assert [row["id"] for row in listed.json()["items"]] == [made.json()["id"]]
    assert len(api.get("/api/v1/bookings/upcoming", headers=ana_says).json()["items"]) == 1
    assert api.get("/api/v1/bookings/today", headers=ana_says).json()["items"] == []
    edited = api.patch(one, json={"staff_notes": "Late"}, headers=ana_says | {"If-Match": '"1"'})
    assert (edited.json()["staff_notes"], edited.headers["etag"]) == ("Late", '"2"')
    assert api.patch(one, json={"staff_notes": "On time"}, headers=ana_says | {"If-Match": '"1"'}).status_code == 412
    early = api.post(f"{one}/status", json={"status": "completed"}, headers=ana_says)
    assert (early.status_code, early.json()["code"]) == (409, "too_early")
    assert api.post(f"{one}/status", json={"status": "cancelled"}, headers=ana_says).json()["status"] == "cancelled"
    kinds = [fact["kind"] for fact in api.get(f"{one}/history", headers=ana_says).json()["items"]]
    assert kinds == ["booking.created", "booking.edited", "booking.cancelled"]


def test_the_owner_sets_up_what_is_sold(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    given = {"name": "Colour", "duration": 90, "price": 7400, "provider_ids": [str(shop.providers[1])]}
    made = api.post("/api/v1/booking-types", json=given, headers=ana_says).json()
    assert (made["slug"], made["duration_text"], made["provider_ids"]) == ("colour", "1 h 30 min", [str(shop.providers[1])])
    taken = api.post("/api/v1/booking-types", json={**given, "slug": "cut"}, headers=ana_says)
    assert (taken.status_code, taken.json()["code"]) == (409, "slug_taken")
    assert api.post("/api/v1/booking-types", json=given, headers=ana_says).json()["slug"] == "colour-2"
    one = f"/api/v1/booking-types/{made['id']}"
    assert api.patch(one, json={"provider_ids": []}, headers=ana_says).json()["provider_ids"] == []
    assert api.delete(one, headers=ana_says).status_code == 204
    assert api.get(one, headers=ana_says).status_code == 404


def test_hours_can_be_set_and_one_day_closed(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    one = f"/api/v1/providers/{shop.providers[0]}"
    week = {"week": [{"weekday": workday(3).weekday(), "hours": [{"start": 600, "end": 660}]}]}
    row = api.put(f"{one}/schedule", json=week, headers=ana_says).json()
    assert row["week"][workday(3).weekday()]["hours"] == [{"start": 600, "end": 660, "text": "10:00–11:00"}]
    assert len(times(api, shop, provider_id=str(shop.providers[0]))) == 3
    closed = api.put(f"{one}/overrides", json={"day": str(workday(3)), "hours": []}, headers=ana_says).json()
    assert [(row["day"], row["closed"]) for row in closed["overrides"]] == [(str(workday(3)), True)]
    assert times(api, shop, provider_id=str(shop.providers[0])) == []
    api.delete(f"{one}/overrides/{workday(3)}", headers=ana_says)
    assert len(times(api, shop, provider_id=str(shop.providers[0]))) == 3
    overlap = {"week": [{"weekday": 0, "hours": [{"start": 600, "end": 660}, {"start": 630, "end": 700}]}]}
    assert api.put(f"{one}/schedule", json=overlap, headers=ana_says).status_code == 422


def test_strangers_and_the_unsigned_get_nothing(api: TestClient, shop: Shop, stranger: Actor) -> None:
    sam = cast.bearer(cast.SAM)
    for path in (f"/api/v1/booking-types/{shop.service}", f"/api/v1/providers/{shop.providers[0]}/schedule"):
        assert api.get(path).status_code == 401
        assert api.get(path, headers=sam).status_code == 404
    body = {"booking_type_id": str(shop.service), "starts_at": times(api, shop)[0], "customer": CLEO}
    assert api.post("/api/v1/bookings", json=body, headers=sam).status_code == 404
    assert api.post("/api/v1/public/no-such-place/bookings", json=body).status_code == 404
