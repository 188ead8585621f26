"""The screens of series and of published times, called the way a browser calls them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Offered
from careops.booking.schemas import BookingRow, BookingTypeEdit
from careops.booking.state import BookingForm, BookingState
from careops.booking.state.one_view import one
from careops.booking.state.series import Repeat, SeriesDialog
from careops.booking.state.session import SessionPage, session_view
from careops.booking.state.slot_lines import screen
from careops.booking.state.slots import Slots
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.booking.test_series import at, single
from tests.worlds import Shop, workday

Tab = Callable[..., Any]
NONSENSE = ["", "x", "00000000-0000-0000-0000-000000000000", "'; DROP TABLE booking", "\0", "9" * 5000]


@pytest.fixture
def school(shop: Shop) -> Shop:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(offered=Offered.slots, capacity=3)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    return shop


def made(actor: Actor) -> list[BookingRow]:
    with db.reading(actor) as session:
        return [row for row in bookings.upcoming(session, actor, days=90) if row.contact_name == "Cleo Marsh"]


# ── series ───────────────────────────────────────────────


async def test_staff_repeat_a_booking_and_change_the_series(tab: Tab, shop: Shop) -> None:
    for provider in (0, 1):
        single(shop, at(workday(8)), provider)
    root = tab(cast.entered(cast.ANA).token)
    form, repeat = await root.get_state(BookingForm), await root.get_state(Repeat)
    await form.start(str(workday(3)))
    await form.choose(0, "type", str(shop.service))
    await repeat.begin()
    await repeat.turn(True)
    await form.look_ahead()
    assert repeat.error == "Choose a service and a time first"
    await form.choose_time(at(workday(3)).isoformat())
    await repeat.choose("count", "3")
    await form.look_ahead()
    assert (repeat.error, [visit.free for visit in repeat.visits]) == ("", [True, False, True])
    assert (repeat.summary, repeat.clashes) == ("2 visits are free, 1 is not", True)
    await form.submit({"name": "Cleo Marsh", "email": "cleo@example.org"})
    assert "cannot be booked" in form.errors["time"]
    await repeat.choose_conflict("skip")
    await form.look_ahead()
    await form.submit({"name": "Cleo Marsh", "email": "cleo@example.org"})
    assert form.errors == {}
    rows = made(shop.owner)
    assert len(rows) == 2

    state, dialog = await root.get_state(BookingState), await root.get_state(SeriesDialog)
    with db.reading(shop.owner) as session:
        state.shown = one(session, shop.owner, booking_id=rows[0].id)
    assert state.shown.repeats
    await dialog.start()
    assert [date.current for date in dialog.dates] == [True, False]
    await dialog.choose_scope("all")
    await dialog.look_at({"day": str(workday(3)), "time": "11:00"})
    assert [visit.free for visit in dialog.visits] == [True, True]
    await dialog.move()
    assert {row.time for row in made(shop.owner)} == {"11:00"}
    await dialog.start()
    await dialog.type_reason("Away")
    await dialog.choose_scope("all")
    await dialog.cancel()
    assert made(shop.owner) == []


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_the_series_screens_take_no_nonsense(tab: Tab, shop: Shop, nonsense: str) -> None:
    root = tab(cast.entered(cast.ANA).token)
    form, repeat, dialog = await root.get_state(BookingForm), await root.get_state(Repeat), await root.get_state(SeriesDialog)
    await form.start(str(workday(3)))
    await form.choose(0, "type", str(shop.service))
    await form.choose_time(at(workday(3)).isoformat())
    await repeat.turn(True)
    for name in ("frequency", "every", "monthly", "ends", "count", "until", nonsense):
        await repeat.choose(name, nonsense)
        await form.look_ahead()
    await repeat.turn_day(nonsense)
    await repeat.choose_conflict(nonsense)
    await form.submit({"name": "Cleo Marsh"})
    await dialog.start()
    await dialog.choose_scope(nonsense)
    await dialog.look_at({"day": nonsense, "time": nonsense})
    await dialog.move()
    await dialog.cancel()
    await dialog.confirm()


# ── published times ──────────────────────────────────────


async def test_staff_publish_look_and_change_a_session(tab: Tab, school: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await root.get_state(Slots)
    with db.reading(school.owner) as session:
        page.shown = screen(session, school.owner, day=str(workday(3)))
    assert (page.shown.lines, len(page.shown.types)) == ([], 1)
    await page.start()
    weekly = {"provider": str(school.providers[0]), "from": "09:00", "to": "12:00", "breaks": "10:00-10:30"}
    await page.preview(weekly)
    assert "weekdays" in page.errors
    await page.preview({**weekly, "weekday0": "on", "weekday3": "on", "excluded": "never"})
    assert "excluded" in page.errors
    await page.preview({**weekly, "weekday0": "on", "weekday3": "on", "first_day": str(workday(1)), "weeks_ahead": "1"})
    assert (page.errors, page.publish_words) == ({}, "Publish 10 times")
    await page.choose_way("once")
    await page.preview({"provider": str(school.providers[0]), "day": str(workday(3)), "time": "18:00"})
    assert page.publish_words == "Publish 1 time"
    await page.publish()
    assert (page.errors, page.publishing) == ({}, False)
    with db.reading(school.owner) as session:
        (line,) = screen(session, school.owner, day=str(workday(3))).lines
    assert (line.seats, line.state) == ("0 of 3 taken", "Open")

    one = await root.get_state(SessionPage)

    async def look() -> None:
        with db.reading(school.owner) as session:
            one.shown = session_view(session, school.owner, slot_id=UUID(line.id))

    await look()
    await one.add({"name": ""})
    assert "name" in one.errors
    await one.add({"name": "Cleo Marsh", "email": "cleo@example.org"})
    await one.add_seats(-1)
    await look()
    await one.add_seats(-1)
    await look()
    await one.add_seats(-1)
    await look()
    assert (one.shown.capacity, one.shown.full, [guest.name for guest in one.shown.guests]) == (1, True, ["Cleo Marsh"])
    await one.open_or_close()
    await look()
    assert one.shown.status == "closed"
    await one.move({"day": str(workday(3)), "time": "19:30", "provider": str(school.providers[1])})
    assert one.errors == {}
    await one.remove()
    assert "cancel it instead" in one.errors["form"]
    await one.type_reason("Ill")
    await one.cancel()
    assert made(school.owner) == []


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_the_screens_of_published_times_take_no_nonsense(tab: Tab, school: Shop, nonsense: str, stranger: Actor) -> None:
    for token in (cast.entered(cast.ANA).token, cast.entered(cast.SAM).token, "forged"):
        root = tab(token)
        page, one = await root.get_state(Slots), await root.get_state(SessionPage)
        await page.start()
        await page.choose_type(nonsense)
        for way in ("weekly", "once", nonsense):
            await page.choose_way(way)
            await page.preview(dict.fromkeys(("provider", "from", "to", "breaks", "excluded", "day", "time", "minutes", "pause"), nonsense))
            await page.publish()
        await page.remove_pattern(nonsense)
        await one.add({"name": nonsense, "email": nonsense})
        await one.move({"day": nonsense, "time": nonsense, "provider": nonsense})
        await one.add_seats(nonsense)
        await one.cancel()
        await one.remove()
