"""A series over the API, by members, strangers and whoever has a link; and the one message that tells of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from careops.automation import jobs
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Booking
from careops.booking.schemas import BookingTypeEdit
from careops.booking.schemas.series import RepeatIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.inbox.models import Delivery
from careops.inbox.rules.letters import read_letter
from careops.integrations.ports import Letter
from tests import cast
from tests.booking.test_engine import person, sold
from tests.booking.test_series import at
from tests.worlds import Shop, workday

CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org"}


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def asked(shop: Shop, **more: Any) -> dict[str, Any]:
    start = at(workday(3)).isoformat()
    return {"booking_type_id": str(shop.service), "starts_at": start, "repeat": {"frequency": "weekly", "count": 3}, **more}


def letters(shop: Shop) -> list[Letter]:
    while jobs.react():
        pass
    with db.reading(shop.owner) as session:
        return [read_letter(row.letter) for row in session.exec(select(Delivery).order_by(Delivery.id)).all()]  # type: ignore[arg-type]


def test_members_look_book_move_and_cancel(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    seen = api.post("/api/v1/booking-series/preview", json=asked(shop), headers=ana_says)
    assert (seen.status_code, seen.json()["free"]) == (200, 3)
    body = asked(shop, customer=CLEO, version=seen.json()["version"])
    made = api.post("/api/v1/booking-series", json=body, headers=ana_says)
    assert made.status_code == 201, made.text
    own = f"/api/v1/booking-series/{made.json()['id']}"
    first = made.json()["bookings"][0]
    move = {"booking_id": first["id"], "scope": "all", "starts_at": (at(workday(3)) + timedelta(hours=1)).isoformat()}
    shown = api.post(f"{own}/preview", json=move, headers=ana_says)
    assert [one["verdict"] for one in shown.json()["items"]] == ["free"] * 3
    moved = api.patch(own, json=move, headers=ana_says | {"If-Match": '"1"'})
    assert (moved.status_code, moved.json()["version"]) == (200, 2)
    assert api.patch(own, json=move, headers=ana_says | {"If-Match": '"1"'}).status_code == 412
    assert api.get(own, headers=ana_says).json() == moved.json()
    gone = api.post(f"{own}/cancel", json={"scope": "all"}, headers=ana_says)
    assert {one["status"] for one in gone.json()["bookings"]} == {"cancelled"}
    again = api.post(f"{own}/cancel", json={"scope": "all"}, headers=ana_says)
    assert (again.status_code, again.json()["code"]) == (409, "no_visits")


def test_a_stranger_repeats_where_it_is_allowed(api: TestClient, shop: Shop) -> None:
    door = f"/api/v1/public/{shop.slug}/booking-series"
    refused = api.post(f"{door}/preview", json=asked(shop))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_repeatable")
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(recurring_max=5))
    assert api.post(f"{door}/preview", json=asked(shop)).json()["free"] == 3
    made = api.post(door, json=asked(shop, customer=CLEO))
    assert made.status_code == 201, made.text
    own = f"/api/v1/public/bookings/{made.json()['bookings'][1]['token']}/series"
    assert len(api.get(own).json()["bookings"]) == 3
    to = (at(workday(3)) + timedelta(days=7, hours=1)).isoformat()
    moved = api.post(f"{own}/reschedule", json={"scope": "following", "starts_at": to})
    assert moved.status_code == 200, moved.text
    left = api.post(f"{own}/cancel", json={"scope": "following"})
    assert [one["status"] for one in left.json()["bookings"]] == ["confirmed", "cancelled", "cancelled"]


@pytest.mark.usefixtures("both_engines")
def test_one_letter_tells_all_dates_each_with_its_link(api: TestClient, shop: Shop, ana_says: dict[str, str]) -> None:
    made = api.post("/api/v1/booking-series", json=asked(shop, customer=CLEO), headers=ana_says).json()
    welcome, letter = letters(shop)
    assert welcome.subject.startswith("Welcome")
    assert letter.subject == "Booked: 3 visits with Provider 1"
    assert letter.text.count("/manage/") == 3
    assert letter.attachments[0].content.count(b"BEGIN:VEVENT") == 3
    last = made["bookings"][2]
    with db.transaction(shop.owner) as session:
        start = at(workday(3)) + timedelta(days=14, hours=1)
        booking.reschedule_series(session, shop.owner, booking_id=UUID(last["id"]), scope="all", starts_at=start)
    with db.transaction(shop.owner) as session:
        booking.cancel_series(session, shop.owner, series_id=UUID(made["id"]), reason="The studio is flooded")
    moved, gone = letters(shop)[2:]
    assert moved.subject == "New times for 3 visits"
    assert moved.text.count("before.") >= 3
    assert gone.subject == "Cancelled: 3 visits"
    assert "The studio is flooded" in gone.text
    assert gone.attachments[0].content.count(b"STATUS:CANCELLED") == 3


def test_the_link_of_one_seat_reaches_no_other_seat_of_the_series(shop: Shop, visitor: Actor) -> None:
    yoga = sold(shop, shop.providers[0], capacity=5, duration=30)
    with db.transaction(shop.owner) as session:
        booking.book_series(
            session,
            shop.owner,
            booking_type_id=yoga,
            starts_at=at(workday(3)),
            seats=2,
            customer=person("Cleo"),
            repeat=RepeatIn(frequency="weekly", count=2),
        )
        seat = session.exec(select(Booking).where(Booking.booking_type_id == yoga)).first()
        assert seat
        friend = Actor.customer(shop.owner.workspace, seat.contact_id)
        with pytest.raises(NotFound):
            bookings.series_of_visit(session, friend, booking_id=seat.id)
