"""Published times and group sessions, on both databases: never two at once, never more guests than seats."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import select

from careops.activity.models import Event
from careops.booking import actions as booking
from careops.booking import jobs
from careops.booking import queries as bookings
from careops.booking.actions.slots import SlotsClash
from careops.booking.models import Offered, Slot
from careops.booking.rules import HoldExpired, NotOffered, SlotTaken
from careops.booking.rules.patterns import SeatsTaken, SlotBooked, SlotOver
from careops.booking.schemas import BookingRow, BookingTypeEdit, Customer
from careops.booking.schemas.series import RepeatIn
from careops.booking.schemas.slots import SlotEdit, SlotPatternEdit, SlotPatternIn, SlotPatternRow, SlotRow
from careops.business import actions as business
from careops.business.schemas import ClosureIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from tests.worlds import ZONE, Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(ZONE))


def person(number: int) -> Customer:
    return Customer(name=f"Guest {number}", email=f"guest{number}@example.org")


@pytest.fixture
def school(shop: Shop) -> Shop:
    """The shop sells published times only, three seats each."""
    sells(shop, offered=Offered.slots, capacity=3)
    return shop


def sells(shop: Shop, **change: Any) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(**change))


def published(shop: Shop, start: datetime, provider: int = 0, **more: Any) -> SlotRow:
    with db.transaction(shop.owner) as session:
        asked = {"booking_type_id": shop.service, "provider_id": shop.providers[provider], "starts_at": start, **more}
        return booking.publish(session, shop.owner, **asked)


def sits(shop: Shop, actor: Actor, start: datetime, number: int = 1, provider: int | None = 0) -> BookingRow:
    with db.transaction(actor) as session:
        return booking.book(
            session,
            actor,
            booking_type_id=shop.service,
            starts_at=start,
            provider_id=None if provider is None else shop.providers[provider],
            customer=person(number),
        )


def slot(shop: Shop, slot_id: UUID) -> SlotRow:
    with db.reading(shop.owner) as session:
        return bookings.slot(session, shop.owner, slot_id=slot_id)


def kinds(actor: Actor) -> list[str]:
    with db.reading(actor) as session:
        return [event.kind for event in session.exec(select(Event)).all()]


# ── one ──────────────────────────────────────────────────


def test_only_what_is_published_is_sold_seat_by_seat(school: Shop, visitor: Actor) -> None:
    start = at(workday(3))
    with pytest.raises(NotOffered):
        sits(school, visitor, start)
    made = published(school, start)
    for number in range(3):
        sits(school, visitor, start, number)
    with pytest.raises(SlotTaken):
        sits(school, visitor, start, 4)
    found = slot(school, made.id)
    assert (found.capacity, found.taken, found.free) == (3, 3, 0)
    with db.reading(school.owner) as session:
        seats = bookings.seats(session, school.owner, slot_id=made.id)
    assert [(one.seat, one.booking.contact_name) for one in seats] == [(1, "Guest 0"), (2, "Guest 1"), (3, "Guest 2")]


def test_a_single_seat_is_sold_like_any_other(shop: Shop, visitor: Actor) -> None:
    sells(shop, offered=Offered.slots)
    made = published(shop, at(workday(3), 20), minutes=45)
    assert (made.ends_at - made.starts_at, made.capacity) == (timedelta(minutes=45), 1)
    row = sits(shop, visitor, at(workday(3), 20), provider=None)
    assert row.provider_id == shop.providers[0]
    with pytest.raises(SlotTaken):
        sits(shop, visitor, at(workday(3), 20), 2, provider=None)


def test_two_times_of_one_provider_never_overlap(school: Shop) -> None:
    start = at(workday(3))
    published(school, start)
    for wrong in (start, start + timedelta(minutes=15)):
        with pytest.raises(SlotTaken):
            published(school, wrong)
    published(school, start + timedelta(minutes=30))
    published(school, start, provider=1)


def test_a_day_is_open_when_a_time_is_published_whether_or_not_it_is_full(school: Shop, visitor: Actor) -> None:
    first, last = workday(3), workday(6)
    published(school, at(first))
    for number in range(3):
        sits(school, visitor, at(first), number)
    published(school, at(last))
    with db.reading(visitor) as session:
        found = bookings.free_times(session, visitor, booking_type_id=school.service, from_=first, to=last)
    assert [date.fromordinal(day) for day, is_open, _times in found.days if is_open] == [first, last]
    assert [date.fromordinal(day) for day, _open, times in found.days if times] == [last]
    assert found.more


def test_only_services_sold_by_times_or_seats_are_published(shop: Shop) -> None:
    with pytest.raises(Invalid):
        published(shop, at(workday(3)))


def test_many_are_published_at_once_or_those_that_fit(school: Shop) -> None:
    day = workday(3)
    published(school, at(day, 11))
    asked: dict[str, Any] = {"booking_type_id": school.service, "provider_id": school.providers[0]}
    starts = [at(day, hour) for hour in (9, 10, 11, 12)]
    with db.reading(school.owner) as session:
        plan = bookings.plan_slots(session, school.owner, starts_at=starts, **asked)
    assert [one.verdict for one in plan.times] == ["free", "free", "taken", "free"]
    with pytest.raises(SlotsClash, match="omething else is there"), db.transaction(school.owner) as session:
        booking.publish_many(session, school.owner, starts_at=starts, **asked)
    with db.transaction(school.owner) as session:
        made = booking.publish_many(session, school.owner, starts_at=starts, on_conflict="skip", **asked)
    assert (len(made.made), len(made.skipped)) == (3, 1)


def test_there_are_never_fewer_seats_than_guests(school: Shop, visitor: Actor) -> None:
    made = published(school, at(workday(3)), capacity=5)
    rows = [sits(school, visitor, at(workday(3)), number) for number in range(3)]
    with db.transaction(school.owner) as session:
        booking.cancel(session, school.owner, booking_id=rows[0].id)
    edit = lambda **said: booking.edit_slot(session, school.owner, slot_id=made.id, change=SlotEdit(**said))  # noqa: E731
    with pytest.raises(SeatsTaken), db.transaction(school.owner) as session:
        edit(capacity=1)
    with db.transaction(school.owner) as session:
        assert edit(capacity=2).free == 0
    with pytest.raises(SlotTaken):
        sits(school, visitor, at(workday(3)), 7)
    with pytest.raises(Stale), db.transaction(school.owner) as session:
        booking.edit_slot(session, school.owner, slot_id=made.id, change=SlotEdit(note="x"), version=1)


def test_a_closed_time_keeps_its_guests_and_takes_no_more(school: Shop, visitor: Actor) -> None:
    made = published(school, at(workday(3)))
    sits(school, visitor, at(workday(3)), 1)
    for status in ("closed", "open"):
        with db.transaction(school.owner) as session:
            booking.edit_slot(session, school.owner, slot_id=made.id, change=SlotEdit(status=status))
        if status == "closed":
            with pytest.raises(NotOffered):
                sits(school, visitor, at(workday(3)), 2)
    sits(school, visitor, at(workday(3)), 2)


def test_a_session_is_called_off_with_everybody_in_it(school: Shop, visitor: Actor) -> None:
    made = published(school, at(workday(3)))
    rows = [sits(school, visitor, at(workday(3)), number) for number in range(2)]
    with db.transaction(visitor) as session:
        hold = booking.hold(session, visitor, booking_type_id=school.service, starts_at=at(workday(3))).token
    with db.transaction(school.owner) as session:
        gone = booking.cancel_slot(session, school.owner, slot_id=made.id, reason="Ill")
    assert (gone.status, gone.taken, gone.held) == ("cancelled", 0, 0)
    with db.reading(school.owner) as session:
        assert {bookings.get(session, school.owner, booking_id=row.id).status for row in rows} == {"cancelled"}
        assert [one.seat for one in bookings.seats(session, school.owner, slot_id=made.id)] == [None, None]
    assert kinds(school.owner).count("booking.cancelled") == 2
    with pytest.raises(HoldExpired), db.transaction(visitor) as session:
        booking.book_public(session, visitor, hold=hold, customer=person(9))
    with pytest.raises(SlotOver), db.transaction(school.owner) as session:
        booking.cancel_slot(session, school.owner, slot_id=made.id)
    published(school, at(workday(3)))


def test_a_session_moves_with_everybody_in_it(school: Shop, visitor: Actor) -> None:
    made = published(school, at(workday(3)))
    rows = [sits(school, visitor, at(workday(3)), number) for number in range(3)]
    published(school, at(workday(3), 15), provider=1)
    with pytest.raises(SlotTaken), db.transaction(school.owner) as session:
        booking.move_slot(session, school.owner, slot_id=made.id, starts_at=at(workday(3), 15), provider_id=school.providers[1])
    assert slot(school, made.id).taken == 3
    to = at(workday(3)) + timedelta(minutes=15)  # over its own time
    with db.transaction(school.owner) as session:
        moved = booking.move_slot(session, school.owner, slot_id=made.id, starts_at=to, provider_id=school.providers[1])
    assert (moved.starts_at, moved.provider_name, moved.taken) == (to, "Provider 2", 3)
    with db.reading(school.owner) as session:
        now_are = [bookings.get(session, school.owner, booking_id=row.id) for row in rows]
    assert {(row.starts_at, row.provider_name) for row in now_are} == {(to, "Provider 2")}
    assert kinds(school.owner).count("booking.rescheduled") == 3
    published(school, at(workday(3)))


def test_only_a_time_nobody_booked_is_taken_back(school: Shop, visitor: Actor) -> None:
    made, other = published(school, at(workday(3))), published(school, at(workday(3), 12))
    sits(school, visitor, at(workday(3)))
    with pytest.raises(SlotBooked), db.transaction(school.owner) as session:
        booking.remove_slot(session, school.owner, slot_id=made.id)
    with db.transaction(school.owner) as session:
        booking.remove_slot(session, school.owner, slot_id=other.id)
    with pytest.raises(NotFound):
        slot(school, other.id)


def test_a_walk_in_takes_a_seat_after_it_began(school: Shop) -> None:
    made = published(school, at(workday(3)))
    with time_machine.travel(made.starts_at + timedelta(minutes=5)), db.transaction(school.owner) as session:
        assert booking.seat(session, school.owner, slot_id=made.id, customer=person(1)).starts_at == made.starts_at
    assert slot(school, made.id).taken == 1


def test_a_group_by_opening_hours_can_be_moved_and_called_off_too(shop: Shop, visitor: Actor) -> None:
    sells(shop, capacity=4)
    start = at(workday(3))
    rows = [sits(shop, visitor, start, number) for number in range(2)]
    with db.reading(shop.owner) as session:
        (session_row,) = bookings.slots(session, shop.owner, from_=workday(3), to=workday(3))
    assert (session_row.published, session_row.taken, session_row.capacity) == (False, 2, 4)
    with db.transaction(shop.owner) as session:
        booking.move_slot(session, shop.owner, slot_id=session_row.id, starts_at=at(workday(3), 14))
    with db.transaction(shop.owner) as session:
        booking.cancel_slot(session, shop.owner, slot_id=session_row.id)
    with db.reading(shop.owner) as session:
        assert bookings.get(session, shop.owner, booking_id=rows[1].id).status == "cancelled"


def test_strangers_and_the_unentitled_are_refused(school: Shop, stranger: Actor, visitor: Actor) -> None:
    made = published(school, at(workday(3)))
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        booking.cancel_slot(session, stranger, slot_id=made.id)
    for refused in (booking.cancel_slot, booking.remove_slot):
        with pytest.raises(Forbidden), db.transaction(visitor) as session:
            refused(session, visitor, slot_id=made.id)
    with pytest.raises(Forbidden), db.reading(visitor) as session:
        bookings.seats(session, visitor, slot_id=made.id)


def test_a_series_of_seats_goes_as_far_as_times_are_published(school: Shop) -> None:
    for week in range(2):
        published(school, at(workday(3) + timedelta(days=7 * week)))
    repeat = RepeatIn(frequency="weekly", count=3)
    asked: dict[str, Any] = {"booking_type_id": school.service, "starts_at": at(workday(3)), "repeat": repeat, "seats": 2}
    with db.reading(school.owner) as session:
        plan = bookings.plan_series(session, school.owner, **asked)
    assert [(one.verdict, one.why) for one in plan.occurrences] == [("free", ""), ("free", ""), ("not_offered", "not_published")]
    with db.transaction(school.owner) as session:
        made = booking.book_series(session, school.owner, customer=person(1), on_conflict="skip", **asked)
    assert [row.series_index for row in made.bookings] == [0, 1, 2, 3]
    assert len({row.id for row in made.bookings}) == 4


# ── patterns ─────────────────────────────────────────────


def pattern(shop: Shop, **more: Any) -> SlotPatternRow:
    with db.transaction(shop.owner) as session:
        return booking.add_pattern(session, shop.owner, pattern=wanted(shop, **more))


def wanted(shop: Shop, **more: Any) -> SlotPatternIn:
    told: dict[str, Any] = {
        "booking_type_id": shop.service,
        "provider_id": shop.providers[0],
        "weekdays": [0, 2],
        "from_minute": 540,
        "to_minute": 780,
        "pause": 15,
        "breaks": [[600, 660]],
        "first_day": now().date(),
        "weeks_ahead": 2,
    }
    return SlotPatternIn(**told | more)


def starts(shop: Shop) -> list[int]:
    with db.reading(shop.owner) as session:
        return sorted(session.exec(select(Slot.starts)).all())


def weekly(school: Shop) -> int:
    """What the job does in this business."""
    system = Actor.system(school.owner.workspace_id)
    with db.transaction(system) as session:
        return booking.generate(session, system)


def test_a_pattern_publishes_its_weeks_and_one_more_each_sunday(school: Shop) -> None:
    with time_machine.travel(datetime(2027, 1, 6, 12, tzinfo=ZoneInfo(ZONE))):  # a Wednesday
        made = pattern(school)
        # 9:00 only before the break (9:45 would run into it), then 11:00, 11:45, 12:30
        assert made.sentence == "Mon, Wed, 09:00–13:00, 4 a day"
        assert (made.generated_to, made.coming) == (date(2027, 1, 16), 2 * 4 + 1)
        assert weekly(school) == 0
    with time_machine.travel(datetime(2027, 1, 9, 23, 50, tzinfo=ZoneInfo(ZONE))):
        assert weekly(school) == 0
    with time_machine.travel(datetime(2027, 1, 10, 0, 1, tzinfo=ZoneInfo(ZONE))):
        assert weekly(school) == 8
        assert weekly(school) == 0


def test_what_was_called_off_is_not_published_again(school: Shop) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 1, tzinfo=ZoneInfo(ZONE))):
        made = pattern(school, weeks_ahead=1)
        before = starts(school)
        with db.transaction(school.owner) as session:
            (first, *_rest) = bookings.slots(session, school.owner, from_=date(2027, 1, 4), to=date(2027, 1, 10))
            booking.cancel_slot(session, school.owner, slot_id=first.id)
            change = SlotPatternEdit(excluded=[date(2027, 1, 6)])
            changed = booking.edit_pattern(session, school.owner, pattern_id=made.id, change=change)
        assert (made.coming, changed.coming) == (8, 3)
        assert set(starts(school)) < set(before)
        with db.transaction(school.owner) as session:
            booking.remove_pattern(session, school.owner, pattern_id=made.id)
        with db.reading(school.owner) as session:
            assert bookings.slots(session, school.owner, from_=date(2027, 1, 4), to=date(2027, 1, 10)) == []
            assert bookings.slot_patterns(session, school.owner) == []


def test_a_pattern_leaves_out_what_clashes_and_closed_days(school: Shop, visitor: Actor) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 1, tzinfo=ZoneInfo(ZONE))):
        published(school, at(date(2027, 1, 4), 9))
        with db.transaction(school.owner) as session:
            business.add_closure(
                session, school.owner, closure=ClosureIn(first_day=date(2027, 1, 6), last_day=date(2027, 1, 6), name="Fair")
            )
        with db.reading(school.owner) as session:
            plan = bookings.plan_pattern(session, school.owner, pattern=wanted(school, weeks_ahead=1))
        assert [one.verdict for one in plan.times] == ["taken", "free", "free", "free", *["closed"] * 4]
        assert pattern(school, weeks_ahead=1).coming == 3


def test_empty_times_are_forgotten_a_day_after(school: Shop, visitor: Actor) -> None:
    made, empty = published(school, at(workday(3))), published(school, at(workday(3), 12))
    sits(school, visitor, at(workday(3)))
    with time_machine.travel(empty.ends_at + timedelta(hours=23)):
        assert jobs.forget_empty_slots() == 0
    with time_machine.travel(empty.ends_at + timedelta(hours=25)):
        assert jobs.forget_empty_slots() == 1
    assert slot(school, made.id).taken == 1
