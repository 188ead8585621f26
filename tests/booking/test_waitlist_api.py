"""The waitlist's doors of the API: what a member and whoever waits can do, and how it says no."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from careops.automation import jobs as reactor
from careops.booking import jobs
from careops.booking.models import BookingType
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.worlds import Shop, opened, workday

CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org"}


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = opened(ana)
    with db.transaction(ana) as session:
        session.exec(sa.update(BookingType).values(waitlist="offer"))  # type: ignore[call-overload]
    return made


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def settle() -> None:
    while reactor.react() or jobs.serve_waitlist():
        pass


def start(shop: Shop, at: int = 0) -> str:
    return shop.starts(workday(3))[at].isoformat()


def body(shop: Shop, at: int = 0, **more: Any) -> dict[str, Any]:
    latest = shop.starts(workday(3))[at].replace(minute=5).isoformat()
    return {"booking_type_id": str(shop.service), "windows": [{"earliest": start(shop, at), "latest": latest}], "customer": CLEO, **more}


def booked(api: TestClient, shop: Shop, says: dict[str, str], at: int = 0) -> Any:
    asked = {"booking_type_id": str(shop.service), "starts_at": start(shop, at), "customer": {"name": "Fay"}}
    answer = api.post("/api/v1/bookings", json=asked, headers=says)
    assert answer.status_code == 201, answer.text
    return answer.json()


def cancelled(api: TestClient, says: dict[str, str], id: str) -> None:
    assert api.post(f"/api/v1/bookings/{id}/status", json={"status": "cancelled"}, headers=says).status_code == 200
    settle()


def test_a_stranger_waits_is_offered_a_time_and_takes_it(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    gone = booked(api, shop, ana_says)
    made = api.post(f"/api/v1/public/{shop.slug}/waitlist", json=body(shop))
    assert (made.status_code, made.json()["status"], made.json()["offered"]) == (201, "waiting", None)
    again = api.post(f"/api/v1/public/{shop.slug}/waitlist", json=body(shop))
    assert (again.status_code, again.json()["code"]) == (409, "already_waiting")
    own = f"/api/v1/public/waitlist/{made.json()['token']}"
    early = api.post(f"{own}/accept")
    assert (early.status_code, early.json()["code"]) == (409, "nothing_offered")
    cancelled(api, ana_says, gone["id"])
    assert api.get(own).json()["offered"]["starts_at"] == start(shop).replace("+00:00", "Z")
    taken = api.post(f"{own}/accept").json()
    assert (taken["status"], "/manage/" in taken["manage_url"]) == ("booked", True)
    over = api.post(f"{own}/withdraw")
    assert (over.status_code, over.json()["code"]) == (409, "wish_over")


def test_a_stranger_declines_and_withdraws(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    gone = booked(api, shop, ana_says)
    own = f"/api/v1/public/waitlist/{api.post(f'/api/v1/public/{shop.slug}/waitlist', json=body(shop)).json()['token']}"
    cancelled(api, ana_says, gone["id"])
    assert [api.post(f"{own}/decline").json()["status"] for _ in range(2)] == ["waiting", "waiting"]
    assert api.post(f"{own}/withdraw").json()["status"] == "withdrawn"


def test_a_customer_would_come_earlier(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    asked = {"booking_type_id": str(shop.service), "starts_at": start(shop, 2), "customer": CLEO}
    mine = api.post(f"/api/v1/public/{shop.slug}/bookings", json=asked).json()
    made = api.post(f"/api/v1/public/bookings/{mine['token']}/earlier", json={})
    assert (made.status_code, made.json()["moves_from"]) == (201, start(shop, 2).replace("+00:00", "Z"))
    again = api.post(f"/api/v1/public/bookings/{mine['token']}/earlier", json={})
    assert (again.status_code, again.json()["code"]) == (409, "already_waiting")


def test_staff_add_list_offer_and_book(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    asked = body(shop, seats=1, note="Prefers the window")
    made = api.post("/api/v1/waitlist", json=asked, headers={**ana_says, "Idempotency-Key": "one"})
    again = api.post("/api/v1/waitlist", json=asked, headers={**ana_says, "Idempotency-Key": "one"})
    assert (made.status_code, made.json()) == (201, again.json())
    one = f"/api/v1/waitlist/{made.json()['id']}"
    assert [row["note"] for row in api.get("/api/v1/waitlist?status=open", headers=ana_says).json()["items"]] == ["Prefers the window"]
    assert api.get("/api/v1/waitlist?status=booked", headers=ana_says).json()["items"] == []
    assert [row["starts_at"] for row in api.get(f"{one}/openings", headers=ana_says).json()["items"]] == [
        start(shop).replace("+00:00", "Z")
    ]
    offered = api.post(f"{one}/offer", json={"starts_at": start(shop, 3)}, headers=ana_says)
    assert (offered.status_code, offered.json()["status"]) == (200, "offered")
    twice = api.post(f"{one}/offer", json={"starts_at": start(shop, 4)}, headers=ana_says)
    assert (twice.status_code, twice.json()["code"]) == (409, "already_offered")
    assert api.post(f"{one}/book", json={"starts_at": start(shop, 4)}, headers=ana_says).json()["status"] == "booked"
    assert api.get(one, headers=ana_says).json()["booked_id"]


def test_staff_withdraw_and_note_who_would_come_earlier(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    mine = booked(api, shop, ana_says, 5)
    made = api.post("/api/v1/waitlist/earlier", json={"booking_id": mine["id"]}, headers=ana_says)
    assert (made.status_code, made.json()["moves_from"] != "") == (201, True)
    assert [api.delete(f"/api/v1/waitlist/{made.json()['id']}", headers=ana_says).status_code for _ in range(2)] == [204, 204]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"windows": None}, "body"),
        ({"days": {"first_day": "2026-01-01", "last_day": "2026-01-02"}}, "body"),
        ({"seats": 0}, "body.seats"),
        ({"seats": 2}, "seats"),
        ({"customer": {"name": "Cleo", "email": ""}}, "body.customer.email"),
        ({"windows": [{"earliest": "2020-01-01T09:00:00Z", "latest": "2020-01-01T10:00:00Z"}]}, "windows"),
        ({"windows": [{"earliest": "x", "latest": "y"}]}, "body.windows.0.earliest"),
        ({"windows": None, "days": {"first_day": "2030-01-01", "last_day": "2039-01-02"}}, "last_day"),
        ({"variant_id": "01932c07-7f7e-7c9b-8e8b-3f1d2b6f0a11"}, "variant_id"),
        ({"nonsense": 1}, "body.nonsense"),
    ],
)
def test_what_cannot_be_wished_is_named(api: TestClient, shop: Shop, more: dict[str, Any], field: str) -> None:
    answer = api.post(f"/api/v1/public/{shop.slug}/waitlist", json=body(shop, **more))
    assert answer.status_code == 422, answer.text
    assert field in {error["field"] for error in answer.json()["errors"]} | {
        f"body.{error['field']}".rstrip(".") for error in answer.json()["errors"]
    }


def test_others_see_nothing_and_change_nothing(api: TestClient, shop: Shop, stranger: Actor) -> None:
    made = api.post(f"/api/v1/public/{shop.slug}/waitlist", json=body(shop)).json()
    sam = cast.bearer(cast.SAM)
    assert api.get("/api/v1/waitlist", headers=sam).json()["items"] == []
    assert api.get("/api/v1/waitlist").status_code == 401
    with db.reading(shop.owner) as session:
        id = session.execute(sa.text("select id from waitlistwish")).scalar_one()  # pyright: ignore[reportDeprecated]
    for path, call in (("", api.get), ("/openings", api.get), ("", api.delete)):
        assert call(f"/api/v1/waitlist/{id}{path}", headers=sam).status_code == 404
    assert api.post(f"/api/v1/waitlist/{id}/offer", json={"starts_at": start(shop)}, headers=sam).status_code == 404
    assert api.get(f"/api/v1/public/waitlist/{made['token'][:-1]}").status_code == 404
