"""(e) Staff without the permission cannot do the thing: it is not shown, the API refuses, and calling the handler changes nothing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

import careops.careops  # noqa: F401  (every State has its name on the wire)
from careops.booking import actions as booking
from careops.booking.models import Booking
from careops.booking.schemas import PersonIn
from careops.booking.state import BookingState
from careops.core import db
from careops.core.actor import Actor
from tests import cast, worlds
from tests.journeys.browsing import alive, sign_in, visitor
from tests.journeys.shops import Shop, mail_shop
from tests.servers import Mailbox, Served, eventually
from tests.sockets import Tab, address

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop(site: Served, smtp_server: Mailbox) -> Shop:
    """A business whose staff may look at bookings, and no more."""
    return mail_shop("olga", smtp_server)


@pytest.fixture
def agreed(shop: Shop) -> UUID:
    """A booking that somebody would like to cancel."""
    owner = cast.actor_of(cast.entered(shop.owner))
    with db.transaction(owner) as session:
        start = worlds.Shop(owner, shop.slug, shop.service).starts(worlds.workday(6))[len(_bookings(owner))]
        person = PersonIn(name="Cleo Marsh", email="cleo@example.org")
        return booking.book(session, owner, booking_type_id=shop.service, starts_at=start, customer=person).id


def _bookings(owner: Actor) -> list[Booking]:
    with db.reading(owner) as session:
        return list(session.exec(select(Booking)))


def status(shop: Shop, booking_id: UUID) -> str:
    owner = cast.actor_of(cast.entered(shop.owner))
    return next(row.status for row in _bookings(owner) if row.id == booking_id)


@pytest.mark.parametrize(("who", "count"), [("owner", 1), ("staff", 0)])
def test_who_may_not_cancel_is_not_shown_how(browser: Browser, site: Served, shop: Shop, agreed: UUID, who: str, count: int) -> None:
    with visitor(browser, site.url) as context:
        page = context.new_page()
        sign_in(page, getattr(shop, who), cast.PASSWORD)
        page.goto(f"/app/bookings/{agreed}")
        alive(page)
        expect(page.get_by_text("Cleo Marsh").first).to_be_visible()
        expect(page.get_by_role("button", name="Cancel booking").filter(visible=True)).to_have_count(count)


@pytest.mark.parametrize(("who", "answer", "after"), [("staff", 403, "confirmed"), ("owner", 200, "cancelled")])
def test_the_api_answers_by_permission(site: Served, shop: Shop, agreed: UUID, who: str, answer: int, after: str) -> None:
    headers = cast.bearer(getattr(shop, who)) | {"X-Workspace": shop.slug}
    path = f"{site.url}/api/v1/bookings/{agreed}/status"
    assert httpx.post(path, json={"status": "cancelled"}, headers=headers, timeout=20).status_code == answer
    assert status(shop, agreed) == after


@pytest.mark.parametrize(("who", "after"), [("staff", "confirmed"), ("owner", "cancelled")])
def test_a_handler_called_over_the_wire_obeys_the_permission_too(site: Served, shop: Shop, agreed: UUID, who: str, after: str) -> None:
    """The owner is the control: the same events, sent the same way, do cancel."""
    token = cast.entered(getattr(shop, who)).token
    with ThreadPoolExecutor(1) as thread:  # the browser's loop is in this one
        thread.submit(asyncio.run, _cancel_over_the_wire(site.url, token, str(agreed))).result(60)
    assert eventually(lambda: status(shop, agreed)) == after


async def _cancel_over_the_wire(url: str, token: str, booking_id: str) -> None:
    path = f"/app/bookings/{booking_id}"
    async with Tab(url, token, path) as tab:
        said: dict[str, Any] = {}
        while said.get("id") != booking_id:  # a tab's first news are its empty rows
            said = await tab.until(BookingState.get_full_name(), "shown")
        await tab.fire(address(BookingState, "cancel"))
        await tab.settled()
