"""Days and ids from beyond: the ends of the calendar, and providers of somebody else, in every field of a booking."""

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from careops.booking import actions as booking
from careops.booking.models import WaitlistMode
from careops.booking.schemas import BookingTypeEdit
from careops.careops import api
from careops.core import db
from tests import cast, worlds
from tests.worlds import Shop

ENDS = ("0001-01-01", "1999-12-31", "2201-01-01", "9999-12-31")
CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org"}


@pytest.fixture
def web(database: sa.Engine) -> TestClient:
    return TestClient(api, headers={"Origin": "http://testserver"})


@pytest.fixture
def shop(web: TestClient) -> Shop:
    found = worlds.opened(cast.ana())
    with db.transaction(found.owner) as session:
        change = BookingTypeEdit(waitlist=WaitlistMode.offer, recurring_max=10)
        booking.edit_booking_type(session, found.owner, booking_type_id=found.service, change=change)
    return found


@pytest.mark.parametrize("day", ENDS)
def test_no_day_is_too_far_to_be_refused(web: TestClient, shop: Shop, day: str) -> None:
    who, service, provider = cast.bearer(cast.ANA), str(shop.service), str(shop.providers[0])
    start = shop.starts(worlds.workday(3))[0].isoformat()
    asked = [
        f"calendar/day/{day}",
        f"calendar/week/{day}",
        f"calendar/export.ics?from={day}&to={day}",
        f"availability?booking_type_id={service}&from={day}&to={day}",
        f"availability/explain?booking_type_id={service}&date={day}",
        f"slots?from={day}&to={day}",
        f"bookings?from={day}&to={day}",
        f"bookings?to={day}",
    ]
    said: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", f"booking-types/{service}", {"window_from": day}),
        ("PATCH", f"booking-types/{service}", {"window_to": day}),
        ("PUT", f"providers/{provider}/overrides", {"day": day}),
        ("POST", "slots/pattern", _pattern(service, provider) | {"first_day": day}),
        ("POST", "slots/pattern", _pattern(service, provider) | {"excluded": [day]}),
        ("POST", "booking-series/preview", _series(service, start) | {"repeat": {"frequency": "daily", "until": day}}),
        ("POST", "booking-series/preview", _series(service, start) | {"without": [day]}),
        ("POST", f"public/{shop.slug}/booking-series/preview", _series(service, start) | {"without": [day]}),
        (
            "POST",
            f"public/{shop.slug}/waitlist",
            {"booking_type_id": service, "customer": CLEO, "days": {"first_day": day, "last_day": day}},
        ),
    ]
    answers = {path: web.get(f"/api/v1/{path}", headers=who).status_code for path in asked}
    answers |= {f"{path} {body}": web.request(way, f"/api/v1/{path}", json=body, headers=who).status_code for way, path, body in said}
    assert {what: status for what, status in answers.items() if status != 422} == {}


def _pattern(service: str, provider: str) -> dict[str, Any]:
    first = str(worlds.workday(3))
    return {
        "booking_type_id": service,
        "provider_id": provider,
        "weekdays": [0],
        "from_minute": 540,
        "to_minute": 600,
        "first_day": first,
    }


def _wish(service: str, day: str) -> dict[str, Any]:
    return {"booking_type_id": service, "customer": CLEO, "days": {"first_day": day, "last_day": day}}


def _series(service: str, start: str) -> dict[str, Any]:
    return {"booking_type_id": service, "starts_at": start, "repeat": {"frequency": "daily", "count": 2}}


@pytest.mark.parametrize("chooses", [True, False])
def test_nobody_waits_for_somebody_who_is_not_there(web: TestClient, shop: Shop, chooses: bool) -> None:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(customer_chooses=chooses)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    start = shop.starts(worlds.workday(5))[0].isoformat()
    body = {"booking_type_id": str(shop.service), "starts_at": start, "customer": CLEO}
    own = web.post(f"/api/v1/public/{shop.slug}/bookings", json=body).json()["token"]
    wish = _wish(str(shop.service), str(worlds.workday(4)))
    for foreign in (worlds.opened(cast.sam()).providers[0], uuid4()):
        earlier = web.post(f"/api/v1/public/bookings/{own}/earlier", json={"provider_id": str(foreign)})
        waiting = web.post(f"/api/v1/public/{shop.slug}/waitlist", json=wish | {"provider_id": str(foreign)})
        assert (earlier.status_code, waiting.status_code) == (404, 404)
