"""The waitlist's screen, called the way a browser calls it: by who may, by who may not, and with what nobody would type."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking import queries as bookings
from careops.booking.models import BookingType
from careops.booking.schemas import Customer
from careops.booking.schemas.waiting import WindowIn, WishRow
from careops.booking.schemas.wanted import Wanted
from careops.booking.state.waitlist import Waitlist
from careops.core import db
from careops.core.actor import Actor, Role
from tests import cast
from tests.screens import behind, opened, said, until
from tests.worlds import Shop, workday
from tests.worlds import opened as open_shop

Tab = Callable[..., Any]
NONSENSE = ["", "x", "00000000-0000-0000-0000-000000000000", "'; DROP TABLE booking", "\0", "9" * 5000]


@pytest.fixture
def shop(ana: Actor) -> Shop:
    made = open_shop(ana)
    with db.transaction(ana) as session:
        session.exec(sa.update(BookingType).values(waitlist="staff"))  # type: ignore[call-overload]
    return made


def wishes(shop: Shop, name: str = "Cleo") -> WishRow:
    visitor = cast.customer(shop.owner)
    start = shop.starts(workday(3))[0]
    with db.transaction(visitor) as session:
        person = Customer(name=f"{name} Marsh", email=f"{name.lower()}@example.org")
        windows = [WindowIn(earliest=start, latest=start + timedelta(hours=1))]
        return booking.wish(session, visitor, wanted=Wanted(shop.service), windows=windows, customer=person)


def status(shop: Shop, row: WishRow) -> str:
    with db.reading(shop.owner) as session:
        return bookings.wish(session, shop.owner, wish_id=row.id).status


async def giving(root: Any, row: WishRow) -> Any:
    page = await root.get_state(Waitlist)
    await page.give(str(row.id))
    return page


async def test_the_list_shows_who_waits_and_what_would_suit_and_stays_true(tab: Tab, shop: Shop) -> None:
    wishes(shop)
    async with opened(tab(cast.entered(cast.ANA).token), Waitlist, "/app/bookings/waitlist") as page:
        await until(lambda: page.loaded)
        (line,) = page.lines
        assert (line.who, line.what, line.whom, line.state_label, line.open) == ("Cleo Marsh", "Cut", "with anyone", "Waiting", True)
        assert line.place == ""
        jobs.serve_waitlist()
        await until(lambda: page.lines[0].place.endswith("is free"))
        wishes(shop, "Dan")
        await until(lambda: len(page.lines) == 2)
        await behind(page, "filter", "status", "booked")
        assert page.lines == []
        await behind(page, "filter", "status", "all")
        assert [line.who for line in page.lines] == ["Cleo Marsh", "Dan Marsh"]
        await behind(page, "filter", "type", str(shop.service))
        await behind(page, "filter", "provider", str(shop.providers[0]))
        assert page.lines == []


async def test_staff_offer_a_time_that_suits(tab: Tab, shop: Shop) -> None:
    row = wishes(shop)
    root = tab(cast.entered(cast.ANA).token)
    page = await giving(root, row)
    assert (page.giving.who, len(page.times), page.chosen) == ("Cleo Marsh", 4, page.times[0].value)
    await page.choose(page.times[2].value)
    await page.offer()
    assert (status(shop, row), page.giving.id, await said(root)) == ("offered", "", ["Cleo Marsh is asked"])
    with db.reading(shop.owner) as session:
        offered = bookings.wish(session, shop.owner, wish_id=row.id).offered
    assert offered is not None
    assert offered.starts_at == shop.starts(workday(3))[1]


async def test_staff_book_at_once_or_take_off_the_list(tab: Tab, shop: Shop) -> None:
    one, other = wishes(shop), wishes(shop, "Dan")
    root = tab(cast.entered(cast.ANA).token)
    page = await giving(root, one)
    await page.book()
    page = await giving(root, other)
    await page.close()
    await page.withdraw()
    assert status(shop, other) == "waiting"
    page = await giving(root, other)
    await page.withdraw()
    assert [status(shop, row) for row in (one, other)] == ["booked", "withdrawn"]
    assert (await said(root))[::2] == ["Cleo Marsh is booked", "Dan Marsh no longer waits"]


async def test_a_time_that_is_gone_is_refused_and_the_dialog_stays(tab: Tab, shop: Shop) -> None:
    one, other = wishes(shop), wishes(shop, "Dan")
    root = tab(cast.entered(cast.ANA).token)
    page = await giving(root, one)
    with db.transaction(shop.owner) as session:
        start = shop.starts(workday(3))[0]
        booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start, contact_id=other.contact_id)
    await page.offer()
    assert (status(shop, one), page.giving.id) == ("waiting", str(one.id))
    assert "just been taken" in (await said(root))[0]


async def test_those_who_may_only_look_change_nothing(tab: Tab, shop: Shop) -> None:
    row = wishes(shop)
    cast.joined(shop.owner, "Leo", "leo@example.org", Role.staff, [])
    for token in (cast.entered("leo@example.org").token, ""):
        page = await tab(token).get_state(Waitlist)
        await page.give(str(row.id))
        page.giving, page.chosen = page.giving, shop.starts(workday(3))[0].isoformat()
        for act in (page.offer, page.book, page.withdraw):
            await act()
        assert (status(shop, row), page.giving.id) == ("waiting", "")


async def test_a_stranger_opens_nothing_with_a_stolen_id(tab: Tab, shop: Shop, stranger: Actor) -> None:
    row = wishes(shop)
    page = await giving(tab(cast.entered(cast.SAM).token), row)
    assert (page.giving.id, page.times, status(shop, row)) == ("", [], "waiting")


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_nonsense_changes_nothing(tab: Tab, shop: Shop, nonsense: str) -> None:
    row = wishes(shop)
    root = tab(cast.entered(cast.ANA).token)
    page = await root.get_state(Waitlist)
    await page.give(nonsense)
    assert page.giving.id == ""
    page = await giving(root, row)
    await page.choose(nonsense)
    await page.offer()
    await page.book()
    assert status(shop, row) == "waiting"
    await behind(page, "filter", "status", nonsense)
    assert [line.who for line in page.lines] == ["Cleo Marsh"]
    await behind(page, "filter", nonsense, "x")
