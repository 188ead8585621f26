"""Published times over the API: by members only, with the versions and refusals of every other door."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from careops.booking import actions as booking
from careops.booking.models import Offered
from careops.booking.schemas import BookingTypeEdit
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.booking.test_slots import at
from tests.worlds import Shop, workday

SLOTS = "/api/v1/slots"


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


@pytest.fixture
def school(shop: Shop) -> Shop:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(offered=Offered.slots, capacity=2)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    return shop


def asked(shop: Shop, **more: Any) -> dict[str, Any]:
    return {"booking_type_id": str(shop.service), "provider_id": str(shop.providers[0]), **more}


def test_one_time_from_publishing_to_its_end(api: TestClient, school: Shop, ana_says: dict[str, str]) -> None:
    made = api.post(SLOTS, json=asked(school, starts_at=at(workday(3)).isoformat()), headers=ana_says)
    assert (made.status_code, made.json()["free"]) == (201, 2)
    again = api.post(SLOTS, json=asked(school, starts_at=at(workday(3)).isoformat()), headers=ana_says)
    assert (again.status_code, again.json()["code"]) == (409, "slot_taken")
    own = f"{SLOTS}/{made.json()['id']}"
    edited = api.patch(own, json={"capacity": 3, "note": "Room 2"}, headers=ana_says | {"If-Match": '"1"'})
    assert (edited.status_code, edited.json()["capacity"], edited.headers["etag"]) == (200, 3, '"2"')
    assert api.patch(own, json={"status": "closed"}, headers=ana_says | {"If-Match": '"1"'}).status_code == 412
    seat = api.post(f"{own}/seats", json={"customer": {"name": "Cleo"}}, headers=ana_says)
    assert seat.status_code == 201, seat.text
    (row,) = api.get(f"{own}/seats", headers=ana_says).json()["items"]
    assert (row["seat"], row["booking"]["contact_name"]) == (1, "Cleo")
    assert api.delete(own, headers=ana_says).json()["code"] == "slot_booked"
    moved = api.post(f"{own}/move", json={"starts_at": at(workday(3), 12).isoformat()}, headers=ana_says)
    assert (moved.status_code, moved.json()["taken"]) == (200, 1)
    days = {"from": str(workday(3)), "to": str(workday(3))}
    assert [one["id"] for one in api.get(SLOTS, params=days, headers=ana_says).json()["items"]] == [made.json()["id"]]
    gone = api.post(f"{own}/cancel", json={"reason": "Ill"}, headers=ana_says)
    assert (gone.json()["status"], gone.json()["taken"]) == ("cancelled", 0)
    assert api.get(SLOTS, params=days, headers=ana_says).json()["items"] == []
    assert len(api.get(SLOTS, params=days | {"cancelled": True}, headers=ana_says).json()["items"]) == 1


def test_many_at_once_and_by_a_pattern(api: TestClient, school: Shop, ana_says: dict[str, str]) -> None:
    starts = [at(workday(3), hour).isoformat() for hour in (9, 10, 11)]
    shown = api.post(f"{SLOTS}/bulk/preview", json=asked(school, starts_at=starts), headers=ana_says)
    assert (shown.json()["free"], shown.json()["conflicts"]) == (3, 0)
    made = api.post(f"{SLOTS}/bulk", json=asked(school, starts_at=starts[:2]), headers=ana_says)
    assert (made.status_code, len(made.json()["made"])) == (201, 2)
    clash = api.post(f"{SLOTS}/bulk", json=asked(school, starts_at=starts), headers=ana_says)
    assert (clash.status_code, clash.json()["code"]) == (409, "slots_clash")
    week = {"weekdays": list(range(7)), "from_minute": 1080, "to_minute": 1200, "first_day": str(workday(3)), "weeks_ahead": 2}
    plan = api.post(f"{SLOTS}/pattern/preview", json=asked(school, **week), headers=ana_says)
    assert (plan.status_code, plan.json()["free"]) == (200, 14 * 4)
    pattern = api.post(f"{SLOTS}/pattern", json=asked(school, **week), headers=ana_says)
    assert pattern.status_code == 201, pattern.text
    own = f"{SLOTS}/patterns/{pattern.json()['id']}"
    changed = api.patch(own, json={"weeks_ahead": 1}, headers=ana_says)
    assert changed.json()["coming"] < pattern.json()["coming"]
    assert api.get(f"{SLOTS}/patterns", headers=ana_says).json()["items"] == [api.get(own, headers=ana_says).json()]
    assert api.delete(own, headers=ana_says).status_code == 204
    assert api.get(own, headers=ana_says).status_code == 404
    wrong = api.post(f"{SLOTS}/pattern", json=asked(school, **{**week, "to_minute": 60}), headers=ana_says)
    assert wrong.status_code == 422


def test_strangers_find_nothing(api: TestClient, school: Shop, ana_says: dict[str, str], stranger: Actor) -> None:
    made = api.post(SLOTS, json=asked(school, starts_at=at(workday(3)).isoformat()), headers=ana_says).json()
    sam = cast.bearer(cast.SAM)
    assert api.get(f"{SLOTS}/{made['id']}").status_code == 401
    for path in ("", "/seats"):
        assert api.get(f"{SLOTS}/{made['id']}{path}", headers=sam).status_code == 404
    assert api.post(f"{SLOTS}/{made['id']}/cancel", json={}, headers=sam).status_code == 404
    assert api.post(SLOTS, json=asked(school, starts_at=at(workday(4)).isoformat()), headers=sam).status_code == 404
