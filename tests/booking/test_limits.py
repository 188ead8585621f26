"""How much one stranger gets: not the whole calendar, and not somebody else's mailbox."""

from collections import Counter

import pytest
from fastapi.testclient import TestClient

from careops.booking import actions as booking
from careops.booking.public import router
from careops.booking.schemas import BookingTypeEdit
from careops.core import db, ratelimit
from careops.core.settings import settings
from tests.booking.test_api import CLEO, hold, times
from tests.worlds import Shop


@pytest.fixture(autouse=True)
def _limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rate_limits", True)
    ratelimit._limiter.cache_clear()


def test_nobody_holds_the_whole_calendar(api: TestClient, shop: Shop) -> None:
    start = times(api, shop)[0]
    answers = Counter(hold(api, shop, start).status_code for _ in range(31))
    assert answers == {201: 1, 409: 29, 429: 1}


def test_nobody_takes_all_seats_by_the_fifty(api: TestClient, shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(capacity=999))
    body = {"booking_type_id": str(shop.service), "starts_at": times(api, shop)[0], "seats": 50}
    held = [api.post(f"/api/v1/public/{shop.slug}/holds", json=body).status_code for _ in range(4)]
    assert held == [201, 201, 429, 429]
    booked = api.post(f"/api/v1/public/{shop.slug}/bookings", json=body | {"customer": CLEO})
    assert booked.status_code == 429
    assert api.post(f"/api/v1/public/{shop.slug}/bookings", json=body | {"seats": 1, "customer": CLEO}).status_code == 201


def test_both_doors_count_the_same_holds(api: TestClient, shop: Shop) -> None:
    start = times(api, shop)[0]
    for _ in range(30):
        hold(api, shop, start)
    api.app.include_router(router)  # type: ignore[attr-defined]
    page = api.post(f"/book/{shop.slug}/cut", data={"slot": start})
    assert (page.status_code, "Too many tries" in page.text) == (429, True)


def test_no_address_gets_more_confirmations_than_a_person_needs(api: TestClient, shop: Shop) -> None:
    body = {"hold": "gone", "customer": CLEO}
    book = f"/api/v1/public/{shop.slug}/bookings"
    first = [api.post(book, json=body).status_code for _ in range(20)]
    assert set(first) == {409}
    again = body | {"customer": CLEO | {"email": " Cleo@Example.org"}}
    assert api.post(book, json=again).status_code == 429
    assert api.post(book, json=body | {"customer": CLEO | {"email": "dora@example.org"}}).status_code == 409


def test_nobody_books_all_day_from_one_place(api: TestClient, shop: Shop) -> None:
    bodies = [{"hold": "gone", "customer": CLEO | {"email": f"c{n}@example.org"}} for n in range(31)]
    answers = [api.post(f"/api/v1/public/{shop.slug}/bookings", json=body).status_code for body in bodies]
    assert answers == [409] * 30 + [429]
