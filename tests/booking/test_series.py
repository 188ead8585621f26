"""Series of visits: planned, booked, moved and called off, on both databases."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import select

from careops.activity.models import Event
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Booking, Occupancy
from careops.booking.rules import IllegalMove
from careops.booking.rules.series import NothingToBook, NotRepeatable, SeriesChanged, SeriesConflicts
from careops.booking.schemas import BookingTypeEdit, Customer
from careops.booking.schemas.series import RepeatIn, SeriesPlan, SeriesRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound
from tests.booking.test_queries import counted
from tests.worlds import ZONE, Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")
CLEO = Customer(name="Cleo Marsh", email="cleo@example.org")
DAN = Customer(name="Dan Dow", email="dan@example.org")
WEEKLY = RepeatIn(frequency="weekly", count=4)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(ZONE))


def planned(shop: Shop, actor: Actor, repeat: RepeatIn = WEEKLY, **more: Any) -> SeriesPlan:
    with db.reading(actor) as session:
        return bookings.plan_series(
            session, actor, **{"booking_type_id": shop.service, "starts_at": at(workday(3)), "repeat": repeat, **more}
        )


def series(shop: Shop, actor: Actor, repeat: RepeatIn = WEEKLY, **more: Any) -> SeriesRow:
    asked = {"booking_type_id": shop.service, "starts_at": at(workday(3)), "repeat": repeat, "customer": CLEO, **more}
    with db.transaction(actor) as session:
        return booking.book_series(session, actor, **asked)


def single(shop: Shop, start: datetime, provider: int = 0) -> Any:
    with db.transaction(shop.owner) as session:
        return booking.book(
            session, shop.owner, booking_type_id=shop.service, starts_at=start, provider_id=shop.providers[provider], customer=DAN
        )


def allow(shop: Shop, most: int) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(recurring_max=most))


def kinds(actor: Actor) -> list[str]:
    with db.reading(actor) as session:
        return [event.kind for event in session.exec(select(Event)).all() if event.kind.startswith("booking")]


# ── planning and booking ─────────────────────────────────


def test_a_series_says_of_each_visit_whether_it_can_be_had(shop: Shop) -> None:
    day = workday(3)
    for provider in (0, 1):
        single(shop, at(day + timedelta(days=7)), provider)
    plan = planned(shop, shop.owner)
    assert [one.verdict for one in plan.occurrences] == ["free", "taken", "free", "free"]
    assert (plan.free, plan.conflicts, plan.price.amount) == (3, 1, 3 * 4500)
    taken = plan.occurrences[1]
    assert taken.says == "Somebody else has that time"
    assert taken.instead is not None
    assert taken.instead.starts_at == at(day + timedelta(days=7)) - timedelta(minutes=30)
    assert plan.sentence == f"Every week on {day:%A} at 10:00, 4 times"


def test_all_visits_are_booked_with_one_fact_each_and_one_for_all(shop: Shop) -> None:
    row = series(shop, shop.owner)
    assert [b.starts_at for b in row.bookings] == [at(workday(3) + timedelta(days=7 * n)) for n in range(4)]
    assert [b.series_index for b in row.bookings] == [0, 1, 2, 3]
    assert {b.provider_name for b in row.bookings} == {"Provider 1"}
    assert kinds(shop.owner).count("booking.created") == 4
    assert kinds(shop.owner).count("booking_series.created") == 1
    with db.reading(shop.owner) as session:
        assert bookings.series(session, shop.owner, series_id=row.id) == row


def test_conflicts_are_refused_by_name_skipped_or_moved(shop: Shop) -> None:
    day = workday(3) + timedelta(days=7)
    for provider in (0, 1):
        single(shop, at(day), provider)
    with pytest.raises(SeriesConflicts, match=r"1 visit cannot be booked.*somebody else has that time"):
        series(shop, shop.owner)
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Booking)).all()) == 2
    assert len(series(shop, shop.owner, on_conflict="skip").bookings) == 3
    moved = series(shop, shop.owner, on_conflict="move", starts_at=at(workday(3)), customer=DAN)
    assert moved.bookings[1].starts_at == at(day) - timedelta(minutes=30)
    with pytest.raises(NothingToBook):
        series(shop, shop.owner, starts_at=at(day), repeat=RepeatIn(frequency="monthly", every=52, until=day), on_conflict="skip")


def test_what_was_not_shown_is_not_booked(shop: Shop) -> None:
    plan = planned(shop, shop.owner)
    for provider in (0, 1):
        single(shop, at(workday(3) + timedelta(days=14)), provider)
    with pytest.raises(SeriesChanged):
        series(shop, shop.owner, version=plan.version, on_conflict="skip")
    again = planned(shop, shop.owner)
    assert len(series(shop, shop.owner, version=again.version, on_conflict="skip").bookings) == 3


def test_days_can_be_left_out(shop: Shop) -> None:
    row = series(shop, shop.owner, without=[workday(3) + timedelta(days=7)])
    assert len(row.bookings) == 3


def test_a_series_never_clashes_with_itself(shop: Shop) -> None:
    """Each day at nine, without Saturdays and Sundays; on both days when it was meant to begin on one."""
    row = series(shop, shop.owner, repeat=RepeatIn(frequency="daily", count=9), on_conflict="skip", starts_at=at(workday(3), 9))
    assert 5 <= len(row.bookings) <= 7
    starts = [b.starts_at for b in row.bookings]
    assert len(set(starts)) == len(starts)
    saturday = workday(3) + timedelta(days=(5 - workday(3).weekday()) % 7 + 7)
    meant = series(shop, shop.owner, repeat=RepeatIn(frequency="daily", count=2), starts_at=at(saturday, 9), customer=DAN)
    assert [b.starts_at.weekday() for b in meant.bookings] == [5, 6]


def test_customers_repeat_only_what_may_be_repeated_that_often(shop: Shop, visitor: Actor) -> None:
    with pytest.raises(NotRepeatable, match="cannot be booked as a series"):
        planned(shop, visitor)
    allow(shop, 3)
    with pytest.raises(NotRepeatable, match="At most 3 visits"):
        series(shop, visitor)
    allow(shop, 4)
    with db.transaction(visitor) as session:
        made = booking.book_series_public(
            session, visitor, booking_type_id=shop.service, starts_at=at(workday(3)), repeat=WEEKLY, customer=CLEO
        )
    assert len({b.token for b in made.bookings}) == 4


def test_the_first_visits_hold_is_theirs(shop: Shop, visitor: Actor) -> None:
    allow(shop, 4)
    with db.transaction(visitor) as session:
        hold = booking.hold(session, visitor, booking_type_id=shop.service, starts_at=at(workday(3)), provider_id=shop.providers[0]).token
    asked: dict[str, Any] = {"provider_id": shop.providers[0]}
    assert planned(shop, visitor, **asked).conflicts == 1
    assert planned(shop, visitor, hold=hold, **asked).conflicts == 0
    assert len(series(shop, visitor, hold=hold, **asked).bookings) == 4
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Occupancy)).all()) == 4


def test_a_plan_takes_the_same_statements_for_four_visits_and_forty(shop: Shop) -> None:
    with counted() as few:
        planned(shop, shop.owner)
    with counted() as many:
        planned(shop, shop.owner, RepeatIn(frequency="weekly", count=40))
    assert len(few) == len(many) <= 5


def test_strangers_and_the_unentitled_are_refused(shop: Shop, stranger: Actor) -> None:
    row = series(shop, shop.owner)
    with pytest.raises(NotFound), db.reading(stranger) as session:
        bookings.series(session, stranger, series_id=row.id)
    with pytest.raises(NotFound):
        series(shop, stranger)
    with pytest.raises(Invalid):
        planned(shop, shop.owner, RepeatIn(frequency="daily", until=workday(3) - timedelta(days=1)))
    nobody = Actor(workspace_id=shop.owner.workspace, kind=shop.owner.kind, source=shop.owner.source)
    with pytest.raises(Forbidden):
        series(shop, nobody)


# ── what happens to it afterwards ────────────────────────


def moved(shop: Shop, actor: Actor, row: SeriesRow, visit: int, by: timedelta, **more: Any) -> SeriesRow:
    one = row.bookings[visit]
    with db.transaction(actor) as session:
        asked = {"scope": "all", "starts_at": one.starts_at + by, **more}
        return booking.reschedule_series(session, actor, booking_id=one.id, **asked)


def test_all_visits_move_as_far_on_the_wall(shop: Shop) -> None:
    row = series(shop, shop.owner)
    later = moved(shop, shop.owner, row, 1, timedelta(days=1 if workday(3).weekday() < 4 else -1, minutes=15))
    by = timedelta(days=1 if workday(3).weekday() < 4 else -1, minutes=15)
    assert [b.starts_at for b in later.bookings] == [b.starts_at + by for b in row.bookings]
    assert [b.id for b in later.bookings] == [b.id for b in row.bookings]
    assert later.sentence == f"Every week on {workday(3) + by:%A} at 10:15, 4 times"
    assert kinds(shop.owner).count("booking.rescheduled") == 4
    assert kinds(shop.owner).count("booking_series.rescheduled") == 1


def test_a_series_moves_onto_its_own_times(shop: Shop) -> None:
    row = series(shop, shop.owner, provider_id=shop.providers[0])
    later = moved(shop, shop.owner, row, 0, timedelta(days=7), scope="all")
    assert [b.starts_at for b in later.bookings] == [b.starts_at + timedelta(days=7) for b in row.bookings]


def test_this_and_the_following_leave_what_came_before(shop: Shop) -> None:
    row = series(shop, shop.owner)
    later = moved(shop, shop.owner, row, 2, timedelta(hours=1), scope="following")
    assert [(new.starts_at - old.starts_at).seconds for old, new in zip(row.bookings, later.bookings, strict=True)] == [0, 0, 3600, 3600]
    alone = moved(shop, shop.owner, later, 0, timedelta(hours=2), scope="this")
    assert [(new.starts_at - old.starts_at).seconds for old, new in zip(row.bookings, alone.bookings, strict=True)] == [7200, 0, 3600, 3600]


def test_a_move_that_cannot_be_is_named_or_leaves_that_visit(shop: Shop) -> None:
    row = series(shop, shop.owner, provider_id=shop.providers[0])
    single(shop, row.bookings[2].starts_at + timedelta(hours=1))
    with pytest.raises(SeriesConflicts, match="1 visit cannot"):
        moved(shop, shop.owner, row, 0, timedelta(hours=1))
    with db.transaction(shop.owner) as session:
        shown = booking.plan_move(
            session, shop.owner, booking_id=row.bookings[0].id, scope="all", starts_at=row.bookings[0].starts_at + timedelta(hours=1)
        )
    assert [one.verdict for one in shown] == ["free", "free", "taken", "free"]
    with db.reading(shop.owner) as session:
        assert [b.starts_at for b in bookings.series(session, shop.owner, series_id=row.id).bookings] == [b.starts_at for b in row.bookings]
    later = moved(shop, shop.owner, row, 0, timedelta(hours=1), on_conflict="skip")
    assert [(new.starts_at - old.starts_at).seconds for old, new in zip(row.bookings, later.bookings, strict=True)] == [3600, 3600, 0, 3600]


def test_visits_are_called_off_from_one_on_with_one_message(shop: Shop) -> None:
    row = series(shop, shop.owner)
    with db.transaction(shop.owner) as session:
        left = booking.cancel_series(session, shop.owner, series_id=row.id, scope="following", booking_id=row.bookings[2].id, reason="Away")
    assert [b.status for b in left.bookings] == ["confirmed", "confirmed", "cancelled", "cancelled"]
    assert left.visits == 2
    assert kinds(shop.owner).count("booking.cancelled") == 2
    assert kinds(shop.owner).count("booking_series.cancelled") == 1
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Occupancy)).all()) == 2


def test_customers_change_only_what_the_policy_lets_them(shop: Shop) -> None:
    row = series(shop, shop.owner)
    cleo = Actor.customer(shop.owner.workspace, row.contact_id)
    with time_machine.travel(row.bookings[0].starts_at - timedelta(hours=3)):
        with pytest.raises(SeriesConflicts, match="too late to change"), db.transaction(cleo) as session:
            booking.cancel_series(session, cleo, series_id=row.id)
        with db.transaction(cleo) as session:
            left = booking.cancel_series(session, cleo, series_id=row.id, on_conflict="skip")
        assert [b.status for b in left.bookings] == ["confirmed", "cancelled", "cancelled", "cancelled"]
    other = Actor.customer(shop.owner.workspace, shop.owner.workspace_id)
    with pytest.raises(NotFound), db.transaction(other) as session:
        booking.cancel_series(session, other, series_id=row.id)


def test_a_series_that_waits_is_confirmed_as_one(shop: Shop, visitor: Actor) -> None:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(auto_confirm=False, recurring_max=4)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    row = series(shop, visitor)
    assert {b.status for b in row.bookings} == {"pending"}
    with db.transaction(shop.owner) as session:
        assert {b.status for b in booking.confirm_series(session, shop.owner, series_id=row.id).bookings} == {"confirmed"}
    with pytest.raises(IllegalMove), db.transaction(shop.owner) as session:
        booking.confirm_series(session, shop.owner, series_id=row.id)
