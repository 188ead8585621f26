"""Booking's screens, called the way a browser calls them: by who may, by who may not, and with what nobody would type."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingRow, Customer
from careops.booking.state import BookingForm, BookingState, Whom
from careops.booking.state.asked import Asked as Seen
from careops.booking.state.calendar import page
from careops.booking.state.lists import Asked, listed
from careops.booking.state.one_view import one
from careops.contacts import actions as people
from careops.contacts.schemas import DependentIn
from careops.core import clock, db
from careops.core.actor import Actor
from careops.frame.state import Frame
from tests import cast
from tests.worlds import ZONE, Shop, workday

Tab = Callable[..., Any]
NONSENSE = ["", "x", "00000000-0000-0000-0000-000000000000", "'; DROP TABLE booking", "\0", "9" * 5000]


@pytest.fixture
def row(shop: Shop) -> BookingRow:
    with db.transaction(shop.owner) as session:
        return booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(3))[0],
            provider_id=shop.providers[0],
            customer=Customer(name="Cleo Marsh", email="cleo@example.org"),
        )


async def opened(root: Any, actor: Actor, row: BookingRow) -> Any:
    """The tab's State with that booking open, as the page's live loop leaves it."""
    state = await root.get_state(BookingState)
    with db.reading(actor) as session:
        state.shown = one(session, actor, booking_id=row.id)
    return state


def status(actor: Actor, row: BookingRow) -> str:
    with db.reading(actor) as session:
        return bookings.get(session, actor, booking_id=row.id).status


async def said(root: Any) -> list[str]:
    return [notice.text for notice in (await root.get_state(Frame)).notices]


async def test_the_calendar_draws_the_day_with_the_open_booking(shop: Shop, row: BookingRow) -> None:
    with db.reading(shop.owner) as session:
        drawn, shown = page(session, shop.owner, wanted=Seen(day=workday(3), booking=row.id))
    blocks = [(column.id, block) for column in drawn.columns for block in column.blocks]
    assert [(id, block.who, block.time, block.at, block.minutes, block.current) for id, block in blocks] == [
        (str(shop.providers[0]), "Cleo Marsh", "09:00", 540, 30, True)
    ]
    assert (shown.contact, shown.contact_about) == ("Cleo Marsh", "cleo@example.org · First visit")
    assert [(part.name, part.time, part.because) for part in shown.parts] == [("Cut", "09:00–09:30", "chosen")]


async def test_whom_it_is_for_is_chosen_among_those_a_customer_books_for(shop: Shop, row: BookingRow, tab: Tab) -> None:
    with db.transaction(shop.owner) as session:
        leo = people.add_dependent(session, shop.owner, contact_id=row.contact_id, dependent=DependentIn(name="Leo", relation="son"))
    root = tab(cast.entered(cast.ANA).token)
    form = await root.get_state(BookingForm)
    await form._open_from_address(shop.owner, workday(4), str(row.contact_id))
    assert [(choice.value, choice.label) for choice in (await root.get_state(Whom)).dependents] == [(str(leo.id), "Leo · son")]
    await form.choose(0, "type", str(shop.service))
    await form.choose_time(form.free[0].value)
    await form.submit({"dependent": "00000000-0000-0000-0000-000000000000"})
    assert list(form.errors) == ["dependent_id"]
    await form.submit({"dependent": str(leo.id)})
    with db.reading(shop.owner) as session:
        theirs = bookings.of_contact(session, shop.owner, contact_id=row.contact_id)
        assert [(visit.dependent_id, visit.dependent_name) for visit in theirs] == [(leo.id, "Leo"), (None, "")]
        assert one(session, shop.owner, booking_id=theirs[0].id).contact_about.startswith("For Leo · ")


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_a_strange_address_draws_today_and_opens_nothing(shop: Shop, nonsense: str) -> None:
    today = clock.today(ZONE)
    names: list[str] = ["view", "date", "who", "service", "status", "booking"]
    for address, kept in ((dict.fromkeys(names, nonsense), ""), ({}, nonsense), ({"date": nonsense}, f"view={nonsense}&who={nonsense}")):
        wanted = Seen.read(address, today, kept)
        assert (wanted.view, wanted.day, wanted.status) == ("day", today, "")
        with db.reading(shop.owner) as session:
            drawn, shown = page(session, shop.owner, wanted=wanted)
        assert (drawn.head.is_today, shown.id) == (True, "")


async def test_the_owner_cancels_with_a_reason(tab: Tab, shop: Shop, row: BookingRow) -> None:
    root = tab(cast.entered(cast.ANA).token)
    state = await opened(root, shop.owner, row)
    await state.type_reason("The boiler broke")
    await state.cancel()
    assert (status(shop.owner, row), state.reason) == ("cancelled", "")
    await state.confirm()
    assert len(await said(root)) == 2  # the cancellation, and that a cancelled booking cannot be confirmed
    assert status(shop.owner, row) == "cancelled"


async def test_the_teams_note_is_kept_when_the_field_is_left(tab: Tab, shop: Shop, row: BookingRow) -> None:
    root = tab(cast.entered(cast.ANA).token)
    state = await opened(root, shop.owner, row)
    await state.save_note("Prefers the window")
    with db.reading(shop.owner) as session:
        assert bookings.get(session, shop.owner, booking_id=row.id).staff_notes == "Prefers the window"
    await state.save_note("x" * 5000)
    assert await said(root) == ["Note saved", "Please check the marked fields"]


async def test_a_stranger_changes_nothing_with_a_stolen_id(tab: Tab, shop: Shop, row: BookingRow, stranger: Actor) -> None:
    for token in (cast.entered(cast.SAM).token, "", "forged"):
        root = tab(token)
        state = await opened(root, shop.owner, row)  # as if the id had been taken from another screen
        for handler in (state.cancel, state.complete, state.no_show, state.decline, state.confirm):
            await handler()
        assert status(shop.owner, row) == "confirmed"


async def test_staff_book_for_a_customer_and_move_the_booking(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    form = await root.get_state(BookingForm)
    await form.start(str(workday(3)))
    await form.choose(0, "type", str(shop.service))
    await form.submit({"name": "Cleo"})
    assert "time" in form.errors
    await form.choose_time(form.free[0].value)
    await form.submit({"name": "", "email": "not an address"})
    assert {"name"} <= set(form.errors)
    assert form.chosen  # what was chosen stays
    await form.submit({"name": "Cleo Marsh", "email": "cleo@example.org"})
    assert (form.errors, form.open) == ({}, False)
    with db.reading(shop.owner) as session:
        made = bookings.upcoming(session, shop.owner, days=30)
    assert [one.contact_name for one in made] == ["Cleo Marsh"]

    await opened(root, shop.owner, made[0])
    await form.move()
    await form.choose_time(form.free[-1].value)
    await form.submit({})
    with db.reading(shop.owner) as session:
        moved = bookings.get(session, shop.owner, booking_id=made[0].id)
    assert moved.starts_at > made[0].starts_at
    assert moved.id == made[0].id


async def test_a_time_taken_meanwhile_is_said_and_the_choices_are_new(tab: Tab, shop: Shop, row: BookingRow) -> None:
    root = tab(cast.entered(cast.ANA).token)
    form = await root.get_state(BookingForm)
    await form.start(str(workday(3)))
    await form.choose(0, "provider", str(shop.providers[0]))
    await form.choose_time(row.starts_at.isoformat())
    await form.submit({"name": "Dan"})
    assert "time" in form.errors
    assert row.starts_at.isoformat() not in {choice.value for choice in form.free}


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_the_form_takes_no_nonsense(tab: Tab, shop: Shop, nonsense: str) -> None:
    root = tab(cast.entered(cast.ANA).token)
    form = await root.get_state(BookingForm)
    await form.start(nonsense)
    for what in ("type", "variant", "provider", nonsense):
        await form.choose(0, what, nonsense)
        await form.choose(nonsense, what, nonsense)
    await form.turn_extra(0, nonsense)
    await form.turn_extra(nonsense, nonsense)
    await form.drop_line(nonsense)
    await form.add_seats(nonsense)
    await form.choose_day(nonsense)
    await form.choose_clock(nonsense)
    await form.choose_soonest(nonsense)
    await form.choose_time(nonsense)
    await form.submit({"name": nonsense, "email": nonsense, "surprise": nonsense})
    with db.reading(shop.owner) as session:
        assert bookings.upcoming(session, shop.owner, days=60) == []


async def test_lists_are_narrowed(shop: Shop, row: BookingRow) -> None:
    with db.reading(shop.owner) as session:

        def found(**asked: Any) -> list[str]:
            return [line.who for line in listed(session, shop.owner, asked=Asked(**asked)).lines]

        assert found() == ["Cleo Marsh"]
        assert found(status="cancelled") == []
        assert found(provider=str(shop.providers[0])) == ["Cleo Marsh"]
        assert found(view="past") == []
