"""Days by provider, why a time is offered or not, and what staff would run into; on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking import queries as bookings
from careops.booking.models import BookingType, TimeOff
from careops.booking.rules import seconds
from careops.booking.schemas.calendar import CalendarDay, Explanation, PreviewRow
from careops.business import actions as business
from careops.business.schemas import ClosureIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden
from tests import cast
from tests.booking.test_engine import at, book, change, put, room, sold
from tests.booking.test_queries import counted
from tests.worlds import Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")


def days(actor: Actor, first: date, last: date | None = None, **only: Any) -> list[CalendarDay]:
    with db.reading(actor) as session:
        return bookings.calendar(session, actor, from_=first, to=last or first, **only)


def why(actor: Actor, service: Any, day: date, **more: Any) -> Explanation:
    with db.reading(actor) as session:
        return bookings.explain(session, actor, booking_type_id=service, day=day, **more)


def tried(actor: Actor, **more: Any) -> PreviewRow:
    with db.reading(actor) as session:
        return bookings.preview(session, actor, **more)


# ── days ─────────────────────────────────────────────────


def test_a_day_shows_what_takes_time_of_whom(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    basin = room(shop, "Basin")
    colour = sold(shop, ana, rooms=[[basin]], duration=90, gap_after=30, gap_minutes=30, buffer_after=15)
    yoga = sold(shop, ben, capacity=3, duration=60)
    made = book(visitor, colour, at(shop))
    book(visitor, yoga, at(shop), "Dan")
    put(shop, TimeOff(provider_id=ben, starts=seconds(at(shop, 6)), ends=seconds(at(shop, 8)), reason="Dentist"))
    (day,) = days(shop.owner, workday(3))
    by = {column.provider.name: column for column in day.columns}
    (entry,) = by["Provider 1"].entries
    assert (entry.id, entry.kind, entry.start, entry.end, entry.blocked_end, entry.gaps) == (
        made.id,
        "booking",
        540,
        630,
        645,
        [(570, 600)],
    )
    assert (entry.title, entry.status, entry.time_range) == ("Cleo", "confirmed", "09:00–10:30")
    assert [(one.kind, one.start, one.end, one.gaps) for one in by["Basin"].entries] == [("booking", 540, 645, [])]
    (session,) = by["Provider 2"].entries
    assert (session.kind, session.seats, session.seats_taken, session.start, session.end) == ("session", 3, 1, 540, 600)
    assert [(off.reason, off.start, off.end) for off in by["Provider 2"].off] == [("Dentist", 780, 840)]
    assert by["Provider 2"].free == [(600, 720), (840, 1020)]
    assert (by["Provider 1"].figures.open_minutes, by["Provider 1"].figures.booked_minutes) == (420, 75)
    assert day.figures.bookings == 2  # the colour, at its provider and in its room


def test_a_month_costs_as_many_statements_as_a_day(shop: Shop, visitor: Actor) -> None:
    for index in range(6):
        book(visitor, shop.service, at(shop, index), f"P{index}")
    with counted() as one:
        days(shop.owner, workday(3))
    with counted() as many:
        days(shop.owner, workday(3), workday(3) + timedelta(days=30))
    assert len(one) == len(many)
    assert len(many) <= 9


def test_filters_leave_only_some(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    book(visitor, shop.service, at(shop), provider_id=ana)
    other = sold(shop, ben)
    book(visitor, other, at(shop), "Dan")
    assert [column.provider.id for column in days(shop.owner, workday(3), provider_ids=[ben])[0].columns] == [ben]
    entries = [entry.title for column in days(shop.owner, workday(3), booking_type_id=other)[0].columns for entry in column.entries]
    assert entries == ["Dan"]
    assert not [entry for column in days(shop.owner, workday(3), status="pending")[0].columns for entry in column.entries]


def test_a_day_whose_clocks_change_is_as_long_as_it_is(shop: Shop) -> None:
    (spring,) = days(shop.owner, date(2027, 3, 28))
    assert (spring.length, spring.turns_at, spring.turns_by) == (1380, 60, 60)
    (autumn,) = days(shop.owner, date(2026, 10, 25))
    assert (autumn.length, autumn.turns_at, autumn.turns_by) == (1500, 120, -60)
    assert days(shop.owner, workday(3))[0].turns_at is None


def test_a_closed_day_says_so(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        business.add_closure(session, shop.owner, closure=ClosureIn(first_day=workday(3), name="Stocktaking"))
    (day,) = days(shop.owner, workday(3))
    assert (day.closed, day.columns[0].hours, day.columns[0].free) == ("Stocktaking", [], [])
    assert [note.code for note in why(shop.owner, shop.service, workday(3)).notes] == ["closed"]


def test_the_api_tells_days_weeks_and_months(shop: Shop, visitor: Actor, api: TestClient) -> None:
    book(visitor, shop.service, at(shop))
    headers = cast.bearer(cast.ANA)
    day = workday(3)
    one = api.get(f"/api/v1/calendar/day/{day}", headers=headers).json()
    assert one["columns"][0]["entries"][0]["title"] == "Cleo"
    week = api.get(f"/api/v1/calendar/week/{day}", headers=headers).json()["items"]
    assert len(week) == 7
    assert date.fromisoformat(week[0]["date"]).weekday() == 0
    month = api.get(f"/api/v1/calendar/month/{day.year}/{day.month}", headers=headers).json()["items"]
    assert month[0]["date"] == str(day.replace(day=1))
    assert api.get("/api/v1/calendar/month/2026/13", headers=headers).status_code == 422


# ── why ──────────────────────────────────────────────────


def test_each_time_says_why_it_is_not_offered(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    book(visitor, shop.service, at(shop), provider_id=ana)
    put(shop, TimeOff(provider_id=ben, starts=seconds(at(shop)), ends=seconds(at(shop, 1)), reason="Dentist"))
    told = why(shop.owner, shop.service, workday(3))
    nine = told.times[0]
    assert (nine.time, nine.offered) == ("09:00", False)
    assert {(one.code, one.text) for one in nine.reasons} == {
        ("taken", "Provider 1 is taken, 09:00–09:30: Cleo, Cut"),
        ("time_off", "Provider 2 is off, 09:00–09:30: Dentist"),
    }
    half = next(time for time in told.times if time.time == "09:30")
    assert (half.offered, sorted(half.by)) == (True, ["Provider 1", "Provider 2"])


def test_notice_window_rooms_limits_and_what_follows_are_told_too(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    only = room(shop, "Room A")
    massage = sold(shop, ana, rooms=[[only]], min_notice=60 * 24 * 365)
    assert {one.code for time in why(shop.owner, massage, workday(3)).times for one in time.reasons} == {"notice"}
    change(shop, BookingType, massage, min_notice=0, window_days=1)
    assert {one.code for time in why(shop.owner, massage, workday(5)).times for one in time.reasons} == {"window"}
    change(shop, BookingType, massage, window_days=60)
    book(visitor, sold(shop, ben, rooms=[[only]]), at(shop))
    assert [one.text for one in why(shop.owner, massage, workday(3)).times[0].reasons] == ["Nothing is free of: Room A"]


def test_what_is_explained_is_what_is_offered(shop: Shop, visitor: Actor) -> None:
    for index in (0, 3, 7):
        book(visitor, shop.service, at(shop, index), f"P{index}")
    told = why(shop.owner, shop.service, workday(3))
    with db.reading(visitor) as session:
        found = bookings.available(session, visitor, booking_type_id=shop.service, from_=workday(3), to=workday(3))
    assert [time.starts_at for time in told.times if time.offered] == [time.starts_at for time in found.days[0].times]
    assert all(time.offered or time.reasons for time in told.times)


def test_strangers_are_told_nothing(shop: Shop, visitor: Actor) -> None:
    with pytest.raises(Forbidden):
        why(visitor, shop.service, workday(3))
    with pytest.raises(Forbidden):
        days(visitor, workday(3))


# ── what staff would run into ────────────────────────────


def test_a_place_is_free_doubtful_or_taken(shop: Shop, visitor: Actor) -> None:
    ana, ben = shop.providers
    first = book(visitor, shop.service, at(shop), provider_id=ana)
    book(visitor, shop.service, at(shop, 2), "Dan", provider_id=ana)
    assert tried(shop.owner, booking_id=first.id, starts_at=at(shop, 1), provider_id=ana).level == "free"
    assert tried(shop.owner, booking_id=first.id, starts_at=at(shop)).level == "free"  # its own time is not in its way
    taken = tried(shop.owner, booking_id=first.id, starts_at=at(shop, 2))
    assert (taken.level, taken.text) == ("taken", "Provider 1 is taken, 10:00–10:30: Dan, Cut")
    lunch = tried(shop.owner, booking_id=first.id, starts_at=at(shop, 5) + timedelta(minutes=30))
    assert lunch.level == "warn"
    assert tried(shop.owner, booking_id=first.id, starts_at=at(shop), duration=75).level == "taken"
    assert tried(shop.owner, booking_type_id=shop.service, starts_at=at(shop), provider_id=ben).level == "free"


# ── at night ─────────────────────────────────────────────


def test_what_staff_forgot_is_completed_at_one_in_the_night(shop: Shop, visitor: Actor) -> None:
    made = book(visitor, shop.service, at(shop))
    late = shop.starts(workday(3))[-1]
    with time_machine.travel(late + timedelta(hours=2), tick=False):
        assert jobs.complete_past(Actor.system(shop.owner.workspace_id)) == 0
    with time_machine.travel(late + timedelta(hours=12), tick=False):
        assert jobs.complete_past(Actor.system(shop.owner.workspace_id)) == 1
        assert jobs.complete_past(Actor.system(shop.owner.workspace_id)) == 0
        with db.reading(shop.owner) as session:
            assert bookings.get(session, shop.owner, booking_id=made.id).status == "completed"
            figures = bookings.contact_figures(session, shop.owner, contact_id=made.contact_id)
    assert (figures.visits, figures.spent, figures.last_visit) == (1, 4500, at(shop))


def test_no_shows_and_cancellations_are_counted_apart(shop: Shop, visitor: Actor) -> None:
    rows = [book(visitor, shop.service, at(shop, index)) for index in range(3)]
    with db.transaction(shop.owner) as session:
        booking.cancel(session, shop.owner, booking_id=rows[0].id)
    with time_machine.travel(at(shop, 8), tick=False), db.transaction(shop.owner) as session:
        booking.mark_no_show(session, shop.owner, booking_id=rows[1].id)
    with db.reading(shop.owner) as session:
        figures = bookings.contact_figures(session, shop.owner, contact_id=rows[0].contact_id)
    assert (figures.visits, figures.no_shows, figures.cancellations, figures.upcoming) == (0, 1, 1, 1)
    assert now() < at(shop)
