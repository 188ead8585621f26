"""The waitlist's pages: joining without a script, one's own wish, answering an offer, coming earlier."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from careops.automation import jobs as reactor
from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking.models import BookingType, WaitlistWish
from careops.booking.public import router
from careops.booking.schemas import BookingRow, Customer
from careops.core import db
from careops.core.actor import Actor
from careops.core.crypto import link_token
from tests.worlds import Shop, opened, workday

CLEO = {"name": "Cleo Marsh", "email": "cleo@example.org"}


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = opened(ana)
    mode(made, "offer")
    return made


@pytest.fixture
def pages() -> TestClient:
    house = FastAPI()
    house.include_router(router)
    return TestClient(house, follow_redirects=True)


def mode(shop: Shop, name: str, **more: Any) -> None:
    with db.transaction(shop.owner) as session:
        session.exec(sa.update(BookingType).values(waitlist=name, **more))  # type: ignore[call-overload]


def settle() -> None:
    while reactor.react() or jobs.serve_waitlist():
        pass


def path(shop: Shop) -> str:
    return f"/book/{shop.slug}/cut/waitlist"


def days(shop: Shop, **more: str) -> dict[str, str]:
    day = workday(3)
    return {"first_day": str(day), "last_day": str(day), f"day{day.weekday()}": "1", "morning": "1", **CLEO, **more}


def booked(shop: Shop, at: int = 0, **who: Any) -> BookingRow:
    with db.transaction(shop.owner) as session:
        person = Customer(**(who or {"name": "Fay", "email": "fay@example.org"}))
        start = shop.starts(workday(3))[at]
        return booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, customer=person)


def full(shop: Shop) -> list[BookingRow]:
    """Nobody has a free morning that day."""
    return [booked(shop, at) for at in range(6)]


def cancelled(shop: Shop, row: BookingRow) -> None:
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=row.id)
    settle()


def wishes(shop: Shop) -> list[WaitlistWish]:
    with db.reading(shop.owner) as session:
        return list(session.scalars(sa.select(WaitlistWish)))


def link(wish: WaitlistWish) -> str:
    return f"/waitlist/{link_token('waitlist', wish.id, wish.link_salt)}"


def joined(pages: TestClient, shop: Shop) -> tuple[str, Response]:
    page = pages.post(path(shop), data=days(shop))
    assert page.status_code == 200, page.text
    return page.url.path, page


def offered(pages: TestClient, shop: Shop) -> str:
    gone = full(shop)
    own, _page = joined(pages, shop)
    cancelled(shop, gone[0])
    return own


def test_the_form_asks_for_days_and_times_without_a_script(pages: TestClient, shop: Shop) -> None:
    page = pages.get(path(shop))
    assert page.status_code == 200
    for words in ("When would it suit you?", 'name="first_day"', 'name="day0"', 'name="evening"', 'name="email"', "Join the waitlist"):
        assert words in page.text
    assert len(page.content) < 30_000


def test_the_times_page_leads_to_the_form(pages: TestClient, shop: Shop) -> None:
    page = pages.get(f"/book/{shop.slug}/cut")
    assert re.search(rf'href="{path(shop)}[^"]*"', page.text)


def test_somebody_joins_and_sees_their_place(pages: TestClient, shop: Shop) -> None:
    full(shop)
    own, page = joined(pages, shop)
    assert "You’re on the waitlist" in page.text
    assert "until 12:00" in page.text
    (wish,) = wishes(shop)
    assert (own, wish.party) == (link(wish), 1)
    again = pages.post(path(shop), data=days(shop))
    assert (again.status_code, "You are on the waitlist for this already" in again.text) == (409, True)
    assert 'value="Cleo Marsh"' in again.text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"email": ""}, "This is needed"),
        ({"first_day": "never"}, "Choose a day"),
        ({"first_day": "2020-01-01", "last_day": "2020-01-02"}, "Choose times that still come"),
        ({"last_day": "2020-01-01"}, "The last day comes before the first"),
        ({"note": "x" * 501}, "too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(pages: TestClient, shop: Shop, more: dict[str, str], words: str) -> None:
    page = pages.post(path(shop), data=days(shop, **more))
    assert page.status_code == 422
    assert words in page.text
    assert 'value="Cleo Marsh"' in page.text
    assert wishes(shop) == []


def test_no_weekday_is_no_time(pages: TestClient, shop: Shop) -> None:
    page = pages.post(path(shop), data={name: value for name, value in days(shop).items() if not name.startswith("day")})
    assert (page.status_code, "Choose at least one day of the week" in page.text) == (422, True)


def test_a_machine_is_told_that_all_went_well(pages: TestClient, shop: Shop) -> None:
    assert pages.post(path(shop), data=days(shop, web="http://spam.example")).status_code == 200
    assert wishes(shop) == []


def test_a_service_without_a_waitlist_has_no_form(pages: TestClient, shop: Shop) -> None:
    mode(shop, "off")
    refused = pages.get(path(shop))
    assert refused.status_code == 409
    assert f'href="/book/{shop.slug}"' in refused.text
    assert "sign in" not in refused.text
    assert pages.post(path(shop), data=days(shop)).status_code == 409
    assert pages.get(f"/book/{shop.slug}/nothing/waitlist").status_code == 404


def test_an_offer_is_shown_with_the_time_left_and_taken(pages: TestClient, shop: Shop) -> None:
    own = offered(pages, shop)
    page = pages.get(own)
    for words in ("A time is free for you", "data-ends=", "Take ", "No, thank you", "Leave the waitlist"):
        assert words in page.text
    done = pages.post(own, data={"do": "accept"})
    assert (done.status_code, done.url.path.startswith("/manage/")) == (200, True)
    assert "You’re booked" in done.text
    again = pages.post(own, data={"do": "accept"})
    assert again.url.path == done.url.path
    assert "View or change booking" in pages.get(own).text


def test_an_offer_is_declined_and_the_waitlist_left(pages: TestClient, shop: Shop) -> None:
    own = offered(pages, shop)
    assert "You are still on the waitlist" in pages.post(own, data={"do": "decline"}).text
    gone = pages.post(own, data={"do": "withdraw"})
    assert ("Withdrawn" in gone.text, "Find another time" in gone.text) == (True, True)
    late = pages.post(own, data={"do": "accept"})
    assert (late.status_code, "no longer on the waitlist" in late.text) == (409, True)


def test_an_answer_that_comes_too_late_is_told_kindly(pages: TestClient, shop: Shop) -> None:
    own = offered(pages, shop)
    with db.transaction(shop.owner) as session:
        past = int((shop.starts(workday(3))[0] - timedelta(days=30)).timestamp())
        session.exec(sa.update(WaitlistWish).values(offer_ends=past))  # type: ignore[call-overload]
    page = pages.post(own, data={"do": "accept"})
    assert (page.status_code, "You are still on the waitlist" in page.text) == (409, True)
    assert "On the waitlist" in page.text


def test_a_time_that_everybody_was_told_of(pages: TestClient, shop: Shop) -> None:
    mode(shop, "notify")
    own = offered(pages, shop)
    page = pages.get(own)
    assert ("A time has freed up" in page.text, "data-ends=" in page.text) == (True, False)
    booked(shop)
    late = pages.post(own, data={"do": "accept"})
    assert (late.status_code, "Somebody was faster" in late.text) == (409, True)


def test_ones_booking_leads_to_something_earlier(pages: TestClient, shop: Shop) -> None:
    row = booked(shop, 5, **CLEO)
    with db.reading(shop.owner) as session:
        salt = session.execute(sa.text("select link_salt from booking")).scalar_one()  # pyright: ignore[reportDeprecated]
    manage = f"/manage/{link_token('booking', row.id, salt)}"
    assert "Tell me if something earlier frees up" in pages.get(manage).text
    page = pages.post(f"{manage}/earlier")
    assert ("You’re on the waitlist" in page.text, "Earlier than" in page.text) == (True, True)
    assert pages.post(f"{manage}/earlier").url.path == page.url.path
    assert len(wishes(shop)) == 1
    assert "You are on the waitlist for something earlier" in pages.get(manage).text
    settle()
    moved = pages.post(page.url.path, data={"do": "accept"})
    assert "Your booking has been moved." in moved.text
    mode(shop, "off")
    assert "Tell me if something earlier" not in pages.get(manage).text


def test_a_wrong_link_opens_nothing(pages: TestClient, shop: Shop) -> None:
    own, _page = joined(pages, shop)
    for wrong in (own[:-1], "/waitlist/x", f"/waitlist/{'a' * 43}"):
        nowhere = pages.get(wrong)
        assert (nowhere.status_code, "sign in" in nowhere.text) == (404, False)
        assert pages.post(wrong, data={"do": "withdraw"}).status_code == 404
    assert pages.post(own, data={"do": "dance"}).status_code == 200


def test_another_sites_form_changes_nothing(pages: TestClient, shop: Shop) -> None:
    own, _page = joined(pages, shop)
    forged = pages.post(own, data={"do": "withdraw"}, headers={"Origin": "https://evil.example"})
    assert forged.status_code == 403
    assert wishes(shop)[0].status == "waiting"


def test_the_form_escapes_what_is_typed(pages: TestClient, shop: Shop) -> None:
    page = pages.post(path(shop), data=days(shop, email="", note="<script>alert(1)</script>", name='"><img src=x>'))
    assert "<script>alert" not in page.text
    assert "<img src=x>" not in page.text
