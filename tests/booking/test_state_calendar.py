"""The calendar's hands, called the way a browser calls them: by who may, by who may not, and with what nobody would send."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Slot
from careops.booking.schemas import BookingRow, Customer, PersonIn
from careops.booking.state import BookingForm, Calendar, Explained
from careops.booking.state.asked import Asked
from careops.booking.state.calendar import page
from careops.core import clock, db
from careops.core.actor import Actor
from careops.frame.state import Frame
from tests import cast
from tests.booking.test_engine import book, room, sold
from tests.screens import opened, said, until
from tests.worlds import ZONE, Shop, workday

Tab = Callable[..., Any]
NONSENSE: list[Any] = ["", "x", None, -1, 10**9, 1.5, ["x"], "00000000-0000-0000-0000-000000000000", "\0", "9" * 5000]


@pytest.fixture
def row(shop: Shop) -> BookingRow:
    """Cleo at nine with the first provider."""
    with db.transaction(shop.owner) as session:
        return booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(3))[0],
            provider_id=shop.providers[0],
            customer=Customer(name="Cleo Marsh", email="cleo@example.org"),
        )


def address(**more: Any) -> str:
    return Asked(day=workday(3)).but(**more).address


def again(actor: Actor, row: BookingRow) -> BookingRow:
    with db.reading(actor) as session:
        return bookings.get(session, actor, booking_id=row.id)


async def ready(page: Any) -> None:
    await until(lambda: page.loaded)


async def test_a_block_is_moved_resized_and_put_back(tab: Tab, shop: Shop, row: BookingRow) -> None:
    root = tab(cast.entered(cast.ANA).token)
    ana, ben = map(str, shop.providers)
    async with opened(root, Calendar, address()) as cal:
        await ready(cal)
        await cal.ask(str(row.id), ben, 600, 630)
        assert (cal.verdict.level, cal.verdict.text) == ("free", "Free")
        await cal.move(str(row.id), ben, 600, 630)
        moved = again(shop.owner, row)
        assert (moved.provider_id, moved.starts_at - row.starts_at, cal.settled) == (shop.providers[1], timedelta(hours=1), 1)
        assert [[block.who for block in column.blocks] for column in cal.columns] == [[], ["Cleo Marsh"]]
        frame = await root.get_state(Frame)
        undone = await frame.undo(frame.notices[-1].id)
        await cal.put_back(json.loads(str(undone.args[0][1]._js_expr)))
        assert (again(shop.owner, row).provider_id, again(shop.owner, row).starts_at) == (row.provider_id, row.starts_at)
        await cal.move(str(row.id), ana, 540, 600)
        assert (again(shop.owner, row).duration, again(shop.owner, row).starts_at) == (60, row.starts_at)


async def test_what_is_taken_is_said_and_refused(tab: Tab, shop: Shop, row: BookingRow) -> None:
    root = tab(cast.entered(cast.ANA).token)
    with db.transaction(shop.owner) as session:
        booking.book(
            session,
            shop.owner,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(3))[0],
            provider_id=shop.providers[1],
            customer=PersonIn(name="Dan"),
        )
    async with opened(root, Calendar, address()) as cal:
        await ready(cal)
        await cal.ask(str(row.id), str(shop.providers[1]), 540, 570)
        assert cal.verdict.level == "taken"
        assert "Dan" in cal.verdict.text
        await cal.move(str(row.id), str(shop.providers[1]), 540, 570)
        await cal.ask(str(row.id), str(shop.providers[0]), 725, 755)
        assert cal.verdict.level == "warn"  # in the lunch break, as staff may
    assert again(shop.owner, row).provider_id == row.provider_id
    assert (cal.settled, len(await said(root))) == (1, 1)


async def test_free_time_opens_the_form_there_and_a_walk_in_takes_two_more_presses(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    ana = str(shop.providers[0])
    async with opened(root, Calendar, address()) as cal:
        await ready(cal)
        await cal.ask("", ana, 600, 660)
        assert cal.verdict.level == "free"
        await cal.create(ana, 600, 660)
        form = await root.get_state(BookingForm)
        assert (form.open, form.quick, form.level, form.day) == (True, True, "", str(workday(3)))
        await form.choose(0, "type", str(shop.service))
        assert (form.level, form.who) == ("free", "Provider 1: chosen")
        answer = await form.walk_in()
    with db.reading(shop.owner) as session:
        (made,) = bookings.upcoming(session, shop.owner, days=30)
    assert (made.contact_name, made.time, made.provider_id) == ("Walk-in", "10:00", shop.providers[0])
    assert f"booking={made.id}" in str(answer.args)
    await form.start_walk_in()
    await form.choose(0, "type", str(shop.service))
    assert {one.provider_id for one in form.soonest} <= {str(id) for id in shop.providers}


async def test_a_second_walk_in_without_a_name_is_the_same_contact(tab: Tab, shop: Shop) -> None:
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, Calendar, address()) as cal:
        await ready(cal)
        form = await root.get_state(BookingForm)
        for minute in (600, 660):
            await cal.create(str(shop.providers[0]), minute, minute + 30)
            await form.choose(0, "type", str(shop.service))
            await form.walk_in()
    with db.reading(shop.owner) as session:
        made = bookings.upcoming(session, shop.owner, days=30)
    assert (len(made), len({one.contact_id for one in made})) == (2, 1)


@pytest.mark.parametrize("nonsense", NONSENSE)
async def test_hands_take_no_nonsense(tab: Tab, shop: Shop, row: BookingRow, nonsense: Any) -> None:
    root = tab(cast.entered(cast.ANA).token)
    id, ana = str(row.id), str(shop.providers[0])
    async with opened(root, Calendar, address()) as cal:
        await ready(cal)
        for given in ((nonsense, ana, 600, 630), (id, nonsense, 600, 630), (id, ana, nonsense, 630), (id, ana, 600, nonsense)):
            if given != (id, ana, 0, 630):
                await cal.move(*given)
                await cal.ask(*given)
        await cal.create(nonsense, 600, 630)
        await cal.put_back(nonsense)
        await cal.put_back(json.dumps({"booking": id, "starts_at": nonsense, "provider": ana, "duration": 30}))
        await cal.narrow(nonsense, nonsense)
        await cal.turn(nonsense)
        await cal.turn_rooms(nonsense)
        await cal.go(nonsense)
    why = await root.get_state(Explained)
    await why.start(nonsense)
    for what in ("type_id", "provider_id", "day", nonsense):
        await why.choose(what, nonsense)
    now = again(shop.owner, row)
    assert (now.starts_at, now.version) == (row.starts_at, row.version)


async def test_staff_who_may_only_look_and_strangers_move_nothing(tab: Tab, shop: Shop, row: BookingRow, stranger: Actor) -> None:
    place = json.dumps({"booking": str(row.id), "starts_at": row.starts_at.isoformat(), "provider": str(shop.providers[1]), "duration": 30})
    for token in (cast.entered(cast.SAM).token, "", "forged"):
        cal = await tab(token).get_state(Calendar)
        await cal.move(str(row.id), str(shop.providers[1]), 600, 630)
        await cal.create(str(shop.providers[1]), 600, 630)
        await cal.put_back(place)
    assert again(shop.owner, row).version == row.version


def test_views_tell_the_same_bookings(shop: Shop, row: BookingRow) -> None:
    with db.reading(shop.owner) as session:

        def drawn(view: str, **more: Any) -> Any:
            return page(session, shop.owner, wanted=Asked(view=view, day=workday(3)).but(**more))[0]

        week, month, listed = drawn("week"), drawn("month"), drawn("list")
        assert [block.who for column in week.columns for block in column.blocks] == ["Cleo Marsh"]
        assert [(day.iso, chip.who) for day in month.month for chip in day.chips] == [(str(workday(3)), "Cleo Marsh")]
        assert [(day.iso, [entry.who for entry in day.bookings]) for day in listed.agenda] == [(str(workday(3)), ["Cleo Marsh"])]
        assert [line.who for part in drawn("day").sheet.parts for line in part.lines] == ["Cleo Marsh"]
        assert drawn("list", status="pending").head.empty == "none"
        assert len(drawn("day", who=(shop.providers[1],)).columns) == 1
        assert drawn("day", who=(shop.providers[1],)).filters.count == 1


def test_a_visit_with_a_gap_and_a_room_stands_in_both_and_a_session_tells_its_seats(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    basin = room(shop, "Basin")
    colour = sold(shop, ana, rooms=[[basin]], duration=90, gap_after=30, gap_minutes=30, buffer_after=15)
    book(visitor, colour, shop.starts(workday(3))[0])
    book(visitor, sold(shop, ben, capacity=3, duration=60), shop.starts(workday(3))[0], "Dan")
    with db.reading(shop.owner) as session:
        drawn = page(session, shop.owner, wanted=Asked(day=workday(3)))[0]
        slot = session.exec(select(Slot)).one()
    first, second, third = (column.blocks[0] for column in drawn.columns)
    assert (first.gap_at, first.gap_minutes, first.after, first.movable, first.resizable) == (30, 30, 15, True, True)
    assert (second.seats, second.movable, second.href) == ("1 of 3", False, f"/app/slots/{slot.id}")
    assert (third.id, third.movable) == (f"{first.id}:{basin}", False)


def test_what_was_chosen_is_kept_and_the_day_is_not(shop: Shop) -> None:
    today = clock.today(ZONE)
    who = shop.providers[0]
    chosen = Asked.read({"view": "week", "who": str(who), "date": "2027-01-05"}, today).chosen
    later = Asked.read({}, today, chosen)
    assert (later.view, later.who, later.day) == ("week", (who,), today)


async def test_a_day_is_explained_rule_by_rule(tab: Tab, shop: Shop, row: BookingRow) -> None:
    root = tab(cast.entered(cast.ANA).token)
    why = await root.get_state(Explained)
    await why.start(str(workday(3)))
    await why.choose("provider_id", str(shop.providers[0]))
    assert why.open
    first = why.shown.times[0]
    assert (first.offered, [reason for reason in first.reasons if "Cleo Marsh" in reason] != []) == (False, True)
    assert next(line.time for line in why.shown.times if line.offered) == "09:30"
