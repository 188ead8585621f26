"""The pages a customer sees, walked as a browser without JavaScript walks them: by links and forms."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from icalendar import Calendar
from sqlmodel import select

from careops.booking import actions as booking
from careops.booking.models import Booking, Occupancy
from careops.booking.public import router
from careops.booking.schemas import BookingTypeEdit
from careops.core import db
from careops.core.clock import now
from tests.worlds import Shop, workday

CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org", "notes": "Growing out a fringe"}


@pytest.fixture
def pages() -> TestClient:
    house = FastAPI()
    house.include_router(router)
    return TestClient(house, follow_redirects=True)


def path(shop: Shop) -> str:
    return f"/book/{shop.slug}/cut"


def day_page(pages: TestClient, shop: Shop, **query: str) -> Response:
    return pages.get(path(shop), params={"day": str(workday(3)), **query})


def slots(page: Response) -> list[str]:
    return re.findall(r'<button class="t" name="slot" value="([^"]+)"', page.text)


def carried(page: Response) -> dict[str, str]:
    """The hidden values of the page's last form."""
    form = page.text.split("<form")[-1] if 'id="details"' not in page.text else page.text.split('id="details"')[1]
    return {name: unescape(value) for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def held(pages: TestClient, shop: Shop, at: int = 0, **more: str) -> Response:
    page = pages.post(path(shop), data={"slot": slots(day_page(pages, shop))[at], **more})
    assert page.status_code == 200, page.text
    return page


def booked(pages: TestClient, shop: Shop) -> Response:
    page = pages.post(path(shop), data={**carried(held(pages, shop)), **CLEO})
    assert page.status_code == 200, page.text
    return page


def rows(shop: Shop) -> tuple[int, int]:
    with db.reading(shop.owner) as session:
        return len(session.exec(select(Booking)).all()), len(session.exec(select(Occupancy)).all())


# ── booking ──────────────────────────────────────────────


def test_the_services_are_shown_with_price_and_first_free_time(pages: TestClient, shop: Shop) -> None:
    page = pages.get(f"/book/{shop.slug}")
    assert page.status_code == 200
    for words in ("What would you like?", "Cut", "€45", "30 min · next free", f'href="/book/{shop.slug}/cut"', "application/ld+json"):
        assert words in page.text
    assert f'<link rel="canonical" href="http://localhost:8000/book/{shop.slug}">' in page.text
    assert len(page.content) < 30_000


def test_a_customer_books_by_links_and_forms(pages: TestClient, shop: Shop) -> None:
    page = day_page(pages, shop)
    assert "When suits you?" in page.text
    assert "Next free" in page.text
    assert len(slots(page)) == 26
    assert len(page.content) < 30_000
    form = held(pages, shop)
    assert "Your details" in form.text
    assert "data-ends" in form.text
    assert form.headers["cache-control"] == "no-store"
    done = pages.post(path(shop), data={**carried(form), **CLEO})
    assert "You’re booked" in done.text
    assert "Europe/Lisbon" not in done.text
    assert rows(shop) == (1, 1)
    assert slots(day_page(pages, shop, **{"with": str(shop.providers[0])}))[0] != slots(page)[0]


def test_sending_twice_books_once(pages: TestClient, shop: Shop) -> None:
    data = {**carried(held(pages, shop)), **CLEO}
    first, second = (pages.post(path(shop), data=data) for _ in range(2))
    assert str(first.url) == str(second.url)
    assert rows(shop) == (1, 1)


def test_errors_keep_what_was_typed_and_the_time(pages: TestClient, shop: Shop) -> None:
    form = held(pages, shop)
    page = pages.post(path(shop), data={**carried(form), **CLEO, "email": "cleo@", "name": '<b>"Cleo"'})
    assert page.status_code == 422
    assert page.text.count("Error: Your details") == 1
    assert 'href="#email"' in page.text
    missing = pages.post(path(shop), data={**carried(form), **CLEO, "name": ""})
    assert '<a href="#name">Full name: This is needed</a>' in missing.text
    assert "&lt;b&gt;" in page.text
    assert "Growing out a fringe" in page.text
    assert rows(shop) == (0, 1)
    assert "You’re booked" in pages.post(path(shop), data={**carried(page), **CLEO}).text


def test_holding_longer_keeps_what_was_typed(pages: TestClient, shop: Shop) -> None:
    form = held(pages, shop)
    with time_machine.travel(now() + timedelta(minutes=4)):
        page = pages.post(path(shop), data={**carried(form), **CLEO, "do": "hold"})
    assert "Growing out a fringe" in page.text
    assert carried(page)["hold"] != carried(form)["hold"]
    with time_machine.travel(now() + timedelta(minutes=8)):
        assert "You’re booked" in pages.post(path(shop), data={**carried(page), **CLEO}).text


def test_a_hold_that_ended_keeps_what_was_typed_and_offers_times(pages: TestClient, shop: Shop) -> None:
    form = held(pages, shop)
    with time_machine.travel(now() + timedelta(minutes=6)):
        page = pages.post(path(shop), data={**carried(form), **CLEO})
        assert page.status_code == 409
        assert "Growing out a fringe" in page.text
        other = re.findall(r'name="slot" value="([^"]+)"', page.text)[0]
        again = pages.post(path(shop), data={**carried(page), **CLEO, "slot": other})
        assert "Growing out a fringe" in again.text
        assert "You’re booked" in pages.post(path(shop), data={**carried(again), **CLEO}).text


def test_a_time_somebody_else_took_is_refused_and_others_are_offered(pages: TestClient, shop: Shop) -> None:
    slot = slots(day_page(pages, shop))[0]
    whom = {"with": str(shop.providers[0])}
    pages.post(path(shop), params=whom, data={"slot": slot})
    page = pages.post(path(shop), params=whom, data={"slot": slot})
    assert page.status_code == 409
    assert "has just been taken" in page.text
    assert slots(page)


def test_machines_are_thanked_and_ignored(pages: TestClient, shop: Shop) -> None:
    form = held(pages, shop)
    assert pages.post(path(shop), data={**carried(form), **CLEO, "web": "http://spam.example"}).status_code == 200
    assert rows(shop)[0] == 0


def test_the_visitors_own_clock_is_used_and_carried_along(pages: TestClient, shop: Shop) -> None:
    page = day_page(pages, shop, tz="Asia/Kathmandu")
    labels = re.findall(r'<button class="t"[^>]*>([^<]+)<', page.text)
    assert all(label.endswith(("15", "45", "00", "30")) for label in labels)
    assert labels[0] in {"14:45", "13:45"}
    assert "Kathmandu time" in page.text
    form = pages.post(path(shop), params={"tz": "Asia/Kathmandu"}, data={"slot": slots(page)[0]})
    done = pages.post(path(shop), params={"tz": "Asia/Kathmandu"}, data={**carried(form), **CLEO})
    assert "tz=Asia%2FKathmandu" in str(done.url)
    assert "in Lisbon" in done.text
    assert "Kathmandu time" in pages.get(path(shop)).text


def test_nonsense_in_the_address_is_nothing_said(pages: TestClient, shop: Shop) -> None:
    for query in ({"day": "soon"}, {"from": "9999-12-31"}, {"day": "0001-01-01"}, {"with": "nobody"}, {"tz": "Mars"}, {"hold": "x" * 90}):
        assert pages.get(path(shop), params=query).status_code == 200
    for slot in ("", "tomorrow", "2026-01-01", "2026-01-01T10:00:30Z", "9999-12-31T23:59:00Z"):
        assert pages.post(path(shop), data={"slot": slot}).status_code in (409, 422)
    assert rows(shop) == (0, 0)


def test_closed_and_unknown_businesses_have_no_page(pages: TestClient, shop: Shop) -> None:
    assert pages.get("/book/nobody").status_code == 404
    assert pages.get(f"/book/{shop.slug}/massage").status_code == 404


def test_embedded_pages_have_no_frame_of_their_own(pages: TestClient, shop: Shop) -> None:
    page = pages.get(f"/book/{shop.slug}?embed=1")
    assert 'class="embed"' in page.text
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert f'href="/book/{shop.slug}/cut?embed=1"' in page.text


# ── one's own booking ────────────────────────────────────


def test_the_private_page_tells_nobody_where_it_is(pages: TestClient, shop: Shop) -> None:
    page = booked(pages, shop)
    assert (page.headers["referrer-policy"], page.headers["cache-control"]) == ("no-referrer", "no-store")
    assert "noindex" in page.headers["x-robots-tag"]


def test_a_customer_cancels_after_being_asked(pages: TestClient, shop: Shop) -> None:
    own = str(booked(pages, shop).url).split("?")[0]
    page = pages.get(own)
    assert "You can move or cancel it until" in page.text
    assert rows(shop) == (1, 1)
    gone = pages.post(own, data={"do": "cancel", "reason": "Ill"})
    assert "Cancelled" in gone.text
    assert rows(shop) == (1, 0)
    again = pages.post(own, data={"do": "cancel"})
    assert (again.status_code, "cannot become" in again.text) == (409, True)


def test_a_customer_moves_to_a_free_time(pages: TestClient, shop: Shop) -> None:
    own = str(booked(pages, shop).url).split("?")[0]
    page = pages.get(own, params={"move": "1", "day": str(workday(4))})
    moved = pages.post(own, data={"do": "move", "slot": slots(page)[2], "with": str(shop.providers[0])})
    assert "has been moved" in moved.text
    refused = pages.post(own, data={"do": "move", "slot": "2026-01-01T03:00:00+00:00"})
    assert (refused.status_code, "not offered" in refused.text) == (409, True)


def test_the_time_it_has_is_not_offered_as_another_one(pages: TestClient, shop: Shop) -> None:
    own, day = booked(pages, shop).url.path, str(workday(3))
    page = pages.get(own, params={"move": "1", "day": day, "from": day})
    first, *others = [datetime.fromisoformat(unescape(slot)) for slot in re.findall(r'name="slot" value="([^"]+)"', page.text)]
    with db.reading(shop.owner) as session:
        starts = session.exec(select(Booking.starts_at)).one()
    assert starts not in (first, *others)
    assert first == min(others)


def test_too_late_is_said_and_not_offered(pages: TestClient, shop: Shop) -> None:
    own = str(booked(pages, shop).url).split("?")[0]
    with db.reading(shop.owner) as session:
        starts = session.exec(select(Booking.starts_at)).one()
    with time_machine.travel(starts - timedelta(hours=2)):
        page = pages.get(own)
        assert "no longer be moved or cancelled" in page.text
        assert "Cancel my booking" not in page.text
        assert pages.post(own, data={"do": "cancel"}).status_code == 409


@pytest.mark.parametrize(("hours", "named"), [(48, "Move or cancel this booking"), (2, "Your booking")])
def test_whoever_has_just_booked_is_led_to_their_own_page(pages: TestClient, shop: Shop, hours: int, named: str) -> None:
    own = booked(pages, shop).url.path
    with db.reading(shop.owner) as session:
        starts = session.exec(select(Booking.starts_at)).one()
    with time_machine.travel(starts - timedelta(hours=hours)):
        made = pages.get(own, params={"new": "1"}).text
    assert re.search(f'<a [^>]*href="{own}"[^>]*>{named}</a>', made), made


def test_the_calendar_file_is_of_this_revision(pages: TestClient, shop: Shop) -> None:
    own = str(booked(pages, shop).url).split("?")[0]
    first = pages.get(f"{own}/booking.ics")
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.content == pages.get(f"{own}/booking.ics").content
    pages.post(own, data={"do": "cancel"})
    (before,), (after,) = (Calendar.from_ical(r.content).walk("VEVENT") for r in (first, pages.get(f"{own}/booking.ics")))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"], before["STATUS"], after["STATUS"]) == (0, 1, "CONFIRMED", "CANCELLED")
    assert before.errors == []


@pytest.mark.parametrize("token", ["x", "A" * 43, "..", "%F0%9F%92%A9"])
def test_guessed_links_are_not_found(pages: TestClient, shop: Shop, token: str) -> None:
    booked(pages, shop)
    assert pages.get(f"/manage/{token}").status_code == 404
    assert pages.get(f"/manage/{token}/booking.ics").status_code == 404
    assert pages.post(f"/manage/{token}", data={"do": "cancel"}).status_code in (404, 405)


def test_a_request_waits_for_an_answer(pages: TestClient, shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
    assert "We have your request" in booked(pages, shop).text


def test_another_site_cannot_send_our_forms(pages: TestClient, shop: Shop) -> None:
    own = str(booked(pages, shop).url).split("?")[0]
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert pages.post(own, data={"do": "cancel"}, headers=foreign).status_code == 403
    assert rows(shop) == (1, 1)
