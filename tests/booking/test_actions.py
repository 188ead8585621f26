"""What happens to a booking, on both databases, by the right people only."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from careops.activity import queries as activity
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Booking, Occupancy
from careops.booking.models.occupancy import UNGUARDS
from careops.booking.rules import HoldExpired, IllegalMove, NotOffered, SlotTaken, TooEarly, TooLate, seconds
from careops.booking.schemas import BookingEdit, BookingRow, BookingTypeEdit, Customer, HoldRow, PublicBookingRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, NotFound, Stale
from tests import cast
from tests.worlds import Shop, workday

pytestmark = pytest.mark.usefixtures("both_engines")
CLEO = Customer(name="Cleo Marsh", email="cleo@example.org")
DAN = Customer(name="Dan Dow", email="dan@example.org")


def held(shop: Shop, visitor: Actor, at: int = 0, provider: int | None = 0, replaces: str | None = None) -> HoldRow:
    with db.transaction(visitor) as session:
        return booking.hold(
            session,
            visitor,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(3))[at],
            provider_id=None if provider is None else shop.providers[provider],
            replaces=replaces,
        )


def booked(shop: Shop, actor: Actor, at: int = 0, provider: int | None = 0, who: Customer = CLEO) -> BookingRow:
    with db.transaction(actor) as session:
        return booking.book(
            session,
            actor,
            booking_type_id=shop.service,
            starts_at=shop.starts(workday(3))[at],
            provider_id=None if provider is None else shop.providers[provider],
            customer=who,
        )


def public(visitor: Actor, token: str, who: Customer = CLEO) -> PublicBookingRow:
    with db.transaction(visitor) as session:
        return booking.book_public(session, visitor, hold=token, customer=who)


def kinds(actor: Actor, row: BookingRow) -> list[str]:
    with db.reading(actor) as session:
        return [event.kind for event in activity.about(session, actor, subject=row.id)]


def taken(actor: Actor) -> int:
    with db.reading(actor) as session:
        return len(session.exec(select(Occupancy)).all())


# ── holding and booking ──────────────────────────────────


def test_a_held_time_is_nobody_elses(shop: Shop, visitor: Actor) -> None:
    held(shop, visitor)
    with pytest.raises(SlotTaken):
        held(shop, visitor)
    with pytest.raises(SlotTaken):
        booked(shop, shop.owner)
    assert taken(shop.owner) == 1


def test_a_hold_becomes_the_booking_and_books_only_once(shop: Shop, visitor: Actor) -> None:
    hold = held(shop, visitor)
    first, again = public(visitor, hold.token), public(visitor, hold.token, DAN)
    assert first == again
    assert (first.status, first.starts_at, first.provider_name) == ("confirmed", hold.starts_at, "Provider 1")
    assert taken(shop.owner) == 1
    with db.reading(shop.owner) as session:
        assert len(session.exec(select(Booking)).all()) == 1


def test_a_hold_ends_after_five_minutes_and_blocks_nobody(shop: Shop, visitor: Actor) -> None:
    hold = held(shop, visitor)
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        with pytest.raises(HoldExpired):
            public(visitor, hold.token)
        with db.reading(visitor) as session:
            assert bookings.held(session, visitor, token=hold.token) is None
        assert booked(shop, visitor, who=DAN).status == "confirmed"
    assert taken(shop.owner) == 1


def test_asking_for_another_time_lets_the_first_go(shop: Shop, visitor: Actor) -> None:
    first = held(shop, visitor)
    second = held(shop, visitor, at=2, replaces=first.token)
    again = held(shop, visitor, at=2, replaces=second.token)
    assert taken(shop.owner) == 1
    assert again.starts_at == second.starts_at
    with db.transaction(visitor) as session:
        booking.release(session, visitor, token=again.token)
        booking.release(session, visitor, token=again.token)
    assert taken(shop.owner) == 0


def test_the_sweep_forgets_only_what_has_ended(shop: Shop, visitor: Actor) -> None:
    held(shop, visitor)
    booked(shop, visitor, at=2)
    with time_machine.travel(now() + timedelta(minutes=3)):
        held(shop, visitor, at=4)
    with time_machine.travel(now() + timedelta(minutes=6)), db.transaction() as session:
        booking.sweep(session)
    assert taken(shop.owner) == 2


def test_a_customer_books_only_what_is_offered(shop: Shop, visitor: Actor) -> None:
    start = shop.starts(workday(3))[0]
    for wrong in (start - timedelta(minutes=15), start + timedelta(minutes=7), start - timedelta(days=30)):
        with pytest.raises(NotOffered), db.transaction(visitor) as session:
            booking.book(session, visitor, booking_type_id=shop.service, starts_at=wrong, customer=CLEO)
    with db.transaction(shop.owner) as session:
        early = booking.book(session, shop.owner, booking_type_id=shop.service, starts_at=start - timedelta(minutes=45), customer=CLEO)
    assert early.status == "confirmed"


def test_anybody_means_whoever_has_least_to_do(shop: Shop, visitor: Actor) -> None:
    names = [booked(shop, visitor, at=at, provider=None).provider_name for at in (0, 0, 1, 2)]
    assert names[:2] == ["Provider 1", "Provider 2"]
    assert sorted(names) == ["Provider 1", "Provider 1", "Provider 2", "Provider 2"]
    booked(shop, shop.owner, at=5, provider=1)
    assert booked(shop, visitor, at=6, provider=None).provider_name == "Provider 1"
    booked(shop, visitor, at=3, provider=None)
    booked(shop, visitor, at=3, provider=None)
    with pytest.raises(SlotTaken):
        booked(shop, visitor, at=3, provider=None)


def test_buffers_keep_their_distance(shop: Shop, visitor: Actor) -> None:
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(buffer_before=10, buffer_after=20)
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    booked(shop, visitor, at=2)
    for at in (1, 3):
        with pytest.raises(SlotTaken):
            booked(shop, shop.owner, at=at)
    assert booked(shop, shop.owner, at=4).status == "confirmed"


def test_a_refused_booking_leaves_nothing(shop: Shop, visitor: Actor) -> None:
    booked(shop, visitor)
    with pytest.raises(SlotTaken):
        booked(shop, visitor, who=DAN)
    with db.reading(shop.owner) as session:
        assert session.exec(sa.text("SELECT count(*) FROM contact")).scalar_one() == 1  # type: ignore[call-overload]
        assert len(session.exec(select(Booking)).all()) == 1


def test_what_was_true_is_kept(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    with db.transaction(shop.owner) as session:
        change = BookingTypeEdit(name="Trim", price=9900, duration=60, policy="Never")
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=change)
    with db.reading(shop.owner) as session:
        row = bookings.get(session, shop.owner, booking_id=made.id)
    assert (row.type_name, row.price_text, row.duration, row.policy) == ("Cut", "€45", 30, "")


# ── status ───────────────────────────────────────────────


def test_a_request_waits_and_keeps_its_time(shop: Shop, visitor: Actor) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
    asked = booked(shop, visitor)
    assert asked.status == "pending"
    with pytest.raises(SlotTaken):
        booked(shop, visitor, who=DAN)
    with db.transaction(shop.owner) as session:
        sure = booking.confirm(session, shop.owner, booking_id=asked.id)
    assert (sure.status, sure.sequence, kinds(shop.owner, asked)) == ("confirmed", 1, ["booking.created", "booking.confirmed"])
    with pytest.raises(IllegalMove), db.transaction(shop.owner) as session:
        booking.decline(session, shop.owner, booking_id=asked.id)


def test_declining_frees_the_time(shop: Shop, visitor: Actor) -> None:
    with db.transaction(shop.owner) as session:
        booking.edit_booking_type(session, shop.owner, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
    asked = booked(shop, visitor)
    with db.transaction(shop.owner) as session:
        assert booking.decline(session, shop.owner, booking_id=asked.id, reason="Full").status == "cancelled"
    assert booked(shop, visitor, who=DAN).status == "pending"


@pytest.mark.parametrize(("move", "status"), [(booking.complete, "completed"), (booking.mark_no_show, "no_show")])
def test_an_appointment_ends_only_after_it_began(shop: Shop, visitor: Actor, move: object, status: str) -> None:
    made = booked(shop, visitor)
    with pytest.raises(TooEarly), db.transaction(shop.owner) as session:
        move(session, shop.owner, booking_id=made.id)  # type: ignore[operator]
    with time_machine.travel(made.starts_at), db.transaction(shop.owner) as session:
        assert move(session, shop.owner, booking_id=made.id).status == status  # type: ignore[operator]
    with time_machine.travel(made.starts_at):
        for late in (booking.cancel, booking.confirm, booking.complete):
            with pytest.raises(IllegalMove), db.transaction(shop.owner) as session:
                late(session, shop.owner, booking_id=made.id)


# ── cancelling and moving ────────────────────────────────


def test_cancelling_frees_the_time_once(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    own = cast.customer(shop.owner, made.contact_id)
    with db.transaction(own) as session:
        gone = booking.cancel(session, own, booking_id=made.id, reason="Ill")
    assert (gone.status, gone.cancel_reason, taken(shop.owner)) == ("cancelled", "Ill", 0)
    with pytest.raises(IllegalMove), db.transaction(own) as session:
        booking.cancel(session, own, booking_id=made.id)
    assert booked(shop, visitor, who=DAN).status == "confirmed"


def test_the_policy_binds_customers_not_staff(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    own = cast.customer(shop.owner, made.contact_id)
    with time_machine.travel(made.starts_at - timedelta(hours=23)):
        with pytest.raises(TooLate), db.transaction(own) as session:
            booking.cancel(session, own, booking_id=made.id)
        with pytest.raises(TooLate), db.transaction(own) as session:
            booking.reschedule(session, own, booking_id=made.id, starts_at=shop.starts(workday(4))[1])
        with db.transaction(shop.owner) as session:
            assert booking.cancel(session, shop.owner, booking_id=made.id).status == "cancelled"


def test_moving_keeps_the_booking_and_its_history(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    own = cast.customer(shop.owner, made.contact_id)
    later = shop.starts(workday(3))[3]
    with db.transaction(own) as session:
        moved = booking.reschedule(session, own, booking_id=made.id, starts_at=later)
    assert (moved.id, moved.starts_at, moved.sequence, moved.version) == (made.id, later, 1, made.version + 1)
    assert kinds(shop.owner, made) == ["booking.created", "booking.rescheduled"]
    assert booked(shop, visitor, who=DAN).starts_at == made.starts_at
    with pytest.raises(SlotTaken), db.transaction(shop.owner) as session:
        booking.reschedule(session, shop.owner, booking_id=made.id, starts_at=made.starts_at)
    with db.transaction(shop.owner) as session:
        again = booking.reschedule(session, shop.owner, booking_id=made.id, starts_at=made.starts_at, provider_id=shop.providers[1])
    assert (again.provider_name, taken(shop.owner)) == ("Provider 2", 2)


def test_moving_a_little_may_overlap_itself(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    with db.transaction(shop.owner) as session:
        moved = booking.reschedule(session, shop.owner, booking_id=made.id, starts_at=made.starts_at + timedelta(minutes=15))
        same = booking.reschedule(session, shop.owner, booking_id=made.id, starts_at=moved.starts_at)
    assert (moved.version, same.version) == (2, 2)


def test_editing_needs_the_version_that_was_read(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    with db.transaction(shop.owner) as session:
        done = booking.edit(session, shop.owner, booking_id=made.id, change=BookingEdit(staff_notes="Window seat"), version=made.version)
    assert (done.staff_notes, done.version, done.sequence) == ("Window seat", 2, 0)
    with pytest.raises(Stale), db.transaction(shop.owner) as session:
        booking.edit(session, shop.owner, booking_id=made.id, change=BookingEdit(notes="x"), version=made.version)


# ── who may ──────────────────────────────────────────────

CHANGES = [booking.confirm, booking.decline, booking.complete, booking.mark_no_show, booking.cancel]


@pytest.mark.parametrize("change", CHANGES)
def test_strangers_find_nothing(shop: Shop, visitor: Actor, stranger: Actor, change: object) -> None:
    made = booked(shop, visitor)
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        change(session, stranger, booking_id=made.id)  # type: ignore[operator]
    other = booked(shop, visitor, at=2, who=DAN)
    dan = cast.customer(shop.owner, other.contact_id)
    with pytest.raises((NotFound, Forbidden)), db.transaction(dan) as session:
        change(session, dan, booking_id=made.id)  # type: ignore[operator]
    assert kinds(shop.owner, made) == ["booking.created"]


def test_a_stranger_books_none_of_our_services(shop: Shop, stranger: Actor) -> None:
    with pytest.raises(NotFound):
        booked(shop, stranger)
    with pytest.raises(NotFound):
        held(shop, cast.customer(stranger))


def test_staff_without_the_permission_change_nothing(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    idle = Actor(workspace_id=shop.owner.workspace_id, kind=shop.owner.kind, source=shop.owner.source, member_id=shop.owner.member_id)
    for change in CHANGES:
        with pytest.raises(Forbidden), db.transaction(idle) as session:
            change(session, idle, booking_id=made.id)
    with pytest.raises(Forbidden):
        booked(shop, idle)


# ── the database's own word ──────────────────────────────


def test_the_guards_are_there_and_their_loss_is_noticed(database: sa.Engine) -> None:
    with db.transaction() as session:
        bookings.assert_guards(session)
    with database.begin() as connection:
        connection.exec_driver_sql(UNGUARDS[database.dialect.name][0])
    with pytest.raises(bookings.GuardMissing), db.transaction() as session:
        bookings.assert_guards(session)


def test_the_database_itself_refuses_an_overlap(shop: Shop, visitor: Actor) -> None:
    made = booked(shop, visitor)
    other = booked(shop, visitor, at=2, who=DAN)
    move = sa.update(Occupancy).where(col(Occupancy.booking_id) == other.id).values(blocked_from=seconds(made.starts_at) + 60)
    with pytest.raises(IntegrityError, match="occupancy_overlap"), db.transaction(shop.owner) as session:
        session.exec(move)
